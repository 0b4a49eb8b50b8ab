"""What a reminder says, and to whom. Each person reads the time on the clock of their own zone.

A person's copy has a key of its own, so that nobody is reminded twice of one thing.
"""

from collections.abc import Sequence

from portal.accounts.models import Company
from portal.core import mail
from portal.core.clock import now
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.interviews.services import inviting
from portal.interviews.services.inviting import Invitee, what_of, when_of_reader
from portal.notifications import queries
from portal.notifications.models import Channel, NotificationType
from portal.notifications.queries import Reader, Wishes
from portal.notifications.services.writing import SETTINGS, Draft, give, mail_to, named, wishes_of, write

TIME, FEEDBACK = NotificationType.INTERVIEW_REMINDER, NotificationType.FEEDBACK_REMINDER


def of_time(interview: Interview, company: Company, key: str) -> None:
    """The candidate and the interviewers hear once more when it is, and how."""
    accounts = queries.accounts_of(interview.candidate_id)
    interviewers = _interviewers(interview)
    wishes = wishes_of([*accounts, *interviewers], TIME)
    for reader in [*accounts, *interviewers]:
        when = when_of_reader(interview, _zone(interview, reader))
        # Nobody needs to read their own name here.
        whom = "" if reader.kind == "candidate" else f" · {interview.candidate.name}"
        new = _tell(interview, TIME, key, reader, wishes, f"Reminder: {what_of(interview)}", f"{when}{whom}")
        if new and reader.kind == "user" and wishes.wants(reader, TIME, Channel.EMAIL):
            _mail_time(interview, company, _invitee(interview, reader), key)
    if interview.candidate.email and _candidate_wants_mail(accounts, wishes):
        zone = next((account.zone for account in accounts if account.zone), None) or interview.time_zone
        candidate = Invitee(interview.candidate.name, interview.candidate.email, "candidate", zone)
        _mail_time(interview, company, candidate, key, has_settings=bool(accounts))


def of_feedback(interview: Interview, company: Company, key: str) -> None:
    """Those interviewers who have not said how it was are asked to."""
    readers = _interviewers(interview, owing_feedback=True)
    wishes = wishes_of(readers, FEEDBACK)
    title = f"Your feedback is missing: {interview.candidate.name}, {what_of(interview)}"
    link = ("interviews.feedback", {"interview_id": interview.id})
    for reader in readers:
        message = f"It was on {when_of_reader(interview, _zone(interview, reader))}."
        new = _tell(interview, FEEDBACK, key, reader, wishes, title, message)
        if new and wishes.wants(reader, FEEDBACK, Channel.EMAIL):
            _mail_notice(reader, company, key, title, message, "Give feedback", link)


def of_times_to_choose(interview: Interview, company: Company, key: str) -> None:
    """The candidate is asked once more for a time, and who planned the interview hears that there is no answer."""
    accounts, planners = queries.accounts_of(interview.candidate_id), queries.user_with_address(interview.created_by)
    wishes = wishes_of([*accounts, *planners], TIME)
    left = [offer.slot.start for offer in interviews.offers(interview) if offer.is_available]
    if left:
        for account in accounts:
            _tell(interview, TIME, key, account, wishes, f"Still to do: choose a time for {what_of(interview)}", "")
        if _candidate_wants_mail(accounts, wishes):
            recruiter = planners[0].name if planners else company.name
            inviting.send_slots_mail(interview, recruiter, key=key, good_until=max(left))
    title = f"No answer for two days: {interview.candidate.name}, {what_of(interview)}"
    still = f"{len(left)} of the times offered {'is' if len(left) == 1 else 'are'} still open"
    message = f"{still}; the candidate was reminded." if left else "No time offered is left: offer new ones."
    link = ("interviews.show", {"interview_id": interview.id})
    for planner in planners:
        new = _tell(interview, TIME, key, planner, wishes, title, message)
        if new and wishes.wants(planner, TIME, Channel.EMAIL):
            _mail_notice(planner, company, key, title, message, "Open the interview", link)


def _interviewers(interview: Interview, *, owing_feedback: bool = False) -> list[Reader]:
    sees = interview.application.client_sees
    return queries.interviewers_of(interview.id, client_sees=sees, owing_feedback=owing_feedback)


def _zone(interview: Interview, reader: Reader) -> str:
    return reader.zone or interview.time_zone


def _invitee(interview: Interview, reader: Reader) -> Invitee:
    return Invitee(reader.name, reader.email, reader.kind, _zone(interview, reader))


def _candidate_wants_mail(accounts: Sequence[Reader], wishes: Wishes) -> bool:
    """Who has no account has no settings, and is reminded: the mail is about their own interview."""
    return not accounts or any(wishes.wants(account, TIME, Channel.EMAIL) for account in accounts)


def _tell(
    interview: Interview,
    kind: NotificationType,
    key: str,
    reader: Reader,
    wishes: Wishes,
    title: str,
    message: str,
) -> bool:
    """Put a reminder into a person's list, if they want it there; false when they have been reminded before."""
    draft = Draft(
        company_id=interview.company_id,
        key=f"{key}:{reader.kind}:{reader.id}",
        type=kind,
        title=title,
        message=message,
        entity=("interview", interview.id),
        recipients=[named(reader)],
        created_at=now(),
    )
    notification_id = write(draft)
    if notification_id is None:
        return False
    give(notification_id, draft, [reader], wishes)
    return True


def _mail_notice(
    reader: Reader, company: Company, key: str, title: str, message: str, button: str, link: tuple[str, dict[str, int]]
) -> None:
    mail_to(
        reader,
        company,
        subject=title,
        template="notice",
        key=f"{key}:{reader.kind}:{reader.id}",
        context={"message": message, "button": button},
        link=link,
    )


def _mail_time(interview: Interview, company: Company, person: Invitee, key: str, *, has_settings: bool = True) -> None:
    links = inviting.links_of(interview, person)
    if has_settings:
        links[mail.SETTINGS_LINK] = ("page", {"endpoint": SETTINGS[person.kind]})
    mail.send(
        person.email,
        f"Reminder: {what_of(interview)}, {when_of_reader(interview, person.zone)}",
        "interview_reminder",
        key=f"{key}:{person.kind}:{person.email}",
        context={**inviting.facts_of(interview, person), "company_name": company.name},
        links=links,
        to_name=person.name,
        from_name=company.name,
        reply_to=interview.created_by or None,
        company_id=company.id,
        good_until=interview.scheduled_start_time,
    )
