"""The pages of interviews, through the inspecting browser, as each kind of person."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from portal.accounts.models import Role
from portal.candidates.models import ApplicationStatus
from portal.core.database import db
from portal.core.ids import encode
from portal.core.tenancy import as_company
from portal.interviews import queries, services
from portal.interviews.models import Feedback, Interview, InterviewStatus
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import FIRST, NOW, S, an_interview, slot


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def path_of(interview, rest=""):
    return f"/interviews/{encode('int', interview.id)}{rest}"


def plan_path(application, rest="/new"):
    return f"/applications/{encode('app', application.id)}/interviews{rest}"


def status_of(interview):
    return db.session.scalars(select(Interview.interview_status).where(Interview.id == interview.id)).one()


def actions_on(page):
    return {form["data-action"] for form in page.soup.select("form[data-action]")}


STAFF_OFFERS = {
    S.DRAFT: {"offer", "withdraw", "cancel"},
    S.AWAITING: {"book", "withdraw", "cancel"},
    S.CONFIRMED: {"invite", "book", "withdraw", "cancel", "complete", "no-show", "give-back"},
    S.SCHEDULED: {"book", "withdraw", "cancel", "complete", "no-show", "give-back"},
    S.COMPLETED: {"pass", "fail", "hire"},
    S.PASSED: set(),
    S.FAILED: set(),
    S.NO_SHOW: {"renew", "withdraw", "cancel"},
    S.CANCELLED: set(),
}


@pytest.mark.parametrize("status", S)
def test_the_page_offers_what_may_happen_next_and_no_more(company, browse, status):
    interview = an_interview(company, status)
    page = browse(company.recruiter).get(path_of(interview))
    assert page.status == 200
    assert actions_on(page) == STAFF_OFFERS[status]
    assert page.words("h1") == f"Technical round with {interview.candidate.name}"


@pytest.mark.parametrize("status", S)
def test_a_client_user_sees_a_calm_page_with_the_decision_alone(company, browse, status):
    interview = an_interview(company, status)
    page = browse(company.client_user).get(path_of(interview))
    assert actions_on(page) == ({"pass", "fail", "hire"} if status is S.COMPLETED else set())
    assert "History" not in page.text


def test_peer_01_a_client_user_gets_nothing_that_is_not_shared(company, browse):
    hidden = an_interview(company, S.COMPLETED, application=steps.an_application(company, client_sees=False))
    person = browse(company.client_user)
    assert person.get(path_of(hidden)).status == 404
    assert person.post(path_of(hidden, "/pass")).status == 404
    assert "No interview is planned yet" in person.get("/interviews").text


def test_peer_02_feedback_is_not_anothers_to_read(company, browse):
    interview = an_interview(company, S.COMPLETED)
    services.give_feedback(interview, 2, "Confidential words", company.recruiter)
    db.session.commit()
    other_client = factories.a_client()
    stranger = factories.a_user(Role.CLIENT_USER, client_id=other_client.id)
    from portal.accounts.queries import get_company, person_of

    outsider = browse(person_of(stranger, get_company(company.company_id)))
    for rest in ("", "/feedback"):
        answer = outsider.get(path_of(interview, rest))
        assert (answer.status, "Confidential" in answer.text) == (404, False)


STAFF_POSTS = ["/offer", "/booking", "/booking/return", "/invitation", "/completion", "/no-show", "/renewal",
               "/cancellation", "/slots", "/edit"]  # fmt: skip


@pytest.mark.parametrize("rest", STAFF_POSTS)
def test_peer_08_a_client_user_cannot_call_what_is_the_staffs(company, browse, rest):
    interview = an_interview(company, S.SCHEDULED)
    assert browse(company.client_user).post(path_of(interview, rest)).status == 403
    assert status_of(interview) is S.SCHEDULED


@pytest.mark.parametrize("rest", ["/offer", "/booking", "/invitation", "/cancellation", "/pass", "/failure", "/hire"])
def test_peer_25_a_post_without_the_forms_secret_changes_nothing(company, browse, rest):
    interview = an_interview(company, S.AWAITING)
    browser = browse(company.recruiter)
    browser.csrf = ""
    assert browser.post(path_of(interview, rest)).status == 400
    assert status_of(interview) is S.AWAITING


# Planning


def test_a_round_is_planned_from_the_week(company, browse):
    hana = steps.an_interviewer(first_name="Hana", last_name="Mehta")
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(plan_path(application) + f"?interviewers={hana}&week=2026-12-14&duration=45")
    boxes = [box["value"] for box in page.soup.select(".week input[name=slot]")]
    assert page.soup.select_one("input[name=round_name]")["value"] == "Round 1"
    answer = recruiter.submit(
        page, "main form[method=post]", slot=boxes[:3], interviewers=[str(hana)], guests="Gus Guest gus@example.org",
        meeting_link="https://meet.example.org/abc",
    )  # fmt: skip
    shown = recruiter.follow(answer)
    assert "on their way" in shown.text
    interview = db.session.scalars(select(Interview)).one()
    assert interview.interview_status is S.AWAITING
    assert [s.start.isoformat() for s in queries.slots_of(interview.id)] == boxes[:3]
    assert "Hana Mehta" in shown.words()
    assert "Gus Guest" in shown.words()


def test_busy_times_are_greyed_and_say_who_is_busy(company, browse):
    hana = steps.an_interviewer(first_name="Hana", last_name="Mehta")
    an_interview(company, S.CONFIRMED, interviewer_ids=[hana])
    application = steps.an_application(company)
    page = browse(company.recruiter).get(plan_path(application) + f"?interviewers={hana}&week=2026-12-14")
    busy = [item for item in page.soup.select(".slot-busy") if "Hana Mehta busy" in item.get("title", "")]
    assert "10:30" in busy[0].get_text() or "10:00" in busy[0].get_text()
    assert FIRST.isoformat() not in [box["value"] for box in page.soup.select("input[name=slot]")]


def test_another_week_keeps_what_was_typed_and_chosen(company, browse):
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    typed = {
        "round_name": "Culture",
        "duration": "30",
        "zone": "Europe/Berlin",
        "mode": "Phone",
        "guests": "a@b.example",
    }
    chosen = "2026-12-16T09:00:00+00:00"
    page = recruiter.post(plan_path(application, "/times"), {**typed, "week": "2026-12-21", "slot": chosen})
    assert page.status == 200
    assert page.soup.select_one("input[name=round_name]")["value"] == "Culture"
    assert "Week of 21 Dec 2026" in page.words()
    also = page.one("input[name=slot][checked]")
    assert also["value"] == chosen
    assert db.session.scalars(select(Interview.id)).all() == []


def test_htmx_gets_the_week_alone(company, browse):
    application = steps.an_application(company)
    answer = browse(company.recruiter).post(plan_path(application, "/times"), {"week": "2026-12-21"}, htmx=True)
    assert "<html" not in answer.text
    assert answer.one("#week")
    assert "HX-Request" in answer.headers["Vary"]


def test_proposed_times_come_chosen_and_can_be_sent(company, browse):
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    page = recruiter.post(plan_path(application, "/times"), {"propose": "1", "round_name": "R", "duration": "45",
                                                             "zone": "Asia/Kolkata", "mode": "Video"})  # fmt: skip
    assert len(page.soup.select("input[name=slot][checked]")) == 5
    recruiter.follow(recruiter.submit(page, "main form[method=post]"))
    interview = db.session.scalars(select(Interview)).one()
    assert len(queries.slots_of(interview.id)) == 5


def test_times_typed_by_hand_are_wall_clock_of_the_chosen_zone(company, browse):
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    data = {"round_name": "R", "duration": "45", "zone": "Europe/Berlin", "mode": "Video",
            "hand_day": ["2026-12-17", ""], "hand_time": ["10:00", ""]}  # fmt: skip
    recruiter.follow(recruiter.post(plan_path(application, ""), data))
    interview = db.session.scalars(select(Interview)).one()
    assert [s.start.isoformat() for s in queries.slots_of(interview.id)] == ["2026-12-17T09:00:00+00:00"]


PLAN = {"round_name": "Culture", "duration": "45", "zone": "Asia/Kolkata", "mode": "Video"}
REFUSED = {
    "no time": ({"slot": []}, "at least one time"),
    "half a time": ({"hand_day": "2026-12-17", "hand_time": ""}, "both a day and a time"),
    "nonsense": ({"slot": "tomorrow"}, "Choose times from the week"),
    "the past": ({"hand_day": "2026-12-01", "hand_time": "10:00"}, "in the future"),
    "off the grid": ({"hand_day": "2026-12-17", "hand_time": "10:02"}, "multiple of five"),
    "overlap": ({"hand_day": ["2026-12-17", "2026-12-17"], "hand_time": ["10:00", "10:30"]}, "overlap"),
    "a skipped hour": ({"zone": "Europe/Berlin", "hand_day": "2027-03-28", "hand_time": "02:30"}, "skip 02:30"),
    "length": ({"duration": "7"}, "in steps of five"),
    "letters": ({"duration": "long"}, "Not a valid integer"),
    "name": ({"round_name": ""}, "Give the round a name"),
    "zone": ({"zone": "Mars/Base"}, "Not a valid choice"),
    "link": ({"meeting_link": "javascript:alert(1)"}, "begins with https://"),
    "guest": ({"guests": "Eve nowhere"}, "is not an e-mail address"),
    "interviewer": ({"interviewers": "999999"}, "Choose interviewers from the list"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_plan_that_cannot_be_made_says_why_and_keeps_the_rest(company, browse, case):
    wrong, sentence = REFUSED[case]
    application = steps.an_application(company)
    data = {**PLAN, "instructions": "Bring a laptop", "slot": "2026-12-16T05:00:00+00:00", **wrong}
    answer = browse(company.recruiter).post(plan_path(application, ""), data)
    assert answer.status == 422
    assert sentence in answer.words("main")
    assert answer.one("textarea[name=instructions]").get_text().strip() == "Bring a laptop"
    assert db.session.scalars(select(Interview.id)).all() == []


def test_a_draft_needs_no_times(company, browse):
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    data = {"round_name": "R", "duration": "45", "zone": "Asia/Kolkata", "mode": "Video", "then": "draft"}
    page = recruiter.follow(recruiter.post(plan_path(application, ""), data))
    assert "No time is offered yet" in page.text
    assert db.session.scalars(select(Interview.interview_status)).one() is S.DRAFT


def test_a_round_out_of_turn_is_refused_with_a_sentence(company, browse):
    interview = an_interview(company)
    data = {"round_name": "R", "duration": "45", "zone": "Asia/Kolkata", "mode": "Video", "then": "draft"}
    application = queries.get_application(interview.application_id)
    answer = browse(company.recruiter).post(plan_path(application, ""), data)
    assert answer.status == 409
    assert "already has an interview" in answer.text


# One interview


def test_the_recruiter_books_for_the_candidate_and_invites(company, browse):
    interview = an_interview(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview))
    first = page.soup.select("form[data-action=book]")[0].select_one("input[name=slot]")["value"]
    page = recruiter.follow(recruiter.post(path_of(interview, "/booking"), {"slot": first}))
    page = recruiter.follow(recruiter.submit(page, "form[data-action=invite]"))
    assert status_of(interview) is S.SCHEDULED
    assert "Wed 16 Dec 2026, 10:30 IST" in page.words()


def test_a_taken_slot_answers_409_with_fresh_ones(company, browse):
    hana = steps.an_interviewer()
    interview = an_interview(company, interviewer_ids=[hana])
    other = an_interview(company, interviewer_ids=[hana])
    wanted = encode("slot", queries.slots_of(other.id)[0].id)
    steps.book(interview, company)
    answer = browse(company.recruiter).post(path_of(other, "/booking"), {"slot": wanted})
    assert answer.status == 409
    assert "just taken" in answer.words()
    assert len(answer.soup.select("form[data-action=book]")) == 2
    assert status_of(other) is S.AWAITING


@pytest.mark.parametrize("wanted", ["", "slot_nothing", "999999", "x" * 500])
def test_a_slot_that_is_not_there_is_not_found(company, browse, wanted):
    interview = an_interview(company)
    assert browse(company.recruiter).post(path_of(interview, "/booking"), {"slot": wanted}).status == 404


WALK = [
    (S.CONFIRMED, "give-back", S.AWAITING),
    (S.SCHEDULED, "complete", S.COMPLETED),
    (S.SCHEDULED, "no-show", S.NO_SHOW),
    (S.NO_SHOW, "renew", S.AWAITING),
    (S.DRAFT, "offer", S.AWAITING),
    (S.AWAITING, "cancel", S.CANCELLED),
    (S.COMPLETED, "pass", S.PASSED),
]


@pytest.mark.parametrize(("begin", "action", "end"), WALK)
def test_each_action_of_the_page_does_what_it_says(company, browse, begin, action, end):
    interview = an_interview(company, begin)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview))
    assert recruiter.follow(recruiter.submit(page, f"form[data-action={action}]")).status == 200
    assert status_of(interview) is end


def test_an_action_out_of_turn_answers_409_and_names_no_code_alone(company, browse):
    interview = an_interview(company, S.PASSED)
    answer = browse(company.recruiter).post(path_of(interview, "/invitation"))
    assert answer.status == 409
    assert "An interview that is Passed" in answer.words()


def test_the_client_hires_in_words(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    page = client.get(path_of(interview))
    shown = client.follow(client.submit(page, "form[data-action=hire]", salary_offered="₹24 L a year"))
    assert "The hire has begun" in shown.words()
    with as_company(company.company_id):
        application = queries.get_application(interview.application_id)
        assert (application.status, application.salary_offered) == (ApplicationStatus.SELECTED, "₹24 L a year")


def test_a_failure_needs_its_reason(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    refused = client.submit(client.get(path_of(interview)), "form[data-action=fail]", reason=" ")
    assert refused.status == 422
    assert status_of(interview) is S.COMPLETED
    client.follow(client.submit(refused, "form[data-action=fail]", reason="Not enough SQL"))
    assert status_of(interview) is S.FAILED


def test_feedback_is_given_changed_and_shown(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    page = client.get(path_of(interview, "/feedback"))
    assert client.submit(page, "main form[method=post]").status == 422
    shown = client.follow(client.submit(page, "main form[method=post]", rating="4", text="Convincing"))
    assert "Convincing" in shown.text
    again = client.get(path_of(interview, "/feedback"))
    assert again.one("input[name=rating][checked]")["value"] == "4"
    client.follow(client.submit(again, "main form[method=post]", rating="5"))
    assert db.session.scalars(select(Feedback.rating)).one() == 5


@pytest.mark.parametrize("rating", ["0", "6", "-1", "five", ""])
def test_a_rating_outside_one_to_five_is_refused_with_the_words_kept(company, browse, rating):
    interview = an_interview(company, S.COMPLETED)
    answer = browse(company.recruiter).post(path_of(interview, "/feedback"), {"rating": rating, "text": "Kept words"})
    assert answer.status == 422
    assert answer.one("textarea[name=text]").get_text().strip() == "Kept words"


def test_peer_10_peer_23_hostile_words_stand_as_text(company, browse):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    candidate = factories.a_candidate(first_name=evil, last_name="\"'><b>")
    application = factories.an_application(candidate, factories.a_job(company.client_id, title=evil), client_sees=True)
    interview = an_interview(company, S.COMPLETED, application=application, round_name=evil[:100], instructions=evil)
    services.give_feedback(interview, 1, evil, company.recruiter)
    for person in (company.recruiter, company.client_user):
        browser = browse(person)
        for path in (path_of(interview), path_of(interview, "/feedback"), "/interviews"):
            page = browser.get(path)
            assert page.status == 200
            assert not page.soup.select("main script, main img, h1 b")


def test_peer_08_a_candidates_session_is_not_a_staff_session(company, browse):
    interview = an_interview(company)
    account = factories.an_account(db.session.get(type(interview.candidate), interview.candidate_id))
    person = steps.candidate_person(company, interview.candidate_id, account.id)
    answer = browse(person).post(path_of(interview, "/cancellation"))
    assert answer.status in (303, 302, 400, 404)
    assert status_of(interview) is S.AWAITING


def test_peer_14_ids_in_the_body_move_nothing_elsewhere(company, browse):
    interview = an_interview(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview, "/edit"))
    extra = {"company_id": "2", "client_id": "99", "candidate_id": "99", "application_id": "99", "id": "99"}
    recruiter.follow(recruiter.submit(page, "main form[method=post]", round_name="Renamed", **extra))
    row = db.session.scalars(select(Interview)).one()
    assert (row.round_name, row.client_id, row.company_id) == ("Renamed", company.client_id, company.company_id)
    assert row.candidate_id == interview.candidate_id


def test_an_edit_shows_what_is_there_and_refuses_a_stale_one(company, browse):
    hana = steps.an_interviewer()
    interview = an_interview(company, interviewer_ids=[hana], guests=[("Gus Guest", "gus@example.org")])
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview, "/edit"))
    assert page.one("textarea[name=guests]").get_text().strip() == "Gus Guest gus@example.org"
    assert page.one(f"input[name=interviewers][value='{hana}']").has_attr("checked")
    recruiter.follow(recruiter.submit(page, "main form[method=post]", round_name="Second name"))
    answer = recruiter.submit(page, "main form[method=post]", round_name="Third name")
    assert answer.status == 409
    assert "Somebody else" in answer.words()


def test_more_times_are_offered_and_withdrawn(company, browse):
    interview = an_interview(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview, "/slots/new?week=2026-12-14"))
    box = page.soup.select("input[name=slot]")[0]["value"]
    page = recruiter.follow(recruiter.submit(page, "main form[method=post]", slot=box))
    assert len(queries.slots_of(interview.id)) == 4
    withdrawal = page.soup.select("form[data-action=withdraw]")[0]["action"]
    recruiter.follow(recruiter.post(withdrawal))
    assert len(queries.slots_of(interview.id)) == 3
    assert recruiter.post(path_of(interview, "/slots")).status == 422


# The list


@pytest.fixture
def three(company):
    return {
        "waiting": an_interview(company),
        "coming": an_interview(company, S.SCHEDULED, interviewer_ids=[company.recruiter.id]),
        "decide": an_interview(company, S.COMPLETED, slots=[slot(30)]),
    }


def listed(page):
    return {link["href"] for link in page.soup.select("a.row-link")}


FILTERS = {
    "": {"waiting", "coming", "decide"},
    "?view=coming": {"coming"},
    "?view=waiting": {"waiting"},
    "?view=decide": {"decide"},
    "?view=unknown&status=unknown&sort=unknown&from=yesterday&to=0001-01-01&job=1;drop&client=x": {
        "waiting",
        "coming",
        "decide",
    },
    "?status=Scheduled": {"coming"},
    "?mine=1": {"coming"},
    "?from=2026-12-17": {"decide"},
    "?to=2026-12-16": {"coming"},
    "?from=2026-12-16&to=2026-12-17": {"coming", "decide"},
    "?sort=start": {"coming", "decide"},
    "?q=priya": {"waiting", "coming", "decide"},
    "?q=techn+pri": {"waiting", "coming", "decide"},
    "?q=%25": set(),
    "?q=nobody": set(),
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters_live_in_the_address(company, three, browse, query):
    page = browse(company.recruiter).get(f"/interviews{query}")
    assert page.status == 200
    assert listed(page) == {path_of(three[name]) for name in FILTERS[query]}


@pytest.mark.parametrize("of", ["job", "client"])
def test_the_list_narrows_to_a_job_or_a_client(company, three, browse, of):
    other = factories.a_client()
    job = factories.a_job(other.id)
    elsewhere = an_interview(
        company, application=factories.an_application(factories.a_candidate(), job, client_sees=True)
    )
    value = encode("job", job.id) if of == "job" else encode("client", other.id)
    page = browse(company.recruiter).get(f"/interviews?{of}={value}")
    assert listed(page) == {path_of(elsewhere)}
    assert page.one(f"select[name={of}] option[selected]")["value"] == value


def test_a_client_user_lists_their_own(company, three, browse):
    other = factories.a_client()
    application = factories.an_application(factories.a_candidate(), factories.a_job(other.id), client_sees=True)
    an_interview(company, application=application)
    page = browse(company.client_user).get("/interviews")
    assert listed(page) == {path_of(interview) for interview in three.values()}
    assert not page.soup.select("select[name=client]")


def test_pages_follow_each_other_by_key(company, browse, monkeypatch):
    made = {path_of(an_interview(company)) for _ in range(5)}
    monkeypatch.setattr(queries.interview_page, "__defaults__", (2,))
    recruiter = browse(company.recruiter)
    seen, page = [], recruiter.get("/interviews?q=priya")
    while True:
        seen += [link["href"] for link in page.soup.select("a.row-link")]
        following = page.soup.select_one("a[rel=next]")
        if following is None:
            break
        assert "q=priya" in following["href"]
        page = recruiter.get(following["href"])
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    "cursor", ["nonsense", "bnVsbA", "W10", "WzEsMl0", "WyJhIiwiYiJd", "W3sidCI6IjIwMjYtMTItMTQifSwxXQ"]
)
def test_peer_22_a_cursor_that_is_not_ours_is_refused(company, browse, cursor):
    assert browse(company.recruiter).get(f"/interviews?cursor={cursor}").status == 422


def test_htmx_gets_the_rows_alone(company, three, browse):
    answer = browse(company.recruiter).get("/interviews?view=coming", htmx=True)
    assert "<html" not in answer.text
    assert listed(answer) == {path_of(three["coming"])}


def queries_of(action):
    statements = []

    def count(_conn, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        action()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return statements


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_no_page_asks_more_than_twelve_queries(company, browse, who):
    users = [steps.an_interviewer() for _ in range(6)]
    guests = [(f"Guest {n}", f"guest{n}@example.org") for n in range(6)]
    first = an_interview(company, S.PASSED, interviewer_ids=users, guests=guests)
    application = queries.get_application(first.application_id)
    people = {"interviewer_ids": users, "guests": guests}
    slots = [slot(n) for n in range(9)]
    interview = an_interview(company, S.COMPLETED, application=application, slots=slots, **people)
    for person in (company.recruiter, company.client_user, company.admin):
        services.give_feedback(interview, 3, "Words", person)
    draft = an_interview(company, S.DRAFT, interviewer_ids=users)
    browser = browse(getattr(company, who))
    paths = ["/interviews", "/interviews?q=priya&view=coming", path_of(interview), path_of(interview, "/feedback")]
    if who == "recruiter":
        everybody = "&".join(f"interviewers={user}" for user in users)
        paths += [path_of(draft, "/slots/new"), path_of(draft, "/edit"), path_of(draft)]
        paths += [plan_path(application) + f"?{everybody}"]
    for path in paths:
        asked = queries_of(lambda path=path: browser.get(path))
        assert len(asked) <= 12, f"{path}: {len(asked)}\n" + "\n".join(asked)


def test_a_get_writes_nothing(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    browser = browse(company.recruiter)
    for rest in ("", "/edit", "/slots/new", "/feedback"):
        written = [s for s in queries_of(lambda rest=rest: browser.get(path_of(interview, rest)))
                   if not s.lstrip().upper().startswith("SELECT")]  # fmt: skip
        assert written == []


def test_times_are_shown_in_the_readers_zone_and_in_the_candidates(company, browse):
    interview = an_interview(company, S.SCHEDULED, zone="America/New_York")
    page = browse(company.recruiter).get(path_of(interview))
    assert "Wed 16 Dec 2026, 10:30 IST" in page.words()
    assert "Wed 16 Dec 2026, 00:00 EST" in page.words()


def test_after_the_end_the_page_asks_to_complete(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    with time_machine.travel(FIRST + timedelta(hours=1), tick=False):
        page = browse(company.recruiter).get(path_of(interview))
        assert page.one(".page-actions > form[data-action=complete]")
        assert InterviewStatus.SCHEDULED.value in page.words(".lede")
