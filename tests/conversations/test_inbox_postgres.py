"""The inbox on the other database: the same search, the same pages, and a form that is sent twice at once."""

import contextvars
import secrets
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import create_app
from portal.conversations import queries, services
from portal.conversations.models import Message, MessageKind
from portal.conversations.queries import View, Wanted
from portal.core.database import db, set_reading
from portal.core.tenancy import as_company
from tests.browser import Browser
from tests.conversations.steps import a_contact, a_talk, contact_writes
from tests.factories import a_world
from tests.servers import make_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(postgres_server: str, tmp_path: Path):
    url = make_database(postgres_server, f"t{secrets.token_hex(6)}")
    settings = {"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "tests"}
    app = create_app({**settings, "SQLALCHEMY_ENGINE_OPTIONS": {}})
    with app.app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        made = a_world()
        with as_company(made.company_id):
            yield app, made
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_the_search_and_the_views_find_the_same_on_postgresql(world):
    _app, made = world
    contact = a_contact(name="Zoë Priyaraman", phone="+919812345678", email="zoe@example.com")
    talk = a_talk(None, contact_id=contact.id)
    contact_writes(talk, "I have a forklift licence; O'Brien knows.")
    contact_writes(a_talk(made.admin.id), "Something else")
    for typed in ("zoe", "raman", "98123 45678", "5678", "forkl", "o'brien", "licence knows"):
        assert [row.id for row in queries.inbox_page(made.recruiter, Wanted(q=typed)).items] == [talk.id], typed
    for typed in ("!!", "'", "a & b", "x:*", "\\", "\x00", "zoe zzz"):
        assert not queries.inbox_page(made.recruiter, Wanted(q=typed)).items, typed
    contact.name = "Kavita"
    db.session.flush()
    assert queries.inbox_page(made.recruiter, Wanted(q="kavita")).items
    assert not queries.inbox_page(made.recruiter, Wanted(q="priyaraman")).items
    for view in View:
        queries.inbox_page(made.recruiter, Wanted(view=view), None)
    assert queries.view_counts(made.recruiter).waiting == 1 and queries.unread_talks(made.recruiter) == 1


def test_two_presses_at_the_same_moment_send_one_message_on_postgresql(world):
    app, made = world
    talk = a_talk(made.recruiter.id)
    last = contact_writes(talk, "Hello")
    services.mark_read(talk, last.id, made.recruiter)
    db.session.commit()
    number, statuses, start = talk.id, [], threading.Barrier(2)
    browsers = [Browser(app, made.recruiter) for _ in range(2)]
    tokens = [browser._token() for browser in browsers]

    def press(browser: Browser, headers: dict[str, str]) -> None:
        start.wait()
        data = {"kind": "message", "text": "Once", "send_key": "the-same-key"}
        answer = browser.client.post(f"/conversations/{number}/messages", data=data, headers=headers)
        statuses.append(answer.status_code)

    both = [
        threading.Thread(target=contextvars.Context().run, args=(press, browser, headers))
        for browser, headers in zip(browsers, tokens, strict=True)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    db.session.expire_all()
    texts = db.session.scalars(select(Message.text).where(Message.kind == MessageKind.MESSAGE)).all()
    assert statuses == [303, 303] and sorted(texts) == ["Hello", "Once"]
    assert Browser(app, made.recruiter).get(f"/conversations/{number}").status == 200
