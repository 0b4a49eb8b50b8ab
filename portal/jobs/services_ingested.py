"""Making and changing the jobs that another system sends, many in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Told, changes, record_many
from portal.core.people import Person
from portal.jobs import queries_ingested as queries
from portal.jobs.models import Job, JobStatus
from portal.jobs.rules_ingested import Posting


@dataclass(frozen=True, slots=True)
class Took:
    """How many jobs were made, changed, and left as they are."""

    created: int
    updated: int
    unchanged: int


def take_postings(
    source: str, postings: Sequence[Posting], clients: Mapping[str, int], run_id: int, by: Person
) -> Took:
    """Make the jobs that are new, for the client that `clients` has for their company, and change those that their
    source tells differently now; each external id stands once in `postings`.

    Of a job that is here already the client and the status stay, whatever was sent. Its values change only when what
    the source says has changed, so that the same words sent again undo nothing that a person has put right. Whoever
    calls has seen to it that nobody else takes in jobs of the company meanwhile.
    """
    known = queries.known_postings(source, [one.external_id for one in postings])
    new = [one for one in postings if one.external_id not in known]
    changed = {
        known[p.external_id][0]: p for p in postings if p.external_id in known and known[p.external_id][1] != p.digest
    }
    _make(source, new, clients, run_id, by)
    updated = _change(changed, run_id, by) if changed else 0
    return Took(len(new), updated, len(postings) - len(new) - updated)


def _make(source: str, postings: Sequence[Posting], clients: Mapping[str, int], run_id: int, by: Person) -> None:
    moment = now()
    made = [
        Job(
            company_id=by.company_id,
            client_id=clients[posting.company],
            **posting.values,
            status=JobStatus.OPEN,
            # It stands in public where it comes from.
            is_public=True,
            source=source,
            external_id=posting.external_id,
            source_digest=posting.digest,
            created_at=moment,
            created_by=by.email,
        )
        for posting in postings
    ]
    if not made:
        return
    db.session.add_all(made)
    db.session.flush()
    told = [
        Told(
            job,
            new=dict(posting.values),
            about={"title": job.title, "client": posting.company, "ingestion": run_id},
            ids={"client_id": job.client_id, "job_id": job.id},
        )
        for job, posting in zip(made, postings, strict=True)
    ]
    record_many("job.created", told, by)


def _change(postings: Mapping[int, Posting], run_id: int, by: Person) -> int:
    told = []
    for number, job in queries.jobs_held(list(postings)).items():
        posting = postings[number]
        old, new = changes(job, dict(posting.values))
        job.source_digest = posting.digest
        for name, value in new.items():
            setattr(job, name, value)
        if new:
            told.append(Told(job, old, new, {"title": job.title, "ingestion": run_id}, {"job_id": job.id}))
    db.session.flush()
    if told:
        record_many("job.updated", told, by)
    return len(told)
