"""JSON calls about interviews: the whole way of a round, who may do what, and what a candidate is not told."""

import pytest

from portal.accounts import queries as accounts
from portal.accounts.models import Role
from portal.candidates.queries.people import get_candidate
from portal.core.database import db
from portal.core.ids import encode
from portal.interviews.models import InterviewStatus
from tests import factories
from tests.caller import Caller, key_of
from tests.interviews.steps import PATHS, an_application, an_interview, an_interviewer, candidate_person, slot
from tests.queries import count_queries

S = InterviewStatus


def span(hours=0.0):
    start, end = slot(hours)
    return {"start": start.isoformat(), "end": end.isoformat()}


def path_of(interview, rest=""):
    return f"/api/interviews/{encode('int', interview.id)}{rest}"


@pytest.fixture
def application(company):
    made = an_application(company)
    db.session.commit()
    return made


@pytest.fixture
def body(application):
    """A valid plan."""
    return {
        "candidate_id": encode("cand", application.candidate_id), "job_id": encode("job", application.job_id),
        "interview_round": 1, "round_name": "Technical Round", "interview_mode": "Video", "interview_duration": 45,
        "time_zone": "Asia/Kolkata", "meeting_link": "https://meet.example.org/abc",
        "additional_instructions": "Bring your own code.", "proposed_slots": [span(0), span(1)],
    }  # fmt: skip


def own_calls(app, company, candidate_id):
    """Calls of the candidate, by a token of their account."""
    account = factories.an_account(get_candidate(candidate_id))
    db.session.commit()
    return Caller(app, candidate_person(company, candidate_id, account.id))


def test_a_round_goes_the_way_of_the_document(recruiter_calls, body, company, call):
    made = recruiter_calls.post("/api/interviews", body)
    assert made.status == 201 and made.json["interview_status"] == "Awaiting Candidate Confirmation"
    path, slots = f"/api/interviews/{made.json['interview_id']}", made.json["proposed_slots"]
    assert {name: made.json[name] for name in body.keys() - {"proposed_slots"}} == {
        name: body[name] for name in body.keys() - {"proposed_slots"}
    }
    assert slots[0]["start"] == "2026-12-16T05:00:00Z" and all(offered["is_available"] for offered in slots)
    booked = recruiter_calls.post(f"{path}/book-slot", {"slot_id": slots[0]["slot_id"]}).json
    assert booked["interview_status"] == "Confirmed" and booked["selected_slot_id"] == slots[0]["slot_id"]
    assert booked["scheduled_start_time"] == slots[0]["start"] and not booked["proposed_slots"][0]["is_available"]
    sent = recruiter_calls.post(f"{path}/send-invite").json
    assert (sent["interview_status"], sent["invite_sent"]) == ("Scheduled", True)
    done = recruiter_calls.post(f"{path}/mark-completed", {"feedback": "Knows SQL", "rating": 4}).json
    assert (done["interview_status"], done["feedback"], done["rating"]) == ("Completed", "Knows SQL", 4)
    passed = call(company.client_user).post(f"{path}/move-to-next-round").json
    assert passed["interview_status"] == "Passed"
    candidate = recruiter_calls.get(f"/api/candidates/{body['candidate_id']}").json
    assert (candidate["status"], candidate["current_round"]) == ("IN_PROGRESS", 1)
    second = recruiter_calls.post("/api/interviews", {**body, "interview_round": 2}).json
    assert second["interview_round"] == 2
    history = recruiter_calls.get(f"/api/candidates/{body['candidate_id']}/interview-history").json["items"]
    assert [round_["interview_round"] for round_ in history] == [1, 2]


def test_a_hire_selects_and_a_failure_rejects(recruiter_calls, company, call):
    hired, failed = an_interview(company, S.COMPLETED), an_interview(company, S.COMPLETED, slots=[slot(5)])
    calls = call(company.client_user)
    done = calls.post(path_of(hired, "/initiate-hiring"), {"salary_offered": "₹24 L"}).json
    assert (done["interview_status"], done["hiring_initiated"]) == ("Passed", True)
    one = recruiter_calls.get(f"/api/candidates/{encode('cand', hired.candidate_id)}").json
    assert (one["status"], one["salary_offered"]) == ("SELECTED", "₹24 L") and one["selected_at"].endswith("Z")
    said = calls.post(path_of(failed, "/reject"), {"feedback": "Too little SQL"}).json
    assert (said["interview_status"], said["feedback"], said["rating"]) == ("Failed", "Too little SQL", None)
    other = recruiter_calls.get(f"/api/candidates/{encode('cand', failed.candidate_id)}").json
    assert (other["status"], other["applications"][0]["rejection_reason"]) == ("REJECTED", "Too little SQL")


