"""A channel's secret before the present one holds for some hours. New columns: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("previous_secret", sa.Text(), nullable=True))
        table.add_column(sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("channels") as table:
        table.drop_column("previous_until")
        table.drop_column("previous_secret")
