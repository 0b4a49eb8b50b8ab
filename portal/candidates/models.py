"""Candidates, their documents and uploads, applications and notes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.database import Json, Model
from portal.core.names import Named
from portal.core.tenancy import Owned, own_key, within_company
from portal.jobs.models import Job
from portal.storage.models import StoredFile

# The rules below name the table, not the class: a rule's subquery must not be narrowed once more.
_applications = table("applications", column("candidate_id"), column("client_id"), column("client_sees"))


def _shown_to(client: int) -> Any:
    return select(_applications.c.candidate_id).where(_applications.c.client_id == client, _applications.c.client_sees)


LETTER_NAME_LENGTH, QUESTION_LENGTH = 120, 500


class ApplicationStatus(StrEnum):
    """How far an application has come (seed 003, candidate status)."""

    NEW = "NEW"
    IN_REVIEW = "IN_REVIEW"
    SHORTLISTED = "SHORTLISTED"
    IN_PROGRESS = "IN_PROGRESS"
    SELECTED = "SELECTED"
    REJECTED = "REJECTED"


class Candidate(Named, Owned, Model):
    """A person the company knows. E-mail and phone are unique in the company where present."""

    __tablename__ = "candidates"
    __table_args__ = (
        own_key(),
        UniqueConstraint("company_id", "email"),
        UniqueConstraint("company_id", "phone"),
        UniqueConstraint("company_id", "linkedin"),
        Index("ix_candidates_company_id_created_at", "company_id", "created_at", "id"),
        Index("ix_candidates_company_id_name", "company_id", "last_name", "first_name", "id"),
        Index(
            "ix_candidates_deleted",
            "company_id",
            "id",
            sqlite_where=text("deleted_at IS NOT NULL"),
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
        Index(
            "ix_candidates_to_wipe",
            "company_id",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL AND wiped_at IS NULL"),
            postgresql_where=text("deleted_at IS NOT NULL AND wiped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    phone_printed: Mapped[str | None] = mapped_column(String(60))
    linkedin: Mapped[str | None] = mapped_column(String(200))
    location: Mapped[str | None] = mapped_column(String(200))
    current_role: Mapped[str | None] = mapped_column(String(200))
    current_company: Mapped[str | None] = mapped_column(String(200))
    experience_years: Mapped[float | None]
    skills: Mapped[list[str]] = mapped_column(default=list)
    experience: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    education: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    links: Mapped[list[str]] = mapped_column(default=list)
    summary: Mapped[str | None] = mapped_column(Text)
    expected_salary: Mapped[str | None] = mapped_column(String(120))
    preferred_locations: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    job_types: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    parsing_confidence: Mapped[float | None]
    source: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254), default="")
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.id.in_(_shown_to(client))

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.id == person


class CandidateText(Owned, Model):
    """All of a candidate's searchable words, the whole CV text among them; apart, so that lists stay light."""

    __tablename__ = "candidate_texts"

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), primary_key=True)
    cv_text: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")