def test_a_body_that_may_be_left_out_may_be_left_out(recruiter_calls, company):
    interview = an_interview(company, S.SCHEDULED)
    db.session.commit()
    assert recruiter_calls.call("POST", path_of(interview, "/mark-completed")).status == 200
    assert recruiter_calls.call("POST", path_of(interview, "/reject")).json["interview_status"] == "Failed"
    null = recruiter_calls.call("POST", path_of(interview, "/reject"), data=b"null", content_type="application/json")
    assert null.fields() == {"body"}


def test_without_slots_it_is_a_draft_and_slots_send_it(recruiter_calls, body):
    draft = recruiter_calls.post("/api/interviews", {**body, "proposed_slots": []}).json
    assert draft["interview_status"] == "Draft"
    path = f"/api/interviews/{draft['interview_id']}"
    sent = recruiter_calls.put(path, {"proposed_slots": [span(0), span(2)]}).json
    assert sent["interview_status"] == "Awaiting Candidate Confirmation" and len(sent["proposed_slots"]) == 2
    other = recruiter_calls.put(path, {"proposed_slots": [span(2), span(3)]}).json
    assert [s["start"][11:16] for s in other["proposed_slots"]] == ["07:00", "08:00"]


def test_a_time_without_a_zone_is_one_of_the_interviews_own(recruiter_calls, body):
    slots = [{"start": "2026-12-16T10:30", "end": "2026-12-16T11:15:00"}]
    made = recruiter_calls.post("/api/interviews", {**body, "time_zone": "Europe/Berlin", "proposed_slots": slots})
    assert made.json["proposed_slots"][0]["start"] == "2026-12-16T09:30:00Z"


def test_after_a_no_show_new_times_ask_again(recruiter_calls, company):
    interview = an_interview(company, S.SCHEDULED)
    db.session.commit()
    missed = recruiter_calls.post(path_of(interview, "/mark-no-show")).json
    assert (missed["interview_status"], missed["no_show_flag"], missed["no_show_count"]) == ("No Show", True, 1)
    asked = recruiter_calls.put(path_of(interview), {"proposed_slots": [span(24)]}).json
    assert (asked["interview_status"], asked["no_show_count"]) == ("Awaiting Candidate Confirmation", 1)


def test_facts_and_people_are_changed_by_what_is_sent(recruiter_calls, company):
    interview = an_interview(company, S.AWAITING)
    user = an_interviewer(first_name="Ivo", last_name="Interviewer")
    db.session.commit()
    before = recruiter_calls.get(path_of(interview)).json
    people = {"interviewers": [encode("user", user)], "guests": [{"name": "Hana", "email": "hana@example.com"}]}
    changed = recruiter_calls.put(
        path_of(interview), {**people, "meeting_link": None, "version": before["version"]}
    ).json
    assert changed["interviewers"] == [{"user_id": encode("user", user), "name": "Ivo Interviewer"}]
    assert changed["guests"] == people["guests"] and changed["meeting_link"] is None
    assert changed["round_name"] == before["round_name"] and changed["proposed_slots"] == before["proposed_slots"]
    late = recruiter_calls.put(path_of(interview), {"place": "Room 4", "version": before["version"]})
    assert late.error["code"] == "CONFLICT"
    assert recruiter_calls.put(path_of(interview), {"round_name": None}).fields() == {"round_name"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"interview_mode": "Telepathy"}, "interview_mode"),
        ({"interview_duration": 7}, "interview_duration"),
        ({"interview_duration": "45"}, "interview_duration"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"meeting_link": "javascript:alert(1)"}, "meeting_link"),
        ({"proposed_slots": [{"start": "tomorrow", "end": "later"}]}, "proposed_slots.0.start"),
        ({"proposed_slots": [{"start": "2020-01-01T10:00Z", "end": "2020-01-01T11:00Z"}]}, "proposed_slots"),
        ({"interviewers": ["user_zzzzzz"]}, "interviewers.0"),
        ({"interviewers": [999999]}, "interviewers"),
        ({"guests": [{"email": "nobody"}]}, "guests.0.email"),
        ({"job_id": 999999}, "job_id"),
        ({"candidate_id": 999999}, "candidate_id"),
        ({"application_id": 999999}, "application_id"),
        ({"candidate_id": None, "job_id": None}, "candidate_id"),
        ({"interview_status": "Passed"}, "interview_status"),
        ({"company_id": 2}, "company_id"),
        ({"created_by": "x"}, "created_by"),
    ],
)
def test_a_plan_that_is_none_is_refused_by_field(recruiter_calls, body, change, field):
    reply = recruiter_calls.post("/api/interviews", {**body, **change})
    assert reply.status == 422 and field in reply.fields()
    assert recruiter_calls.get("/api/interviews").json["items"] == []


