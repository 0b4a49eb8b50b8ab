"""What all work on an event shares: who acts, which of our rows theirs are, what is said of it in the log."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.accounts import queries as accounts
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import PortalError
from portal.core.people import SYSTEM, Person
from portal.integrations import queries_ats as queries
from portal.integrations import rules_ats as rules
from portal.integrations.ats import NAMES
from portal.integrations.models import AtsRecord, RecordKind


class NothingToDo(Exception):
    """The event changes nothing (any more); the message says why, for the log."""


@dataclass(slots=True)
class Work:
    """One event being applied. `client_id`: the submission is that of a client's user, and touches this client alone.

    `words` and `changed` are what the log says of it.
    """

    source: str
    place: int
    submission_id: int | None
    client_id: int | None
    by: Person
    words: list[str] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def system(self) -> str:
        """What the other system is called."""
        return NAMES[self.source]

    def say(self, words: str) -> None:
        """Add a sentence to the log."""
        if words not in self.words:
            self.words.append(words)

    def attempt(self, verb: Callable[[], object]) -> bool:
        """Do it, or write down why our rules refuse it, with nothing left of the attempt."""
        try:
            with db.session.begin_nested():
                verb()
        except PortalError as refusal:
            self.say(refusal.message)
            return False
        return True


def actor(source: str, company_id: int) -> Person:
    """The other system as somebody who acts: under its own name, in the company's time zone."""
    company = accounts.get_company(company_id)
    return replace(SYSTEM(company_id), name=NAMES[source], time_zone=company.time_zone, company_name=company.name)


def hold(work: Work, kind: RecordKind, external_id: str, *, of_all: bool = False) -> AtsRecord:
    """The record of an external id, made if there is none, held until the transaction ends.

    Of two workers with events of one person the second waits here, and then finds what the first has made. `of_all`:
    it means the same for every submission of the system. Held are, in this order: application, job, client, candidate.
    """
    moment, place = now(), 0 if of_all else work.place
    insert_once(
        AtsRecord,
        ["company_id", "source", "place", "kind", "external_id"],
        company_id=work.by.company_id,
        source=work.source,
        submission_id=None if of_all else work.submission_id,
        place=place,
        kind=kind,
        external_id=external_id,
        made=False,
        gone=False,
        applied={},
        created_at=moment,
        updated_at=moment,
    )
    found = queries.find_record(work.source, place, kind, external_id)
    if found is None:
        raise LookupError(f"the record of {kind} {external_id} is gone")
    return found


def find(work: Work, kind: RecordKind, external_id: str | None) -> AtsRecord | None:
    """The record of an external id, if something came of it."""
    return queries.find_record(work.source, work.place, kind, external_id) if external_id else None


def point(record: AtsRecord, our_id: int, *, made: bool = False) -> None:
    """Say which row of ours it is."""
    record.our_id, record.made, record.updated_at = our_id, made, now()
    db.session.flush()


def is_older(record: AtsRecord | None, group: str, occurred_at: datetime | None) -> bool:
    """Whether something newer of the group was applied."""
    return record is not None and rules.is_older(record.applied, group, occurred_at)


def note_time(record: AtsRecord | None, group: str, occurred_at: datetime | None) -> None:
    """Remember what was applied last of the group."""
    if record is not None:
        record.applied, record.updated_at = rules.applied_with(record.applied, group, occurred_at), now()
        db.session.flush()
