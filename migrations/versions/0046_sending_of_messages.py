"""How the sending of a message goes on, and what became of a channel's last test. Columns that may be left out alone:
the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

QUEUED = sa.text("state = 'queued'")


def upgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("claims", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_messages_queued",
        "messages",
        ["conversation_id", "id"],
        sqlite_where=QUEUED,
        postgresql_where=QUEUED,
    )
    op.create_index("ix_messages_of_channel", "messages", ["channel_id", "sender", "id"])
    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("test_passed", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("test_words", sa.String(length=300), nullable=True))


def downgrade() -> None:
    # In place: SQLite would not drop a table to which others refer, to build it anew.
    for column in ("test_words", "test_passed", "tested_at"):
        op.drop_column("channels", column)
    op.drop_index("ix_messages_of_channel", table_name="messages")
    op.drop_index("ix_messages_queued", table_name="messages")
    for column in ("not_before", "claims"):
        op.drop_column("messages", column)