class Document(Owned, Model):
    """A CV of a candidate, with what was read in it and where (confidence and place for each field)."""

    __tablename__ = "documents"
    __table_args__ = (
        within_company("candidate_id", "candidates"),
        within_company("file_id", "files"),
        Index("ix_documents_of_candidate", "company_id", "candidate_id", "is_default", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    file_id: Mapped[int]
    reading: Mapped[dict[str, Any] | None] = mapped_column(Json)
    is_default: Mapped[bool] = mapped_column(default=True)
    uploaded_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(
        viewonly=True, primaryjoin="Document.file_id == StoredFile.id", foreign_keys="Document.file_id"
    )

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.candidate_id.in_(_shown_to(client))

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class UploadState(StrEnum):
    """What has become of a dropped file."""

    WAITING = "waiting"
    READING = "reading"
    ADDED = "added"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    JOINED = "joined"
    DISMISSED = "dismissed"


class CvUpload(Owned, Model):
    """One file dropped on a job (or on the list of candidates), until it is a person and an application.

    A refused one (too large, another kind of file) has no bytes, and a dismissed one has them no longer.
    """

    __tablename__ = "cv_uploads"
    __table_args__ = (
        within_company("file_id", "files"),
        Index("ix_cv_uploads_batch", "company_id", "batch"),
        Index("ix_cv_uploads_company_id_state", "company_id", "state", "job_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(40))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    file_id: Mapped[int | None]
    state: Mapped[UploadState] = mapped_column(default=UploadState.WAITING)
    message: Mapped[str] = mapped_column(String(500), default="")
    reading: Mapped[dict[str, Any] | None] = mapped_column(Json)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    # Whose it is by the address that a stranger typed beside it; no reference, for that person may be wiped.
    expected_id: Mapped[int | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile | None] = relationship(
        viewonly=True, primaryjoin="CvUpload.file_id == StoredFile.id", foreign_keys="CvUpload.file_id"
    )


class Application(Owned, Model):
    """A candidate put forward for a job. `client_sees` turns true with SHORTLISTED or when a recruiter shares it."""

    __tablename__ = "applications"
    __table_args__ = (
        own_key(),
        within_company("candidate_id", "candidates"),
        within_company("job_id", "jobs"),
        within_company("client_id", "clients"),
        UniqueConstraint("candidate_id", "job_id"),
        CheckConstraint("current_round >= 0", name="current_round"),
        Index("ix_applications_of_job", "company_id", "job_id", "status", "moved_at", "id", "candidate_id"),
        Index("ix_applications_of_client", "company_id", "client_id", "status", "candidate_id"),
        Index("ix_applications_company_id_status", "company_id", "status", "moved_at", "id"),
        Index("ix_applications_people_by_status", "company_id", "status", "candidate_id"),
        Index("ix_applications_newest_of_person", "company_id", "candidate_id", "id"),
        Index("ix_applications_client_id_candidate_id", "client_id", "candidate_id", "client_sees"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    job_id: Mapped[int]
    client_id: Mapped[int]
    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.NEW)
    current_round: Mapped[int] = mapped_column(default=0)
    client_sees: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(60))
    rejection_reason: Mapped[str | None] = mapped_column(String(500))
    match_score: Mapped[float | None]
    match: Mapped[dict[str, Any] | None] = mapped_column(Json)
    ai_story: Mapped[dict[str, Any] | None] = mapped_column(Json)
    selected_at: Mapped[datetime | None]
    salary_offered: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254), default="")
    moved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    candidate: Mapped[Candidate] = relationship(
        viewonly=True, primaryjoin="Application.candidate_id == Candidate.id", foreign_keys="Application.candidate_id"
    )
    job: Mapped[Job] = relationship(
        viewonly=True, primaryjoin="Application.job_id == Job.id", foreign_keys="Application.job_id"
    )

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return (cls.client_id == client) & cls.client_sees

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class ScreeningAnswer(Owned, Model):
    """What somebody answered to a screening question of the job; internal, for wishes about pay may be in it.

    `question` is the question as it was asked. `source`: the assistant, a form, or whoever wrote it down.
    """

    __tablename__ = "screening_answers"
    __table_args__ = (
        within_company("application_id", "applications"),
        UniqueConstraint("application_id", "question_id"),
    )
    entity_type = "screening_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("screening_questions.id"))
    question: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = table("applications", column("id"), column("candidate_id"))
        return cls.application_id.in_(select(mine.c.id).where(mine.c.candidate_id == person))


class Note(Owned, Model):
    """A note on a candidate. Internal unless marked for the client of its application; a client's own it may see."""

    __tablename__ = "notes"
    __table_args__ = (
        within_company("candidate_id", "candidates"),
        Index("ix_notes_of_candidate", "company_id", "candidate_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))
    created_at: Mapped[datetime]

    author: Mapped[User | None] = relationship()

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return (cls.client_id == client) & cls.candidate_id.in_(_shown_to(client))


class CoverLetterTemplate(Owned, Model):
    """A letter of a candidate's with words in braces that each application fills in (seed 002). Their own alone."""

    __tablename__ = "cover_letter_templates"
    __table_args__ = (within_company("candidate_id", "candidates"), UniqueConstraint("candidate_id", "name"))
    entity_type = "cover_letter_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(LETTER_NAME_LENGTH))
    body: Mapped[str] = mapped_column(Text)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class SavedAnswer(Owned, Model):
    """What a candidate answers when a question comes again; `key` is the question without its case and signs."""

    __tablename__ = "saved_answers"
    __table_args__ = (within_company("candidate_id", "candidates"), UniqueConstraint("candidate_id", "key"))
    entity_type = "saved_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    question: Mapped[str] = mapped_column(String(QUESTION_LENGTH))
    key: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person
