"""What each person wants to be told, and how: the table, what it does, and the pages."""

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Role
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.interviews import services as interviews
from portal.interviews.models import InterviewStatus
from portal.notifications import queries
from portal.notifications.models import Channel, NotificationPreference, NotificationType
from portal.notifications.rules import TRIGGERS, Audience
from portal.notifications.rules_preferences import OFF, ROLE_OF, WORDS, default, differences, read_cells, types_for
from tests import factories
from tests.interviews import steps
from tests.notifications.people import carried_out, in_list, mailed, person, switch
from tests.notifications.test_services import on_monday

T, C = NotificationType, Channel
ROLES = ("admin", "recruiter", "client_user", "candidate")
TALKS = {T.PERSON_WANTED, T.CONVERSATION_MESSAGE, T.CONVERSATION_OFFERED, T.CONTACT_STOPPED}
# What can reach each role besides what may be sent to everybody (written by hand from the seed's table).
REACHES = {
    "admin": {T.CANDIDATE_STATUS_CHANGE, T.INTERVIEW_BOOKED, T.INTERVIEW_PASSED, T.HIRING_INITIATED,
              T.NEW_APPLICATION, T.INTERVIEW_REMINDER, T.FEEDBACK_REMINDER, *TALKS},
    "recruiter": {T.CANDIDATE_STATUS_CHANGE, T.INTERVIEW_BOOKED, T.INTERVIEW_PASSED, T.HIRING_INITIATED, T.NEW_JOB,
                  T.NEW_APPLICATION, T.INTERVIEW_REMINDER, T.FEEDBACK_REMINDER, *TALKS},
    "client_user": {T.INTERVIEW_BOOKED, T.INTERVIEW_PASSED, T.INTERVIEW_REMINDER, T.FEEDBACK_REMINDER},
    "candidate": {T.INTERVIEW_REMINDER, T.UNREAD_MESSAGE},
}  # fmt: skip
SENT = {T.APPLICATION_SUBMITTED, T.APPLICATION_COMPLETED, T.APPLICATION_FAILED, T.JOB_MATCH_FOUND, T.CAPTCHA_DETECTED,
        T.SYSTEM, T.CUSTOM}  # fmt: skip