@pytest.mark.parametrize(
    "field", ["company_id", "candidate_id", "interview_status", "created_by", "rating", "feedback"]
)
def test_peer_14_owner_fields_are_refused_by_name_and_change_nothing(recruiter_calls, company, field):
    interview = an_interview(company)
    db.session.commit()
    before = recruiter_calls.get(path_of(interview)).json
    assert recruiter_calls.put(path_of(interview), {field: 2, "place": "Elsewhere"}).fields() == {field}
    assert recruiter_calls.get(path_of(interview)).json == before


def test_rounds_come_in_their_order_and_once(recruiter_calls, body):
    assert recruiter_calls.post("/api/interviews", {**body, "interview_round": 2}).error["code"] == "CONFLICT"
    assert recruiter_calls.post("/api/interviews", body).status == 201
    assert recruiter_calls.post("/api/interviews", body).error["code"] == "CONFLICT"


ACTIONS = {
    "send-invite": (S.CONFIRMED, S.SCHEDULED),
    "mark-completed": (S.SCHEDULED, S.COMPLETED),
    "mark-no-show": (S.SCHEDULED, S.NO_SHOW),
    "cancel": (S.AWAITING, S.CANCELLED),
    "move-to-next-round": (S.COMPLETED, S.PASSED),
    "reject": (S.COMPLETED, S.FAILED),
    "initiate-hiring": (S.COMPLETED, S.PASSED),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_leads_where_the_table_says_and_again_is_refused(recruiter_calls, company, action):
    begins, leads = ACTIONS[action]
    interview = an_interview(company, begins)
    db.session.commit()
    assert recruiter_calls.post(path_of(interview, f"/{action}")).json["interview_status"] == leads
    again = recruiter_calls.post(path_of(interview, f"/{action}"))
    assert (again.status, again.error["code"]) == (409, "INVALID_STATE")
    assert again.error["details"][0]["reason"].startswith("allowed: ")


def test_a_taken_slot_is_409_with_the_times_that_are_left(recruiter_calls, company):
    interviewer = an_interviewer()
    first = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    second = an_interview(company, interviewer_ids=[interviewer])
    db.session.commit()
    slots = recruiter_calls.get(path_of(second)).json["proposed_slots"]
    assert [offered["is_available"] for offered in slots] == [False, True, True]
    for wanted in (slots[0]["slot_id"], encode("slot", 999_999)):
        reply = recruiter_calls.post(path_of(second, "/book-slot"), {"slot_id": wanted})
        assert (reply.status, reply.error["code"]) == (409, "SLOT_TAKEN")
        assert reply.error["details"] == slots[1:]
    assert recruiter_calls.get(path_of(first)).json["interview_status"] == "Confirmed"


def test_peer_32_book_give_back_and_book_again(app, company, recruiter_calls):
    interview = an_interview(company)
    calls = own_calls(app, company, interview.candidate_id)
    path, key = path_of(interview), {"Idempotency-Key": "book"}
    wanted = {"slot_id": calls.get(path).json["proposed_slots"][0]["slot_id"]}
    assert calls.post(f"{path}/book-slot", wanted, headers=key).json["interview_status"] == "Confirmed"
    given = calls.post(f"{path}/cancel")
    assert given.json["interview_status"] == "Awaiting Candidate Confirmation"
    assert given.json["selected_slot_id"] is None and given.json["proposed_slots"][0]["is_available"]
    assert calls.post(f"{path}/cancel").json["interview_status"] == "Awaiting Candidate Confirmation"
    assert calls.post(f"{path}/book-slot", wanted).json["interview_status"] == "Confirmed"
    assert recruiter_calls.get(path).json["interview_status"] == "Confirmed"


def test_a_candidate_reads_books_and_gives_back_and_nothing_else(app, company, recruiter_calls):
    interview, foreign = an_interview(company), an_interview(company, slots=[slot(5)])
    draft = an_interview(company, S.DRAFT, application=an_application(company))
    calls = own_calls(app, company, interview.candidate_id)
    listed = calls.get("/api/interviews").json["items"]
    assert [one["interview_id"] for one in listed] == [encode("int", interview.id)]
    for hidden in (foreign, draft):
        assert calls.get(path_of(hidden)).status == 404
        for action in ("/book-slot", "/cancel"):
            body = {"slot_id": "slot_aaaaaa"} if action == "/book-slot" else {}
            assert calls.post(path_of(hidden, action), body).status in (404, 422)
    for action in ACTIONS.keys() - {"cancel"}:
        assert calls.post(path_of(interview, f"/{action}")).error["code"] == "PERMISSION_DENIED"
    for reply in (calls.put(path_of(interview), {}), calls.post("/api/interviews", {})):
        assert reply.error["code"] == "PERMISSION_DENIED"
    assert calls.post(path_of(interview, "/cancel"), {"reason": "ill"}).fields() == {"reason"}


def test_inside_the_notice_time_a_candidate_no_longer_changes_the_booking(app, company):
    interview = an_interview(company, S.CONFIRMED, slots=[slot(-47), slot(0)])
    calls = own_calls(app, company, interview.candidate_id)
    reply = calls.post(path_of(interview, "/cancel"))
    assert (reply.status, reply.error["code"]) == (409, "TOO_LATE")
    assert calls.get(path_of(interview)).json["interview_status"] == "Confirmed"


@pytest.mark.parametrize("at", [S.PASSED, S.FAILED])
def test_a_candidate_is_not_told_what_was_said_and_decided(app, company, recruiter_calls, at):
    interview = an_interview(company, S.COMPLETED)
    recruiter_calls.post(path_of(interview, "/reject" if at is S.FAILED else "/initiate-hiring"))
    calls = own_calls(app, company, interview.candidate_id)
    seen = calls.get(path_of(interview)).json
    assert seen["interview_status"] == "Completed" and seen["hiring_initiated"] is False
    assert seen["feedback"] is seen["rating"] is seen["cancelled_reason"] is None and seen["created_by"] == ""
    for status, number in (("Passed", 0), ("Failed", 0), ("Completed", 1)):
        assert len(calls.get(f"/api/interviews?status={status}").json["items"]) == number


def test_a_clients_user_sees_the_shared_ones_without_the_companys_own(company, call, recruiter_calls):
    shared = an_interview(company, S.COMPLETED)
    hidden = an_interview(company, application=an_application(company, client_sees=False), slots=[slot(5)])
    calls = call(company.client_user)
    assert [one["interview_id"] for one in calls.get("/api/interviews").json["items"]] == [encode("int", shared.id)]
    assert calls.get(path_of(hidden)).status == calls.post(path_of(hidden, "/reject")).status == 404
    seen = calls.get(path_of(shared)).json
    assert seen["created_by"] == "" and seen["invite_sent_by"] is None and seen["interview_status"] == "Completed"
    for action in ("mark-completed", "mark-no-show", "cancel", "send-invite", "book-slot"):
        body = {"slot_id": 1} if action == "book-slot" else {}
        assert calls.post(path_of(shared, f"/{action}"), body).error["code"] == "PERMISSION_DENIED"


def test_a_key_books_by_its_scope_and_neither_decides_nor_speaks(app, company):
    interview, held = an_interview(company), an_interview(company, S.SCHEDULED, slots=[slot(5)])
    calls = Caller(app, key=key_of(company.admin, "interviews:write"))
    slots = calls.get(path_of(interview)).json["proposed_slots"]
    assert calls.post(path_of(interview, "/book-slot"), {"slot_id": slots[0]["slot_id"]}).status == 200
    assert calls.post(path_of(held, "/mark-completed"), {"rating": 4}).error["code"] == "PERMISSION_DENIED"
    assert calls.post(path_of(held, "/mark-completed")).status == 200
    for action in ("move-to-next-round", "reject", "initiate-hiring"):
        assert calls.post(path_of(held, f"/{action}")).error["code"] == "PERMISSION_DENIED"


def test_the_list_is_filtered_sorted_and_paged(company, recruiter_calls, call):
    interviewer = an_interviewer()
    first = an_interview(company, S.CONFIRMED, interviewer_ids=[company.recruiter.id], slots=[slot(24)])
    second = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer], slots=[slot(0)])
    third = an_interview(company, S.AWAITING, round_name="Culture talk", slots=[slot(5)])
    db.session.commit()

    def found(query):
        items = recruiter_calls.get(f"/api/interviews?{query}").json["items"]
        return [next(i for i in (first, second, third) if encode("int", i.id) == one["interview_id"]) for one in items]

    assert found("") == [third, second, first] and found("sort=created") == [first, second, third]
    assert found("sort=start") == [second, first]
    assert found("status=Confirmed&status=Scheduled&sort=start") == [second, first]
    assert found("mine=true") == [first] and found("q=culture") == [third]
    assert found(f"job_id={encode('job', second.job_id)}") == [second]
    assert found(f"candidate_id={third.candidate_id}") == [third]
    assert found("from=2026-12-17&to=2026-12-17") == [first]
    page = recruiter_calls.get("/api/interviews?limit=2").json
    rest = recruiter_calls.get(f"/api/interviews?limit=2&cursor={page['next']}").json
    assert len(page["items"]) == 2 and len(rest["items"]) == 1 and rest["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [("status=passed", "status.0"), ("from=tomorrow", "from"), ("to=2026-13-01", "to"), ("client_id=x", "client_id"),
     ("sort=rating", "sort"), ("mine=1", "mine")],
)  # fmt: skip
def test_a_list_that_cannot_be_asked_for_is_refused_by_field(recruiter_calls, query, field):
    reply = recruiter_calls.get(f"/api/interviews?{query}")
    assert reply.status == 422 and reply.fields() == {field}


