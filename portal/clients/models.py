"""Clients and the notes about them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, column, select, table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.database import Model
from portal.core.tenancy import Owned, own_key, within_company


class ClientStatus(StrEnum):
    """Whether the client is being served at present."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class Client(Owned, Model):
    """A business that asks the company to fill jobs (seed 003, `clients`)."""

    __tablename__ = "clients"
    __table_args__ = (own_key(), Index("ix_clients_company_id_company_name", "company_id", "company_name", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    company_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[ClientStatus] = mapped_column(default=ClientStatus.ACTIVE)
    industry: Mapped[str | None] = mapped_column(String(120))
    website: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(300))
    city: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str | None] = mapped_column(String(120))
    postal_code: Mapped[str | None] = mapped_column(String(20))
    notes: Mapped[str | None] = mapped_column(Text)
    imported: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.id == client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        # Named in the candidate's applications. By table: its subquery is not narrowed again, nor imports rightward.
        mine = table("applications", column("client_id"), column("candidate_id"))
        applied = cls.id.in_(select(mine.c.client_id).where(mine.c.candidate_id == person))
        # And whose jobs stand in public elsewhere, with the name: those that their source sent.
        names = ("client_id", "status", "is_public", "source_digest")
        shown = table("jobs", *(column(name) for name in names))
        public = (shown.c.status == "open") & shown.c.is_public & shown.c.source_digest.is_not(None)
        return applied | cls.id.in_(select(shown.c.client_id).where(public))


class ClientNote(Owned, Model):
    """A dated note about a client, for the company's own people."""

    __tablename__ = "client_notes"
    __table_args__ = (within_company("client_id", "clients"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    author: Mapped[User | None] = relationship()