@pytest.mark.parametrize("kind", NotificationType)
def test_every_type_has_words_and_reaches_somebody(kind):
    assert WORDS[kind].label and WORDS[kind].what
    assert any(kind in types_for(role) for role in ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_shown_what_can_reach_it(role):
    assert set(types_for(role)) == REACHES[role] | SENT


@pytest.mark.parametrize("name", TRIGGERS)
def test_who_is_told_of_an_event_may_choose_its_type(name):
    for audience in TRIGGERS[name].audiences:
        assert TRIGGERS[name].type in types_for(ROLE_OF[Audience(audience)])


@pytest.mark.parametrize("kind", NotificationType)
@pytest.mark.parametrize("channel", Channel)
def test_only_what_differs_from_the_default_is_worth_a_row(kind, channel):
    role = next(role for role in reversed(ROLES) if kind in types_for(role))
    table = {(k, c) for k in types_for(role) for c in Channel if default(k, c)}
    assert differences(frozenset(table), role) == {}
    changed = frozenset(table ^ {(kind, channel)})
    assert differences(changed, role) == {(kind, channel): not default(kind, channel)}


@pytest.mark.parametrize("text", ["new_job:email", "hiring_initiated:push", "system:pigeon", "", "x", "system"])
def test_a_cell_that_is_not_ones_own_is_refused(text):
    with pytest.raises(BadInput) as refusal:
        read_cells([text], "client_user")
    assert "wanted" in refusal.value.fields


def moved(world):
    application = steps.an_application(world)
    candidates.move(application, ApplicationStatus.IN_REVIEW, by=world.client_user)
    carried_out()


@pytest.mark.parametrize(
    ("channel", "listed", "gets_mail"),
    [(C.IN_APP, False, True), (C.EMAIL, True, False), (C.PUSH, True, True)],
)
def test_a_type_switched_off_by_one_channel_comes_by_the_others(company, channel, listed, gets_mail):
    switch(company.admin, T.CANDIDATE_STATUS_CHANGE, channel, False)
    moved(company)
    assert (bool(in_list(company.admin)), company.admin.email in mailed("status_change")) == (listed, gets_mail)
    assert queries.unread_count(company.admin) == int(listed)
    assert in_list(company.recruiter) and company.recruiter.email in mailed("status_change")


def test_a_passed_round_can_be_mailed_to_who_wants_that(company):
    switch(company.admin, T.INTERVIEW_PASSED, C.EMAIL, True)
    with on_monday():
        interview = steps.an_interview(company, at=InterviewStatus.COMPLETED)
        interviews.pass_round(interview, company.client_user)
        carried_out()
    assert mailed("notice") == [company.admin.email]


@pytest.mark.parametrize("kind", [T.CANDIDATE_STATUS_CHANGE, T.SYSTEM])
def test_switching_back_leaves_no_row(company, kind):
    for on in (False, True):
        switch(company.admin, kind, C.EMAIL, on)
        assert db.session.scalar(select(func.count(NotificationPreference.id))) == int(not on)


def test_the_welcome_mail_and_the_good_news_come_in_any_case(company):
    from portal.accounts.services.users import create_staff_user
    from portal.notifications import services

    account = factories.an_account(factories.a_candidate())
    candidate = person(account)
    db.session.commit()
    for kind in types_for("candidate"):
        switch(candidate, kind, C.EMAIL, False)
    found = db.session.get(type(account), candidate.id)
    job = factories.a_job(company.client_id)
    selected = {"status": ApplicationStatus.SELECTED, "selected_at": factories.at("2026-12-01")}
    application = factories.an_application(db.session.get(steps.Candidate, found.candidate_id), job, **selected)
    services.send_selection_notification(application, company.recruiter)
    create_staff_user(first_name="N", last_name="P", email="n@example.com", role=Role.RECRUITER, by=company.admin)
    assert mailed("selection") == [candidate.email]
    assert mailed("welcome_user") == ["n@example.com"]


def test_a_new_job_is_told_by_e_mail_and_may_be_told_by_that_alone(company):
    switch(company.recruiter, T.NEW_JOB, C.IN_APP, False)
    record("job.created", factories.a_job(company.client_id), company.admin)
    carried_out()
    assert (in_list(company.recruiter), mailed("new_job")) == ([], [company.recruiter.email])


@pytest.mark.parametrize("who", ["admin", "recruiter", "client_user"])
def test_the_page_is_a_table_of_what_can_reach_me(company, browse, who):
    by = getattr(company, who)
    page = browse(by).get("/notifications/settings")
    assert {box["value"] for box in page.soup.select("input[name=wanted]")} == {
        f"{kind}:{channel}" for kind in types_for(by.role) for channel in Channel
    }
    off = {box["value"] for box in page.soup.select("input[name=wanted]") if not box.has_attr("checked")}
    assert off == {f"{kind}:{channel}" for kind, channel in OFF if kind in types_for(by.role)}
    assert "interview_passed:email" in off
    assert "to the devices below" in page.words("main")
    assert "always sent" in page.words("main")


def test_one_post_saves_the_whole_table(company, browse):
    browser = browse(company.admin)
    page = browser.get("/notifications/settings")
    wanted = [b["value"] for b in page.soup.select("input[name=wanted]") if b["value"] != "interview_booked:email"]
    answer = browser.post("/notifications/settings", {"wanted": wanted})
    assert (answer.status, answer.location) == (303, "/notifications/settings")
    shown = browser.follow(answer)
    assert "Your choice is saved" in shown.text
    off = [b["value"] for b in shown.soup.select("input[name=wanted]") if not b.has_attr("checked")]
    assert off == ["interview_booked:email"]
    rows = db.session.execute(select(NotificationPreference.type, NotificationPreference.channel)).all()
    assert set(rows) == {(T.INTERVIEW_BOOKED, C.EMAIL), *((k, c) for k, c in OFF if k in types_for("admin"))}


def test_what_is_not_in_the_table_is_refused_and_nothing_changes(company, browse):
    answer = browse(company.client_user).post("/notifications/settings", {"wanted": ["new_job:email"]})
    assert answer.status == 422 and "not a kind of notification that reaches you" in answer.words()
    assert db.session.scalars(select(NotificationPreference)).all() == []


@pytest.mark.parametrize("linked", [True, False])
def test_a_candidate_chooses_too_also_before_anything_is_linked(company, browse, linked):
    account = factories.an_account(factories.a_candidate() if linked else None)
    browser = browse(person(account))
    page = browser.get("/portal/notifications/settings")
    assert {b["value"].partition(":")[0] for b in page.soup.select("input[name=wanted]")} == set(types_for("candidate"))
    for _ in range(2):
        assert browser.post("/portal/notifications/settings", {"wanted": ["system:email"]}).status == 303
    on = [b["value"] for b in browser.get("/portal/notifications/settings").soup.select("input[checked]")]
    assert on == ["system:email"]


def test_one_persons_choice_is_nobody_elses(company, browse):
    browse(company.admin).post("/notifications/settings", {"wanted": []})
    page = browse(company.recruiter).get("/notifications/settings")
    assert len(page.soup.select("input[name=wanted]:not([checked])")) == sum(
        not default(kind, channel) for kind in types_for("recruiter") for channel in C
    )
