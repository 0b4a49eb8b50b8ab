"""What candidates keep for their applications: letters, answers. Asked with their own eyes."""

from collections.abc import Sequence

from sqlalchemy import func, select

from portal.candidates.models import CoverLetterTemplate, SavedAnswer
from portal.candidates.rules_letters import key_of
from portal.core.database import db
from portal.core.errors import Missing

L, A = CoverLetterTemplate, SavedAnswer


def letters_of(candidate_id: int) -> Sequence[CoverLetterTemplate]:
    """All letters of a candidate, the default first."""
    wanted = select(L).where(L.candidate_id == candidate_id)
    return db.session.scalars(wanted.order_by(L.is_default.desc(), L.name, L.id)).all()


def get_letter(candidate_id: int, letter_id: int) -> CoverLetterTemplate:
    """A letter of the candidate's. Raises Missing."""
    found = db.session.scalars(select(L).where(L.id == letter_id, L.candidate_id == candidate_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def has_letter(candidate_id: int, letter_id: int) -> bool:
    """Whether the letter is the candidate's."""
    return db.session.scalar(select(L.id).where(L.id == letter_id, L.candidate_id == candidate_id)) is not None


def is_letter_named(candidate_id: int, name: str, but: int | None) -> bool:
    """Whether another letter of the candidate has this name."""
    wanted = select(L.id).where(L.candidate_id == candidate_id, L.name == name, L.id != (but or 0))
    return db.session.scalar(wanted) is not None


def answers_of(candidate_id: int) -> Sequence[SavedAnswer]:
    """All answers of a candidate, by question."""
    return db.session.scalars(select(A).where(A.candidate_id == candidate_id).order_by(A.question, A.id)).all()


def find_saved(candidate_id: int, question: str) -> SavedAnswer | None:
    """What the candidate answers to a question, however it is spelled."""
    wanted = select(A).where(A.candidate_id == candidate_id, A.key == key_of(question))
    return db.session.scalars(wanted).one_or_none()


def get_saved(candidate_id: int, answer_id: int) -> SavedAnswer:
    """A saved answer of the candidate's. Raises Missing."""
    found = db.session.scalars(select(A).where(A.id == answer_id, A.candidate_id == candidate_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def count_saved(candidate_id: int) -> int:
    """How many answers the candidate keeps."""
    return db.session.scalar(select(func.count(A.id)).where(A.candidate_id == candidate_id)) or 0
