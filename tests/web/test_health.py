"""`/health` and `/health/ready`: what a load balancer is told, and what people are told when the database is away."""

import socket
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event

from portal import create_app
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db, set_reading
from portal.core.stores import store_at
from tests.run import postgres_bin
from tests.servers import free_port, postgres


def ask(app, path):
    answer = app.test_client().get(path)
    return answer, answer.get_json()


def refused(app):
    """What is not ready, and why, by the name of the check."""
    answer, body = ask(app, "/health/ready")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert (body["success"], body["error"]["code"]) == (False, "SERVICE_UNAVAILABLE")
    return {name: word for name, word in body["checks"].items() if word != "ok"}


def test_health_asks_neither_the_database_nor_for_a_sign_in(company, app, browse):
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    browser = browse(company.admin)
    statements.clear()
    answer = browser.client.get("/health")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")
    assert statements == []


def test_a_portal_that_can_work_is_ready(app):
    outbox.ensure_schedules()
    answer, body = ask(app, "/health/ready")
    assert (answer.status_code, body) == (
        200,
        {"status": "ok", "checks": {"database": "ok", "queue": "ok", "storage": "ok"}},
    )


def test_a_portal_without_a_worker_is_not_ready_after_a_few_minutes(app):
    outbox.ensure_schedules()
    with time_machine.travel(now() + timedelta(minutes=10), tick=True):
        assert "no worker takes it" in refused(app)["queue"]
        outbox.run_due()
        assert ask(app, "/health/ready")[0].status_code == 200


def test_a_data_folder_that_is_gone_is_told_without_its_path(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "file_store", store_at("", "/nowhere/at/all"))
    found = refused(app)
    assert set(found) == {"storage"} and "/nowhere" not in str(found)


def test_a_redis_that_does_not_answer_is_told(app, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", f"redis://:secret@127.0.0.1:{free_port()}/0")
    found = refused(app)
    assert found == {"queue": "Redis does not answer"}


def test_a_redis_that_takes_the_call_and_says_nothing_is_told(app, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(app.config, "REDIS_URL", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert set(refused(app)) == {"queue"}


def test_a_redis_that_answers_is_fine(app, redis, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", redis.url)
    assert ask(app, "/health/ready")[0].status_code == 200


@pytest.mark.postgres
def test_without_its_database_the_portal_says_so_and_when_to_come_back(tmp_path):
    if postgres_bin() is None:
        pytest.skip("PostgreSQL's server programs are not installed")
    with postgres() as server:
        url = server + "postgres"
        app = create_app({"DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": {}})
        with app.app_context():
            from flask_migrate import upgrade

            set_reading(False)
            upgrade()
        assert ask(app, "/health/ready")[0].status_code == 200
    assert set(refused(app)) == {"database", "queue"}
    client = app.test_client()
    assert client.get("/health").status_code == 200
    client.set_cookie("portal_session", "some old session")
    page = client.get("/today")
    assert page.status_code == 503 and page.headers["Retry-After"]
    assert "not ready" in page.text
