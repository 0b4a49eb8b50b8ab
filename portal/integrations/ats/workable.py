"""Workable (workable.readme.io/reference/webhooks).

`X-Workable-Signature`: hexadecimal in every receiver that we have seen; base64 is taken too. The body shows the
candidate as of its sending, and one event stands for a move, a rejection and a hire alike. A job is known by its
`shortcode`; a candidate is one person in one job, so its id is that of the application too.
"""

import base64
from datetime import datetime
from typing import Any

from portal.integrations.ats import reading
from portal.integrations.ats.adapter import BadSignature, Headers, by_content, digest, is_same
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts, Resume
from portal.integrations.ats.reading import at, given, identity, rows, text

KINDS = {
    "candidate_created": Kind.APPLICATION_CREATED,
    "candidate_moved": Kind.APPLICATION_MOVED,
    "candidate_deleted": Kind.CANDIDATE_DELETED,
}


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature."""
    expected, said = digest(raw, secret), headers.get("x-workable-signature", "")
    in_base64 = base64.b64encode(bytes.fromhex(expected)).decode()
    if not (is_same(expected, said.lower()) | is_same(in_base64, said)):
        raise BadSignature


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """The body's `id`."""
    return identity(at(payload, "id")) or by_content(raw)


def once(payload: Any) -> str | None:
    """Nothing: the signature covers the body."""
    return None


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`."""
    name, data = text(at(payload, "event_type"), 80), at(payload, "data")
    kind = KINDS.get(name, Kind.UNKNOWN)
    number = identity(at(data, "id"))
    if kind is Kind.UNKNOWN or number is None:
        return AtsEvent(kind=Kind.UNKNOWN, name=name, occurred_at=reading.moment(at(payload, "fired_at")))
    if kind is Kind.APPLICATION_MOVED:
        kind = _what_happened(data)
    job = at(data, "job")
    known = JobFacts(external_id=identity(at(job, "shortcode")), title=text(at(job, "title")))
    return AtsEvent(
        kind=kind,
        name=name,
        # The candidate is shown as of sending, so the time of sending says how new it is.
        occurred_at=reading.moment(at(payload, "fired_at")) or reading.moment(at(data, "updated_at")),
        job=JobFacts(
            external_id=known.external_id, title=known.title, client=text(at(data, "account", "name"))
        ) if known.external_id else None,
        person=_person(data, number),
        application=ApplicationFacts(
            external_id=number,
            stage=text(at(data, "stage")),
            stage_kind=text(at(data, "stage_kind"), 40),
            reason=text(at(data, "disqualification_reason"), 400),
        ),
    )  # fmt: skip


def _what_happened(data: Any) -> Kind:
    if reading.moment(at(data, "hired_at")) is not None:
        return Kind.APPLICATION_HIRED
    if at(data, "withdrew") is True:
        return Kind.APPLICATION_WITHDRAWN
    return Kind.APPLICATION_REJECTED if at(data, "disqualified") is True else Kind.APPLICATION_MOVED


def _person(data: Any, number: str) -> PersonFacts:
    first, _, last = text(at(data, "name"), 240).partition(" ")
    place = at(data, "location")
    fields = given(
        first_name=text(at(data, "firstname"), 120) or first[:120],
        last_name=text(at(data, "lastname"), 120) or last[:120],
        email=text(at(data, "email"), 254),
        phone=text(at(data, "phone"), 60),
        location=text(at(data, "address")) or text(at(place, "location_str")),
        current_role=text(at(data, "headline")),
        summary=reading.lines(at(data, "summary")),
        skills=[name for row in rows(at(data, "skills"), 200) if (name := text(row.get("name"), 60))],
        links=reading.link_of(row.get("url") for row in rows(at(data, "social_profiles"))),
        experience=[_post(row) for row in rows(at(data, "experience_entries"))],
        education=[_course(row) for row in rows(at(data, "education_entries"))],
    )
    url = text(at(data, "resume_url"), 2000)
    return PersonFacts(external_id=number, fields=fields, resume=Resume(url) if url else None)


def _post(row: dict[str, Any]) -> dict[str, Any]:
    return given(
        title=text(row.get("title")),
        company=text(row.get("company")),
        description=reading.lines(row.get("summary"), 5000),
        start=reading.month(row.get("start_date")),
        end=reading.month(row.get("end_date")),
        current=row.get("current") is True,
    )


def _course(row: dict[str, Any]) -> dict[str, Any]:
    return given(
        institution=text(row.get("school")),
        degree=text(row.get("degree")),
        field=text(row.get("field_of_study")),
        start=reading.month(row.get("start_date")),
        end=reading.month(row.get("end_date")),
    )
