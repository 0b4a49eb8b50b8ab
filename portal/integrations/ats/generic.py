"""A system of the company's own: our normal form, with an API key and not a signature (DESIGN: decisions, `generic`).

`event_type` is a word of `Kind`; the names are those of the source document of conversations (camelCase).
"""

from datetime import datetime
from typing import Any

from portal.integrations.ats import reading
from portal.integrations.ats.adapter import BadSignature, Headers, by_content
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts, Resume
from portal.integrations.ats.reading import at, given, identity, moment, text


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature: nothing is signed here."""
    raise BadSignature


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """`event_id`."""
    return identity(at(payload, "event_id")) or by_content(raw)


def once(payload: Any) -> str | None:
    """Nothing: an API key speaks for the whole body."""
    return None


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`."""
    name = text(at(payload, "event_type"), 80)
    kind = Kind(name) if name in set(Kind) else Kind.UNKNOWN
    job, application = at(payload, "job"), at(payload, "application")
    return AtsEvent(
        kind=kind,
        name=name,
        occurred_at=moment(at(payload, "occurred_at")),
        job=_job(job),
        person=_person(at(payload, "candidate")),
        application=ApplicationFacts(
            external_id=identity(at(application, "external_id")),
            stage=text(at(application, "stage")),
            reason=text(at(application, "reason"), 400),
            note=text(at(application, "note"), 400),
        ),
    )


def _job(found: Any) -> JobFacts | None:
    if not isinstance(found, dict):
        return None
    return JobFacts(
        external_id=identity(found.get("external_id")),
        our_id=text(found.get("job_id"), 40) or None,
        title=text(found.get("title")),
        client=text(found.get("client")),
        status=text(found.get("status"), 20),
        fields=given(location=text(found.get("location")), description=reading.lines(found.get("description"))),
    )


def _person(found: Any) -> PersonFacts | None:
    if not isinstance(found, dict):
        return None
    fields = given(
        first_name=text(found.get("firstName"), 120),
        last_name=text(found.get("lastName"), 120),
        email=text(found.get("emailAddress"), 254),
        phone=text(found.get("phoneNumber"), 60),
    )
    url = text(found.get("resumeUrl"), 2000)
    return PersonFacts(
        external_id=identity(found.get("external_id")),
        fields=fields,
        resume=Resume(url) if url else None,
        merged_into=identity(found.get("merged_into")),
        anonymized=("name",) if found else (),
    )
