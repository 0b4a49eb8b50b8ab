"""Everything that the assistant is shown of a conversation, and of nothing else, as plain values.

The pay, and the words of the description, are told of jobs that are public (`is_public`): those are on the careers page
anyway. Of other jobs the recruiter tells them, as they tell the client's name: the candidates' pages show neither.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from portal.accounts.models import AccountStatus, CandidateAccount, Company
from portal.assistant import InterviewFacts, JobFacts, Question, Situation, Time, Trigger, Turn
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.candidates.queries.screening import questions_for
from portal.candidates.rules_told import application_words
from portal.conversations import rules_assistant as rules
from portal.conversations.models import (
    Contact,
    Conversation,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.core.clock import now
from portal.core.database import db
from portal.core.formats import is_zone, money
from portal.core.formats import zone as clocks_of
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewMode, InterviewStatus
from portal.interviews.rules import BOOKED, last_change
from portal.jobs.models import Job

READ_AT_ONCE = 60
HALF_A_YEAR = timedelta(days=182)
ENDED = (ApplicationStatus.REJECTED, ApplicationStatus.SELECTED)
TOLD = frozenset(InterviewStatus) - {InterviewStatus.DRAFT, InterviewStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Thought:
    """What a turn of the assistant begins with: the situation, and what must still be so when it is carried out.

    `answers_id` is the newest message of the contact in it, `seen_id` the newest of anybody's, `mark` what the trigger
    belongs to (an event, or the message that was not answered).
    """

    conversation_id: int
    trigger: Trigger
    situation: Situation
    answers_id: int | None
    seen_id: int | None
    interview_id: int | None = None
    application_id: int | None = None
    mark: int | None = None


def gather(conversation_id: int, trigger: Trigger, mark: int | None = None) -> Thought | None:
    """What the assistant is shown. None when there is no such conversation, or a reply is wanted and nothing waits."""
    row = _row(conversation_id)
    if row is None:
        return None
    conversation: Conversation = row.Conversation
    text, history, answers_id = _messages(conversation)
    if trigger is Trigger.REPLY and answers_id is None:
        return None
    candidate = _candidate(row)
    application, job = (row.Application, row.Job) if candidate else (None, None)
    if application is None and job is None and candidate is not None:
        application, job = _only_application(candidate.id)
    interview = _interview(application.id) if application is not None else None
    asked = questions_for(job.id, application.id if application else None) if job is not None else ()
    situation = Situation(
        trigger=trigger,
        now=now(),
        zone=_zone(row, candidate, interview),
        company=row.Company.name,
        first_name=candidate.first_name if candidate else row.Contact.name.partition(" ")[0],
        text=text if trigger is Trigger.REPLY else "",
        job=_job(job) if job is not None else None,
        next_step=_next_step(application, interview),
        interview=_facts(interview, row.Company) if interview is not None else None,
        questions=tuple(Question(q.id, q.text, q.kind.value, tuple(q.options)) for q in asked),
        answered=frozenset(q.id for q in asked if q.answered is not None),
        memory=rules.memory_of(conversation.memory),
        history=history,
    )
    return Thought(
        conversation_id,
        trigger,
        situation,
        answers_id if trigger is Trigger.REPLY else None,
        conversation.last_message_id,
        interview.id if interview is not None else None,
        application.id if application is not None else None,
        mark,
    )


def _row(conversation_id: int) -> Row[*tuple[Any, ...]] | None:
    account = (
        select(CandidateAccount.time_zone)
        .where(
            CandidateAccount.candidate_id == Contact.candidate_id,
            CandidateAccount.status == AccountStatus.ACTIVE,
            CandidateAccount.email_confirmed_at.is_not(None),
        )
        .order_by(CandidateAccount.id)
        .limit(1)
        .correlate(Contact)
        .scalar_subquery()
    )
    wanted = (
        select(Conversation, Contact, Company, Candidate, Application, Job, account.label("account_zone"))
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Company, Company.id == Conversation.company_id)
        .outerjoin(Candidate, Candidate.id == func.coalesce(Conversation.candidate_id, Contact.candidate_id))
        .outerjoin(Application, Application.id == Conversation.application_id)
        .outerjoin(Job, Job.id == Conversation.job_id)
        .where(Conversation.id == conversation_id)
    )
    return db.session.execute(wanted, execution_options={"populate_existing": True}).one_or_none()


def _candidate(row: Row[*tuple[Any, ...]]) -> Candidate | None:
    """The candidate of the conversation, as long as its contact is that person: a number may have changed hands."""
    found: Candidate | None = row.Candidate
    if found is None or found.deleted_at is not None or row.Contact.candidate_id != found.id:
        return None
    return found


def _messages(conversation: Conversation) -> tuple[str, tuple[Turn, ...], int | None]:
    """What the contact wrote that nobody has dealt with, what was said before, and the newest id of the former."""
    m = Message
    wanted = (
        select(m.id, m.sender, m.text)
        .where(m.conversation_id == conversation.id, m.kind == MessageKind.MESSAGE, m.state != MessageState.FAILED)
        .order_by(m.id.desc())
        .limit(READ_AT_ONCE)
    )
    rows = list(reversed(db.session.execute(wanted).all()))
    by_person = max((r.id for r in rows if r.sender is Sender.AGENT), default=0)
    after = max(conversation.answered_id or 0, by_person)
    new = [r for r in rows if r.sender is Sender.CONTACT and r.id > after]
    ids = {r.id for r in new}
    before = [Turn(r.sender.value, r.text) for r in rows if r.id not in ids]
    text = "\n".join(r.text for r in new)[-rules.TEXT_SEEN :]
    return text, tuple(before[-rules.TURNS_OF_HISTORY :]), max(ids, default=None)


def _only_application(candidate_id: int) -> tuple[Application | None, Job | None]:
    """The one application of somebody that still goes on, for a talk about nothing in particular."""
    wanted = (
        select(Application, Job)
        .join(Job, Job.id == Application.job_id)
        .where(Application.candidate_id == candidate_id, Application.status.not_in(ENDED))
        .limit(2)
    )
    rows = db.session.execute(wanted).all()
    return (rows[0][0], rows[0][1]) if len(rows) == 1 else (None, None)


def _interview(application_id: int) -> Interview | None:
    """The newest round that the candidate knows of."""
    wanted = (
        select(Interview)
        .where(Interview.application_id == application_id, Interview.interview_status.in_(TOLD))
        .order_by(Interview.interview_round.desc(), Interview.id.desc())
        .limit(1)
    )
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def _facts(interview: Interview, company: Company) -> InterviewFacts | None:
    """What may still be agreed or changed of it; nothing of one that is over."""
    status, moment = interview.interview_status, now()
    start, end = interview.scheduled_start_time, interview.scheduled_end_time
    booked = status in BOOKED and start is not None and end is not None and end > moment
    if not booked and status is not InterviewStatus.AWAITING:
        return None
    free, agreed = times_of(interview)
    return InterviewFacts(
        round_name=interview.round_name or f"Round {interview.interview_round}",
        mode=interview.interview_mode.value,
        minutes=interview.interview_duration,
        free=free,
        agreed=agreed if booked else None,
        may_change=not booked or start is None or moment < last_change(start, company.notice_hours),
        place=_place(interview),
        instructions=interview.additional_instructions or "",
    )


def times_of(interview: Interview) -> tuple[tuple[Time, ...], Time | None]:
    """The times that can be taken at this moment, in order, and the agreed one."""
    offers = interviews.offers(interview)
    free = tuple(Time(o.slot.id, o.slot.start, o.slot.end) for o in offers if o.is_available)
    return free, next((Time(o.slot.id, o.slot.start, o.slot.end) for o in offers if o.is_chosen), None)


def _place(interview: Interview) -> str:
    if interview.interview_mode is InterviewMode.ONSITE:
        return interview.place or ""
    if interview.interview_mode is InterviewMode.VIDEO and interview.meeting_link:
        return "the link is in your invitation" if interview.invite_sent else "the link comes with your invitation"
    return ""


def _next_step(application: Application | None, interview: Interview | None) -> str:
    if application is None:
        return ""
    reason = application.rejection_reason
    return application_words(application.status, reason, interviewed=interview is not None)[1]


def _job(job: Job) -> JobFacts:
    low, high = job.salary_min, job.salary_max
    pay = money(
        float(low) if low is not None else None,
        float(high) if high is not None else None,
        job.salary_currency,
        job.salary_period.value,
    )
    return JobFacts(
        title=job.title,
        location=job.location,
        employment_type=job.employment_type.value,
        pay=pay if job.is_public else "",
        experience=_experience(job.experience_min, job.experience_max),
        skills=tuple(job.required_skills),
        description=job.description if job.is_public else "",
    )


def _experience(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} to {high} years" if low != high else f"{low} years"
    if low is not None:
        return f"{low} years or more"
    return f"up to {high} years" if high is not None else ""


def _zone(row: Row[*tuple[Any, ...]], candidate: Candidate | None, interview: Interview | None) -> str:
    """The candidate's own zone, else that of their number, else the interview's, else the company's."""
    numbers = [row.Contact.phone, candidate.phone if candidate else None]
    names = [
        row.account_zone,
        *(zone_of_number(number, now()) for number in numbers if number),
        interview.time_zone if interview is not None else None,
        row.Company.time_zone,
    ]
    return next((name for name in names if name and is_zone(name)), "UTC")


def zone_of_number(phone: str, moment: datetime) -> str | None:
    """The zone of a number in E.164, where the clocks of its country or area agree."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        found = [name for name in timezone.time_zones_for_number(phonenumbers.parse(phone)) if is_zone(name)]
    except phonenumbers.NumberParseException:
        return None
    # In summer and in winter: zones that agree today may part with the next change of the clocks.
    moments = (moment, moment + HALF_A_YEAR)
    offsets = {tuple(when.astimezone(clocks_of(name)).utcoffset() for when in moments) for name in found}
    return _PRESENT.get(found[-1], found[-1]) if len(offsets) == 1 else None


# Names that the package still has and the tz database only knows as links.
_PRESENT = {"Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Europe/Kiev": "Europe/Kyiv"}
