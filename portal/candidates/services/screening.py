"""What somebody answered to a job's screening questions."""

from portal.candidates.models import Application, ScreeningAnswer
from portal.candidates.queries import screening as queries
from portal.candidates.rules import ANSWER_LENGTH
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import record
from portal.core.people import Person
from portal.jobs.models import QuestionKind, ScreeningQuestion


def keep_answer(
    application: Application, question: ScreeningQuestion, answer: str, *, source: str, by: Person
) -> ScreeningAnswer:
    """Keep an answer with the application; a new one takes the place of the old. The same again changes nothing.

    `source` is who wrote it down (`assistant`, `form`). Raises BadInput (`answer`), and RuleBroken when another
    job asks it.
    """
    if question.job_id != application.job_id:
        raise RuleBroken("This question belongs to another job.")
    text = _check(question, answer)
    known = queries.find_answer(application.id, question.id)
    if known is not None and known.answer == text:
        return known
    old = {"answer": known.answer} if known is not None else {}
    kept = known or ScreeningAnswer(
        company_id=application.company_id, application_id=application.id, question_id=question.id
    )
    kept.question, kept.answer, kept.source, kept.answered_at = question.text, text, source, now()
    db.session.add(kept)
    db.session.flush()
    record(
        "application.answer_kept",
        application,
        by,
        old=old,
        new={"question": question.text, "answer": text},
        about={"question": question.id, "source": source},
        application_id=application.id,
    )
    return kept


def _check(question: ScreeningQuestion, answer: str) -> str:
    text = answer.strip()
    if not text:
        raise BadInput(fields={"answer": "Write an answer first."})
    if len(text) > ANSWER_LENGTH:
        raise BadInput(fields={"answer": f"Please keep an answer under {ANSWER_LENGTH:,} characters."})
    if question.kind is QuestionKind.CHOICE:
        chosen = next((option for option in question.options if option.casefold() == text.casefold()), None)
        if chosen is None:
            raise BadInput(fields={"answer": f"Choose one of: {', '.join(question.options)}."})
        return chosen
    return text
