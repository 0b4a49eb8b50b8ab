"""What the candidates' pages ask, as plain values: a page cannot show what is not in them.

All but `find_interview_link` and `messages_since` are asked in the candidate's own scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select

from portal.accounts.models import AccountStatus, ApiKey, CandidateAccount, Company, LinkPurpose, OneTimeLink, User
from portal.accounts.queries import get_account, get_company, keys_of_account
from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewSlot, InterviewStatus
from portal.jobs.models import Job

SHOWN = 50
# What still asks something of the candidate, or is to happen.
COMING = (InterviewStatus.AWAITING, InterviewStatus.CONFIRMED, InterviewStatus.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: the recruiter who planned the interview."""

    name: str
    email: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may be booked at this moment, or the one that is."""

    id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One interview as its candidate may know it: no feedback, no decision, no notes."""

    id: int
    application_id: int
    title: str
    job: str
    client: str
    company: str
    mode: str
    minutes: int
    people: Sequence[str]
    place: str | None
    link: str | None
    instructions: str | None
    status: InterviewStatus
    start: datetime | None
    end: datetime | None
    zone: str
    notice_hours: int
    slots: Sequence[Slot]
    chosen: Slot | None
    contact: Contact | None


def card_of(interview_id: int) -> Card:
    """The interview with the times that are free now. Raises Missing."""
    interview = interviews.get_interview(interview_id)
    company = get_company(interview.company_id)
    asked = interviews.interviewers_of(interview.id)
    offers = interviews.offers(interview, asked)
    people = [row.user.name for row in asked] + [guest.name for guest in interviews.guests_of(interview.id)]
    return Card(
        id=interview.id,
        application_id=interview.application_id,
        title=interview.round_name or f"Round {interview.interview_round}",
        job=interview.job.title,
        client=interview.job.client.company_name,
        company=company.name,
        mode=interview.interview_mode.value,
        minutes=interview.interview_duration,
        people=[name for name in people if name],
        place=interview.place,
        link=interview.meeting_link,
        instructions=interview.additional_instructions,
        status=interview.interview_status,
        start=interview.scheduled_start_time,
        end=interview.scheduled_end_time,
        zone=interview.time_zone,
        notice_hours=company.notice_hours,
        slots=[Slot(o.slot.id, o.slot.start, o.slot.end) for o in offers if o.is_available],
        chosen=next((Slot(o.slot.id, o.slot.start, o.slot.end) for o in offers if o.is_chosen), None),
        contact=find_contact(interview.created_by),
    )


def find_contact(email: str) -> Contact | None:
    """The active member of staff with that address; None when they have left."""
    wanted: Any = select(User.first_name, User.last_name, User.email, User.phone).where(
        User.email == email, User.status == AccountStatus.ACTIVE, User.client_id.is_(None)
    )
    row = db.session.execute(wanted).one_or_none()
    return Contact(f"{row.first_name} {row.last_name}".strip(), row.email, row.phone) if row else None


def coming_interviews() -> Sequence[Row[Any]]:
    """The interviews that wait for a time or are still to come, what is agreed first, in order of time.

    Columns id, interview_status, interview_mode, interview_duration, round_name, interview_round,
    scheduled_start_time, scheduled_end_time, time_zone, meeting_link, place, title, company_name, times.
    """
    moment = now()
    times = (
        select(func.count(InterviewSlot.id))
        .where(
            InterviewSlot.interview_id == Interview.id,
            InterviewSlot.withdrawn_at.is_(None),
            InterviewSlot.start > moment,
        )
        .correlate(Interview)
        .scalar_subquery()
    )
    wanted: Any = (
        select(
            Interview.id,
            Interview.interview_status,
            Interview.interview_mode,
            Interview.interview_duration,
            Interview.round_name,
            Interview.interview_round,
            Interview.scheduled_start_time,
            Interview.scheduled_end_time,
            Interview.time_zone,
            Interview.meeting_link,
            Interview.place,
            Job.title,
            Client.company_name,
            times.label("times"),
        )
        .join(Job, Job.id == Interview.job_id)
        .join(Client, Client.id == Interview.client_id)
        .where(
            Interview.interview_status.in_(COMING),
            or_(Interview.scheduled_end_time.is_(None), Interview.scheduled_end_time > moment),
        )
    )
    return db.session.execute(
        wanted.order_by(Interview.scheduled_start_time.nulls_last(), Interview.id.desc()).limit(SHOWN)
    ).all()


