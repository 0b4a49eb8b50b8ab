"""Since when a worker renews the access to another system, so that no two use one refresh token."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("integration_submissions", sa.Column("renewing_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # In place: SQLite would not drop the table, to which notes refer, to build it anew.
    op.drop_column("integration_submissions", "renewing_since")
