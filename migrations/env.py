"""Alembic's door: migrations run on the engine of the application, on SQLite and PostgreSQL alike."""

from typing import Any

from alembic import context
from flask import current_app

from portal.core.database import db, set_reading

config = context.config
# What a model cannot say: the search index of candidates (0013), made of `candidate_texts.words`, and that of the
# inbox (0044).
UNTOLD = (
    "candidate_search",
    "candidate_texts.tokens",
    "ix_candidate_texts_tokens",
    "message_search",
    "contact_search",
    "ix_message_search_words",
    "ix_contact_search_words",
)


def told(_thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether the models should have this thing of the database."""
    table = getattr(getattr(_thing, "table", None), "name", "")
    full = f"{table}.{name}" if kind == "column" else str(name)
    return not full.startswith(UNTOLD)


def run() -> None:
    """Run the migrations in one transaction."""
    set_reading(False)
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, include_object=told, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
