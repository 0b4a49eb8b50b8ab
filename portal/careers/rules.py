"""How a job is told to search engines and readers of feeds. Values in, values out."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from markupsafe import escape

from portal.core.ids import Prefix, encode
from portal.jobs.models import EmploymentType, Job, JobStatus

SOURCE_LENGTH = 60
CONSENT_VERSION = "2026-11"
ENDED = (JobStatus.CLOSED, JobStatus.FILLED)
_REMOTE = re.compile(r"\b(remote|work from home|home office|anywhere)\b", re.I)
# What XML 1.0 has no way to write (§2.2, Char), and surrogates.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_SOURCE = re.compile(r"[^A-Za-z0-9._-]+")
# https://developers.google.com/search/docs/appearance/structured-data/job-posting, "employmentType" and "baseSalary"
_TYPES = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.INTERNSHIP: "INTERN",
}


def rfc3339(moment: datetime) -> str:
    """`2026-11-26T09:30:00Z`."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def clean_source(text: str | None) -> str:
    """Where somebody came from, as a `?ref=` says it: a short word of letters, digits, dots, dashes; else empty."""
    return _NO_SOURCE.sub("-", (text or "").strip())[:SOURCE_LENGTH].strip("-")


def consent_text(company_name: str) -> str:
    """What an applicant agrees to. Who changes the words changes CONSENT_VERSION."""
    return (
        f"{company_name} may store what I send here and use it to decide about this application, "
        "and may show it to the employer the job is with. I can have it deleted at any time."
    )


def is_remote(job: Job) -> bool:
    """Whether its place says that it may be done from anywhere."""
    return bool(_REMOTE.search(job.location))


def place_of(job: Job) -> str:
    """Its place without the word that it is remote; empty when nothing else is said."""
    return _REMOTE.sub("", job.location).strip(" ,;()/-–·|")


def summary(job: Job, length: int = 160) -> str:
    """The first words of the description, for a search engine's list."""
    words = " ".join(job.description.split()) or job.title
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"


def paragraphs(text: str) -> str:
    """Plain text as HTML: paragraphs, and lines within them; everything that HTML would read is escaped."""
    found = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return "".join(f"<p>{str(escape(part)).replace(chr(10), '<br>')}</p>" for part in found)


def xml_text(text: str) -> str:
    """Text without the characters that no XML can hold."""
    return _NO_XML.sub("", text)


def posting(job: Job, *, company_name: str, url: str, careers_url: str) -> dict[str, Any]:
    """schema.org `JobPosting` with what is known: nothing is made up for a property that we cannot fill."""
    place, remote = place_of(job), is_remote(job)
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": paragraphs(job.description) or paragraphs(job.title),
        "identifier": {
            "@type": "PropertyValue",
            "name": company_name,
            "value": str(encode(Prefix.JOB, job.id)),
        },
        "datePosted": rfc3339(job.created_at),
        "employmentType": _TYPES[job.employment_type],
        "hiringOrganization": {"@type": "Organization", "name": company_name, "sameAs": careers_url},
        "directApply": True,
        "url": url,
    }
    if remote:
        told["jobLocationType"] = "TELECOMMUTE"
        if place:
            told["applicantLocationRequirements"] = {"@type": "AdministrativeArea", "name": place}
    elif place:
        told["jobLocation"] = {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": place},
        }
    pay = _pay(job)
    return {**told, "baseSalary": pay} if pay else told


def _pay(job: Job) -> dict[str, Any] | None:
    low, high = job.salary_min, job.salary_max
    bounds = {
        name: float(value)
        for name, value in (("minValue", low), ("maxValue", high))
        if value is not None and low != high
    }
    if low is not None and low == high:
        bounds = {"value": float(low)}
    if not bounds:
        return None
    value = {"@type": "QuantitativeValue", **bounds, "unitText": job.salary_period.value.upper()}
    return {"@type": "MonetaryAmount", "currency": job.salary_currency, "value": value}


def json_in_html(value: Any) -> str:
    """JSON that may stand inside a `<script>`: no text in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def slug_of_title(title: str) -> str:
    """The words of a title for an address: for people alone, nothing is looked up by them."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")


def newest(jobs: Sequence[Job]) -> str | None:
    """When the newest of the jobs was posted."""
    return max((rfc3339(job.created_at) for job in jobs), default=None)
