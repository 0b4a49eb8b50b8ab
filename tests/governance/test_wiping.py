"""People who were deleted a month ago are wiped: nothing of theirs is in any table or file; nobody else changes."""

import io
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from portal.accounts import queries as accounts
from portal.candidates import services as candidates
from portal.candidates.models import Candidate
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services import own
from portal.candidates.services.arrivals import read_cv
from portal.candidates.services.notes import add_note
from portal.candidates.services.screening import keep_answer
from portal.conversations.models import ChannelType, Provider
from portal.core import mail
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import run_due
from portal.core.tenancy import as_company
from portal.governance import tasks
from portal.governance.services.verifying import verify
from portal.governance.services.wiping import KEPT_FOR
from portal.jobs.models import QuestionKind, ScreeningQuestion
from portal.notifications.models import PushSubscription
from tests import factories
from tests.conversations.talks import a_channel, a_talk, hears
from tests.interviews.steps import an_interview

# Words that stand nowhere else.
MARKS = ("Zyxwalda", "zyxwalda", "Quorbit", "7700900123")
# Whose act it was is sealed with the event, and cannot be taken out of it.
SEALED = {("events", "actor_name"), ("events", "actor_email")}

# A virtual table holds nothing itself.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


def everything_of(company, name="Zyxwalda Quorbit", email="zyxwalda@quorbit.example", phone="+447700900123"):
    """A person with all that the portal keeps of somebody; their id."""
    by = company.recruiter
    person = candidates.create_candidate(
        {"name": name, "email": email, "phone": phone, "skills": ["Python"], "summary": f"{name} builds."}, by=by,
        cv_text=f"{name} {email}",
    )  # fmt: skip
    job = factories.a_job(company.client_id, title="Engineer", openings=3)
    application = candidates.apply(person, job, by=by, source="referral")
    question = ScreeningQuestion(job_id=job.id, text="Who?", kind=QuestionKind.TEXT, position=1, created_at=now())
    db.session.add(question)
    db.session.flush()
    keep_answer(application, question, f"I am {name}", source="form", by=by)
    add_note(person, f"{name} called", by=by)
    account = factories.an_account(person, email=email, first_name=name.split()[0], last_name=name.split()[1])
    chat = a_channel(ChannelType.WEBCHAT, provider=Provider.PORTAL, name=f"Chat of {job.id}")
    hears(a_talk(application, channel=chat), f"It is me, {name}")
    interview = an_interview(company, application=application)
    interview.feedback = f"{name} did well"
    mail.send(email, f"For {name}", "notice", key=f"m:{person.id}", to_name=name, context={"message": name})
    db.session.commit()
    keys = {"endpoint": f"https://fcm.googleapis.com/{name}", "endpoint_hash": f"{person.id}", "p256dh": "", "auth": ""}
    db.session.add(PushSubscription(account_id=account.id, device=f"{name}'s phone", created_at=now(), **keys))
    db.session.commit()
    number, me = person.id, accounts.candidate_person(account, accounts.get_company(company.company_id))
    db.session.expunge_all()
    cv = read_cv(Incoming(f"{name}.txt", io.BytesIO(f"{name}\n{email}\n\nSkills\nPython\n".encode())))
    own.add_resume(cv, me)
    own.save_letter("Mine", f"I am {name}", me)
    own.save_answer("Name?", name, me)
    db.session.commit()
    db.session.expunge_all()
    run_due()
    return number


