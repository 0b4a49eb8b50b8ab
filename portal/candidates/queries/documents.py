"""What is asked of CVs: the newest of a person, one of them, all of them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.candidates.models import Candidate, Document
from portal.core.database import db
from portal.core.errors import Missing

# The person is joined so that a deleted one's papers are out of reach with them.
_ALL = (
    select(Document)
    .join(Candidate, Candidate.id == Document.candidate_id)
    .where(Document.candidate_id == bindparam("candidate"), Candidate.deleted_at.is_(None))
    .options(joinedload(Document.file))
    .order_by(Document.is_default.desc(), Document.id.desc())
)
_FIRST = _ALL.limit(1)


def documents_of(candidate_id: int) -> Sequence[Document]:
    """All CVs of a person that the reader may see, the one in use first."""
    return db.session.scalars(_ALL, {"candidate": candidate_id}).all()


def newest_document(candidate_id: int) -> Document | None:
    """The CV in use, if the person has one."""
    return db.session.scalars(_FIRST, {"candidate": candidate_id}).one_or_none()


def get_document(candidate_id: int, document_id: int | None = None) -> Document:
    """One CV of this person, with its file; without an id the one in use. Raises Missing."""
    wanted = _FIRST if document_id is None else _FIRST.where(Document.id == document_id)
    found = db.session.scalars(wanted, {"candidate": candidate_id}).one_or_none()
    if found is None:
        raise Missing
    return found