def _applications() -> Any:
    # The client's name is told once an interview was offered; before that it is the recruiter's to tell.
    offered = select(Interview.id).where(Interview.application_id == Application.id).correlate(Application).exists()
    return (
        select(
            Application.id,
            Application.job_id,
            Application.status,
            Application.rejection_reason,
            Application.created_at,
            Application.moved_at,
            Job.title,
            Job.location,
            Client.company_name,
            offered.label("offered"),
        )
        .join(Job, Job.id == Application.job_id)
        .join(Client, Client.id == Application.client_id)
    )


def my_applications(limit: int = SHOWN) -> Sequence[Row[Any]]:
    """The candidate's applications, newest first. Columns as `get_my_application`."""
    return db.session.execute(_applications().order_by(Application.id.desc()).limit(limit)).all()


def get_my_application(application_id: int) -> Row[Any]:
    """One application. Raises Missing.

    Columns id, job_id, status, rejection_reason, created_at, moved_at, title, location, company_name, offered.
    """
    found: Row[Any] | None = db.session.execute(_applications().where(Application.id == application_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def my_account(by: Person) -> CandidateAccount:
    """The candidate's own account, also before its address is confirmed. To be asked before anything is loaded."""
    with as_company(by.company_id):
        return get_account(by.id)


def my_keys(by: Person) -> Sequence[ApiKey]:
    """The candidate's own API keys, the newest first. To be asked before anything is loaded."""
    with as_company(by.company_id):
        return keys_of_account(by.id)


def zone_of(by: Person) -> str | None:
    """The zone that the candidate has set in the account, if any."""
    return db.session.scalar(select(CandidateAccount.time_zone).where(CandidateAccount.id == by.id))


def messages_since(interview_id: int, company_id: int, since: datetime) -> int:
    """How often the candidate asked for other times since then; before anything else is loaded."""
    with as_company(company_id):
        return interviews.declined_since(interview_id, since)


def a_day_ago() -> datetime:
    """For `messages_since`."""
    return now() - timedelta(days=1)


def find_interview_link(token_hash: str) -> Row[Any] | None:
    """The interview that a link from a mail opens, and its candidate; asked as_system, as columns alone.

    Columns company_id, interview_id, candidate_id, first_name, last_name, email, company_name, company_zone,
    account_id, account_zone (those of a confirmed account, if there is one).
    """
    theirs = (
        (CandidateAccount.candidate_id == Candidate.id)
        & (CandidateAccount.status == AccountStatus.ACTIVE)
        & CandidateAccount.email_confirmed_at.is_not(None)
    )
    wanted: Any = (
        select(
            OneTimeLink.company_id,
            OneTimeLink.interview_id,
            Interview.candidate_id,
            Candidate.first_name,
            Candidate.last_name,
            Candidate.email,
            Company.name.label("company_name"),
            Company.time_zone.label("company_zone"),
            CandidateAccount.id.label("account_id"),
            CandidateAccount.time_zone.label("account_zone"),
        )
        .join(Interview, Interview.id == OneTimeLink.interview_id)
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Company, Company.id == OneTimeLink.company_id)
        .outerjoin(CandidateAccount, theirs)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.purpose == LinkPurpose.INTERVIEW,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
            Company.status == AccountStatus.ACTIVE,
            Candidate.deleted_at.is_(None),
            Interview.interview_status != InterviewStatus.DRAFT,
        )
        .order_by(CandidateAccount.id)
        .limit(1)
    )
    return db.session.execute(wanted).one_or_none()
