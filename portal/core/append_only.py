"""Tables to which rows are added and never changed: the database itself refuses, whatever connects.

SQLite loses a table's triggers when a migration rebuilds the table, so every migration that does calls `guard` again.
"""

from typing import Any

# SQLite: each table's triggers by name. A row that is replaced (INSERT OR REPLACE) is deleted without any trigger of
# DELETE, so a second row of one key is refused as well.
SQLITE: dict[str, dict[str, str]] = {
    "events": {
        "events_no_update": "BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "events_no_delete": "BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "events_no_replace": "BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    },
    "event_details": {
        "event_details_no_delete": "BEFORE DELETE ON event_details "
        "BEGIN SELECT RAISE(ABORT, 'event details can only be wiped'); END",
        "event_details_no_replace": "BEFORE INSERT ON event_details "
        "WHEN EXISTS (SELECT 1 FROM event_details WHERE event_id = NEW.event_id) "
        "BEGIN SELECT RAISE(ABORT, 'event details can only be wiped'); END",
        "event_details_wiped_alone": "BEFORE UPDATE ON event_details "
        "WHEN NOT (NEW.event_id = OLD.event_id AND NEW.company_id = OLD.company_id AND NEW.old = '{}' "
        "AND NEW.new = '{}' AND NEW.salt = '') "
        "BEGIN SELECT RAISE(ABORT, 'event details can only be wiped'); END",
    },
    "event_seals": {
        "event_seals_no_update": "BEFORE UPDATE ON event_seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END",
        "event_seals_no_delete": "BEFORE DELETE ON event_seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END",
        "event_seals_no_replace": "BEFORE INSERT ON event_seals "
        "WHEN EXISTS (SELECT 1 FROM event_seals WHERE event_id = NEW.event_id) "
        "BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END",
    },
}
_PLAIN = "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
# PostgreSQL: each table's function, and its triggers by name.
POSTGRES: dict[str, tuple[str, dict[str, str]]] = {
    "events": (
        _PLAIN.format(name="refuse_event_change", body="RAISE EXCEPTION 'events are append-only';"),
        {
            "events_append_only": "BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()"
        },
    ),
    "event_details": (
        _PLAIN.format(
            name="refuse_details_change",
            body="IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN "
            "IF NEW.event_id = OLD.event_id AND NEW.company_id = OLD.company_id AND NEW.old = '{}'::jsonb "
            "AND NEW.new = '{}'::jsonb AND NEW.salt = '' THEN RETURN NEW; END IF; END IF; "
            "RAISE EXCEPTION 'event details can only be wiped';",
        ),
        {
            "event_details_kept": "BEFORE DELETE OR TRUNCATE ON event_details "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_details_change()",
            "event_details_wiped_alone": "BEFORE UPDATE ON event_details "
            "FOR EACH ROW EXECUTE FUNCTION refuse_details_change()",
        },
    ),
    "event_seals": (
        _PLAIN.format(name="refuse_seal_change", body="RAISE EXCEPTION 'seals are append-only';"),
        {
            "event_seals_append_only": "BEFORE UPDATE OR DELETE OR TRUNCATE ON event_seals "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal_change()"
        },
    ),
}


def guard(op: Any, *tables: str) -> None:
    """Make the triggers of these tables, anew where they are there. `op` is Alembic's, of the migration that calls."""
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            triggers = SQLITE[table]
        else:
            function, triggers = POSTGRES[table]
            op.execute(function)
        for name, what in triggers.items():
            unguard(op, table, name)
            op.execute(f"CREATE TRIGGER {name} {what}")


def unguard(op: Any, table: str, *names: str) -> None:
    """Take triggers of a table away; all of them without names."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in names or (SQLITE[table] if sqlite else POSTGRES[table][1]):
        op.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if sqlite else f" ON {table}"))
