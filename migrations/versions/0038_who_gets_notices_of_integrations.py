"""Whom a company lets notices of integrations be sent to, besides its own people: nobody until an admin says so."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("companies") as table:
        table.add_column(sa.Column("mail_allow_list", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    # In place: SQLite would not drop the table of companies, to which everything refers, to build it anew.
    op.drop_column("companies", "mail_allow_list")
