"""One interview and what belongs to it, read whole, for it is about to be changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import AccountStatus, Company, Role, User
from portal.candidates.models import Application, ApplicationStatus
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event
from portal.interviews.models import (
    Feedback,
    Guest,
    Interview,
    Interviewer,
    InterviewSlot,
    InterviewStatus,
)
from portal.interviews.rules import OPEN, Situation
from portal.jobs.models import Job


def get_interview(interview_id: int) -> Interview:
    """The interview with its candidate, job, client and application. Raises Missing, also for a deleted candidate."""
    found = db.session.scalars(_WHOLE.where(Interview.id == interview_id)).one_or_none()
    if found is None or found.candidate is None or found.candidate.deleted_at is not None:
        raise Missing
    return found


_WHOLE = select(Interview).options(
    joinedload(Interview.candidate),
    joinedload(Interview.job).joinedload(Job.client),
    joinedload(Interview.client),
    joinedload(Interview.application),
)


def lock_interview(interview_id: int) -> Interview:
    """The interview as it is now, its row held until the transaction ends. Raises Missing.

    Whoever changes an interview begins here, so that a booking and a cancellation decide one after the other.
    """
    wanted = select(Interview).where(Interview.id == interview_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def get_application(application_id: int) -> Application:
    """The application with its candidate, job and client. Raises Missing."""
    wanted = select(Application).options(
        joinedload(Application.candidate), joinedload(Application.job).joinedload(Job.client)
    )
    found = db.session.scalars(wanted.where(Application.id == application_id)).one_or_none()
    if found is None or found.candidate is None or found.candidate.deleted_at is not None:
        raise Missing
    return found


def interviewers_of(interview_id: int) -> Sequence[Interviewer]:
    """Who interviews, with their users."""
    wanted = select(Interviewer).where(Interviewer.interview_id == interview_id).order_by(Interviewer.id)
    return db.session.scalars(wanted.options(joinedload(Interviewer.user))).all()


def guests_of(interview_id: int) -> Sequence[Guest]:
    """Who is invited without an account."""
    return db.session.scalars(select(Guest).where(Guest.interview_id == interview_id).order_by(Guest.id)).all()


def feedback_of(interview_id: int) -> Sequence[Feedback]:
    """What each said, the newest first, with their users."""
    wanted = select(Feedback).where(Feedback.interview_id == interview_id).options(joinedload(Feedback.user))
    return db.session.scalars(wanted.order_by(Feedback.updated_at.desc(), Feedback.id.desc())).all()


def situation_of(interview: Interview) -> Situation:
    """The facts that decide what may happen to the interview now, in one statement."""
    moment = now()
    free = (
        select(func.count())
        .select_from(InterviewSlot)
        .where(
            InterviewSlot.interview_id == interview.id,
            InterviewSlot.withdrawn_at.is_(None),
            InterviewSlot.start > moment,
        )
        .scalar_subquery()
    )
    status = select(Application.status).where(Application.id == interview.application_id).scalar_subquery()
    wanted = select(Company.notice_hours, free.label("free"), status.label("application_status"))
    row = db.session.execute(wanted.where(Company.id == interview.company_id)).one()
    return Situation(
        status=interview.interview_status,
        client_id=interview.client_id,
        candidate_id=interview.candidate_id,
        start=interview.scheduled_start_time,
        end=interview.scheduled_end_time,
        notice_hours=row.notice_hours,
        free_slots=row.free,
        hire_undone=interview.hiring_initiated and row.application_status != ApplicationStatus.SELECTED,
    )


def rounds_of(application_id: int) -> dict[int, list[InterviewStatus]]:
    """The statuses of every interview of an application, by round."""
    wanted = select(Interview.interview_round, Interview.interview_status).where(
        Interview.application_id == application_id
    )
    found: dict[int, list[InterviewStatus]] = defaultdict(list)
    for number, status in db.session.execute(wanted.order_by(Interview.id)):
        found[number].append(status)
    return dict(found)


def open_interviews_of(*, application_id: int | None = None, candidate_id: int | None = None) -> Sequence[Interview]:
    """Interviews that are still to happen, of an application or of all a candidate's."""
    mine = (
        Interview.application_id == application_id
        if application_id is not None
        else Interview.candidate_id == candidate_id
    )
    return db.session.scalars(select(Interview).where(mine, Interview.interview_status.in_(OPEN))).all()


def declined_since(interview_id: int, since: datetime) -> int:
    """How often the candidate asked for other times since then."""
    wanted = select(func.count(Event.id)).where(
        Event.entity_type == "interview",
        Event.entity_id == interview_id,
        Event.name == "interview.times_declined",
        Event.at > since,
    )
    return db.session.scalar(wanted) or 0


def find_feedback(interview: Interview, user_id: int) -> Feedback | None:
    """What this user has said of the interview so far."""
    wanted = select(Feedback).where(Feedback.interview_id == interview.id, Feedback.user_id == user_id)
    return db.session.scalars(wanted).one_or_none()


def users_by_id(user_ids: Iterable[int], client_id: int) -> Sequence[User]:
    """Those of the users who may interview for this client: active staff, and the client's own people."""
    wanted = select(User).where(
        User.id.in_(list(user_ids)),
        User.status == AccountStatus.ACTIVE,
        User.role != Role.AI,
        or_(User.client_id.is_(None), User.client_id == client_id),
    )
    return db.session.scalars(wanted.order_by(User.id)).all()
