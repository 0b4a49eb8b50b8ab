"""When a deleted person was wiped. A column that may be null: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

WAITING = sa.text("deleted_at IS NOT NULL AND wiped_at IS NULL")


def upgrade() -> None:
    op.add_column("candidates", sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_candidates_to_wipe", "candidates", ["company_id", "deleted_at"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_candidates_to_wipe", table_name="candidates")
    op.drop_column("candidates", "wiped_at")
