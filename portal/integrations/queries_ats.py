"""What is asked of inbound deliveries, and of which of our rows theirs are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import undefer

from portal.candidates.models import Application, Candidate
from portal.clients.models import Client, ClientStatus
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import (
    AtsRecord,
    DeliveryState,
    InboundDelivery,
    IntegrationSubmission,
    RecordKind,
)
from portal.jobs.models import Job

D, R = InboundDelivery, AtsRecord


@dataclass(frozen=True, slots=True)
class Known:
    """A submission as its door needs it: whose it is, and its values."""

    id: int
    company_id: int
    client_id: int | None
    data: str


@dataclass(frozen=True, slots=True)
class WantedDeliveries:
    """The filters of the log; what is empty does not narrow."""

    submission_id: int | None = None
    states: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def submission_of(kind: IntegrationType, submission_id: int) -> Known | None:
    """A submission of that system, of whichever company the present scope sees."""
    m = IntegrationSubmission
    wanted = select(m.id, m.company_id, m.client_id, m.data).where(m.id == submission_id, m.integration_type == kind)
    row = db.session.execute(wanted).one_or_none()
    return Known(*row) if row is not None else None


def find_delivery(source: str, place: int, delivery_id: str) -> InboundDelivery | None:
    """The delivery that has this id, if it has come before."""
    wanted = select(D).where(D.source == source, D.place == place, D.delivery_id == delivery_id)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def has_come_once(source: str, place: int, once: str, delivery_id: str) -> bool:
    """Whether another delivery came with what is good for one alone."""
    wanted = select(D.id).where(D.source == source, D.place == place, D.once == once, D.delivery_id != delivery_id)
    return db.session.scalar(wanted) is not None


def get_delivery(number: int, *, with_body: bool = False) -> InboundDelivery:
    """A delivery of the company. Raises Missing."""
    wanted = select(D).where(D.id == number)
    if with_body:
        wanted = wanted.options(undefer(D.body))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def lock_delivery(number: int) -> InboundDelivery | None:
    """The delivery with its body as stored now, the row held until the transaction ends."""
    wanted = select(D).where(D.id == number).options(undefer(D.body)).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def deliveries_page(wanted: WantedDeliveries, cursor: str | None, limit: int = PAGE) -> Page[Row[*tuple[Any, ...]]]:
    """Deliveries of the company, the newest first. Raises BadInput for a cursor that is none."""
    statement: Any = select(
        *(D.id, D.source, D.submission_id, D.delivery_id, D.event, D.kind, D.state, D.words, D.times, D.attempts),
        *(D.changed, D.occurred_at, D.received_at, D.last_received_at, D.done_at),
    )
    if wanted.submission_id is not None:
        statement = statement.where(D.submission_id == wanted.submission_id)
    if wanted.states:
        statement = statement.where(D.state.in_([DeliveryState(state) for state in wanted.states]))
    if wanted.sources:
        statement = statement.where(D.source.in_(wanted.sources))
    if wanted.kinds:
        statement = statement.where(D.kind.in_(wanted.kinds))
    after = read_cursor(cursor, int)
    if after is not None:
        statement = statement.where(D.id < after[0])
    rows = db.session.execute(statement.order_by(D.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.id,))


def counts_by_state(submission_id: int | None = None) -> dict[str, int]:
    """How many deliveries are in each state, of a submission or of the company."""
    wanted = select(D.state, func.count(D.id)).group_by(D.state)
    if submission_id is not None:
        wanted = wanted.where(D.submission_id == submission_id)
    return {state.value: number for state, number in db.session.execute(wanted)}


def count_troubled() -> int:
    """How many deliveries wait for a person."""
    wanted = select(func.count(D.id)).where(D.state.in_([DeliveryState.FAILED, DeliveryState.NEEDS_DETAILS]))
    return db.session.scalar(wanted) or 0


def last_delivery(submission_id: int) -> Row[*tuple[Any, ...]] | None:
    """What came last for a submission: id, event, state, last_received_at."""
    wanted = select(D.id, D.event, D.state, D.last_received_at).where(D.submission_id == submission_id)
    return db.session.execute(wanted.order_by(D.last_received_at.desc(), D.id.desc()).limit(1)).first()


def last_deliveries(submission_ids: Sequence[int]) -> dict[int, datetime]:
    """When something came last, for each of the submissions that something came for."""
    wanted = (
        select(D.submission_id, func.max(D.last_received_at))
        .where(D.submission_id.in_(submission_ids))
        .group_by(D.submission_id)
    )
    return {number: moment for number, moment in db.session.execute(wanted) if number is not None}


def waiting_for_details(submission_id: int) -> Sequence[int]:
    """The deliveries of a submission that wait for a key, the oldest first."""
    wanted = select(D.id).where(D.submission_id == submission_id, D.state == DeliveryState.NEEDS_DETAILS)
    return db.session.scalars(wanted.order_by(D.id).limit(1000)).all()


def find_record(source: str, place: int, kind: RecordKind, external_id: str) -> AtsRecord | None:
    """Which row of ours theirs is, held until the transaction ends; None when nothing came of it yet."""
    wanted = select(R).where(R.source == source, R.place == place, R.kind == kind, R.external_id == external_id)
    return db.session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True}).one_or_none()


def others_of(record: AtsRecord) -> int:
    """How many other living rows of other systems are the same row of ours."""
    wanted = select(func.count(R.id)).where(
        R.kind == record.kind, R.our_id == record.our_id, R.id != record.id, R.gone.is_(False)
    )
    return db.session.scalar(wanted) or 0


def applies_there(application: AtsRecord, candidate_id: int) -> bool:
    """Whether the other system has another living application of the person than this one."""
    ours = select(Application.id).where(Application.candidate_id == candidate_id)
    wanted = select(R.id).where(
        R.source == application.source,
        R.place == application.place,
        R.kind == RecordKind.APPLICATION,
        R.id != application.id,
        R.gone.is_(False),
        R.our_id.in_(ours),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def find_job(source: str, external_id: str) -> Job | None:
    """The job that has this source and external id."""
    return db.session.scalars(select(Job).where(Job.source == source, Job.external_id == external_id)).one_or_none()


def find_person(candidate_id: int) -> Candidate | None:
    """The person, if not deleted."""
    wanted = select(Candidate).where(Candidate.id == candidate_id, Candidate.deleted_at.is_(None))
    return db.session.scalars(wanted).one_or_none()


def applies_elsewhere(candidate_id: int, client_id: int) -> bool:
    """Whether the person is put forward for a job of another client."""
    wanted = select(Application.id).where(Application.candidate_id == candidate_id, Application.client_id != client_id)
    return db.session.scalar(wanted.limit(1)) is not None


def find_client(name: str) -> int | None:
    """The active client of that name, whatever its capitals."""
    wanted = select(Client.id).where(
        func.lower(Client.company_name) == func.lower(name), Client.status == ClientStatus.ACTIVE
    )
    return db.session.scalar(wanted.order_by(Client.id).limit(1))


def title_of(job_id: int) -> str | None:
    """What a job is called."""
    return db.session.scalar(select(Job.title).where(Job.id == job_id))


def name_of(candidate_id: int) -> str | None:
    """What a person is called; None for one that was deleted."""
    found = find_person(candidate_id)
    return found.name if found is not None else None