@pytest.mark.parametrize("number", [1, 12])
def test_a_list_costs_the_same_statements_however_long(company, recruiter_calls, number):
    for hours in range(number):
        an_interview(
            company, slots=[slot(hours)], interviewer_ids=[company.recruiter.id], guests=[("H", "h@x.example")]
        )
    db.session.commit()
    with count_queries() as sent:
        assert len(recruiter_calls.get("/api/interviews").json["items"]) == number
    assert len([s for s in sent if not s.startswith("PRAGMA")]) <= 7, str(sent)


@pytest.mark.parametrize("at", list(PATHS))
def test_the_pipeline_counts_every_status_by_round_and_job(company, recruiter_calls, call, at):
    interview = an_interview(company, at)
    db.session.commit()
    found = recruiter_calls.get("/api/interviews/stats/pipeline").json
    assert found["interviews"][at] == sum(found["interviews"].values()) == 1
    assert found["by_round"] == [{"interview_round": 1, "interviews": {at: 1}}]
    job = next(job for job in found["by_job"] if job["job_id"] == encode("job", interview.job_id))
    assert job["interviews"] == {at: 1} and sum(job["applications"].values()) == 1
    assert found["upcoming"] == (1 if at in (S.CONFIRMED, S.SCHEDULED) else 0)
    stats = recruiter_calls.get("/api/dashboard/stats").json
    assert stats == {name: found[name] for name in stats} and stats["candidates"] == 1
    stranger = factories.a_user(Role.CLIENT_USER, client_id=factories.a_client().id)
    db.session.commit()
    calls = call(accounts.person_of(stranger, accounts.get_company(company.company_id)))
    theirs = calls.get("/api/dashboard/stats").json
    assert theirs["clients"] == 1 and theirs["candidates"] == sum(theirs["interviews"].values()) == 0
