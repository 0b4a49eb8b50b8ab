"""Effects that come back by themselves and belong to no company, who holds one, and when it was handed to the engine.

The code of before runs on: it fills none of the new columns and knows effects of companies alone. Going down, schedules
are deleted: they are made again when a worker starts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("effects") as table:
        table.add_column(sa.Column("held_by", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("every", sa.String(length=40), nullable=True))
        table.alter_column("company_id", existing_type=sa.Integer(), nullable=True)
    # The order in which effects are claimed: without the last column the oldest is found by sorting all that is due.
    op.drop_index("ix_effects_state_due_at", "effects")
    op.create_index("ix_effects_next", "effects", ["state", "due_at", "id"])


def downgrade() -> None:
    op.execute("DELETE FROM effects WHERE company_id IS NULL")
    op.drop_index("ix_effects_next", "effects")
    op.create_index("ix_effects_state_due_at", "effects", ["state", "due_at"])
    with op.batch_alter_table("effects") as table:
        table.alter_column("company_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("every")
        table.drop_column("handed_at")
        table.drop_column("held_by")
