"""Events become notifications and mails: to whom, once each, and what the mails say."""

import email
import re
from email.policy import default

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import AccountStatus, Role
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus
from portal.core import outbox
from portal.core.database import db
from portal.core.errors import BadInput, Missing, RuleBroken
from portal.core.events import record
from portal.core.mail import Mail, mailbox_folder
from portal.core.tenancy import as_company
from portal.interviews import services as interviews
from portal.interviews.models import InterviewStatus
from portal.notifications import queries, services
from portal.notifications.models import Notification, NotificationReader, NotificationType
from tests import factories
from tests.interviews import steps

S = ApplicationStatus
MAILS = ("status_change", "booked_notice", "hiring_initiated", "new_job", "selection")


def on_monday():
    """The day on which the slots of `steps` lie ahead."""
    return time_machine.travel(steps.NOW, tick=True)


def carried_out():
    """Commit, let the worker run, and begin anew in the company's scope."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()


def told(kind):
    """The notifications of a type, with the ids of the users who have it."""
    found = db.session.scalars(select(Notification).where(Notification.type == kind)).all()
    readers = select(NotificationReader.user_id, NotificationReader.read_at)
    return [
        (n, dict(db.session.execute(readers.where(NotificationReader.notification_id == n.id)).all())) for n in found
    ]


def mailed(template):
    """Who got a mail of the template."""
    return sorted(db.session.scalars(select(Mail.to_email).where(Mail.template == template)))


def move(world, status=S.IN_REVIEW, by=None, **values):
    application = steps.an_application(world, **values)
    candidates.move(application, status, by=by or world.recruiter, reason="no" if status is S.REJECTED else None)
    return application


def test_a_status_change_is_told_to_admins_and_recruiters(company):
    other = factories.a_user(Role.RECRUITER)
    application = move(company)
    name, job = application.candidate.name, application.job.title
    carried_out()
    [(notification, readers)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    assert set(readers) == {company.admin.id, company.recruiter.id, other.id}
    assert notification.title == f"{name} is in review for {job}"
    assert notification.recipients == ["admin", "recruiter"]
    assert (notification.entity_type, notification.entity_id) == ("candidate", application.candidate_id)
    assert mailed("status_change") == sorted([company.admin.email, other.email])


def test_what_one_did_oneself_is_read_already_and_not_mailed(company):
    move(company)
    carried_out()
    [(_, readers)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    assert readers[company.recruiter.id] is not None
    assert readers[company.admin.id] is None
    assert queries.unread_count(company.recruiter) == 0
    assert queries.unread_count(company.admin) == 1


def test_who_is_deactivated_is_told_nothing(company):
    gone = factories.a_user(Role.RECRUITER, status=AccountStatus.INACTIVE)
    move(company)
    carried_out()
    [(_, readers)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    assert gone.id not in readers
    assert gone.email not in mailed("status_change")


def test_the_reason_of_a_rejection_stands_in_the_mail(company):
    move(company, S.REJECTED)
    carried_out()
    [mail] = db.session.scalars(select(Mail).where(Mail.template == "status_change"))
    assert mail.context["reason"] == "no"


@pytest.mark.parametrize(("shared", "client_told"), [(True, True), (False, False)])
def test_a_booking_is_told_to_the_client_that_sees_the_application(company, shared, client_told):
    stranger = factories.a_user(Role.CLIENT_USER, client_id=factories.a_client().id)
    application = steps.an_application(company, client_sees=shared)
    with on_monday():
        interview = steps.an_interview(company, application=application)
        steps.book(interview, company)
        carried_out()
    [(notification, readers)] = told(NotificationType.INTERVIEW_BOOKED)
    assert (company.client_user.id in readers) is client_told
    assert stranger.id not in readers
    assert (company.client_user.email in mailed("booked_notice")) is client_told
    assert "IST" in notification.message


def test_a_booking_is_mailed_in_the_readers_own_zone(company):
    far = factories.a_user(Role.RECRUITER, time_zone="America/New_York")
    with on_monday():
        steps.book(steps.an_interview(company), company)
        carried_out()
    times = dict(db.session.execute(select(Mail.to_email, Mail.context).where(Mail.template == "booked_notice")).all())
    assert times[far.email]["time"] == "Wed 16 Dec 2026, 00:00 EST"
    assert times[company.admin.email]["time"] == "Wed 16 Dec 2026, 10:30 IST"


def test_a_passed_round_is_told_in_the_portal_alone(company):
    with on_monday():
        interview = steps.an_interview(company, at=InterviewStatus.COMPLETED)
        carried_out()
        before = db.session.scalars(select(Mail.id)).all()
        interview = steps.queries.get_interview(interview.id)
        interviews.pass_round(interview, company.client_user)
        carried_out()
    [(notification, readers)] = told(NotificationType.INTERVIEW_PASSED)
    assert set(readers) == {company.admin.id, company.recruiter.id, company.client_user.id}
    assert "passed Technical round" in notification.title
    after = db.session.scalars(select(Mail.template).where(Mail.id.not_in(before))).all()
    assert set(after) == {"status_change"}


def test_a_hire_is_told_once_by_mail_to_admins_and_recruiters(company):
    with on_monday():
        interview = steps.an_interview(company, at=InterviewStatus.COMPLETED)
        carried_out()
        interview = steps.queries.get_interview(interview.id)
        interviews.initiate_hiring(interview, company.client_user, "20 L")
        carried_out()
    [(_, readers)] = told(NotificationType.HIRING_INITIATED)
    assert set(readers) == {company.admin.id, company.recruiter.id}
    assert mailed("hiring_initiated") == sorted([company.admin.email, company.recruiter.email])
    assert mailed("status_change") == []


def test_a_new_job_is_told_to_all_recruiters(company):
    second = factories.a_user(Role.RECRUITER)
    job = factories.a_job(company.client_id)
    record("job.created", job, company.admin)
    carried_out()
    [(_, readers)] = told(NotificationType.NEW_JOB)
    assert set(readers) == {company.recruiter.id, second.id}
    assert mailed("new_job") == sorted([company.recruiter.email, second.email])


def test_a_candidate_with_an_account_hears_of_times_to_choose_from(company):
    application = steps.an_application(company)
    account = factories.an_account(application.candidate)
    with on_monday():
        steps.an_interview(company, application=application)
        carried_out()
    found = db.session.execute(select(NotificationReader.account_id, Notification.title).join(Notification)).all()
    assert found == [(account.id, "Choose a time for your interview: Technical round")]


def test_telling_an_event_again_changes_nothing(company):
    application = steps.an_application(company)
    event = record("application.status_changed", application, company.recruiter, new={"status": "IN_REVIEW"})
    services.tell(event.id)
    services.tell(event.id)
    [(_, readers)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    assert set(readers) == {company.admin.id, company.recruiter.id}
    assert mailed("status_change") == [company.admin.email]


def test_an_event_of_another_company_is_not_told(company):
    other = factories.a_world("Other")
    application = steps.an_application(company)
    event = record("application.status_changed", application, company.recruiter, new={"status": "IN_REVIEW"})
    db.session.commit()
    number = event.id
    db.session.expunge_all()
    with as_company(other.company_id), pytest.raises(Missing):
        services.tell(number)


def test_reading_is_each_persons_own(company):
    move(company, by=company.client_user)
    carried_out()
    [(notification, _)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    services.mark_read(notification.id, company.admin)
    services.mark_read(notification.id, company.admin)
    assert queries.unread_count(company.admin) == 0
    assert queries.unread_count(company.recruiter) == 1


def test_nobody_reads_what_they_were_not_told(company):
    move(company)
    carried_out()
    [(notification, _)] = told(NotificationType.CANDIDATE_STATUS_CHANGE)
    with pytest.raises(Missing):
        services.mark_read(notification.id, company.client_user)


def test_reading_everything_leaves_others_alone(company):
    move(company, by=company.client_user)
    move(company, by=company.client_user)
    carried_out()
    services.mark_all_read(company.admin)
    assert queries.unread_count(company.admin) == 0
    assert queries.unread_count(company.recruiter) == 2


def test_unread_is_counted_to_a_hundred(company):
    for _ in range(101):
        notification = Notification(
            type=NotificationType.SYSTEM,
            title="x",
            entity_type="job",
            entity_id=1,
            created_at=factories.at("2026-01-01"),
        )
        db.session.add(notification)
        db.session.flush()
        db.session.add(NotificationReader(notification_id=notification.id, user_id=company.admin.id))
    db.session.flush()
    assert queries.unread_count(company.admin) == 100


def selected(world, **values):
    return steps.an_application(world, status=S.SELECTED, selected_at=factories.at("2026-12-01"), **values)


def letters():
    """The mails of the mailbox as text, by receiver."""
    found = {}
    for file in sorted(mailbox_folder().glob("*.eml")):
        message = email.message_from_bytes(file.read_bytes(), policy=default)
        found.setdefault(message["To"].addresses[0].addr_spec, []).append(message)
    return found


def test_good_news_opens_the_portal_account_and_carries_the_link(company):
    application = selected(company)
    account = services.send_selection_notification(application, company.recruiter)
    address = account.email
    carried_out()
    assert account.candidate_id == application.candidate_id
    [message] = letters()[address]
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == f"You have been selected for {application.job.title}"
    assert str(message["From"].addresses[0].display_name) == "Acme Talent"
    assert address in text
    assert re.search(r"http://portal\.example/portal/\S+", text)


def test_good_news_to_who_has_a_password_leads_to_the_sign_in(company):
    application = selected(company)
    factories.an_account(application.candidate)
    services.send_selection_notification(application, company.recruiter)
    [mail] = db.session.scalars(select(Mail).where(Mail.template == "selection"))
    assert mail.links["link"][0] == "page"


def test_good_news_can_be_sent_again(company):
    application = selected(company)
    for _ in range(2):
        services.send_selection_notification(application, company.recruiter)
    assert len(mailed("selection")) == 2


def test_good_news_before_the_hire_is_refused(company):
    with pytest.raises(RuleBroken):
        services.send_selection_notification(steps.an_application(company), company.recruiter)
    assert mailed("selection") == []


def test_good_news_needs_an_address(company):
    application = selected(company)
    application.candidate.email = None
    with pytest.raises(BadInput) as refusal:
        services.send_selection_notification(application, company.recruiter)
    assert "email" in refusal.value.fields


def all_mails(world):
    """Every mail of this feature, once, made and delivered."""
    with on_monday():
        interview = steps.an_interview(world, at=InterviewStatus.COMPLETED)
        move(world, S.REJECTED, by=world.client_user)
        factories.a_user(Role.RECRUITER, first_name="<b>Eve</b>")
        record("job.created", interview.job, world.admin)
        interviews.initiate_hiring(interview, world.client_user)
        services.send_selection_notification(interview.application, world.recruiter)
        carried_out()


def test_every_mail_says_it_in_text_and_in_html(company):
    all_mails(company)
    found = [m for messages in letters().values() for m in messages]
    assert set(MAILS) <= set(db.session.scalars(select(Mail.template)))
    for message in found:
        text, html = message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()
        assert "Acme Talent" in text and "Acme Talent" in html
        assert "None" not in text and "{{" not in text + html and "\n\n\n" not in text
        assert "<b>Eve" not in html
        links = re.findall(r"http://portal\.example/\S+", text)
        assert not links or links[0] in html


def test_every_mail_was_sent(company):
    all_mails(company)
    assert set(db.session.scalars(select(Mail.state).where(Mail.template.in_(MAILS)))) == {"sent"}
