"""Applications made for a candidate: to the portal's own jobs, and through a real server with a form."""

import email
from email.policy import HTTP
from urllib.parse import parse_qs

import pytest
import time_machine

from portal.accounts import queries as accounts
from portal.automation import services, tasks, visiting
from portal.automation.models import AutomationTask, Reason, TaskState
from portal.automation.rules import LIVING, LOST_AFTER, MOVES, REASON_WORDS
from portal.candidates.models import Application, ApplicationStatus, Candidate, Note, ScreeningAnswer
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.core.outbox import run_due
from portal.core.tenancy import as_company
from portal.jobs.models import JobStatus, QuestionKind, ScreeningQuestion
from tests import factories
from tests.automation.test_forms import ENGLISH, GERMAN
from tests.caller import Caller
from tests.candidates.test_own import cv, kept
from tests.core.receiver import receiver

PATH = "/api/v1/automation/applications"
PUBLIC = {"status": JobStatus.OPEN, "is_public": True}


@pytest.fixture
def me(app, company):
    person = factories.a_candidate(
        first_name="Asha", last_name="Rao", email="asha@example.com", phone="+919840012345", skills=["Python"]
    )
    account = factories.an_account(person)
    db.session.commit()
    return Caller(app, accounts.candidate_person(account, accounts.get_company(account.company_id)))


class Site:
    """A site with a form: what it answers to each path, and what came."""

    def __init__(self, listening):
        self.listening = listening
        self.pages = {"/robots.txt": (404, ""), "/job": (200, ENGLISH), "/thanks": (200, "<p>Thank you</p>")}
        self.answer = (303, "/thanks")

    def act(self, handler):
        if handler.command == "POST":
            status, target = self.answer
            handler.send_response(status)
            if status == 303:
                handler.send_header("Location", target)
            body = b"" if status == 303 else target.encode()
        else:
            status, text = self.pages.get(handler.path.partition("?")[0], (404, ""))
            handler.send_response(status)
            handler.send_header("Content-Type", "text/html; charset=utf-8")
            handler.send_header("Set-Cookie", "visit=v1; Path=/; Expires=Wed, 01 Jan 2031 00:00:00 GMT")
            body = text.encode()
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return True

    @property
    def sent(self):
        return [got for got in self.listening.requests if got.headers.get("content-type", "").startswith(
            ("multipart/", "application/x-www-form"))]  # fmt: skip


@pytest.fixture
def site(app, monkeypatch):
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
    monkeypatch.setattr(visiting, "PAUSE_SECONDS", 0.0)
    visiting.forget_robots()
    with receiver() as listening:
        found = Site(listening)
        listening.act = found.act
        yield found


def a_job_there(company, site, path="/job"):
    job = factories.a_job(
        company.client_id, title="Engineer", apply_url=f"http://127.0.0.1:{site.listening.port}{path}", **PUBLIC
    )
    db.session.commit()
    return job


def ask(me, job, **more):
    reply = me.post(PATH, {"job_id": str(encode("job", job.id)), **more})
    assert reply.status == 202, reply.json
    assert set(reply.json["data"]) == {"task_id", "status"} and reply.json["data"]["status"] == "queued"
    return reply.json["data"]["task_id"]


def work():
    db.session.commit()
    db.session.expunge_all()
    run_due()


def state_of(me, task_id):
    return me.get(f"{PATH}/{task_id}").json["data"]


def let_go(me, task_id):
    work()
    waits = state_of(me, task_id)
    assert waits["status"] == "needs_confirmation", waits
    assert me.post(f"{PATH}/{task_id}/confirmation", {"confirmed": True}).json["data"]["status"] == "queued"
    work()
    return state_of(me, task_id)


def told(me):
    return [row["type"] for row in me.get("/api/notifications").json["items"]]


def test_a_job_of_the_portals_own_is_applied_for_with_answers_and_a_letter(company, me):
    job = factories.a_job(company.client_id, title="Engineer", **PUBLIC)
    about = {"kind": QuestionKind.TEXT, "options": [], "position": 1, "created_at": now()}
    db.session.add(ScreeningQuestion(job_id=job.id, text="Years of experience?", **about))
    db.session.add(ScreeningQuestion(job_id=job.id, text="Notice period?", **{**about, "position": 2}))
    db.session.commit()
    job_id = job.id
    me.post("/api/v1/saved-answers", {"question": "notice period", "answer": "30 days"})
    letter = me.post(
        "/api/v1/cover-letter-templates", {"name": "A", "body": "I am {{first_name}}, about {{job_title}}."}
    )
    task = ask(
        me, job, cover_letter_template_id=letter.json["data"]["template_id"],
        answers=[{"question": "Years of experience?", "answer": "5"}],
    )  # fmt: skip
    work()
    done = state_of(me, task)
    application = db.session.scalars(db.select(Application)).one()
    assert (done["status"], done["application_id"]) == ("completed", encode("app", application.id))
    assert (application.status, application.source) == (ApplicationStatus.NEW, "automation")
    answers = db.session.scalars(db.select(ScreeningAnswer).order_by(ScreeningAnswer.id)).all()
    assert [(a.question, a.answer) for a in answers] == [
        ("Years of experience?", "5"), ("Notice period?", "30 days"),
    ]  # fmt: skip
    assert "I am Asha, about Engineer." in db.session.scalars(db.select(Note.text)).one()
    assert told(me) == ["application_completed"]
    names = db.session.scalars(db.select(Event.name).where(Event.name.like("automation.%"))).all()
    assert names == ["automation.submitted", "automation.completed"]
    again = me.post(PATH, {"job_id": job_id})
    assert again.status == 409 and "already" in again.error["message"]


