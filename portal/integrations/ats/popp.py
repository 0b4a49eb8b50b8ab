"""The inbound call of the Popp service (seed 000, its API reference): one application, with an API key."""

from datetime import datetime
from typing import Any

from portal.integrations.ats.adapter import BadSignature, Headers, by_content
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts
from portal.integrations.ats.reading import at, given, identity, text


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature: nothing is signed here."""
    raise BadSignature


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """The application's `id`."""
    return identity(at(payload, "id")) or by_content(raw)


def once(payload: Any) -> str | None:
    """Nothing: an API key speaks for the whole body."""
    return None


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`. A `job_id` may be one of ours (`job_…`); any other is theirs."""
    job, found = text(at(payload, "job_id"), 200), at(payload, "candidate")
    is_ours = job.startswith("job_")
    fields = given(
        first_name=text(at(found, "first_name"), 120),
        last_name=text(at(found, "last_name"), 120),
        email=text(at(found, "email_address"), 254),
        phone=text(at(found, "phone_number"), 60),
    )
    return AtsEvent(
        kind=Kind.APPLICATION_CREATED,
        name="application",
        job=JobFacts(external_id=None if is_ours else identity(job), our_id=job if is_ours else None),
        person=PersonFacts(external_id=identity(at(payload, "candidate_id")), fields=fields),
        application=ApplicationFacts(external_id=identity(at(payload, "id"))),
    )
