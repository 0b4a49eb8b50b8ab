"""The table of notifications is rebuilt on SQLite while readers point at it: nobody loses what they were told."""

import sqlite3
from pathlib import Path

from flask_migrate import downgrade, upgrade

from portal import create_app
from portal.accounts.services.companies import create_company
from portal.core.database import db, set_reading, transaction

NEW = "0026"


def told(file: Path) -> list[tuple[int, int]]:
    with sqlite3.connect(file) as rows:
        wanted = "SELECT n.id, r.id FROM notifications n JOIN notification_readers r ON r.notification_id = n.id"
        found = rows.execute(wanted).fetchall()
    rows.close()
    return found


def tell(file: Path) -> None:
    """Three things told to user 1: one as before, and two that only the new table can hold."""
    with sqlite3.connect(file) as rows:
        for number, (kind, entity) in enumerate([("new_job", 7), ("custom", None), ("interview_reminder", 7)], 1):
            rows.execute(
                "INSERT INTO notifications (id, type, title, message, entity_type, entity_id, recipients, created_at,"
                " company_id) VALUES (?, ?, 'x', '', ?, ?, '[]', '2026-11-25', 1)",
                (number, kind, "job" if entity else None, entity),
            )
            rows.execute(
                "INSERT INTO notification_readers (id, notification_id, user_id, company_id) VALUES (?, ?, 1, 1)",
                (number, number),
            )
    rows.close()


def test_what_people_were_told_outlives_the_migration_both_ways(tmp_path: Path):
    file = tmp_path / "portal.sqlite"
    app = create_app({"DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}"})
    with app.app_context():
        set_reading(False)
        upgrade()
        with transaction():
            create_company(name="Acme", first_name="Ada", last_name="Admin", email="ada@example.com", time_zone="UTC")
        downgrade(revision=NEW)
        tell(file)
        assert len(told(file)) == 3
        downgrade(revision=f"{NEW}-1")
        assert told(file) == [(1, 1)]
        upgrade(revision=NEW)
        assert told(file) == [(1, 1)]
        db.engine.dispose()
