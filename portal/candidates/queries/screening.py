"""What is asked of screening questions and their answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from portal.candidates.models import ScreeningAnswer
from portal.core.columns import raw_moment
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import ScreeningQuestion


def find_answer(application_id: int, question_id: int) -> ScreeningAnswer | None:
    """What was answered to a question, if anything was."""
    return db.session.scalars(_answer(application_id, question_id)).one_or_none()


def get_answer(application_id: int, question_id: int) -> ScreeningAnswer:
    """What was answered to a question that has an answer."""
    return db.session.scalars(_answer(application_id, question_id)).one()


def _answer(application_id: int, question_id: int) -> Select[ScreeningAnswer]:
    return select(ScreeningAnswer).where(
        ScreeningAnswer.application_id == application_id, ScreeningAnswer.question_id == question_id
    )


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


def answers_to(job_id: int, application_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What the job asks and what the application answers, in order; then what was answered and is asked no more.

    Columns id, text (as it was asked, where it is answered), kind, options, removed_at, answer, source, answered_at.
    """
    q, a = ScreeningQuestion, ScreeningAnswer
    wanted = (
        select(
            q.id,
            func.coalesce(a.question, q.text).label("text"),
            q.kind,
            q.options,
            q.removed_at,
            a.answer,
            a.source,
            a.answered_at,
        )
        .outerjoin(a, and_(a.question_id == q.id, a.application_id == application_id))
        .where(q.job_id == job_id, or_(q.removed_at.is_(None), a.id.is_not(None)))
        .order_by(q.removed_at.is_not(None), q.position, q.id)
    )
    return db.session.execute(wanted).all()


def answers_by_application(application_ids: Iterable[int]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    """What some applications answer, in order, in one query. Columns application_id, question_id, question, answer,
    source, answered_at, as calls write them. An application without answers has an empty list."""
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    numbers = list(application_ids)
    if numbers:
        a = ScreeningAnswer
        wanted = (
            select(a.application_id, a.question_id, a.question, a.answer, a.source, raw_moment(a.answered_at))
            .join(ScreeningQuestion, ScreeningQuestion.id == a.question_id)
            .where(a.application_id.in_(numbers))
            .order_by(ScreeningQuestion.position, a.question_id)
        )
        for row in db.session.execute(wanted):
            found[row.application_id].append(row)
    return found
