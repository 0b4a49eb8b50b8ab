"""What the calls about people need: feedback of words alone, and the account of each person in a list.

Code from before always writes a rating, so it lives with the column that may be empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interview_feedback") as table:
        table.alter_column("rating", existing_type=sa.Integer(), nullable=True)
    op.create_index("ix_candidate_accounts_of_candidate", "candidate_accounts", ["company_id", "candidate_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_candidate_accounts_of_candidate", "candidate_accounts")
    op.execute("DELETE FROM interview_feedback WHERE rating IS NULL")
    with op.batch_alter_table("interview_feedback") as table:
        table.alter_column("rating", existing_type=sa.Integer(), nullable=False)
