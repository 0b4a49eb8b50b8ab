"""The database itself refuses to change events, whatever connects, on both databases."""

import ast
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from portal import create_app
from portal.core import append_only
from portal.core.database import db, set_reading
from portal.core.events import record
from portal.core.tenancy import as_company
from portal.governance import tasks
from tests import factories
from tests.servers import ROOT

GUARDED = ("events", "event_details", "event_seals")
REFUSED = {
    "UPDATE events SET name = 'x'": "append-only",
    "UPDATE events SET about = about": "append-only",
    "DELETE FROM events": "append-only",
    "DELETE FROM event_details": "only be wiped",
    "UPDATE event_details SET new = '{\"a\": 2}'": "only be wiped",
    "UPDATE event_details SET old = '{}', new = '{}'": "only be wiped",
    "UPDATE event_details SET salt = ''": "only be wiped",
    "UPDATE event_details SET old = '{}', new = '{}', salt = '', event_id = event_id + 1": "only be wiped",
    "UPDATE event_seals SET hash = previous_hash": "append-only",
    "DELETE FROM event_seals": "append-only",
}
SQLITE_ALONE = {
    "INSERT OR REPLACE INTO events SELECT * FROM events": "append-only",
    "INSERT OR REPLACE INTO event_details SELECT * FROM event_details": "only be wiped",
    "INSERT OR REPLACE INTO event_seals SELECT * FROM event_seals": "append-only",
}
POSTGRES_ALONE = {
    "TRUNCATE events CASCADE": "append-only|only be wiped",
    "TRUNCATE event_details": "only be wiped",
    "TRUNCATE event_seals": "append-only",
}


@pytest.fixture
def place(database: str | None, tmp_path: Path):
    """An application on a new database of either kind, with a sealed event of one company."""
    url = database or f"sqlite:///{tmp_path / 'portal.sqlite'}"
    options = {"SQLALCHEMY_ENGINE_OPTIONS": {}} if database else {}
    app = create_app({"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url, **options})
    with app.app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        world = factories.a_world()
        with as_company(world.company_id):
            record("client.updated", factories.a_client(), world.admin, old={"a": 1}, new={"a": 3})
            db.session.commit()
            db.session.expunge_all()
            tasks.seal({"company_id": world.company_id})
            yield app
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def refused(statement: str) -> str:
    """What the database says no with; empty when it does not."""
    try:
        db.session.execute(text(statement), execution_options={"unscoped": True})
    except Exception as error:
        return str(error)
    finally:
        db.session.rollback()
    return ""


def statements() -> dict[str, str]:
    return {**REFUSED, **(SQLITE_ALONE if db.engine.dialect.name == "sqlite" else POSTGRES_ALONE)}


def test_events_details_and_seals_cannot_be_changed_behind_the_portal(place):
    import re

    let = [s for s, words in statements().items() if not re.search(words, refused(s))]
    assert not let, f"the database let pass: {let}"
    assert refused("UPDATE event_details SET old = '{}', new = '{}', salt = ''") == "", "wiping is allowed"


def test_a_table_that_was_rebuilt_is_guarded_again(place):
    """What a migration does that rebuilds one of these tables on SQLite: the triggers go with the old table."""
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection, connection.begin():
        op = Operations(MigrationContext.configure(connection))
        # SQLite refuses to rebuild `events` while anything refers to it; the other two it lets go.
        for table in GUARDED[1:]:
            with op.batch_alter_table(table, recreate="always" if sqlite else "auto") as batch:
                batch.alter_column("company_id", nullable=False)
        append_only.guard(op, *GUARDED)
        if sqlite:
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            assert {name for table in GUARDED for name in append_only.SQLITE[table]} <= set(found)
    assert "append-only" in refused("DELETE FROM events") and "append-only" in refused("DELETE FROM event_seals")


def test_every_migration_that_rebuilds_such_a_table_makes_its_triggers_again():
    wrong = []
    for file in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        names = [(getattr(c.func, "attr", ""), [a.value for a in c.args if isinstance(a, ast.Constant)]) for c in calls]
        rebuilt = {arg for name, args in names if name == "batch_alter_table" for arg in args[:1]} & set(GUARDED)
        again = {arg for name, args in names if name == "guard" for arg in args}
        wrong += [f"{file.name}: {table}" for table in rebuilt - again]
    assert not wrong, f"call append_only.guard(op, table) after the rebuild: {wrong}"