def rows_of(app, statement):
    """What is committed, read beside the portal."""
    db.session.commit()
    with closing(sqlite3.connect(f"file:{app.config['DATA_DIR']}/portal.sqlite?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(statement)]


def traces(app):
    """(table, column) where a mark stands, and files that hold one."""
    found = set()
    for table in rows_of(app, TABLES):
        for row in rows_of(app, f'SELECT * FROM "{table["name"]}"'):
            for column, value in row.items():
                words = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                if any(mark in words for mark in MARKS):
                    found.add((table["name"], column))
    files = [p for p in (Path(app.config["DATA_DIR"]) / "files").rglob("*") if p.is_file()]
    return found | {("file", path.name) for path in files if any(mark.encode() in path.read_bytes() for mark in MARKS)}


def delete(company, number):
    with as_company(company.company_id):
        candidates.delete_candidate(db.session.get(Candidate, number), by=company.recruiter)
        db.session.commit()
        db.session.expunge_all()
    run_due()


def wipe():
    db.session.commit()
    db.session.expunge_all()
    tasks.wipe()
    db.session.expunge_all()


def test_nothing_of_a_wiped_person_is_found_anywhere(app, company):
    number = everything_of(company)
    before = traces(app)
    assert len({table for table, _ in before}) > 10, before
    delete(company, number)
    wipe()
    assert traces(app) - SEALED, "for thirty days it can be asked for"
    with time_machine.travel(now() + KEPT_FOR + timedelta(hours=1)):
        for _ in range(2):
            wipe()
        assert traces(app) <= SEALED
        with as_company(company.company_id):
            person = db.session.get(Candidate, number)
            assert person.wiped_at is not None and person.name == "Deleted person"


def test_nobody_else_changes_and_the_seals_hold(app, company):
    number = everything_of(company)
    other = everything_of(company, "Plain Other", "plain@other.example", "+447700900999")
    kept = everything_known_of(app, other)
    delete(company, number)
    with time_machine.travel(now() + KEPT_FOR + timedelta(hours=1)):
        wipe()
        assert everything_known_of(app, other) == kept
        with as_company(company.company_id):
            tasks.seal({"company_id": company.company_id})
            db.session.expunge_all()
            found = verify(company.company_id)
            assert found.is_whole and found.wiped > 0


def everything_known_of(app, number):
    queries = ("candidates WHERE id", "notes WHERE candidate_id", "documents WHERE candidate_id",
               "saved_answers WHERE candidate_id", "contacts WHERE candidate_id")  # fmt: skip
    return [rows_of(app, f"SELECT * FROM {query} = {number}") for query in queries]


def test_one_that_is_killed_in_the_middle_is_wiped_by_the_next(app, company, monkeypatch):
    number = everything_of(company)
    delete(company, number)
    with time_machine.travel(now() + KEPT_FOR + timedelta(hours=1)):
        monkeypatch.setattr("portal.governance.services.wiping._wipe_news", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            wipe()
        db.session.rollback()
        monkeypatch.undo()
        wipe()
        assert traces(app) <= SEALED


# What leads to a person and is not wiped: why there is nothing of theirs in it.
NOTHING_PERSONAL = {
    "applications": "its words are emptied, the figures stay", "assistant_turns": "its words are emptied",
    "conversation_reads": "numbers", "events": "their details are wiped; who acted is sealed",
    "held_cells": "numbers and times", "interview_guests": "people of the client", "interview_slots": "times",
    "interviewers": "numbers", "interviews": "its words are emptied", "notification_readers": "numbers",
    "notification_preferences": "switches", "ats_records": "numbers of theirs and ours",
    "application_consents": "the company's words and a moment", "candidate_accounts": "blanked",
    "clients": "clients are no candidates", "users": "people of the company", "channels": "the company's",
    "ingestion_runs": "who sent jobs", "integration_emails": "people of the company",
    "integration_submissions": "people of the company", "analytics_events": "counts by job and source",
    "inbound_deliveries": "emptied", "cv_uploads": "emptied", "contacts": "blanked", "conversations": "emptied",
    "messages": "emptied", "mails": "emptied", "webhook_deliveries": "emptied", "notifications": "emptied",
    "interview_feedback": "emptied", "automation_tasks": "emptied", "signed_uploads": "emptied",
    "candidates": "blanked",
    "sign_in_failures": "forgotten within a day", "idempotency_keys": "forgotten within a day",
}  # fmt: skip
WIPED = {
    "documents", "notes", "candidate_texts", "screening_answers", "cover_letter_templates", "saved_answers",
    "confirmed_sites", "sessions", "api_keys", "calendar_feeds", "one_time_links", "files",
    "push_subscriptions", "calendar_events",
}  # fmt: skip
LEADS = ("candidate", "contact", "application_id", "interview_id", "account_id", "conversation_id", "email", "phone")


def test_every_table_that_leads_to_a_person_has_its_place(app):
    leading = {
        table.name for table in db.metadata.tables.values()
        if any(any(word in column.name for word in LEADS) for column in table.columns)
    }  # fmt: skip
    assert leading - set(NOTHING_PERSONAL) - WIPED == set(), "say what becomes of them when their person is wiped"
