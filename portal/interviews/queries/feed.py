"""One person's interviews for their calendar: one statement, columns alone."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, exists, literal, or_, select

from portal.candidates.models import Candidate
from portal.clients.models import Client
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person
from portal.interviews.models import Interview, Interviewer
from portal.jobs.models import Job

LOOKS_BACK = timedelta(days=30)
MOST = 1000


def agreed_interviews_of(person: Person) -> Sequence[Row[Any]]:
    """The interviews with an agreed time, of the last 30 days and to come, as the person's scope shows them.

    A candidate's own; a user's those that they hold (`holds`) or planned. Columns id, ics_uid, ics_sequence,
    interview_status, interview_mode, scheduled_start_time, scheduled_end_time, round_name, interview_round, place,
    meeting_link, additional_instructions, updated_at, first_name, last_name, title, company_name, holds.
    """
    holds: Any = literal(True)
    if not person.is_candidate:
        holds = exists().where(Interviewer.interview_id == Interview.id, Interviewer.user_id == person.id)
    wanted: Any = (
        select(
            Interview.id,
            Interview.ics_uid,
            Interview.ics_sequence,
            Interview.interview_status,
            Interview.interview_mode,
            Interview.scheduled_start_time,
            Interview.scheduled_end_time,
            Interview.round_name,
            Interview.interview_round,
            Interview.place,
            Interview.meeting_link,
            Interview.additional_instructions,
            Interview.updated_at,
            Candidate.first_name,
            Candidate.last_name,
            Job.title,
            Client.company_name,
            holds.label("holds"),
        )
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Job, Job.id == Interview.job_id)
        .join(Client, Client.id == Interview.client_id)
        .where(Interview.scheduled_start_time >= now() - LOOKS_BACK, Candidate.deleted_at.is_(None))
    )
    if not person.is_candidate:
        wanted = wanted.where(or_(holds, Interview.created_by == person.email))
    return db.session.execute(wanted.order_by(Interview.scheduled_start_time, Interview.id).limit(MOST)).all()
