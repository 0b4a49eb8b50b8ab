"""Planning a round, changing it, offering more times: on pages."""

import pytest
import time_machine
from sqlalchemy import select

from portal.core.database import db
from portal.interviews import queries
from portal.interviews.models import Interview
from tests.interviews import steps
from tests.interviews.steps import FIRST, S, an_interview, path_of, plan_path


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


def test_proposing_times_keeps_those_that_were_chosen_by_hand(company, browse):
    hana = steps.an_interviewer(first_name="Hana", last_name="Mehta")
    application = steps.an_application(company)
    typed = {"hand_day": "2026-12-14", "hand_time": "07:15"}
    facts = {"propose": "1", "round_name": "R", "duration": "45", "zone": "Asia/Kolkata", "interviewers": [str(hana)]}
    page = browse(company.recruiter).post(plan_path(application, "/times"), {**facts, **typed})
    ticked = [box["value"] for box in page.soup.select("input[name=slot][checked], input[type=hidden][name=slot]")]
    assert "2026-12-14T01:45:00+00:00" in ticked
    assert len(ticked) > 1


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
    assert "Name of the round: Second name" in answer.words("main")
    assert answer.one("input[name=round_name]")["value"] == "Third name"
    recruiter.follow(recruiter.submit(answer, "main form[method=post]"))
    assert db.session.scalars(select(Interview.round_name)).one() == "Third name"


def test_an_interviewer_who_is_busy_then_is_refused_at_the_field(company, browse):
    hana = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[hana])
    interview = an_interview(company, S.CONFIRMED)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview, "/edit"))
    answer = recruiter.submit(page, "main form[method=post]", interviewers=[str(hana)], round_name="Kept name")
    assert answer.status == 409
    assert "busy at the agreed time" in answer.words(".field-error")
    assert answer.one("input[name=round_name]")["value"] == "Kept name"
    assert queries.interviewers_of(interview.id) == []


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


def test_a_redrawn_week_stays_where_it_was(company, browse):
    application = steps.an_application(company)
    recruiter = browse(company.recruiter)
    page = recruiter.post(plan_path(application, "/times"), {"week": "2026-12-28"})
    again = recruiter.submit(page, "main form[method=post]", then="draft", round_name="")
    assert "Week of 28 Dec 2026" in again.words()


@pytest.mark.parametrize(
    ("today", "monday"), [("2026-12-18", "21 Dec"), ("2026-12-20", "21 Dec"), ("2026-12-16", "14 Dec")]
)
def test_the_first_week_is_that_of_the_next_working_day(company, browse, today, monday):
    application = steps.an_application(company)
    with time_machine.travel(f"{today}T06:00:00+00:00", tick=False):
        page = browse(company.recruiter).get(plan_path(application))
    assert f"Week of {monday} 2026" in page.words()


@pytest.mark.parametrize("number", ["9" * 25, str(2**63), "-" + "9" * 25, "x"])
def test_an_interviewer_whom_no_row_can_be_is_refused(company, browse, number):
    application = steps.an_application(company)
    page = browse(company.recruiter)
    typed = {"round_name": "One", "mode": "Phone", "duration": "30", "zone": "Asia/Kolkata", "interviewers": number}
    assert page.post(plan_path(application, ""), typed).status == 422
