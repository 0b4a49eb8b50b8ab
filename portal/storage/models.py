"""Stored files."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, column, select, table
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Model
from portal.core.tenancy import Owned, own_key


class StoredFile(Owned, Model):
    """One file: `key` is our own random name of it, `name` what the person called it. Private; `owner_*` says whose."""

    __tablename__ = "files"
    __table_args__ = (own_key(), Index("ix_files_owner", "owner_kind", "owner_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    owner_kind: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int | None]
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        papers = table("documents", column("file_id"), column("candidate_id"))
        shown = table("applications", column("candidate_id"), column("client_id"), column("client_sees"))
        return cls.id.in_(
            select(papers.c.file_id)
            .join(shown, shown.c.candidate_id == papers.c.candidate_id)
            .where(shown.c.client_id == client, shown.c.client_sees)
        )

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return (cls.owner_kind == "candidate") & (cls.owner_id == person)


class SignedUpload(Owned, Model):
    """A signed address that takes one file: what it was made for, and the file once it is there.

    `maker` is who asked for it (`user:3`, `candidate:7`); `owner_*` is whose the file will be. `size` 0: not said
    beforehand.
    """

    __tablename__ = "signed_uploads"
    __table_args__ = (Index("ix_signed_uploads_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    owner_kind: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int | None]
    maker: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    uploaded_at: Mapped[datetime | None]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return (cls.owner_kind == "candidate") & (cls.owner_id == person)
