"""What an event's body says of the rows it is about, read when it happens.

The reader of a body is the company, whoever acted: a candidate who books a time does not see the endpoints, and not all
of the job. So these few questions pass the tenancy hook by; each names its company, and gives columns and no rows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
from portal.conversations.models import Conversation, Message
from portal.core.database import db
from portal.core.events import EventDetails
from portal.core.ids import Prefix
from portal.interviews.models import Interview
from portal.jobs.models import Job
from portal.webhooks.models import WebhookEndpoint

Columns = Sequence[InstrumentedAttribute[Any]]
FIELDS: dict[str, tuple[Any, Columns]] = {
    "candidate": (
        Candidate,
        (
            *(Candidate.first_name, Candidate.last_name, Candidate.email, Candidate.phone, Candidate.linkedin),
            *(Candidate.location, Candidate.current_role, Candidate.current_company, Candidate.experience_years),
            *(Candidate.skills, Candidate.source, Candidate.created_at),
        ),
    ),
    "application": (
        Application,
        (Application.status, Application.rejection_reason, Application.source, Application.created_at),
    ),
    "job": (
        Job,
        (
            *(Job.title, Job.status, Job.department, Job.location, Job.employment_type, Job.priority, Job.openings),
            *(Job.required_skills, Job.nice_to_have_skills, Job.experience_min, Job.experience_max, Job.salary_min),
            *(Job.salary_max, Job.salary_currency, Job.salary_period, Job.is_public, Job.source, Job.external_id),
            Job.created_at,
        ),
    ),
    "client": (Client, (Client.company_name,)),
    "interview": (
        Interview,
        (
            *(Interview.interview_round, Interview.round_name, Interview.interview_status, Interview.interview_mode),
            *(Interview.interview_duration, Interview.time_zone, Interview.scheduled_start_time),
            *(Interview.scheduled_end_time, Interview.no_show_count, Interview.rating, Interview.cancelled_reason),
            *(Interview.hiring_initiated, Interview.created_at),
        ),
    ),
}
# Conversations and messages are named by integers, and have the names of their JSON calls.
TALKS: dict[str, tuple[Any, Sequence[Any]]] = {
    "conversation": (
        Conversation,
        (
            *(Conversation.id, Conversation.company_id, Conversation.channel_id, Conversation.contact_id),
            *(
                Conversation.owner_id,
                Conversation.candidate_id.label("candidateId"),
                Conversation.job_id.label("jobId"),
            ),
            *(Conversation.status, Conversation.created_at.label("createdAt")),
            Conversation.updated_at.label("updatedAt"),
        ),
    ),
    "message": (
        Message,
        (
            *(Message.id, Message.conversation_id, Message.channel_id, Message.sender, Message.author_id),
            *(Message.text.label("content"), Message.state, Message.created_at, Message.sent_at),
        ),
    ),
}
PREFIXES = {
    "candidate": Prefix.CANDIDATE,
    "application": Prefix.APPLICATION,
    "job": Prefix.JOB,
    "client": Prefix.CLIENT,
    "interview": Prefix.INTERVIEW,
}
UNSCOPED = {"unscoped": True}


# Made once, as it is asked at every event.
_SUBSCRIBED: Any = (
    select(WebhookEndpoint.id, WebhookEndpoint.events, WebhookEndpoint.state)
    .where(WebhookEndpoint.company_id == bindparam("company"))
    .order_by(WebhookEndpoint.id)
)


def subscribed(company_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The endpoints of the company: `id`, `events`, `state`."""
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(
        _SUBSCRIBED, {"company": company_id}, execution_options=UNSCOPED
    ).all()
    return found


def snapshot(kind: str, company_id: int, number: int) -> dict[str, Any] | None:
    """The columns of one row as they are now, by name; None when there is no such row in the company."""
    model, columns = FIELDS[kind] if kind in FIELDS else TALKS[kind]
    mine: tuple[ColumnElement[bool], ...] = (model.company_id == company_id, model.id == number)
    row = db.session.execute(select(*columns).where(*mine), execution_options=UNSCOPED).one_or_none()
    return None if row is None else dict(row._mapping)


def details_of(event_id: int, company_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of an event."""
    wanted = select(EventDetails.old, EventDetails.new).where(
        EventDetails.event_id == event_id, EventDetails.company_id == company_id
    )
    row = db.session.execute(wanted, execution_options=UNSCOPED).one_or_none()
    return (row.old, row.new) if row else ({}, {})
