"""What is asked of dropped files: one of them, those of a batch or a job, and who sent one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import Company, User
from portal.accounts.queries import person_of
from portal.candidates import rules_uploads as rules
from portal.candidates.models import Candidate, CvUpload, UploadState
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.people import SYSTEM, Person

SHOWN_AT_ONCE = 200
# What was settled longer ago than this is no news any more.
NEWS = timedelta(hours=12)
_settled = aliased(Candidate)
_known = aliased(Candidate)


def get_upload(upload_id: int) -> CvUpload:
    """The upload with its file. Raises Missing."""
    wanted = select(CvUpload).where(CvUpload.id == upload_id).options(joinedload(CvUpload.file))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def lock_upload(upload_id: int) -> CvUpload:
    """The upload as stored now, its row held until the transaction ends. Raises Missing."""
    wanted = select(CvUpload).where(CvUpload.id == upload_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def uploads_of_batch(batch: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The lines of the tray for what was dropped together, in the order it was sent."""
    wanted = _LINES.where(CvUpload.batch == batch, CvUpload.state != UploadState.DISMISSED)
    return db.session.execute(wanted.order_by(CvUpload.id).limit(SHOWN_AT_ONCE)).all()


def uploads_of_job(job_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The lines of the tray for a job (None: dropped on no job): what waits for somebody, and the news of today."""
    fresh = CvUpload.created_at > now() - NEWS
    open_ = CvUpload.state.in_(rules.NEEDS_PERSON | rules.BEING_READ)
    place = CvUpload.job_id == job_id if job_id is not None else CvUpload.job_id.is_(None)
    wanted = _LINES.where(place, CvUpload.state != UploadState.DISMISSED, or_(fresh, open_))
    return db.session.execute(wanted.order_by(CvUpload.id.desc()).limit(SHOWN_AT_ONCE)).all()


_LINES = (
    select(
        CvUpload.id,
        CvUpload.name,
        CvUpload.state,
        CvUpload.message,
        CvUpload.created_at,
        CvUpload.job_id,
        CvUpload.file_id,
        CvUpload.candidate_id,
        CvUpload.duplicate_of_id,
        _settled.first_name.label("first_name"),
        _settled.last_name.label("last_name"),
        _settled.parsing_confidence.label("confidence"),
        _settled.deleted_at.label("deleted_at"),
        _known.first_name.label("known_first_name"),
        _known.last_name.label("known_last_name"),
        _known.deleted_at.label("known_deleted_at"),
    )
    .outerjoin(_settled, _settled.id == CvUpload.candidate_id)
    .outerjoin(_known, _known.id == CvUpload.duplicate_of_id)
)


def sender_of(upload: CvUpload) -> Person:
    """Who dropped the file, as the one who acts when it has been read; the portal itself if nobody is known."""
    user = db.session.get(User, upload.uploaded_by_id) if upload.uploaded_by_id else None
    company = db.session.get(Company, upload.company_id)
    return person_of(user, company) if user and company else SYSTEM(upload.company_id)
