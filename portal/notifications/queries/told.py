"""What an event was about, in names."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
from portal.conversations.models import Contact, Conversation
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event, EventDetails
from portal.core.formats import when
from portal.interviews.models import Interview
from portal.jobs.models import Job
from portal.notifications.models import Facts


@dataclass(frozen=True, slots=True)
class Told:
    """An event, its names, and whether the client may hear of it."""

    event: Event
    facts: Facts
    client_sees: bool
    interview: Interview | None

    def id_of(self, about: str) -> int | None:
        """The id of what the notification opens."""
        if about != "conversation":
            found: int | None = getattr(self.event, f"{about}_id")
            return found
        return conversation_of(self.event)

    def facts_in(self, zone: str) -> Facts:
        """The same facts with the agreed time as the zone's clocks show it."""
        return _with_time(self.facts, self.event.about.get("start"), zone)


def told_of(event_id: int) -> Told:
    """What an event was about, read anew by the worker. Raises Missing."""
    wanted = (
        select(
            Event,
            EventDetails.old,
            EventDetails.new,
            Candidate.first_name,
            Candidate.last_name,
            Job.title,
            Job.location,
            Job.openings,
            Client.company_name,
            Application.client_sees,
            Interview,
        )
        .outerjoin(EventDetails, EventDetails.event_id == Event.id)
        .outerjoin(Candidate, Candidate.id == Event.candidate_id)
        .outerjoin(Job, Job.id == Event.job_id)
        .outerjoin(Client, Client.id == func.coalesce(Event.client_id, Job.client_id))
        .outerjoin(Application, Application.id == Event.application_id)
        .outerjoin(Interview, Interview.id == Event.interview_id)
    )
    row = db.session.execute(wanted.where(Event.id == event_id)).one_or_none()
    if row is None:
        raise Missing
    event, interview, new = row.Event, row.Interview, row.new or {}
    facts = Facts(
        candidate=" ".join(part for part in (row.first_name, row.last_name) if part),
        job=row.title or "",
        client=row.company_name or "",
        location=row.location or "",
        openings=row.openings or 0,
        round=_round(interview),
        status=new.get("status", ""),
        before=(row.old or {}).get("status", ""),
        reason=new.get("rejection_reason") or new.get("reason") or "",
        actor=event.actor_name,
    )
    number = conversation_of(event)
    if number is not None:
        facts = replace(facts, contact=_contact(number) or "Somebody")
    return Told(event, facts, bool(row.client_sees), interview)


def conversation_of(event: Event) -> int | None:
    """The conversation that an event is about."""
    found: int | None = event.entity_id if event.entity_type == "conversation" else event.about.get("conversation")
    return found


def _contact(conversation_id: int) -> str:
    wanted = select(Contact.name, Contact.phone, Contact.email).join(
        Conversation, Conversation.contact_id == Contact.id
    )
    row = db.session.execute(wanted.where(Conversation.id == conversation_id)).one_or_none()
    return (row.name or row.phone or row.email or "") if row else ""


def _round(interview: Interview | None) -> str:
    return (interview.round_name or f"Round {interview.interview_round}") if interview else ""


def _with_time(facts: Facts, start: str | None, zone: str) -> Facts:
    return replace(facts, time=when(datetime.fromisoformat(start), zone)) if start else facts
