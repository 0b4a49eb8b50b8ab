"""What is asked of screening questions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from portal.core.columns import raw_json, raw_words
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import ScreeningQuestion


def questions_of(job_id: int) -> Sequence[ScreeningQuestion]:
    """What the job asks, in order; what was removed is not among it."""
    q = ScreeningQuestion
    wanted = select(q).where(q.job_id == job_id, q.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(q.position, q.id)).all()


def asked_by(job_ids: Sequence[int]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    """What each of some jobs asks, in order, in one query; a job that asks nothing is not in it.

    Columns job_id, id, text, kind, options, as `job_json` takes them.
    """
    found: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    if job_ids:
        for row in db.session.execute(_ASKED, {"jobs": list(job_ids)}):
            found.setdefault(row[0], []).append(row)
    return found


_q = ScreeningQuestion
# Built once, as those of the jobs.
_ASKED = (
    select(_q.job_id, _q.id, _q.text, raw_words(_q.kind), raw_json(_q.options))
    .where(_q.job_id.in_(bindparam("jobs", expanding=True)), _q.removed_at.is_(None))
    .order_by(_q.position, _q.id)
)


def get_question(job_id: int, question_id: int) -> ScreeningQuestion:
    """A question that the job still asks. Raises Missing."""
    q = ScreeningQuestion
    wanted = select(q).where(q.id == question_id, q.job_id == job_id, q.removed_at.is_(None))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found