def test_a_form_elsewhere_is_shown_first_then_sent_with_the_resume(company, me, site):
    kept(me, "asha.txt", cv("Python"))
    task = ask(me, a_job_there(company, site))
    work()
    waits = state_of(me, task)
    assert waits["status"] == "needs_confirmation" and waits["site"] == f"127.0.0.1:{site.listening.port}"
    assert {"field": "First Name", "value": "Asha"} in waits["filled"] and not site.sent
    done = let_go(me, task)
    assert (done["status"], done["page_text"]) == ("completed", "Thank you")
    (got,) = site.sent
    parts = email.message_from_bytes(
        b"Content-Type: " + got.headers["content-type"].encode() + b"\r\n\r\n" + got.body, policy=HTTP
    )
    values = {part.get_param("name", header="content-disposition"): part for part in parts.iter_parts()}
    assert values["f1"].get_content().strip() == "Asha" and values["csrf"].get_content().strip() == "t0"
    assert values["cv"].get_filename() == "asha.txt" and "Python" in values["cv"].get_content()
    assert got.headers["cookie"] == "visit=v1" and got.path == "/submit"
    assert all("TalentPortal" in one.headers["user-agent"] for one in site.listening.requests)
    assert "application_completed" in told(me)


def test_a_site_that_was_let_go_to_once_is_not_asked_about_again(company, me, site):
    site.pages["/job"] = (200, GERMAN.replace("<input type=file name=datei>", ""))
    let_go(me, ask(me, a_job_there(company, site)))
    task = ask(me, a_job_there(company, site, "/job?second"))
    work()
    assert state_of(me, task)["status"] == "completed" and len(site.sent) == 2
    assert parse_qs(site.sent[0].body.decode())["v"] == ["Asha"]


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({"/robots.txt": (200, "User-agent: *\nDisallow: /job")}, Reason.ROBOTS_REFUSED),
        ({"/robots.txt": (503, "")}, Reason.ROBOTS_REFUSED),
        ({"/job": (200, ENGLISH + '<div class="h-captcha"></div>')}, Reason.CAPTCHA_DETECTED),
        ({"/job": (404, "")}, Reason.JOB_GONE),
        ({"/job": (500, "")}, Reason.SITE_UNREACHABLE),
        ({"/job": (200, "<p>Only with JavaScript</p>")}, Reason.NO_FORM),
        ({"/job": (200, "<form><input name=u type=email><input type=password name=p></form>")}, Reason.LOGIN_REQUIRED),
        ({"/job": (200, ENGLISH.replace("<button", "<label>Favourite colour<input name=c required></label><button"))},
         Reason.MISSING_ANSWER),
        ({"/job": (200, ENGLISH.replace('action="/submit"', 'action="http://elsewhere.example/submit"'))},
         Reason.ADDRESS_REFUSED),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_and_nothing_is_sent(company, me, site, pages, reason):
    kept(me, "asha.txt", cv("Python"))
    site.pages |= pages
    task = ask(me, a_job_there(company, site))
    work()
    done = state_of(me, task)
    assert (done["status"], done["reason"]) == ("failed", reason.value) and done["message"]
    assert not site.sent
    kind = "captcha_detected" if reason is Reason.CAPTCHA_DETECTED else "application_failed"
    assert told(me)[0] == kind


def test_a_form_that_wants_a_resume_needs_one(company, me, site):
    task = ask(me, a_job_there(company, site))
    work()
    assert state_of(me, task)["reason"] == "missing_resume"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, ENGLISH + "<p role=alert>Enter a phone number</p>"), "not_accepted"),
        ((422, "<p>Wrong</p>"), "not_accepted"),
        ((500, ""), "unknown_outcome"),
    ],
)
def test_a_site_that_does_not_accept_it_is_believed(company, me, site, answer, reason):
    kept(me, "asha.txt", cv("Python"))
    site.answer = answer
    done = let_go(me, ask(me, a_job_there(company, site)))
    assert (done["status"], done["reason"]) == ("failed", reason)
    if "alert" in answer[1]:
        assert done["message"] == "Enter a phone number"


def test_no_private_address_is_visited(app, company, me, site):
    app.config["WEBHOOK_ALLOW_PRIVATE"] = ""
    task = ask(me, a_job_there(company, site))
    work()
    assert state_of(me, task)["reason"] == "address_refused" and not site.listening.requests


