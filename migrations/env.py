"""Alembic's door: migrations run on the engine of the application, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from portal.core.database import db, set_reading

config = context.config


def run() -> None:
    """Run the migrations in one transaction."""
    set_reading(False)
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
