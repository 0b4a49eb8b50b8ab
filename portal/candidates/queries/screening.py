"""What is asked of screening questions and their answers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select

from portal.candidates.models import ScreeningAnswer
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import ScreeningQuestion


def find_answer(application_id: int, question_id: int) -> ScreeningAnswer | None:
    """What was answered to a question, if anything was."""
    wanted = select(ScreeningAnswer).where(
        ScreeningAnswer.application_id == application_id, ScreeningAnswer.question_id == question_id
    )
    return db.session.scalars(wanted).one_or_none()


def get_question(question_id: int) -> ScreeningQuestion:
    """A question that is still asked. Raises Missing."""
    wanted = select(ScreeningQuestion).where(
        ScreeningQuestion.id == question_id, ScreeningQuestion.removed_at.is_(None)
    )
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing("This question is not asked any more.")
    return found


def questions_for(job_id: int, application_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """What the job asks, in order, and whether this application has the answer. Columns id, text, kind, options,
    answered (the answer's id)."""
    q = ScreeningQuestion
    theirs = and_(ScreeningAnswer.question_id == q.id, ScreeningAnswer.application_id == application_id)
    wanted = (
        select(q.id, q.text, q.kind, q.options, ScreeningAnswer.id.label("answered"))
        .outerjoin(ScreeningAnswer, theirs)
        .where(q.job_id == job_id, q.removed_at.is_(None))
        .order_by(q.position, q.id)
    )
    return db.session.execute(wanted).all()
