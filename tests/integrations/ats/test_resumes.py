"""The CV that comes with an application: fetched by the guarded client, read, and given to its person."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from portal import demo
from portal.candidates.models import Document
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect, EffectState
from portal.integrations.models import DeliveryState
from tests.core.receiver import receiver
from tests.integrations.ats.steps import applications, body, connected, deliver, last, people, written
from tests.integrations.steps import work

PDF = (Path(demo.__file__).parent / "cvs" / "priya-raman.pdf").read_bytes()


@pytest.fixture
def store(app, monkeypatch):
    """Where the vendor keeps the file."""
    with receiver(body=PDF) as listening:
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        yield listening


def payload_with(url):
    payload = body("greenhouse/new_candidate_application")
    candidate = payload["payload"]["application"]["candidate"]
    candidate |= {"title": None, "company": None, "educations": []}
    candidate["attachments"] = [
        {"filename": "cover.pdf", "url": url + "?cover", "type": "cover_letter"},
        {"filename": "My CV.pdf", "url": url, "type": "resume"},
    ]
    return payload


@pytest.fixture
def send(app, company):
    number = connected(company.recruiter, "greenhouse")
    return lambda url: deliver(app, "greenhouse", number, written(payload_with(url)))


def documents():
    db.session.expire_all()
    return list(db.session.scalars(select(Document)))


def left():
    wanted = select(Effect.key).where(Effect.kind == "integrations.ats_resume", Effect.state != EffectState.DONE)
    return list(db.session.scalars(wanted))


def test_the_cv_is_fetched_once_read_and_fills_what_was_empty(send, store):
    found = send(store.url)
    [person], [document] = people(), documents()
    assert (document.candidate_id, document.file.name, document.is_default) == (person.id, "My CV.pdf", True)
    assert document.reading["text"] and person.skills and person.name == "Elin Sundqvist"
    assert found.resume_words == "The CV was fetched and read." and found.changed["document_id"] == document.id
    assert [got.path for got in store.requests] == ["/hook"] and left() == []


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (403, b"expired", "answered 403"),
        (302, b"", "answered 302"),
        (200, b"\x7fELF not a cv", "could not be read"),
        (200, b"%PDF-1.4 broken", "could not be read"),
        (200, b"%PDF-" + b"x" * (10 * 1024 * 1024), "could not be read"),
    ],
)
def test_a_cv_that_is_none_leaves_the_application_as_it_is(send, store, status, content, words):
    store.status, store.body = status, content
    found = send(store.url)
    assert found.state is DeliveryState.DONE and len(applications()) == 1 and documents() == []
    assert words in found.resume_words and left() == []


def test_an_address_inside_the_network_is_not_called(send, store, app, monkeypatch):
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "")
    found = send(store.url)
    assert store.requests == [] and "private network" in found.resume_words and len(applications()) == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://prod.example/...", "javascript:alert(1)", "ftp://x/y"])
def test_what_is_no_address_is_said_so(send, url):
    found = send(url)
    assert found.resume_words and len(applications()) == 1 and documents() == []


def test_a_store_that_is_away_is_asked_again_and_not_for_ever(send, store):
    store.status = 500
    with time_machine.travel(now(), tick=False) as clock:
        send(store.url)
        for _ in range(6):
            clock.shift(timedelta(minutes=4))
            work()
        assert len(store.requests) == 4 and documents() == [] and "answered 500" in last().resume_words


def test_a_store_that_comes_back_gives_the_cv(send, store):
    store.answers = [500]
    with time_machine.travel(now(), tick=False) as clock:
        send(store.url)
        assert documents() == []
        clock.shift(timedelta(minutes=4))
        work()
        assert len(documents()) == 1 and left() == []
