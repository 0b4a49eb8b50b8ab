"""What people get by mail: times to choose from, the invitation with its calendar object, its change, its cancellation.

Mails are written into the outbox of the same transaction; the worker makes and sends them after the commit.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from portal.accounts.models import Company
from portal.accounts.queries import get_company
from portal.core import mail
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person
from portal.interviews import calendar, queries
from portal.interviews.calendar import Attendee, Meeting, Method
from portal.interviews.models import Interview, InterviewMode, InterviewStatus
from portal.interviews.rules import Action
from portal.interviews.services.asking import ask, move, note, when_of
from portal.interviews.words import span

TIMES_IN_MAIL = 12


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who gets the invitation: `kind` is `candidate`, `user` or `guest`, `zone` where they read times."""

    name: str
    email: str
    kind: str
    zone: str


def send_invite(interview: Interview, by: Person) -> Interview:
    """Invite the candidate, the interviewers and the guests to the agreed time. Raises InvalidState, NotAllowed."""
    interview = ask(Action.INVITE, interview, by)
    move(interview, InterviewStatus.SCHEDULED)
    again = interview.invited_at is not None
    _next_sequence(interview)
    interview.invite_sent, interview.invite_sent_by, interview.invited_at = True, by.email, now()
    db.session.flush()
    note("interview.invited", interview, by, about=when_of(interview))
    _mail_all(interview, invitees(interview), Method.REQUEST, "interview_invitation", changed=again)
    return interview


def send_update(interview: Interview, left: Sequence[Invitee] = ()) -> None:
    """Tell who was invited what has changed; those who `left` get a cancellation. Nothing before an invitation."""
    if not interview.invite_sent:
        return
    _next_sequence(interview)
    db.session.flush()
    _mail_all(interview, invitees(interview), Method.REQUEST, "interview_invitation", changed=True)
    _mail_all(interview, left, Method.CANCEL, "interview_cancelled")


def give_link(interview: Interview, link: str, by: Person) -> None:
    """Let people meet at this address, where none was given; who was invited gets the change."""
    if interview.meeting_link or not link:
        return
    interview.meeting_link = link
    db.session.flush()
    note("interview.updated", interview, by, old={"meeting_link": None}, new={"meeting_link": link})
    send_update(interview)


def send_cancellation(interview: Interview) -> None:
    """Take the invitation back from everybody who got it. To be called while the agreed time still stands."""
    if not interview.invite_sent:
        return
    _next_sequence(interview)
    interview.invite_sent = False
    db.session.flush()
    _mail_all(interview, invitees(interview), Method.CANCEL, "interview_cancelled")


def send_off_mail(interview: Interview) -> None:
    """Tell a candidate who was asked for a time, but not yet invited, that the interview is off."""
    for person in invitees(interview):
        if person.kind == "candidate":
            company = get_company(interview.company_id)
            _mail(interview, company, person, "interview_cancelled", f"Cancelled: {what_of(interview)}", "off")


def send_slots_mail(
    interview: Interview, recruiter: str, *, key: str | None = None, good_until: datetime | None = None
) -> None:
    """Ask the candidate to choose one of the times that lie ahead, by a link that opens this interview alone.

    `recruiter` is the name below the mail. With a `key` it is a reminder: the mail says so, and one with the same key
    is not sent again.
    """
    open_offers = [offer.slot for offer in queries.offers(interview) if offer.is_available]
    if not open_offers:
        return
    company = get_company(interview.company_id)
    zone = interview.time_zone
    times = [span(slot.start, slot.end, zone) for slot in open_offers[:TIMES_IN_MAIL]]
    for person in invitees(interview):
        if person.kind == "candidate":
            # The same times may be offered twice (given back, not come), so the mail is told apart by chance.
            subject = f"{'Still to do: choose' if key else 'Choose'} a time: {what_of(interview)}"
            extra = {
                "times": times,
                "more": len(open_offers) - len(times),
                "recruiter": recruiter,
                "reminder": key is not None,
            }
            mail_key = key or f"slots:{secrets.token_hex(6)}"
            _mail(interview, company, person, "interview_slots", subject, mail_key, extra, good_until=good_until)


def invitees(interview: Interview) -> list[Invitee]:
    """Everybody who takes part and can be reached, each address once; the candidate first."""
    candidate = interview.candidate
    found = [Invitee(candidate.name, candidate.email or "", "candidate", interview.time_zone)]
    for interviewer in queries.interviewers_of(interview.id):
        user = interviewer.user
        found.append(Invitee(user.name, user.email, "user", user.time_zone or interview.time_zone))
    for guest in queries.guests_of(interview.id):
        found.append(Invitee(guest.name, guest.email, "guest", interview.time_zone))
    once = {person.email: person for person in reversed(found) if person.email}
    return [person for person in found if once.get(person.email) is person]


