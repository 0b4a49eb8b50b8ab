"""Ashby and Workable from the first application to the end, and deliveries that come in another order."""

import itertools

import pytest
from sqlalchemy import select

from portal.candidates.models import ApplicationStatus as S
from portal.core.database import db
from portal.core.events import Event
from portal.integrations.models import DeliveryState
from portal.jobs.models import JobStatus
from tests.integrations.ats.steps import (
    applications,
    body,
    connected,
    deliver,
    deliveries,
    jobs,
    people,
    raw,
    written,
)

HIRE = ["hire_applicationUpdate", "hire_candidateHire", "hire_candidateStageChange"]


@pytest.fixture
def ashby(app, company):
    number = connected(company.recruiter, "ashby")
    return lambda what: deliver(app, "ashby", number, raw(f"ashby/{what}") if isinstance(what, str) else written(what))


@pytest.fixture
def workable(app, company):
    number = connected(company.recruiter, "workable")
    return lambda what: deliver(
        app, "workable", number, raw(f"workable/{what}") if isinstance(what, str) else written(what)
    )


def told(name):
    return list(db.session.scalars(select(Event).where(Event.name == name).order_by(Event.id)))


@pytest.mark.parametrize("order", list(itertools.permutations(HIRE)))
def test_one_hire_of_ashby_has_its_three_effects_once_in_whichever_order_it_comes(ashby, order):
    ashby("applicationSubmit")
    for name in (*order, *order):
        assert ashby(name).state is DeliveryState.DONE
    [application], [job] = applications(), jobs()
    assert application.status is S.SELECTED and (job.openings, job.status) == (0, JobStatus.FILLED)
    selected = [e for e in told("application.status_changed") if e.about["to"] == "SELECTED"]
    assert len(selected) == 1
    assert [e.about["what"] for e in told("application.noted")] == ["the stage is “Hired”"]
    assert [(d.event, d.times) for d in deliveries()[1:]] == [(n.partition("_")[2], 2) for n in order]


def test_an_application_of_ashby_may_have_no_job(ashby):
    payload = body("ashby/applicationSubmit")
    del payload["data"]["application"]["job"]
    found = ashby(payload)
    assert len(people()) == 1 and applications() == [] and "names no job" in found.words


def test_the_life_of_an_application_of_ashby(ashby):
    ashby("applicationSubmit")
    assert [a.status for a in applications()] == [S.NEW]
    ashby("candidateStageChange")
    assert [a.status for a in applications()] == [S.IN_PROGRESS]
    ashby("archived")
    [application] = applications()
    assert (application.status, application.rejection_reason) == (S.REJECTED, "Wanted more pay")
    ashby("jobUpdate")
    assert [j.status for j in jobs()] == [JobStatus.CLOSED]
    assert ashby("offerCreate").state is DeliveryState.KEPT
    assert "Both mean Noor Haddad here." in ashby("candidateMerge").words
    assert "stays" in ashby("candidateDelete").words and len(people()) == 1


def test_a_candidate_of_ashby_who_is_deleted_is_hidden(ashby):
    ashby("applicationSubmit")
    ashby("candidateDelete")
    assert people() == []


def test_the_life_of_a_candidate_of_workable(workable):
    workable("candidate_created")
    [person], [job], [application] = people(), jobs(), applications()
    assert (person.name, person.phone, person.skills) == ("Tomasz Zielinski", "+919840012077", ["Python", "Linux"])
    assert (job.title, job.client.company_name) == ("Site Reliability Engineer", "Kite Labs")
    assert application.status is S.NEW
    workable("candidate_moved")
    assert [a.status for a in applications()] == [S.IN_PROGRESS]
    workable("hired")
    assert [a.status for a in applications()] == [S.SELECTED]
    workable("candidate_deleted")
    assert people() == []


def test_a_rejection_and_a_withdrawal_of_workable_have_their_reasons(workable):
    workable("disqualified")
    assert [(a.status, a.rejection_reason) for a in applications()] == [(S.REJECTED, "No permit")]
    other = body("workable/withdrew")
    other["data"] |= {"id": "another", "email": "other@example.com", "phone": None, "firstname": "Ada"}
    workable({**other, "id": "d-77"})
    assert (applications()[-1].status, applications()[-1].rejection_reason) == (S.REJECTED, "withdrawn")


def test_one_person_in_two_jobs_of_workable_is_one_person_here_and_stays_when_one_is_deleted(workable):
    workable("candidate_created")
    second = body("workable/candidate_created")
    second["data"] |= {"id": "second", "job": {"shortcode": "OPS1", "title": "Operations"}}
    workable({**second, "id": "d-22"})
    assert len(people()) == 1 and len(applications()) == 2
    assert "stays" in workable("candidate_deleted").words and len(people()) == 1


@pytest.mark.parametrize("source", ["ashby", "workable"])
def test_an_older_event_that_comes_later_undoes_nothing_newer(request, source):
    send = request.getfixturevalue(source)
    first, moved, ended = {
        "ashby": ("applicationSubmit", "candidateStageChange", "archived"),
        "workable": ("candidate_created", "candidate_moved", "disqualified"),
    }[source]
    send(ended)
    assert [a.status for a in applications()] == [S.REJECTED]
    for name in (moved, first):
        found = send(name)
        assert "older than what was applied" in found.words
    assert [a.status for a in applications()] == [S.REJECTED]
    assert len(people()) == len(jobs()) == 1
    assert told("application.noted") == []


@pytest.mark.parametrize("order", list(itertools.permutations(["candidate_created", "candidate_moved", "hired"])))
def test_in_whichever_order_events_come_the_newest_stands(workable, order):
    for name in order:
        workable(name)
    assert [a.status for a in applications()] == [S.SELECTED]
    assert len(people()) == len(jobs()) == 1 and jobs()[0].openings == 0
