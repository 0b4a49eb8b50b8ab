"""Two recruiters at one application, against a real server of two processes, on both databases."""

from collections import Counter

import pytest
from sqlalchemy import select

from portal.candidates.models import Application, ApplicationStatus, ScreeningAnswer
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.jobs.models import QuestionKind, ScreeningQuestion
from tests import factories
from tests.interviews.arena import arena, at_once
from tests.servers import make_database

S = ApplicationStatus
DONE, REFUSED = 303, 409


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def running(request, tmp_path_factory):
    database = None
    if request.param == "postgres":
        database = make_database(request.getfixturevalue("postgres_server"), "moves")
    with arena(tmp_path_factory.mktemp("moves"), database) as found:
        yield found


def an_application(running):
    with running.rows():
        job = factories.a_job(running.world.client_id)
        made = factories.an_application(factories.a_candidate(), job)
        found = made.id, made.version
    return found


def told(running, application_id):
    """Where the application ended, and the moves that the history tells, in order."""
    with running.rows():
        row = db.session.get(Application, application_id)
        events = db.session.scalars(
            select(Event.about)
            .where(Event.application_id == application_id, Event.name == "application.status_changed")
            .order_by(Event.id)
        ).all()
        return row.status, events


def move(running, person, application_id, version, status, reason=""):
    path = f"/applications/{encode('app', application_id)}/moves"
    form = {"status": status.value, "version": str(version), "reason": reason}
    return lambda: running.post(person, path, form)


def test_peer_30_of_two_recruiters_who_move_one_person_one_wins_and_the_other_is_told(running):
    world = running.world
    for _ in range(5):
        application_id, version = an_application(running)
        answers = at_once(
            [
                move(running, world.recruiter, application_id, version, S.SHORTLISTED),
                move(running, world.admin, application_id, version, S.REJECTED, "not now"),
            ]
        )
        assert Counter(answers) == {DONE: 1, REFUSED: 1}
        status, events = told(running, application_id)
        assert status is (S.SHORTLISTED if answers[0] == DONE else S.REJECTED)
        assert len(events) == 1


def test_a_move_that_is_sent_many_times_happens_once(running):
    application_id, version = an_application(running)
    answers = at_once([move(running, running.world.recruiter, application_id, version, S.IN_REVIEW)] * 10)
    status, events = told(running, application_id)
    assert status is S.IN_REVIEW
    assert len(events) == 1
    assert set(answers) <= {DONE, REFUSED}
    assert DONE in answers


def test_of_two_first_answers_to_a_question_one_is_kept_and_nobody_meets_a_fault(running):
    world = running.world
    for _ in range(4):
        application_id, question_id = a_question_of(running)
        path = f"/applications/{encode('app', application_id)}/answers/{encode('que', question_id)}"
        answers = at_once(
            [
                lambda path=path: running.post(world.recruiter, path, {"answer": "Two years"}),
                lambda path=path: running.post(world.admin, path, {"answer": "Three years"}),
            ]
        )
        assert set(answers) <= {DONE, 422}, "422: the other's answer was seen before this one was kept"
        assert DONE in answers
        with running.rows():
            wanted = select(ScreeningAnswer.answer).where(ScreeningAnswer.application_id == application_id)
            assert db.session.scalars(wanted).one() in ("Two years", "Three years")


def a_question_of(running):
    """An application, and a question of its job that has no answer yet."""
    with running.rows():
        job = factories.a_job(running.world.client_id)
        made = factories.an_application(factories.a_candidate(), job)
        question = ScreeningQuestion(
            job_id=job.id, text="How long?", kind=QuestionKind.TEXT, position=1, created_at=now()
        )
        db.session.add(question)
        db.session.flush()
        found = made.id, question.id
    return found
