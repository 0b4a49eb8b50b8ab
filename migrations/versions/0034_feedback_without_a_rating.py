"""Feedback may be words alone: a call may say what was seen without a rating.

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


def downgrade() -> None:
    op.execute("DELETE FROM interview_feedback WHERE rating IS NULL")
    with op.batch_alter_table("interview_feedback") as table:
        table.alter_column("rating", existing_type=sa.Integer(), nullable=False)
