"""The index of the search over candidates: FTS5 on SQLite, a generated tsvector with GIN on PostgreSQL.

Both index `candidate_texts.words`, whose entries carry their company, so each word has a list of its own per company.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # detail=none: the entries are words that stand alone; no places are kept, and the index is a third as large.
        op.execute(
            "CREATE VIRTUAL TABLE candidate_search USING fts5("
            "words, content='candidate_texts', content_rowid='candidate_id', detail='none', columnsize=0, "
            "tokenize='ascii')"
        )
        op.execute("INSERT INTO candidate_search (candidate_search) VALUES ('rebuild')")
        return
    op.execute(
        "ALTER TABLE candidate_texts ADD COLUMN tokens tsvector "
        "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED"
    )
    # fastupdate=off: a search never has to read a pending list.
    op.execute("CREATE INDEX ix_candidate_texts_tokens ON candidate_texts USING gin (tokens) WITH (fastupdate = off)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE candidate_search")
        return
    op.execute("DROP INDEX ix_candidate_texts_tokens")
    op.execute("ALTER TABLE candidate_texts DROP COLUMN tokens")
