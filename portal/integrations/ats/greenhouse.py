"""Greenhouse (developers.greenhouse.io/webhooks.html).

`Signature: sha256 <hex>` over the raw body, which carries `\\u003c` escapes and is therefore never written anew.
"""

from datetime import datetime
from typing import Any

from portal.integrations.ats import reading
from portal.integrations.ats.adapter import BadSignature, Headers, by_content, digest, is_same
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, JobFacts, Kind, PersonFacts, Resume
from portal.integrations.ats.reading import at, given, identity, latest, rows, text

KINDS = {
    "ping": Kind.PING,
    "new_candidate_application": Kind.APPLICATION_CREATED,
    "new_prospect_application": Kind.APPLICATION_CREATED,
    "candidate_stage_change": Kind.APPLICATION_MOVED,
    "reject_candidate": Kind.APPLICATION_REJECTED,
    "unreject_candidate": Kind.APPLICATION_UNREJECTED,
    "hire_candidate": Kind.APPLICATION_HIRED,
    "unhire_candidate": Kind.APPLICATION_UNHIRED,
    "application_updated": Kind.APPLICATION_UPDATED,
    "delete_application": Kind.APPLICATION_NOTED,
    "offer_created": Kind.APPLICATION_NOTED,
    "offer_approved": Kind.APPLICATION_NOTED,
    "offer_updated": Kind.APPLICATION_NOTED,
    "offer_deleted": Kind.APPLICATION_NOTED,
    "update_candidate": Kind.CANDIDATE_UPDATED,
    "merge_candidate": Kind.CANDIDATE_MERGED,
    "delete_candidate": Kind.CANDIDATE_DELETED,
    "candidate_anonymized": Kind.CANDIDATE_ANONYMIZED,
    "job_created": Kind.JOB_CREATED,
    "job_updated": Kind.JOB_UPDATED,
    "job_approved": Kind.JOB_UPDATED,
    "job_deleted": Kind.JOB_DELETED,
    "job_post_created": Kind.JOB_UPDATED,
    "job_post_updated": Kind.JOB_UPDATED,
}
STATUSES = {"open": "open", "closed": "closed", "draft": "on_hold"}
EMPLOYMENT = {
    "full-time": "full_time",
    "full time": "full_time",
    "part-time": "part_time",
    "part time": "part_time",
    "contract": "contract",
    "temporary": "contract",
    "intern": "internship",
    "internship": "internship",
}
# What `anonymized_fields` calls our columns; the others name what the portal does not keep.
ANONYMIZED = {
    "full_name": ("name",),
    "current_company": ("current_company",),
    "current_title": ("current_role",),
    "phone_numbers": ("phone", "phone_printed"),
    "emails": ("email",),
    "social_media_links": ("linkedin", "links"),
    "websites": ("links",),
    "addresses": ("location",),
    "location": ("location",),
}


