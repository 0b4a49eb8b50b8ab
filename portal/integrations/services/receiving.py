"""Taking in what other systems send: proven first, kept as it came, answered at once; the worker does the rest."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db, insert_once, reading
from portal.core.errors import Busy, Missing
from portal.core.tenancy import as_company, as_system
from portal.integrations import queries_ats as queries
from portal.integrations import rules_ats as rules
from portal.integrations.ats import ADAPTERS, SIGNED
from portal.integrations.ats.adapter import BadSignature, TooOld
from portal.integrations.ats.event import AtsEvent, Kind
from portal.integrations.ats.reading import parse
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState, InboundDelivery
from portal.integrations.queries_ats import Known
from portal.integrations.rules_ats import secret_of

log = logging.getLogger(__name__)
D = InboundDelivery
PING_WORDS = "The other system tested the address. Nothing else happened."
KEPT_WORDS = "The portal does nothing for this kind of event. It is kept as it came."
NOT_READ_WORDS = "The portal could not read it. This is a fault of ours; once it is mended, run it again."


class NoSecretYet(Busy):
    """The submission has no secret that could prove anything. The sender tries again, until somebody has entered it."""

    def __init__(self) -> None:
        super().__init__("The secret of this webhook is not entered yet. Please send this again.", retry_after=300)


@dataclass(frozen=True, slots=True)
class Proven:
    """A delivery whose signature fits."""

    known: Known
    source: str
    raw: bytes
    headers: dict[str, str]
    payload: dict[str, Any]
    delivery_id: str
    once: str | None
    too_old: bool = False


def prove(source: str, submission_id: int, raw: bytes, headers: Mapping[str, str]) -> Proven:
    """Whose delivery this is, proven by the secret of the submission that its address names. Writes nothing.

    Raises Missing for an address that names no submission of that system, BadSignature, NotReadable, NoSecretYet.
    """
    if source not in SIGNED:
        raise Missing
    kind, adapter = IntegrationType(source), ADAPTERS[source]
    with as_system("the secret of the submission says whose delivery this is"), reading():
        known = queries.submission_of(kind, submission_id)
    if known is None:
        raise Missing
    secret = secret_of(kind, known.data)
    if secret is None:
        raise NoSecretYet
    small = {name.lower(): value for name, value in headers.items()}
    too_old = False
    try:
        adapter.verify(raw, small, secret, now())
    except TooOld:
        too_old = True
    payload = parse(raw)
    return Proven(
        known,
        source,
        raw,
        small,
        payload,
        adapter.delivery_id(payload, small, raw),
        adapter.once(payload),
        too_old,
    )


def receive(proven: Proven) -> tuple[int, bool]:
    """Keep a proven delivery, and have the worker do its work; its number, and whether it had not come before.

    Raises BadSignature for a token that came with another delivery, and TooOld for what is too old to be new.
    """
    known, moment = proven.known, now()
    with as_company(known.company_id):
        if proven.once and queries.has_come_once(proven.source, known.id, proven.once, proven.delivery_id):
            raise BadSignature("This token was used before.")
        if proven.too_old and queries.find_delivery(proven.source, known.id, proven.delivery_id) is None:
            raise TooOld
        event, state, words = _read(proven.source, proven.payload)
        number = _insert(
            proven.source,
            known.company_id,
            proven.delivery_id,
            proven.raw,
            proven.headers,
            moment,
            submission_id=known.id,
            place=known.id,
            client_id=known.client_id,
            once=proven.once,
            event=event.name,
            kind=event.kind,
            occurred_at=event.occurred_at,
            state=state,
            words=words,
            done_at=None if state is DeliveryState.RECEIVED else moment,
        )
        if number is None:
            return _again(proven.source, known.id, proven.delivery_id, moment), False
        if state is DeliveryState.RECEIVED:
            have_worked_on(number, 0)
    return number, True


def take(
    source: str, company_id: int, raw: bytes, headers: Mapping[str, str], submission: tuple[int, int | None] | None
) -> tuple[InboundDelivery, AtsEvent, bool]:
    """Keep what came with an API key, to be worked on within the request; also whether it had not come before."""
    adapter, payload, moment = ADAPTERS[source], parse(raw), now()
    small = {name.lower(): value for name, value in headers.items()}
    event, delivery_id = adapter.normalise(payload), adapter.delivery_id(payload, small, raw)
    number, client_id = submission or (0, None)
    made = _insert(
        source,
        company_id,
        delivery_id,
        raw,
        small,
        moment,
        submission_id=number or None,
        place=number,
        client_id=client_id,
        once=None,
        event=event.name,
        kind=event.kind,
        occurred_at=event.occurred_at,
        state=DeliveryState.RUNNING,
        words="",
        done_at=None,
    )
    if made is None:
        made = _again(source, number, delivery_id, moment)
        return queries.get_delivery(made), event, False
    return queries.get_delivery(made), event, True


def have_worked_on(number: int, run: int, *, attempt: int = 0, due_at: datetime | None = None) -> None:
    """Have the worker work on a delivery: once for each run that somebody asked for, and each further attempt of it."""
    key = f"integrations.ats_event:{number}:{run}:{attempt}"
    outbox.later("integrations.ats_event", {"delivery_id": number}, key=key, due_at=due_at)


def _read(source: str, payload: dict[str, Any]) -> tuple[AtsEvent, DeliveryState, str]:
    try:
        event = ADAPTERS[source].normalise(payload)
    except Exception:  # the sender must not be told off, and disabled, for a fault of ours
        log.exception("a delivery of %s could not be read", source)
        return AtsEvent(kind=Kind.UNKNOWN, name=""), DeliveryState.FAILED, NOT_READ_WORDS
    if event.kind is Kind.PING:
        return event, DeliveryState.DONE, PING_WORDS
    if event.kind is Kind.UNKNOWN:
        return event, DeliveryState.KEPT, KEPT_WORDS
    return event, DeliveryState.RECEIVED, ""


def _insert(
    source: str,
    company_id: int,
    delivery_id: str,
    raw: bytes,
    headers: dict[str, str],
    moment: datetime,
    **values: Any,
) -> int | None:
    return insert_once(
        D,
        ["company_id", "source", "place", "delivery_id"],
        company_id=company_id,
        source=source,
        delivery_id=delivery_id,
        body=raw,
        headers={name: headers[name][:300] for name in rules.KEPT_HEADERS if name in headers},
        resume_words="",
        changed={},
        attempts=0,
        runs=0,
        times=1,
        received_at=moment,
        last_received_at=moment,
        **values,
    )


def _again(source: str, place: int, delivery_id: str, moment: datetime) -> int:
    """A repeat is ordinary: senders repeat until they are answered. It is counted, and nothing else happens."""
    found = queries.find_delivery(source, place, delivery_id)
    if found is None:
        raise LookupError("a delivery that was there is gone")
    db.session.execute(
        update(D).where(D.id == found.id).values(times=D.times + 1, last_received_at=moment),
        execution_options={"synchronize_session": False},
    )
    return found.id
