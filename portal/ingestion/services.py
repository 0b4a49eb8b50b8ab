"""Verbs of ingestion: taking a call in, working on its jobs batch by batch. Each flushes and never commits."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from portal.clients import rules as client_rules
from portal.clients import services as clients
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import Person, PersonKind
from portal.ingestion import queries, rules
from portal.ingestion.models import IngestionBatch, IngestionReject, IngestionRun, RunState
from portal.jobs import queries_ingested as postings
from portal.jobs import services_ingested as jobs
from portal.jobs.rules_ingested import Posting


def take_in(source: str, sent: Sequence[Any], by: Person) -> IngestionRun:
    """Keep the jobs as they were sent, for the worker to look at one by one. Raises BadInput (`source`, `jobs`)."""
    name = rules.tidy_source(source)
    if not name:
        raise BadInput(fields={"source": "Say where the jobs come from."})
    if not 1 <= len(sent) <= rules.MOST_JOBS:
        raise BadInput(fields={"jobs": f"Send from 1 to {rules.MOST_JOBS:,} jobs in one call."})
    run = IngestionRun(
        company_id=by.company_id,
        source=name,
        received=len(sent),
        queued=len(sent),
        by_kind=by.kind,
        by_id=by.id,
        by_name=by.name[:200],
        by_email=by.email,
        by_role=by.role,
        created_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    again = rules.same_twice(list(sent))
    kept = [{"place": n, "job": job, "same_as": again.get(n)} for n, job in enumerate(sent)]
    for number, first in enumerate(range(0, len(kept), rules.BATCH)):
        part = json.dumps(kept[first : first + rules.BATCH], ensure_ascii=False)
        db.session.add(IngestionBatch(company_id=by.company_id, run_id=run.id, number=number, jobs=part))
    record("jobs.ingested", run, by, about={"source": name, "jobs": len(sent)})
    later("ingestion.work", {"run_id": run.id}, key=f"ingestion.work:{run.id}")
    return run


def work_on_next(run_id: int, company_id: int) -> bool:
    """Take in the next batch of a run, whole, or not at all; False when none is left, and the run is over.

    The batch goes in the same transaction as its jobs come, so a worker that was killed, or a second one, does nothing
    twice. Runs of one company wait for each other here, so that no client and no job is made by two at once.
    """
    queries.hold_company(company_id)
    run = queries.get_run(run_id, locked=True)
    batch = queries.next_batch(run_id)
    if batch is None:
        if run.state is RunState.PROCESSING:
            run.state, run.finished_at = RunState.COMPLETED, now()
            db.session.flush()
        return False
    sent = json.loads(batch.jobs)
    good, refused = _read(sent)
    by = _sender(run)
    known = postings.known_postings(run.source, [one.external_id for one in good.values()])
    names = sorted({one.company for one in good.values() if one.external_id not in known})
    owners = clients.import_clients(names, by) if names else {}
    for place, posting in list(good.items()):
        if posting.external_id not in known:
            try:
                client_rules.check_serves(owners[posting.company][1])
            except BadInput as refusal:
                refused[place] = {"company": refusal.fields["client_id"]}
                del good[place]
    numbers = {name: number for name, (number, _) in owners.items()}
    took = jobs.take_postings(run.source, list(good.values()), numbers, run.id, by)
    _refuse(run, sent, refused)
    run.created += took.created
    run.updated += took.updated
    run.unchanged += took.unchanged
    run.rejected += len(refused)
    db.session.delete(batch)
    db.session.flush()
    return True


def note_fault(run_id: int, kind: str) -> bool:
    """The worker met a fault of the portal's own. Whether the run is given up now: what it has made by then stays."""
    run = queries.get_run(run_id, locked=True)
    run.faults += 1
    if run.state is RunState.PROCESSING and run.faults >= rules.MOST_FAULTS:
        run.state, run.finished_at = RunState.FAILED, now()
        run.fault = f"The portal could not go on ({kind}). Send the jobs again: those that are here change nothing."
        db.session.execute(
            delete(IngestionBatch).where(IngestionBatch.run_id == run_id),
            execution_options={"synchronize_session": False},
        )
    db.session.flush()
    return run.state is RunState.FAILED


def _read(sent: list[dict[str, Any]]) -> tuple[dict[int, Posting], dict[int, dict[str, str]]]:
    """The jobs of a batch that can be taken, and what is wrong with the others, by place."""
    good: dict[int, Posting] = {}
    refused: dict[int, dict[str, str]] = {}
    for kept in sent:
        place, same_as = kept["place"], kept["same_as"]
        if same_as is not None:
            refused[place] = {"external_id": f"The job at index {same_as} of this call has the same external id."}
            continue
        try:
            good[place] = rules.read_posting(kept["job"])
        except BadInput as refusal:
            refused[place] = refusal.fields
    return good, refused


def _refuse(run: IngestionRun, sent: list[dict[str, Any]], refused: dict[int, dict[str, str]]) -> None:
    jobs_sent = {kept["place"]: kept["job"] for kept in sent}
    for place, problems in sorted(refused.items()):
        external_id, title = rules.name_of(jobs_sent[place])
        told = [{"field": field, "reason": reason} for field, reason in problems.items()]
        db.session.add(
            IngestionReject(
                company_id=run.company_id, run_id=run.id, place=place, external_id=external_id, title=title,
                problems=told,
            )
        )  # fmt: skip


def _sender(run: IngestionRun) -> Person:
    """Who sent the jobs: what the worker makes of them was done by them."""
    return Person(PersonKind(run.by_kind), run.by_id, run.company_id, run.by_name, run.by_email, run.by_role)