def test_a_redirect_to_another_site_is_asked_about_by_that_sites_name(company, me, site):
    with receiver() as other:
        other.act = Site(other).act
        site.act_before = site.listening.act

        def lead_on(handler):
            if handler.path != "/job":
                return site.act_before(handler)
            handler.send_response(302)
            handler.send_header("Location", f"http://127.0.0.1:{other.port}/job")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return True

        site.listening.act = lead_on
        kept(me, "asha.txt", cv("Python"))
        task = ask(me, a_job_there(company, site))
        work()
        assert state_of(me, task)["site"] == f"127.0.0.1:{other.port}"


def test_what_the_candidate_does_not_let_go_is_not_sent(company, me, site):
    kept(me, "asha.txt", cv("Python"))
    task = ask(me, a_job_there(company, site))
    work()
    assert me.post(f"{PATH}/{task}/confirmation", {"confirmed": False}).json["data"]["status"] == "failed"
    assert state_of(me, task)["reason"] == "declined" and not site.sent
    assert me.post(f"{PATH}/{task}/confirmation", {"confirmed": True}).status == 409
    assert ask(me, a_job_there(company, site)), "they may ask again"


def test_asked_twice_there_is_one_task_and_one_application(company, me):
    job = factories.a_job(company.client_id, **PUBLIC)
    db.session.commit()
    assert ask(me, job) == ask(me, job)
    work()
    work()
    assert db.session.scalar(db.select(db.func.count(Application.id))) == 1


def test_a_worker_that_died_before_sending_is_followed_by_another(company, me, site, monkeypatch):
    kept(me, "asha.txt", cv("Python"))
    task = ask(me, a_job_there(company, site))
    monkeypatch.setattr(tasks, "visit", lambda held: None)
    work()
    assert state_of(me, task)["status"] == "running"
    monkeypatch.undo()
    with time_machine.travel(now() + LOST_AFTER * 1.1):
        monkeypatch.setitem(me.app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        work()
        assert db.session.scalars(db.select(AutomationTask.state)).one() is TaskState.NEEDS_CONFIRMATION


def test_a_form_that_may_have_been_sent_is_never_sent_again(company, me, site, monkeypatch):
    kept(me, "asha.txt", cv("Python"))
    task = ask(me, a_job_there(company, site))
    work()
    me.post(f"{PATH}/{task}/confirmation", {"confirmed": True})

    def dies(*_):
        raise SystemExit

    monkeypatch.setattr(visiting, "send_form", dies)
    with pytest.raises(SystemExit):
        work()
    db.session.rollback()
    with time_machine.travel(now() + LOST_AFTER * 1.1):
        work()
        found = db.session.scalars(db.select(AutomationTask)).one()
        assert (found.state, found.reason) == (TaskState.FAILED, Reason.UNKNOWN_OUTCOME)
    assert not site.sent


def test_one_task_at_a_time_is_at_a_host(company, me, site):
    first, second = (a_job_there(company, site, f"/job?{n}") for n in "12")
    db.session.commit()
    ids = [db.session.scalars(db.select(AutomationTask.id).where(AutomationTask.job_id == job.id)).one()
           for job in (first, second) if ask(me, job)]  # fmt: skip
    with as_company(company.company_id):
        assert services.begin(ids[0]) is not None
        db.session.commit()
        with pytest.raises(services.NotNow):
            services.begin(ids[1])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"job_id": "job_zzzzzz"}, "job_id"), ({"job_id": 10**9}, "job_id"), ({"resume_id": 10**9}, "resume_id"),
     ({"cover_letter_template_id": 10**9}, "cover_letter_template_id"),
     ({"answers": [{"question": "x"}]}, "answers.0.answer"), ({"user_id": 1}, "user_id")],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(company, me, change, field):
    job = factories.a_job(company.client_id, **PUBLIC)
    db.session.commit()
    assert me.post(PATH, {"job_id": job.id, **change}).fields() == {field}


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"status": JobStatus.CLOSED}])
def test_a_job_that_is_not_open_to_all_cannot_be_applied_for(company, me, hidden):
    job = factories.a_job(company.client_id, **{**PUBLIC, **hidden})
    db.session.commit()
    assert me.post(PATH, {"job_id": job.id}).fields() == {"job_id"}


def test_the_pages_show_what_would_be_sent_and_send_it(company, me, site, browse):
    kept(me, "asha.txt", cv("Python"))
    job = a_job_there(company, site)
    account = db.session.scalars(db.select(factories.CandidateAccount)).one()
    asha = browse(accounts.candidate_person(account, accounts.get_company(account.company_id)))
    form = asha.get("/portal/matches").one("main form.action")["action"]
    page = asha.post(form, {}).location
    assert "On its way" in asha.get(page).words("main")
    work()
    assert "This would be sent to" in asha.get(page).words("main") and "Asha" in asha.get(page).words("main")
    asha.post(asha.get(page).one("form[action$=confirmation]")["action"], {})
    work()
    assert "Applied" in asha.get(page).words("main") and len(site.sent) == 1
    assert job and db.session.scalars(db.select(Candidate)).one()


def test_every_state_and_reason_has_its_place():
    assert set(MOVES) == set(TaskState) and set(REASON_WORDS) == set(Reason)
    assert {state for state in TaskState if MOVES[state]} == set(LIVING)
