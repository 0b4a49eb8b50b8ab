"""What somebody answered to a job's screening questions."""

from portal.candidates.models import Application, ScreeningAnswer
from portal.candidates.queries import screening as queries
from portal.candidates.rules import ANSWER_LENGTH
from portal.core.clock import now
from portal.core.database import db, insert_once
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
    values = {"question": question.text, "answer": text, "source": source, "answered_at": now()}
    about = {"company_id": application.company_id, "application_id": application.id, "question_id": question.id}
    known = queries.find_answer(application.id, question.id)
    # Of two first answers at the same moment one makes the row; the other is a new answer to it.
    made = known is None and insert_once(ScreeningAnswer, ["application_id", "question_id"], **about, **values)
    kept = known or queries.get_answer(application.id, question.id)
    if not made and kept.answer == text:
        return kept
    old = {} if made else {"answer": kept.answer}
    if not made:
        for name, value in values.items():
            setattr(kept, name, value)
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
