"""Connections to Google Calendar, and what stands there of our interviews."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.database import Model
from portal.core.tenancy import Owned

FAULT_LENGTH = 300


class Purpose(StrEnum):
    """What a connection is for: the company's calendar of interviews, or a person's own busy times."""

    COMPANY = "company"
    BUSY = "busy"


class ConnectionState(StrEnum):
    """`broken`: Google takes our access no more, and somebody has to connect again.

    `ending`: the worker gives the access back.
    """

    CONNECTING = "connecting"
    CONNECTED = "connected"
    BROKEN = "broken"
    ENDING = "ending"


_OF_COMPANY = text("purpose = 'company'")


class CalendarConnection(Owned, Model):
    """An agreement of a person's with Google that the portal may work with their calendar; one for the company.

    `code` is what the agreement gave, until the worker has changed it for tokens. Secrets are loaded when asked for.
    """

    __tablename__ = "calendar_connections"
    __table_args__ = (
        UniqueConstraint("company_id", "purpose", "user_id"),
        CheckConstraint("purpose IN ('company', 'busy')", name="purpose"),
        Index(
            "uq_calendar_connections_of_company", "company_id", unique=True, sqlite_where=_OF_COMPANY,
            postgresql_where=_OF_COMPANY,
        ),
    )  # fmt: skip
    entity_type = "calendar_connection"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(7))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[ConnectionState] = mapped_column(default=ConnectionState.CONNECTING)
    account: Mapped[str] = mapped_column(String(254), default="")
    meet: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    refresh_token: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    access_token: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    access_until: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(FAULT_LENGTH), default="")
    checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class CalendarEvent(Owned, Model):
    """The entry of an interview in the company's calendar; without a `google_id` there is none (any more)."""

    __tablename__ = "calendar_events"

    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    google_id: Mapped[str | None] = mapped_column(String(1024))
    link: Mapped[str] = mapped_column(String(1000), default="")
    meet_link: Mapped[str] = mapped_column(String(500), default="")
    fault: Mapped[str] = mapped_column(String(FAULT_LENGTH), default="")
    updated_at: Mapped[datetime]