def verify(raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
    """Raises BadSignature."""
    word, _, said = headers.get("signature", "").partition(" ")
    if word != "sha256" or not is_same(digest(raw, secret), said):
        raise BadSignature


def delivery_id(payload: Any, headers: Headers, raw: bytes) -> str:
    """The header `Greenhouse-Event-ID`."""
    return identity(headers.get("greenhouse-event-id")) or by_content(raw)


def once(payload: Any) -> str | None:
    """Nothing: the signature covers the body."""
    return None


def normalise(payload: Any) -> AtsEvent:
    """As `Adapter.normalise`."""
    name = text(at(payload, "action"), 80)
    kind, held = KINDS.get(name, Kind.UNKNOWN), at(payload, "payload")
    if kind is Kind.PING or kind is Kind.UNKNOWN:
        return AtsEvent(kind=kind, name=name)
    if name.startswith("job"):
        return _of_job(kind, name, held)
    if name.startswith("offer"):
        return _of_offer(name, held)
    if kind.value.startswith("candidate"):
        return _of_person(kind, name, held)
    return _of_application(kind, name, at(held, "application"))


def _of_application(kind: Kind, name: str, found: Any) -> AtsEvent:
    jobs = rows(at(found, "jobs")) or rows([at(found, "job")])
    job = jobs[0] if jobs else None
    offer = at(found, "offer")
    moved = latest(at(found, "last_activity_at"), at(found, "rejected_at"))
    return AtsEvent(
        kind=kind,
        name=name,
        occurred_at=moved or latest(at(offer, "resolved_at"), at(offer, "created_at")),
        job=_job(job) if job is not None else _named_job(at(found, "job_id")),
        person=_person(at(found, "candidate"), at(found, "candidate_id")),
        application=ApplicationFacts(
            external_id=identity(at(found, "id")),
            stage=text(at(found, "current_stage", "name")),
            reason=text(at(found, "rejection_reason", "name"), 400),
            note="was deleted there" if name == "delete_application" else "",
        ),
    )


def _of_offer(name: str, found: Any) -> AtsEvent:
    offer = at(found, "offer") or found
    what, status = name.removeprefix("offer_"), text(at(offer, "offer_status"), 40)
    return AtsEvent(
        kind=Kind.APPLICATION_NOTED,
        name=name,
        job=_named_job(at(offer, "job_id")),
        application=ApplicationFacts(
            external_id=identity(at(offer, "application_id")),
            note=f"an offer was {what}" + (f" ({status})" if status else ""),
        ),
    )


def _of_person(kind: Kind, name: str, found: Any) -> AtsEvent:
    person = at(found, "candidate") or at(found, "person")
    facts = _person(person, at(found, "candidate_id")) or PersonFacts()
    named = at(found, "anonymized_fields")
    if kind is Kind.CANDIDATE_ANONYMIZED and isinstance(named, list):
        columns = [column for word in named[:60] for column in ANONYMIZED.get(text(word, 60), ())]
        facts = PersonFacts(external_id=facts.external_id, anonymized=tuple(dict.fromkeys(columns)))
    if kind is Kind.CANDIDATE_MERGED:
        facts = PersonFacts(external_id=facts.external_id, merged_into=identity(at(person, "new_candidate_id")))
    return AtsEvent(kind=kind, name=name, occurred_at=reading.moment(at(person, "updated_at")), person=facts)


def _of_job(kind: Kind, name: str, found: Any) -> AtsEvent:
    if not name.startswith("job_post"):
        return AtsEvent(kind=kind, name=name, occurred_at=None, job=_job(at(found, "job")) or JobFacts())
    fields = given(location=text(at(found, "location")), description=reading.plain(at(found, "content")))
    job = JobFacts(
        external_id=identity(at(found, "job_id")), title=text(at(found, "title")), fields=fields, is_posting=True
    )
    return AtsEvent(kind=kind, name=name, occurred_at=reading.moment(at(found, "updated_at")), job=job)


def _named_job(number: Any) -> JobFacts | None:
    found = identity(number)
    return JobFacts(external_id=found) if found else None


def _job(found: Any) -> JobFacts | None:
    if not isinstance(found, dict):
        return None
    offices, departments = rows(found.get("offices")), rows(found.get("departments"))
    custom = at(found, "custom_fields")
    pay, unit = at(custom, "salary_range", "value"), text(at(custom, "salary_range", "value", "unit"), 3)
    fields = given(
        description=reading.plain(found.get("notes")),
        department=text(departments[0].get("name"), 120) if departments else "",
        location=(text(offices[0].get("location")) or text(offices[0].get("name"))) if offices else "",
        employment_type=EMPLOYMENT.get(text(at(custom, "employment_type", "value"), 40).lower(), ""),
        openings=len(rows(found.get("openings"), 10_000)),
        salary_min=text(at(pay, "min_value"), 20) if unit else "",
        salary_max=text(at(pay, "max_value"), 20) if unit else "",
        salary_currency=unit,
    )
    if not fields.get("openings"):
        fields.pop("openings", None)
    return JobFacts(
        external_id=identity(found.get("id")),
        title=text(found.get("name")),
        status=STATUSES.get(text(found.get("status"), 20), ""),
        fields=fields,
    )


def _person(found: Any, number: Any = None) -> PersonFacts | None:
    if not isinstance(found, dict):
        named = identity(number)
        return PersonFacts(external_id=named) if named else None
    links = reading.link_of(
        row.get("value") for key in ("website_addresses", "social_media_addresses") for row in rows(found.get(key))
    )
    fields = given(
        first_name=text(found.get("first_name"), 120),
        last_name=text(found.get("last_name"), 120),
        email=reading.first_value(found.get("email_addresses")),
        phone=reading.first_value(found.get("phone_numbers"))[:60],
        location=text(next((row.get("value") for row in rows(found.get("addresses"))), "")),
        current_role=text(found.get("title")),
        current_company=text(found.get("company")),
        links=links,
        experience=[_post(row) for row in rows(found.get("employments"))],
        education=[_course(row) for row in rows(found.get("educations"))],
    )
    return PersonFacts(external_id=identity(found.get("id")), fields=fields, resume=_resume(found))


def _resume(found: dict[str, Any]) -> Resume | None:
    for row in rows(found.get("attachments")):
        if row.get("type") == "resume" and text(row.get("url"), 2000):
            return Resume(text(row.get("url"), 2000), text(row.get("filename")))
    return None


def _post(row: dict[str, Any]) -> dict[str, Any]:
    return given(
        title=text(row.get("title")),
        company=text(row.get("company_name")),
        start=reading.month(row.get("start_date")),
        end=reading.month(row.get("end_date")),
    )


def _course(row: dict[str, Any]) -> dict[str, Any]:
    return given(
        institution=text(row.get("school_name")),
        degree=text(row.get("degree")),
        field=text(row.get("discipline")),
        start=reading.month(row.get("start_date")),
        end=reading.month(row.get("end_date")),
    )
