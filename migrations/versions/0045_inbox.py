"""The inbox: its search over messages and contacts, and the orders in which it lists conversations.

The search has entries that carry their company, as that of candidates (0013): FTS5 without content on SQLite, a
`tsvector` with GIN on PostgreSQL, both under the same names. Nothing was written before (0040), so nothing is put in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_conversations_of_status", "conversations", ["company_id", "status", "last_message_at", "id"]),
    ("ix_conversations_of_channel", "conversations", ["company_id", "channel_id", "status", "last_message_at", "id"]),
    ("ix_assistant_turns_of_message", "assistant_turns", ["conversation_id", "message_id"]),
    ("ix_assistant_turns_of_answer", "assistant_turns", ["conversation_id", "answers_id"]),
)
SEARCHES = ("message_search", "contact_search")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    for name in SEARCHES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5("
                "words, content='', detail='none', columnsize=0, tokenize='ascii')"
            )
        else:
            op.create_table(
                name,
                sa.Column("rowid", sa.BigInteger(), primary_key=True, autoincrement=False),
                sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            )
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words) WITH (fastupdate = off)")


def downgrade() -> None:
    for name in SEARCHES:
        op.execute(f"DROP TABLE {name}")
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
