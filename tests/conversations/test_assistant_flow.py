"""From an application to a booked interview, on SQLite and PostgreSQL, by the verbs, effects and mails of the house."""

import re

import pytest
from sqlalchemy import select

from portal import create_app
from portal.assistant import Act, Asked, Memory, Proposal, Situation, Trigger
from portal.candidates import services as candidates
from portal.candidates.models import ScreeningAnswer
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Conversation, ConversationStatus
from portal.conversations.services import thinking
from portal.core.crypto import new_key
from portal.core.database import db, set_reading
from portal.core.mail import Mail
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company
from portal.interviews.models import InterviewStatus
from portal.interviews.queries import slots_of
from tests import factories
from tests.conversations.talks import (
    NOTICE,
    a_channel,
    a_question,
    carried_out,
    hears,
    said,
    turns_of,
)
from tests.interviews import steps

ORDINALS = {"first": 0, "second": 1, "third": 2}


class Sensible:
    """Screens, then offers, then books what was picked by its number: enough for a whole talk."""

    name = "sensible"

    def propose(self, situation: Situation) -> Proposal:
        match situation.trigger, situation.memory.asked:
            case Trigger.OPEN, _:
                return self.ask(situation, Act.ASK, "Hi, thank you for applying.")
            case Trigger.OFFER, _:
                free = situation.interview.free
                text = "When suits you?\n" + rules.numbered(free, situation.zone)
                offered = tuple(time.slot_id for time in free)
                return Proposal(Act.OFFER, text, "times came", memory=Memory(Asked.TIME, offered=offered))
            case _, Asked.QUESTION:
                kept = situation.memory.question_id
                found = self.ask(situation, Act.KEEP, "Thank you.", besides=kept)
                return Proposal(
                    Act.KEEP, found.text, "answered", question_id=kept, answer=situation.text, memory=found.memory
                )
            case _, Asked.TIME:
                word = re.search("first|second|third", situation.text)
                slot = situation.memory.offered[ORDINALS[word[0]]]
                return Proposal(Act.BOOK, "", "picked", slot_id=slot)
        return Proposal(Act.COMPLETE, "That is all, goodbye.", "nothing is left")

    def ask(self, situation, act, words, besides=None):
        left = [q for q in situation.questions if q.id not in situation.answered and q.id != besides]
        if not left:
            return Proposal(act, f"{words} That was all.", "asked everything", memory=Memory())
        memory = Memory(Asked.QUESTION, left[0].id)
        return Proposal(act, f"{words} {left[0].text}", "next one", question_id=left[0].id, memory=memory)


@pytest.fixture
def made(database, tmp_path, monkeypatch):
    """An application on an empty database of either kind."""
    if database:
        monkeypatch.setenv("DATABASE_URL", database)  # the pool's options go by it
    app = create_app(
        {
            "TESTING": True, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": new_key(),
            "SQLALCHEMY_DATABASE_URI": database or f"sqlite:///{tmp_path / 'portal.sqlite'}",
        }
    )  # fmt: skip
    set_reading(False)
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def writes(number, text):
    hears(again_of(number), text)
    carried_out()


def again_of(number):
    return db.session.scalars(select(Conversation).where(Conversation.id == number)).one()


def test_from_an_application_to_a_booked_interview(made, monday, monkeypatch):
    monkeypatch.setattr(thinking, "makers", lambda: [Sensible()])
    world = factories.a_world()
    with as_company(world.company_id):
        a_channel()
        job = factories.a_job(world.client_id)
        questions = [a_question(job.id, text).id for text in ("May you work in India?", "How soon can you start?")]
        candidate = factories.a_candidate(phone="+919876500001")
        application = candidates.apply(candidate, job, by=SYSTEM(world.company_id), source="greenhouse").id
        carried_out()

        talk = db.session.scalars(select(Conversation)).one()
        number = talk.id
        assert talk.status is ConversationStatus.ONGOING and said(talk)[0].startswith(NOTICE)  # it was sent
        writes(number, "yes")
        writes(number, "in two months")
        answers = db.session.execute(select(ScreeningAnswer.question_id, ScreeningAnswer.answer)).all()
        assert sorted(answers) == sorted(zip(questions, ("yes", "in two months"), strict=True))
        writes(number, "thanks")
        assert again_of(number).status is ConversationStatus.COMPLETED

        interview = steps.an_interview(world, application=steps.queries.get_application(application)).id
        carried_out()
        offer = said(again_of(number))[-1]
        assert again_of(number).status is ConversationStatus.ONGOING
        assert "2. Wed 16 Dec 2026, 11:30 IST – 12:15" in offer
        writes(number, "the second one please")

        found = steps.queries.get_interview(interview)
        assert found.interview_status is InterviewStatus.CONFIRMED
        assert found.scheduled_start_time == slots_of(interview)[1].start
        assert said(again_of(number))[-1] == "Done: your interview is on Wed 16 Dec 2026, 11:30 IST – 12:15."
        assert [act for act, outcome in turns_of(again_of(number)) if outcome == "done"] == [
            "ask", "keep", "keep", "complete", "offer", "book",
        ]  # fmt: skip
        mailed = db.session.scalars(select(Mail.to_email).where(Mail.template == "booked_notice")).all()
        assert world.recruiter.email in mailed
        db.session.rollback()
