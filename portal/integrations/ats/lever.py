"""Lever (hire.lever.co/developer/documentation#webhooks).

The signature stands in the body and covers `token` and `triggeredAt` alone, not `data`: a token is good once, for five
minutes, and what a delivery says of a person is read from Lever's API before anything is done.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.integrations.ats import reading
from portal.integrations.ats.adapter import BadSignature, Headers, TooOld, by_content, digest, is_same
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts, Resume
from portal.integrations.ats.reading import at, given, identity, moment, rows, text

GOOD_FOR = timedelta(minutes=5)
KINDS = {
    "applicationCreated": Kind.APPLICATION_CREATED,
    "candidateStageChange": Kind.APPLICATION_MOVED,
    "candidateArchiveChange": Kind.APPLICATION_REJECTED,
    "candidateHired": Kind.APPLICATION_HIRED,
    "candidateDeleted": Kind.CANDIDATE_DELETED,
    "contactUpdated": Kind.CANDIDATE_UPDATED,
}


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature, TooOld, and NotReadable for a body that holds no signature because it is no JSON."""
    payload = reading.parse(raw)
    token, triggered, said = payload.get("token"), payload.get("triggeredAt"), payload.get("signature")
    if not isinstance(token, str) or not isinstance(said, str) or type(triggered) is not int:
        raise BadSignature
    if not is_same(digest(f"{token}{triggered}".encode("utf-8", "replace"), secret), said):
        raise BadSignature
    when = moment(triggered)
    if when is None or abs(now.astimezone(UTC) - when) > GOOD_FOR:
        raise TooOld


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """The body's `id`, else its token."""
    return identity(at(payload, "id")) or identity(at(payload, "token")) or by_content(raw)


def once(payload: Any) -> str | None:
    """The token: with another body it would sign what Lever has never sent."""
    return identity(at(payload, "token"))


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`: ids alone, until `complete` has what the API says of them."""
    name, data = text(at(payload, "event"), 80), at(payload, "data")
    occurred = moment(at(payload, "triggeredAt"))
    if data == {}:
        return AtsEvent(kind=Kind.PING, name=name, occurred_at=occurred)
    kind = KINDS.get(name, Kind.UNKNOWN)
    # `candidateId` is the deprecated name of an opportunity.
    opportunity = identity(at(data, "opportunityId")) or identity(at(data, "candidateId"))
    contact = identity(at(data, "contactId"))
    asks = {"contact": contact} if kind is Kind.CANDIDATE_UPDATED else {"opportunity": opportunity}
    if kind is Kind.UNKNOWN or None in asks.values():
        return AtsEvent(kind=Kind.UNKNOWN, name=name, occurred_at=occurred)
    return AtsEvent(
        kind=kind,
        name=name,
        occurred_at=occurred,
        person=PersonFacts(external_id=contact, resume=Resume(held=opportunity) if opportunity else None),
        application=ApplicationFacts(external_id=opportunity) if opportunity else None,
        asks={what: number for what, number in asks.items() if number},
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """What the API answered, the `data` of each: an opportunity with `stage` and `applications` expanded, the posting
    of its application, why it is archived, a contact. None for what is not there (any more)."""

    opportunity: Any = None
    posting: Any = None
    reason: Any = None
    contact: Any = None


def complete(event: AtsEvent, found: Answers) -> AtsEvent:
    """The event with what the API says of it; UNKNOWN where it does not bear the event out."""
    opportunity, contact = found.opportunity, found.contact
    if event.kind is Kind.CANDIDATE_UPDATED:
        bears_out = event.kind if contact is not None else Kind.UNKNOWN
        return _with(event, bears_out, person=_person(contact, event.person))
    if event.kind is Kind.CANDIDATE_DELETED:
        # Only what the API no longer has is gone.
        return _with(event, Kind.UNKNOWN if opportunity is not None else event.kind)
    if opportunity is None:
        return _with(event, Kind.UNKNOWN)
    kind, archived = event.kind, at(opportunity, "archived")
    if kind is Kind.APPLICATION_REJECTED:
        # Who is hired is archived too, for a reason of the type "hired".
        is_hire = at(found.reason, "type") == "hired"
        kind = Kind.APPLICATION_HIRED if is_hire else kind if archived else Kind.APPLICATION_UNREJECTED
    known = event.application.external_id if event.application else None
    return _with(
        event,
        kind,
        person=_person(opportunity, event.person),
        job=_job(found.posting),
        application=ApplicationFacts(
            external_id=identity(at(opportunity, "id")) or known,
            stage=text(at(opportunity, "stage", "text")),
            reason=text(at(found.reason, "text"), 400),
        ),
    )


def posting_of(opportunity: Any) -> str | None:
    """The id of the posting that the newest application of an opportunity is for."""
    found = [identity(row.get("posting")) for row in rows(at(opportunity, "applications"))]
    return next((number for number in reversed(found) if number), None)


def _with(event: AtsEvent, kind: Kind, **values: Any) -> AtsEvent:
    kept = {"person": event.person, "application": event.application, "job": event.job}
    return AtsEvent(kind=kind, name=event.name, occurred_at=event.occurred_at, **{**kept, **values})


def _person(found: Any, known: PersonFacts | None) -> PersonFacts:
    number = known.external_id if known else None
    first, _, last = text(at(found, "name"), 240).partition(" ")
    emails, place = at(found, "emails"), at(found, "location")
    fields = given(
        first_name=first[:120],
        last_name=last[:120],
        email=text(emails[0], 254) if isinstance(emails, list) and emails else "",
        phone=reading.first_value(at(found, "phones"))[:60],
        location=text(at(place, "name") if isinstance(place, dict) else place),
        current_role=text(at(found, "headline")),
    )
    contact = at(found, "contact")
    contact = at(contact, "id") if isinstance(contact, dict) else contact
    resume = known.resume if known else None
    return PersonFacts(external_id=identity(contact) or number, fields=fields, resume=resume)


def _job(posting: Any) -> JobFacts | None:
    if not isinstance(posting, dict):
        return None
    about = at(posting, "categories")
    fields = given(location=text(at(about, "location")), department=text(at(about, "department"), 120))
    return JobFacts(external_id=identity(posting.get("id")), title=text(posting.get("text")), fields=fields)
