"""Webhook endpoints and the deliveries to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.crypto import EncryptedText
from portal.core.database import BigId, Json, Model
from portal.core.tenancy import Owned, own_key, within_company


class EndpointState(StrEnum):
    """Whether it is called. Off: the portal switched it off, because it failed for days or answered that it is gone."""

    ACTIVE = "active"
    PAUSED = "paused"
    OFF = "off"


class DeliveryState(StrEnum):
    """due → running → done; running → due (again later) or dead (given up); dead → due by hand."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class WebhookEndpoint(Owned, Model):
    """An address of the company's own that is told of events. `events` are public names, or `*` for all.

    The secrets are loaded only when somebody asks for them. `previous_secret` still signs until `previous_until`.
    """

    __tablename__ = "webhook_endpoints"
    __table_args__ = (own_key(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    description: Mapped[str] = mapped_column(String(200), default="")
    events: Mapped[list[str]] = mapped_column(default=list)
    secret: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    previous_secret: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    previous_until: Mapped[datetime | None]
    state: Mapped[EndpointState] = mapped_column(default=EndpointState.ACTIVE)
    off_reason: Mapped[str | None] = mapped_column(String(300))
    failing_since: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    last_status_code: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_by: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class WebhookDelivery(Owned, Model):
    """One event for one endpoint: the body as it was written when the event happened, and how its sending went.

    `attempts` counts those of the present series (a resend begins a new one), `claims` all there ever were; `claims`
    guards the last write. `tries` lists the latest: `{"at", "status_code", "error", "seconds"}`.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        within_company("endpoint_id", "webhook_endpoints"),
        UniqueConstraint("endpoint_id", "event_id"),
        Index("ix_webhook_deliveries_of_endpoint", "company_id", "endpoint_id", "id"),
        Index("ix_webhook_deliveries_state", "company_id", "endpoint_id", "state", "next_attempt_at"),
        Index("ix_webhook_deliveries_created_at", "company_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    endpoint_id: Mapped[int]
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"))
    event: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    request_headers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.DUE)
    attempts: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    last_status_code: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    tries: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    endpoint: Mapped[WebhookEndpoint] = relationship(
        viewonly=True,
        primaryjoin="WebhookDelivery.endpoint_id == WebhookEndpoint.id",
        foreign_keys="WebhookDelivery.endpoint_id",
    )
