"""What is asked of runs, their batches and their rejects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from portal.accounts.models import Company
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.ingestion.models import IngestionBatch, IngestionReject, IngestionRun, RunState


def get_run(run_id: int, *, locked: bool = False) -> IngestionRun:
    """A run of the company. Raises Missing."""
    wanted = select(IngestionRun).where(IngestionRun.id == run_id)
    wanted = wanted.with_for_update(key_share=True) if locked else wanted
    found = db.session.scalars(wanted, execution_options={"populate_existing": locked}).one_or_none()
    if found is None:
        raise Missing
    return found


def hold_company(company_id: int) -> None:
    """Until the transaction ends nobody else takes in jobs of the company; it hinders nothing but a change of its
    settings. (On SQLite there is one writer anyway.)"""
    db.session.execute(select(Company.id).where(Company.id == company_id).with_for_update(key_share=True))


def next_batch(run_id: int) -> IngestionBatch | None:
    """The first batch of a run that is not worked on yet."""
    wanted = select(IngestionBatch).where(IngestionBatch.run_id == run_id).order_by(IngestionBatch.number)
    return db.session.scalars(wanted.limit(1)).one_or_none()


def run_page(state: RunState | None, cursor: str | None, limit: int = PAGE) -> Page[Row[*tuple[Any, ...]]]:
    """One page of runs as columns, the newest first. Raises BadInput for a cursor that is none."""
    r = IngestionRun
    wanted: Any = select(
        *(r.id, r.source, r.state, r.received, r.created, r.updated, r.unchanged, r.rejected, r.by_name, r.created_at)
    )
    if state is not None:
        wanted = wanted.where(r.state == state)
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(r.id < after[0])
    rows = db.session.execute(wanted.order_by(r.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.id,))


def rejects_of(run_id: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The first rejects of a run by place: place, external_id, title, problems."""
    j = IngestionReject
    wanted = select(j.place, j.external_id, j.title, j.problems).where(j.run_id == run_id).order_by(j.place)
    return db.session.execute(wanted.limit(limit)).all()


def reject_page(run_id: int, cursor: str | None, limit: int = PAGE) -> Page[Row[*tuple[Any, ...]]]:
    """One page of a run's rejects by place. Raises BadInput for a cursor that is none."""
    j = IngestionReject
    wanted: Any = select(j.place, j.external_id, j.title, j.problems).where(j.run_id == run_id)
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(j.place > after[0])
    rows = db.session.execute(wanted.order_by(j.place).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.place,))


def last_run() -> Row[*tuple[Any, ...]] | None:
    """When the newest run came, its state and how many jobs it refused."""
    wanted = select(IngestionRun.created_at, IngestionRun.state, IngestionRun.rejected)
    return db.session.execute(wanted.order_by(IngestionRun.id.desc()).limit(1)).one_or_none()


def count_runs() -> int:
    """How many runs the company has."""
    return db.session.scalar(select(func.count(IngestionRun.id))) or 0
