"""The seals of events, and the end of each company's chain of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import BigId, Model
from portal.core.tenancy import Owned


class EventSeal(Owned, Model):
    """One link of a company's chain: an event, its place, and a hash over both and the link before.

    Never changed and never deleted (a trigger sees to it).
    """

    __tablename__ = "event_seals"
    __table_args__ = (UniqueConstraint("company_id", "position"),)

    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("events.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigId)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


class EventChain(Owned, Model):
    """Where a company's chain ends. Whoever seals holds this row, so that there is one at a time.

    Numbers of events are given out before their transactions end, so one with a lower number may appear after one with
    a higher. At `settling_at` everything up to `settling_id` was sealed; an hour later that number becomes
    `settled_id`, and nothing up to it is looked for any more.
    """

    __tablename__ = "event_chains"
    __table_args__ = (UniqueConstraint("company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigId, default=0)
    hash: Mapped[str] = mapped_column(String(64))
    settled_id: Mapped[int] = mapped_column(BigId, default=0)
    settling_id: Mapped[int] = mapped_column(BigId, default=0)
    settling_at: Mapped[datetime]
