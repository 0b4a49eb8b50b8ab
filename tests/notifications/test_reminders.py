"""Reminders: when, to whom, in whose zone, and that they fall away with the time that they belong to."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.models import AccountStatus, User
from portal.candidate_portal.services import ask_for_other_times
from portal.candidates import services as candidates
from portal.candidates.models import Application, Candidate
from portal.core.database import db
from portal.core.mail import Mail, MailState
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_person
from portal.interviews import queries as interviews
from portal.interviews import services
from portal.interviews.models import Interview, Interviewer, InterviewStatus
from portal.notifications.models import Channel, Notification, NotificationReader, NotificationType
from portal.notifications.rules_reminders import Agreed, Reminder, day_before, makes_sense, planned
from portal.notifications.services import plan_reminders
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import FIRST, NOW, S
from tests.interviews.test_calendar import CHANGES
from tests.notifications.people import carried_out, in_list, mailed, person, switch

T = NotificationType
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END = FIRST + timedelta(minutes=45)


@contextmanager
def at(moment):
    with time_machine.travel(moment, tick=False):
        yield


def work(moment):
    """The worker runs at a moment."""
    with at(moment):
        carried_out()


def planned_now():
    """Kind → when, of every reminder that waits."""
    rows = db.session.execute(
        select(Effect.payload, Effect.due_at).where(
            Effect.kind == "notifications.remind", Effect.state == EffectState.DUE
        )
    )
    return {row.payload["kind"]: row.due_at for row in rows}


def an_interview(world, status=S.CONFIRMED, **values):
    """An interview on FIRST that a new interviewer holds, as it came to be on NOW; its id and the interviewer."""
    interviewer = steps.an_interviewer(**values.pop("interviewer", {}))
    with at(NOW):
        interview = steps.an_interview(world, status, interviewer_ids=[interviewer], **values)
        carried_out()
    return interview.id, interviewer


def reload(number):
    return interviews.get_interview(number)


def email_of(number):
    return db.session.scalar(
        select(Candidate.email).join(Interview, Interview.candidate_id == Candidate.id).where(Interview.id == number)
    )


def reader(user_id):
    return person(db.session.get(User, user_id))


@pytest.mark.parametrize("status", [S.CONFIRMED, S.SCHEDULED])
def test_an_agreed_time_has_its_reminders(company, status):
    an_interview(company, status)
    assert planned_now() == {
        "day": FIRST - DAY, "hour": FIRST - HOUR, "feedback": END + 2 * HOUR, "feedback_again": END + 26 * HOUR,
    }  # fmt: skip


@pytest.mark.parametrize("status", set(S) - {S.CONFIRMED, S.SCHEDULED, S.COMPLETED, S.AWAITING})
def test_what_is_not_agreed_or_is_decided_has_none(company, status):
    an_interview(company, status)
    assert planned_now() == {}


def test_the_day_and_the_hour_before_candidate_and_interviewer_are_reminded(company):
    number, interviewer = an_interview(company, interviewer={"email": "hana@example.org"})
    account = person(factories.an_account(db.session.get(Candidate, reload(number).candidate_id)))
    for moment, count in [(FIRST - DAY - timedelta(minutes=1), 0), (FIRST - DAY, 1), (FIRST - HOUR, 2)]:
        work(moment)
        assert len(in_list(account, T.INTERVIEW_REMINDER)) == count
        assert len(in_list(reader(interviewer), T.INTERVIEW_REMINDER)) == count
        assert mailed("interview_reminder") == sorted([email_of(number), "hana@example.org"] * count)
    assert in_list(company.admin, T.INTERVIEW_REMINDER) == []
    work(FIRST + HOUR)
    assert len(mailed("interview_reminder")) == 4


def test_each_reads_the_time_in_their_own_zone(company):
    number, interviewer = an_interview(
        company, interviewer={"email": "hana@example.org", "time_zone": "America/New_York"}
    )
    factories.an_account(db.session.get(Candidate, reload(number).candidate_id), time_zone="Europe/Berlin")
    work(FIRST - DAY)
    found = select(Mail.to_email, Mail.subject).where(Mail.template == "interview_reminder")
    subjects = dict(db.session.execute(found).all())
    assert "Wed 16 Dec 2026, 00:00 – 00:45 EST" in subjects["hana@example.org"]
    assert "Wed 16 Dec 2026, 06:00 – 06:45 CET" in subjects[email_of(number)]
    told = select(Mail.context).where(Mail.to_email == "hana@example.org", Mail.template == "interview_reminder")
    assert db.session.scalar(told)["zone"] == "America/New_York"
    messages = select(NotificationReader.user_id, Notification.message).join(Notification)
    said = dict(db.session.execute(messages.where(Notification.type == T.INTERVIEW_REMINDER)).all())
    assert "00:00 – 00:45 EST" in said[interviewer] and "06:00 – 06:45 CET" in said[None]


def test_a_candidate_without_an_account_is_reminded_by_mail_without_settings(company):
    number, _ = an_interview(company)
    work(FIRST - DAY)
    links = db.session.scalar(
        select(Mail.links).where(Mail.template == "interview_reminder", Mail.to_email == email_of(number))
    )
    assert set(links) == {"link"}


@pytest.mark.parametrize("channel", [Channel.IN_APP, Channel.EMAIL])
def test_who_has_switched_reminders_off_gets_none_by_that_channel(company, channel):
    number, interviewer = an_interview(company)
    account = person(factories.an_account(db.session.get(Candidate, reload(number).candidate_id)))
    for by in (account, reader(interviewer)):
        switch(by, T.INTERVIEW_REMINDER, channel, False)
    work(FIRST - DAY)
    listed = channel is Channel.EMAIL
    assert bool(in_list(account)) is listed and bool(in_list(reader(interviewer), T.INTERVIEW_REMINDER)) is listed
    assert mailed("interview_reminder") == ([] if listed else sorted([account.email, reader(interviewer).email]))


def test_booked_half_an_hour_before_nobody_is_reminded_late(company):
    number, _ = an_interview(company, S.AWAITING)
    with at(FIRST - HOUR / 2):
        steps.book(reload(number), company)
    work(FIRST - HOUR / 2)
    assert planned_now().keys() == {"feedback", "feedback_again"}
    assert mailed("interview_reminder") == []


def test_a_moved_interview_has_the_reminders_of_its_new_time_alone(company):
    number, _ = an_interview(company)
    with at(NOW):
        services.move_booking(reload(number), interviews.slots_of(number)[1], company.recruiter)
        carried_out()
    assert planned_now()["day"] == FIRST + HOUR - DAY and planned_now()["hour"] == FIRST
    work(FIRST - HOUR)
    assert len(mailed("interview_reminder")) == 2


def test_a_candidate_who_moves_the_time_moves_the_reminders(company):
    number, _ = an_interview(company)
    candidate = steps.candidate_person(company, reload(number).candidate_id)
    db.session.commit()
    db.session.expunge_all()
    with at(NOW), as_person(candidate):
        services.move_booking(reload(number), interviews.slots_of(number)[2], candidate)
        db.session.commit()
    work(NOW)
    assert planned_now()["hour"] == FIRST + HOUR


@pytest.mark.parametrize("verb", [services.cancel, services.give_back, services.mark_no_show])
def test_what_no_longer_stands_reminds_of_its_time_no_more(company, verb):
    number, _ = an_interview(company, S.SCHEDULED)
    with at(NOW):
        verb(reload(number), company.recruiter)
        carried_out()
    assert not planned_now().keys() & {"day", "hour", "feedback", "feedback_again"}
    work(FIRST - HOUR)
    assert mailed("interview_reminder") == []


def test_the_task_itself_asks_again_whether_the_time_still_stands(company):
    """Moved and not yet planned anew: the reminder that is due says nothing."""
    number, _ = an_interview(company)
    db.session.get(Interview, number).scheduled_start_time = FIRST + 5 * HOUR
    work(FIRST - HOUR)
    assert mailed("interview_reminder") == []


def test_a_deleted_candidate_is_reminded_of_nothing(company):
    number, _ = an_interview(company)
    with at(NOW):
        candidates.delete_candidate(db.session.get(Candidate, reload(number).candidate_id), by=company.admin)
    work(FIRST - DAY)
    assert mailed("interview_reminder") == []


@pytest.mark.parametrize(
    ("moment", "count"),
    [(FIRST - 20 * HOUR, 1), (FIRST - HOUR / 2, 1), (FIRST, 0), (FIRST + HOUR / 4, 0)],
)
def test_after_a_stop_of_the_worker_what_makes_no_sense_is_dropped(company, moment, count):
    """Late by hours the day's still helps; in the last hour that hour's alone; once it has begun none."""
    number, _ = an_interview(company)
    work(moment)
    assert mailed("interview_reminder").count(email_of(number)) == count


def test_a_reminder_that_the_mail_server_held_up_is_not_sent_after_the_start(app, company):
    an_interview(company)
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    try:
        work(FIRST - HOUR)
    finally:
        app.config["SMTP_URL"] = ""
    work(FIRST + HOUR)
    assert set(db.session.scalars(select(Mail.state).where(Mail.template == "interview_reminder"))) == {
        MailState.FAILED
    }


def test_planning_again_changes_nothing(company):
    number, _ = an_interview(company)
    before = planned_now()
    for _ in range(2):
        plan_reminders(number, NOW)
    db.session.commit()
    assert planned_now() == before
    work(FIRST - DAY)
    plan_reminders(number, NOW)
    db.session.commit()
    work(FIRST - DAY + HOUR)
    assert len(mailed("interview_reminder")) == 2


def owing(company):
    return db.session.scalars(
        select(Mail.to_email).where(Mail.template == "notice", Mail.subject.like("Your feedback is missing%"))
    ).all()


@pytest.mark.parametrize("completed", [True, False])
def test_feedback_is_asked_for_after_the_end_at_most_twice(company, completed):
    number, interviewer = an_interview(company, S.SCHEDULED, interviewer={"email": "hana@example.org"})
    work(END)
    if completed:
        with at(END):
            services.mark_completed(reload(number), company.recruiter)
            carried_out()
    for moment, count in [(END + HOUR, 0), (END + 2 * HOUR, 1), (END + 26 * HOUR, 2), (END + 99 * HOUR, 2)]:
        work(moment)
        assert owing(company) == ["hana@example.org"] * count
    assert len(in_list(reader(interviewer), T.FEEDBACK_REMINDER)) == 2


def test_who_has_said_how_it_was_is_not_asked(company):
    number, interviewer = an_interview(company, S.SCHEDULED, interviewer={"email": "hana@example.org"})
    with at(END + HOUR):
        services.give_feedback(reload(number), 4, "Good", reader(interviewer))
    work(END + 2 * HOUR)
    assert owing(company) == []


@pytest.mark.parametrize("decide", ["pass", "fail", "no_show"])
def test_a_round_that_is_decided_asks_for_no_feedback(company, decide):
    number, _ = an_interview(company, S.SCHEDULED)
    with at(END + HOUR):
        interview = reload(number)
        if decide == "no_show":
            services.mark_no_show(interview, company.recruiter)
        else:
            services.mark_completed(interview, company.recruiter)
            verbs = {"pass": services.pass_round, "fail": lambda i, by: services.fail(i, by, "no")}
            verbs[decide](interview, company.client_user)
        carried_out()
    work(END + 30 * HOUR)
    assert owing(company) == []


def test_people_of_a_client_are_reminded_only_while_it_sees_the_application(company):
    number, _ = an_interview(company)
    db.session.add(Interviewer(interview_id=number, user_id=company.client_user.id))
    db.session.get(Application, reload(number).application_id).client_sees = False
    work(FIRST - DAY)
    assert company.client_user.email not in mailed("interview_reminder")


def test_who_has_left_is_reminded_of_nothing(company):
    number, interviewer = an_interview(company, interviewer={"email": "hana@example.org"})
    db.session.get(User, interviewer).status = AccountStatus.INACTIVE
    work(FIRST - DAY)
    assert mailed("interview_reminder") == [email_of(number)]


def unanswered(number):
    key = Mail.key.like(f"interview:{number}:remind:%")
    return db.session.scalars(select(Mail.to_email).where(Mail.template == "interview_slots", key)).all()


def late(company):
    return in_list(company.recruiter, T.INTERVIEW_REMINDER)


# Slots that still lie ahead two days after NOW.
FAR = [steps.slot(96), steps.slot(97)]


def test_times_nobody_has_chosen_for_two_days_remind_the_candidate_once_and_tell_the_recruiter(company):
    number, _ = an_interview(company, S.AWAITING, slots=FAR)
    assert planned_now() == {"unanswered": NOW + 2 * DAY}
    for moment, count in [(NOW + 2 * DAY - HOUR, 0), (NOW + 2 * DAY, 1), (NOW + 8 * DAY, 1)]:
        work(moment)
        assert unanswered(number) == [email_of(number)] * count
        assert len(late(company)) == count
    assert late(company)[0].startswith("No answer for two days: ")
    assert in_list(company.admin, T.INTERVIEW_REMINDER) == []


def test_when_every_time_has_passed_the_recruiter_alone_hears_of_it(company):
    number, _ = an_interview(company, S.AWAITING, slots=[steps.slot(-24)])
    work(NOW + 2 * DAY)
    assert unanswered(number) == [] and len(late(company)) == 1


def test_who_has_chosen_is_not_reminded_to_choose(company):
    number, _ = an_interview(company, S.AWAITING, slots=FAR)
    with at(NOW + DAY):
        steps.book(reload(number), company)
    work(NOW + 2 * DAY)
    assert (unanswered(number), late(company)) == ([], [])


def test_who_has_asked_for_other_times_has_answered_until_more_are_offered(company):
    number, _ = an_interview(company, S.AWAITING, slots=FAR)
    candidate = steps.candidate_person(company, reload(number).candidate_id)
    db.session.commit()
    db.session.expunge_all()
    with at(NOW + DAY), as_person(candidate):
        ask_for_other_times(number, "Any Friday", candidate)
        db.session.commit()
    work(NOW + 2 * DAY)
    assert unanswered(number) == []
    with at(NOW + 2 * DAY):
        services.add_slots(reload(number), [steps.slot(120)], company.recruiter)
        carried_out()
    assert planned_now() == {"unanswered": NOW + 4 * DAY}


def test_offering_times_again_begins_the_two_days_anew(company):
    number, _ = an_interview(company, S.AWAITING, slots=FAR)
    with at(NOW + DAY):
        services.add_slots(reload(number), [steps.slot(120)], company.recruiter)
    work(NOW + 2 * DAY)
    assert unanswered(number) == []
    work(NOW + 3 * DAY)
    assert unanswered(number) == [email_of(number)]


@given(st.sampled_from(sorted(CHANGES)), st.sampled_from([0, 1]), st.sampled_from([0, 1]), st.integers(4, 23))
def test_peer_33_the_day_before_is_the_same_time_of_the_clock_over_both_clock_changes(zone, which, later, hour):
    day = CHANGES[zone][which] + timedelta(days=later)
    here = ZoneInfo(zone)
    start = datetime(day.year, day.month, day.day, hour, 30, tzinfo=here).astimezone(UTC)
    due = day_before(start, zone).astimezone(here)
    assert (due.date(), due.hour, due.minute) == (day - timedelta(days=1), hour, 30)
    assert timedelta(hours=22) <= start - day_before(start, zone) <= timedelta(hours=26)


@pytest.mark.parametrize("status", InterviewStatus)
@pytest.mark.parametrize("kind", Reminder)
def test_a_reminder_of_another_start_never_makes_sense(status, kind):
    agreed = Agreed(status, FIRST, END, "Asia/Kolkata", NOW)
    for moment in (NOW, FIRST - HOUR, END + 3 * HOUR):
        assert not makes_sense(kind, FIRST + HOUR, agreed, moment)


@pytest.mark.parametrize("status", InterviewStatus)
def test_what_is_planned_makes_sense_when_it_is_due(status):
    agreed = Agreed(status, FIRST, END, "Asia/Kolkata", NOW)
    for one in planned(agreed):
        assert makes_sense(one.kind, one.anchor, agreed, one.due)
