"""A repeated request gets the first answer again (`Idempotency-Key`).

The key's row is written in the transaction of the change itself: of two requests at once the second waits for the first
and then finds its answer; what was rolled back leaves no key behind.
Source: draft-ietf-httpapi-idempotency-key-header, with the keeping time of DESIGN.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.database import BigId, Model, db, insert_once
from portal.core.errors import BadInput
from portal.core.tenancy import Owned

KEPT = timedelta(hours=24)
KEY_LENGTH = 200


class KeptAnswer(Owned, Model):
    """What a caller was answered to a request with a key. `fingerprint` tells the request from others."""

    __tablename__ = "kept_answers"
    __table_args__ = (
        UniqueConstraint("company_id", "caller", "key"),
        Index("ix_kept_answers_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    caller: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Kept:
    """The first answer to a request that is asked again."""

    status: int
    answer: dict[str, Any]


def claim(caller: str, key: str, fingerprint: str, company_id: int) -> int | Kept:
    """The id under which the answer is to be kept, or the answer that was kept.

    Raises BadInput (`Idempotency-Key`) for a key that is too long, or was used for another request.
    """
    if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise BadInput(fields={"Idempotency-Key": f"Use 1 to {KEY_LENGTH} printable ASCII characters."})
    moment = now()
    # Said in full, past the tenancy hook: a candidate and a client user see no row of this table, and repeat calls too.
    mine = (KeptAnswer.company_id == company_id, KeptAnswer.caller == caller, KeptAnswer.key == key)
    db.session.execute(
        delete(KeptAnswer).where(*mine, KeptAnswer.created_at < moment - KEPT),
        execution_options={"synchronize_session": False, "unscoped": True},
    )
    made = insert_once(
        KeptAnswer,
        ["company_id", "caller", "key"],
        company_id=company_id,
        caller=caller,
        key=key,
        fingerprint=fingerprint,
        status=0,
        answer={},
        created_at=moment,
    )
    if made is not None:
        return made
    wanted = select(KeptAnswer.fingerprint, KeptAnswer.status, KeptAnswer.answer).where(*mine)
    row = db.session.execute(wanted, execution_options={"unscoped": True}).one()
    if row.fingerprint != fingerprint:
        raise BadInput(fields={"Idempotency-Key": "This key was used for another request. Take a new one."})
    return Kept(row.status, row.answer)


def keep(number: int, status: int, answer: dict[str, Any]) -> None:
    """Keep the answer, in the transaction of the change."""
    db.session.execute(
        update(KeptAnswer).where(KeptAnswer.id == number).values(status=status, answer=answer),
        execution_options={"synchronize_session": False, "unscoped": True},
    )


def sweep_answers() -> None:
    """Forget answers that are older than `KEPT`, of the present scope."""
    db.session.execute(
        delete(KeptAnswer).where(KeptAnswer.created_at < now() - KEPT),
        execution_options={"synchronize_session": False},
    )
