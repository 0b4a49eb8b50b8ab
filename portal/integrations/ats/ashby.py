"""Ashby (developers.ashbyhq.com/docs/setting-up-webhooks).

`Ashby-Signature: sha256=<hex>` over the raw body. One hire sends three actions with one `webhookActionId`, so a
delivery is known by both.
"""

from datetime import datetime
from typing import Any

from portal.integrations.ats import reading
from portal.integrations.ats.adapter import BadSignature, Headers, by_content, digest, is_same
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts, Resume
from portal.integrations.ats.reading import at, given, identity, moment, text

KINDS = {
    "ping": Kind.PING,
    "applicationSubmit": Kind.APPLICATION_CREATED,
    "applicationUpdate": Kind.APPLICATION_UPDATED,
    "candidateStageChange": Kind.APPLICATION_MOVED,
    "candidateHire": Kind.APPLICATION_HIRED,
    "candidateMerge": Kind.CANDIDATE_MERGED,
    "candidateDelete": Kind.CANDIDATE_DELETED,
    "jobCreate": Kind.JOB_CREATED,
    "jobUpdate": Kind.JOB_UPDATED,
}
JOB_STATUSES = {"open": "open", "closed": "closed", "archived": "closed", "draft": "on_hold"}
EMPLOYMENT = {
    "FullTime": "full_time",
    "PartTime": "part_time",
    "Contract": "contract",
    "Temporary": "contract",
    "Intern": "internship",
}


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature."""
    word, _, said = headers.get("ashby-signature", "").partition("=")
    if word != "sha256" or not is_same(digest(raw, secret), said):
        raise BadSignature


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """The action with its `webhookActionId`, which may stand beside `data` or in it."""
    number = identity(at(payload, "webhookActionId")) or identity(at(payload, "data", "webhookActionId"))
    return f"{text(at(payload, 'action'), 80)}:{number}" if number else by_content(raw)


def once(payload: Any) -> str | None:
    """Nothing: the signature covers the body."""
    return None


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`."""
    name, data = text(at(payload, "action"), 80), at(payload, "data")
    kind = KINDS.get(name, Kind.UNKNOWN)
    if kind in (Kind.PING, Kind.UNKNOWN):
        return AtsEvent(kind=kind, name=name)
    if kind.value.startswith("job"):
        job = at(data, "job")
        return AtsEvent(kind=kind, name=name, occurred_at=moment(at(job, "updatedAt")), job=_job(job) or JobFacts())
    if kind is Kind.CANDIDATE_MERGED:
        lost, kept = identity(at(data, "deletedCandidate", "id")), identity(at(data, "mergedCandidate", "id"))
        return AtsEvent(kind=kind, name=name, person=PersonFacts(external_id=lost, merged_into=kept))
    if kind is Kind.CANDIDATE_DELETED:
        return AtsEvent(kind=kind, name=name, person=PersonFacts(external_id=identity(at(data, "candidate", "id"))))
    return _of_application(kind, name, at(data, "application"))


def _of_application(kind: Kind, name: str, found: Any) -> AtsEvent:
    status, archived = text(at(found, "status"), 40), at(found, "archiveReason")
    if kind is Kind.APPLICATION_UPDATED and status == "Archived":
        # Ashby has no event of its own for a rejection.
        kind = Kind.APPLICATION_REJECTED
    stage = at(found, "currentInterviewStage")
    return AtsEvent(
        kind=kind,
        name=name,
        occurred_at=moment(at(found, "updatedAt")) or moment(at(found, "createdAt")),
        job=_job(at(found, "job")),
        person=_person(at(found, "candidate")),
        application=ApplicationFacts(
            external_id=identity(at(found, "id")),
            stage=text(at(stage, "title")),
            stage_kind=text(at(stage, "type"), 40),
            reason=text(at(archived, "text"), 400) or text(at(archived, "title"), 400),
        ),
    )


def _person(found: Any) -> PersonFacts | None:
    if not isinstance(found, dict):
        return None
    first, _, last = text(found.get("name"), 240).partition(" ")
    fields = given(
        first_name=first[:120],
        last_name=last[:120],
        email=text(at(found, "primaryEmailAddress", "value"), 254),
        phone=text(at(found, "primaryPhoneNumber", "value"), 60),
    )
    number = identity(found.get("id"))
    return PersonFacts(external_id=number, fields=fields, resume=Resume(held=number) if number else None)


def _job(found: Any) -> JobFacts | None:
    if not isinstance(found, dict):
        return None
    fields = given(
        employment_type=EMPLOYMENT.get(text(found.get("employmentType"), 40), ""),
        description=reading.plain(found.get("description")),
    )
    return JobFacts(
        external_id=identity(found.get("id")),
        title=text(found.get("title")),
        status=JOB_STATUSES.get(text(found.get("status"), 20).lower(), ""),
        fields=fields,
    )