def meeting_of(interview: Interview, company: Company, people: Sequence[Invitee]) -> Meeting:
    """The calendar entry of the agreed time. Raises ValueError when there is none."""
    if interview.scheduled_start_time is None or interview.scheduled_end_time is None:
        raise ValueError("No time is agreed.")
    return Meeting(
        uid=interview.ics_uid,
        sequence=interview.ics_sequence,
        start=interview.scheduled_start_time,
        end=interview.scheduled_end_time,
        title=f"{what_of(interview)}: {interview.candidate.name}",
        description=_description(interview),
        organizer=Attendee(company.name, organizer_of(interview)),
        attendees=[Attendee(person.name, person.email) for person in people],
        location=_where(interview),
        link=interview.meeting_link or "",
    )


def organizer_of(interview: Interview) -> str:
    """Where answers of calendars go: to who planned the interview, else to the portal's own address."""
    sender: str = current_app.config["MAIL_FROM"]
    return interview.created_by or sender


def _next_sequence(interview: Interview) -> None:
    """0 for the first invitation, one more for whatever follows it."""
    if interview.invited_at is not None:
        interview.ics_sequence += 1


def _mail_all(
    interview: Interview, people: Sequence[Invitee], method: Method, template: str, *, changed: bool = False
) -> None:
    if not people:
        return
    company = get_company(interview.company_id)
    text = calendar.write(meeting_of(interview, company, people), method, now())
    word = "Cancelled" if method is Method.CANCEL else "Changed" if changed else "Invitation"
    for person in people:
        subject = f"{word}: {what_of(interview)}, {when_of_reader(interview, person.zone)}"
        key = f"{method.value.lower()}:{interview.ics_sequence}"
        _mail(interview, company, person, template, subject, key, {"changed": changed}, ics=(text, method))


def _mail(
    interview: Interview,
    company: Company,
    person: Invitee,
    template: str,
    subject: str,
    key: str,
    extra: dict[str, Any] | None = None,
    ics: tuple[str, Method] | None = None,
    good_until: datetime | None = None,
) -> None:
    mail.send(
        person.email,
        subject,
        template,
        key=f"interview:{interview.id}:{key}:{person.email}",
        context={**facts_of(interview, person), "company_name": company.name, **(extra or {})},
        links=links_of(interview, person),
        to_name=person.name,
        from_name=company.name,
        reply_to=interview.created_by or None,
        ics=ics[0] if ics else None,
        ics_method=ics[1].value if ics else None,
        good_until=good_until,
    )


def links_of(interview: Interview, person: Invitee) -> dict[str, tuple[str, dict[str, Any]]]:
    """The way to the interview for each kind of person: a secret link, the page of the portal, or none (a guest)."""
    if person.kind == "candidate":
        return {"link": ("interview", {"company_id": interview.company_id, "interview_id": interview.id})}
    if person.kind == "user":
        return {"link": ("page", {"endpoint": "interviews.show", "values": {"interview_id": interview.id}})}
    return {}


def facts_of(interview: Interview, person: Invitee) -> dict[str, Any]:
    """What a mail says of the interview, its time in the zone of the person."""
    return {
        "kind": person.kind,
        "first_name": interview.candidate.first_name,
        "candidate": interview.candidate.name,
        "what": what_of(interview),
        "client": interview.job.client.company_name,
        "when": when_of_reader(interview, person.zone),
        "zone": person.zone,
        "minutes": interview.interview_duration,
        "mode": interview.interview_mode.value,
        "where": _where(interview),
        "meeting_link": interview.meeting_link or "",
        "instructions": interview.additional_instructions or "",
        "status": interview.interview_status.value,
    }


def what_of(interview: Interview) -> str:
    """`Technical round, Backend Engineer`."""
    name = interview.round_name or f"Round {interview.interview_round}"
    return f"{name}, {interview.job.title}"


def when_of_reader(interview: Interview, zone: str) -> str:
    """The agreed time in a zone, and which zone that is."""
    text = span(interview.scheduled_start_time, interview.scheduled_end_time, zone)
    return f"{text} ({zone.replace('_', ' ')})" if text else ""


def _where(interview: Interview) -> str:
    if interview.interview_mode is InterviewMode.ONSITE:
        return interview.place or ""
    if interview.interview_mode is InterviewMode.PHONE:
        return "Phone call"
    return interview.meeting_link or "Video call"


def _description(interview: Interview) -> str:
    lines = [
        f"{interview.job.title} at {interview.job.client.company_name}",
        f"Candidate: {interview.candidate.name}",
        f"Mode: {interview.interview_mode.value}, {interview.interview_duration} minutes",
    ]
    if interview.meeting_link:
        lines.append(f"Join: {interview.meeting_link}")
    if interview.additional_instructions:
        lines += ["", interview.additional_instructions]
    return "\n".join(lines)
