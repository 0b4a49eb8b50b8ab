"""What an event was about, in names."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
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
    return Told(event, facts, bool(row.client_sees), interview)


def _round(interview: Interview | None) -> str:
    return (interview.round_name or f"Round {interview.interview_round}") if interview else ""


def _with_time(facts: Facts, start: str | None, zone: str) -> Facts:
    return replace(facts, time=when(datetime.fromisoformat(start), zone)) if start else facts
