"""Answers to screening questions: kept with the application, as they were asked."""

import pytest
from sqlalchemy import select

from portal.candidates.models import ScreeningAnswer
from portal.candidates.queries.screening import get_question, questions_for
from portal.candidates.services.screening import ANSWER_LENGTH, keep_answer
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Missing, RuleBroken
from portal.core.events import Event
from portal.jobs.models import QuestionKind, ScreeningQuestion
from tests import factories


@pytest.fixture
def application(company):
    return factories.an_application(factories.a_candidate(), factories.a_job(company.client_id))


def a_question(job_id, kind=QuestionKind.TEXT, **values):
    question = ScreeningQuestion(
        **{"job_id": job_id, "text": "Which shift?", "kind": kind, "options": [], "created_at": now(), **values}
    )
    db.session.add(question)
    db.session.flush()
    return question


def keep(application, question, answer, company):
    return keep_answer(application, question, answer, source="form", by=company.recruiter)


def recorded():
    return list(db.session.scalars(select(Event.name).where(Event.name == "application.answer_kept")))


def test_an_answer_is_kept_with_the_question_as_it_was_asked(company, application):
    question = a_question(application.job_id)
    kept = keep(application, question, "  the early one ", company)
    question.text = "Another question"
    assert (kept.question, kept.answer, kept.source) == ("Which shift?", "the early one", "form")
    assert recorded() == ["application.answer_kept"]


def test_a_new_answer_takes_the_place_of_the_old(company, application):
    question = a_question(application.job_id)
    keep(application, question, "early", company)
    keep(application, question, "late", company)
    assert db.session.scalars(select(ScreeningAnswer.answer)).all() == ["late"] and len(recorded()) == 2


def test_the_same_again_changes_nothing(company, application):
    question = a_question(application.job_id)
    keep(application, question, "early", company)
    keep(application, question, "early", company)
    assert len(recorded()) == 1


@pytest.mark.parametrize("answer", ["", "   ", "x" * (ANSWER_LENGTH + 1)])
def test_nothing_and_too_much_are_refused(company, application, answer):
    with pytest.raises(BadInput) as refusal:
        keep(application, a_question(application.job_id), answer, company)
    assert "answer" in refusal.value.fields


def test_a_choice_is_one_of_the_options(company, application):
    question = a_question(application.job_id, QuestionKind.CHOICE, options=["Early", "Late"])
    assert keep(application, question, "early", company).answer == "Early"
    with pytest.raises(BadInput):
        keep(application, question, "at night", company)


def test_another_jobs_question_is_refused(company, application):
    with pytest.raises(RuleBroken):
        keep(application, a_question(factories.a_job(company.client_id).id), "early", company)


def test_a_removed_question_is_not_asked_any_more(company, application):
    asked, removed = a_question(application.job_id), a_question(application.job_id, removed_at=now())
    assert [row.id for row in questions_for(application.job_id, application.id)] == [asked.id]
    with pytest.raises(Missing):
        get_question(removed.id)


def test_the_questions_come_in_their_order_and_say_which_are_answered(company, application):
    second, first = a_question(application.job_id, position=2), a_question(application.job_id, position=1)
    keep(application, second, "early", company)
    found = [(row.id, row.answered is not None) for row in questions_for(application.job_id, application.id)]
    assert found == [(first.id, False), (second.id, True)]
