"""The normal form: what happened there, said the same way whoever says it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened."""

    APPLICATION_CREATED = "application.created"
    APPLICATION_MOVED = "application.moved"
    APPLICATION_REJECTED = "application.rejected"
    APPLICATION_UNREJECTED = "application.unrejected"
    APPLICATION_HIRED = "application.hired"
    APPLICATION_UNHIRED = "application.unhired"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_UPDATED = "application.updated"
    # Something of an application that the portal keeps no record of: an offer, a deletion there. It is written down.
    APPLICATION_NOTED = "application.noted"
    CANDIDATE_UPDATED = "candidate.updated"
    CANDIDATE_MERGED = "candidate.merged"
    CANDIDATE_DELETED = "candidate.deleted"
    CANDIDATE_ANONYMIZED = "candidate.anonymized"
    JOB_CREATED = "job.created"
    JOB_UPDATED = "job.updated"
    JOB_CLOSED = "job.closed"
    JOB_DELETED = "job.deleted"
    PING = "ping"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """A job there. `our_id` when they name ours; `fields` are columns of our job, and `status` if they say it.

    `is_posting`: an advertisement of the job, which has words of its own and makes no job.
    """

    external_id: str | None = None
    our_id: str | None = None
    title: str = ""
    client: str = ""
    status: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    is_posting: bool = False


@dataclass(frozen=True, slots=True)
class Resume:
    """A file that can be fetched: from an address, or (`held`) from the vendor's API, under the vendor's own id of the
    person or the application that it belongs to."""

    url: str = ""
    name: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person there; `fields` are columns of our candidate. `merged_into` is the external id of who remains.

    `anonymized` are the columns that are to be emptied; `name` among them means the whole person.
    """

    external_id: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    resume: Resume | None = None
    merged_into: str | None = None
    anonymized: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """An application there: its stage in their words (and kind, where they have a fixed set), a reason, a remark."""

    external_id: str | None = None
    stage: str = ""
    stage_kind: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtsEvent:
    """One delivery in the normal form. `name` is the vendor's own, `occurred_at` the vendor's own time, if it tells.

    `asks` names what must first be read through the vendor's API, for vendors that send ids alone.
    """

    kind: Kind
    name: str
    occurred_at: datetime | None = None
    job: JobFacts | None = None
    person: PersonFacts | None = None
    application: ApplicationFacts | None = None
    asks: dict[str, str] = field(default_factory=dict)
