"""What the worker does for ingestion: one run, batch by batch, each batch in a transaction of its own."""

from typing import Any

from portal.core.database import db, let_others_write, reading, transaction
from portal.core.outbox import GiveUp, task
from portal.ingestion import queries, services


@task("ingestion.work", attempts=8)
def work(payload: dict[str, Any]) -> None:
    """Take in what is left of a run (`run_id`). A repeat finds less, or nothing, to do.

    Raises GiveUp once the run has met too many faults of the portal's own.
    """
    run_id = payload["run_id"]
    with reading():
        company_id = queries.get_run(run_id).company_id
    db.session.expunge_all()
    try:
        more = True
        while more:
            with transaction():
                more = services.work_on_next(run_id, company_id)
            db.session.expunge_all()
            let_others_write()
    except Exception as fault:
        db.session.expunge_all()
        with transaction():
            given_up = services.note_fault(run_id, type(fault).__name__)
        if given_up:
            raise GiveUp(f"Run {run_id}: {fault}") from fault
        raise
