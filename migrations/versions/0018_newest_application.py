"""The newest application of a person, which every row of the list of people shows, is one look into an index."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_applications_newest_of_person", "applications", ["company_id", "candidate_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_applications_newest_of_person", "applications")
