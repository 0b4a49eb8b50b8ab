"""Verbs that change what a job asks everybody who applies.

Each counts up the job's version, which also holds the job until the transaction ends: the list is one thing, so of two
people who change it at once the second is told. A question is never deleted, for answers may point at it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict
from portal.core.events import changes, record
from portal.core.people import Person
from portal.jobs import queries_questions as queries
from portal.jobs import rules_questions as rules
from portal.jobs.models import Job, ScreeningQuestion


def add_question(job: Job, values: Mapping[str, Any], by: Person) -> ScreeningQuestion:
    """Ask one more thing, after all others. Raises BadInput (`text`, `options`), EnoughQuestions."""
    clean = rules.clean_question(values)
    _touch(job)
    asked = queries.questions_of(job.id)
    rules.check_room(len(asked))
    return _add(job, clean, asked[-1].position + 1 if asked else 0, by)


def update_question(
    job: Job, question: ScreeningQuestion, values: Mapping[str, Any], by: Person, *, version: int
) -> ScreeningQuestion:
    """Change a question of the job that was read at `version`; answers keep the words that they answered.

    Raises BadInput (`text`, `options`), and Conflict when the job or its questions have changed since.
    """
    clean = rules.clean_question(values)
    if changes(question, clean)[1]:
        _touch(job, version)
        _change(job, question, clean, by)
    return question


def remove_question(job: Job, question: ScreeningQuestion, by: Person) -> None:
    """Ask it no more. The answers to it stay."""
    _touch(job)
    _remove(job, question, by)


def move_question(job: Job, question: ScreeningQuestion, *, up: bool, by: Person) -> None:
    """Ask it one place earlier or later; the first and the last stay where they are."""
    _touch(job)
    asked = list(queries.questions_of(job.id))
    here = asked.index(question)
    there = here - 1 if up else here + 1
    if 0 <= there < len(asked):
        asked[here], asked[there] = asked[there], asked[here]
        _number(job, asked, by, told=question)


def replace_questions(job: Job, wanted: Sequence[Mapping[str, Any]], by: Person, *, version: int | None = None) -> None:
    """Make these the questions of the job, in this order: one with an `id` is changed, one without is new, and what is
    left out is removed. What is the same already changes nothing.

    Raises BadInput (`screening_questions.3.text`), and Conflict when the job has changed since `version`.
    """
    clean = _check_all(wanted)
    asked = {question.id: question for question in queries.questions_of(job.id)}
    unknown = [n for n, (number, _) in enumerate(clean) if number is not None and number not in asked]
    if unknown:
        raise BadInput(fields={_field(n, "question_id"): "The job asks no question with this id." for n in unknown})
    same = [number for number, _ in clean] == list(asked)
    if same and not any(changes(asked[number], values)[1] for number, values in clean if number is not None):
        return
    _touch(job, version)
    kept = [
        _add(job, values, n, by) if number is None else _change(job, asked[number], values, by)
        for n, (number, values) in enumerate(clean)
    ]
    for question in asked.values():
        if question not in kept:
            _remove(job, question, by)
    _number(job, kept, by)


def _check_all(wanted: Sequence[Mapping[str, Any]]) -> list[tuple[int | None, dict[str, Any]]]:
    """The list with clean values, every problem told at once."""
    clean: list[tuple[int | None, dict[str, Any]]] = []
    problems: dict[str, str] = {}
    if len(wanted) > rules.MOST_QUESTIONS:
        problems["screening_questions"] = f"A job asks at most {rules.MOST_QUESTIONS} questions."
    for n, values in enumerate(wanted):
        number = values.get("id")
        if number is not None and any(number == other for other, _ in clean):
            problems[_field(n, "question_id")] = "This question is in the list already."
        try:
            clean.append((number, rules.clean_question(values)))
        except BadInput as refusal:
            problems |= {_field(n, name): sentence for name, sentence in refusal.fields.items()}
    if problems:
        raise BadInput(fields=problems)
    return clean


def _field(n: int, name: str) -> str:
    return f"screening_questions.{n}.{name}"


def _touch(job: Job, version: int | None = None) -> None:
    """Count up the version of the job and hold its row. Raises Conflict when it is not `version` any more."""
    db.session.flush()
    wanted = update(Job).where(Job.id == job.id)
    if version is not None:
        wanted = wanted.where(Job.version == version)
    result: Any = db.session.execute(
        wanted.values(version=Job.version + 1), execution_options={"synchronize_session": False}
    )
    if not result.rowcount:
        raise Conflict("Somebody else changed this job or its questions while you were editing.")
    db.session.refresh(job)


def _add(job: Job, clean: Mapping[str, Any], position: int, by: Person) -> ScreeningQuestion:
    question = ScreeningQuestion(company_id=job.company_id, job_id=job.id, position=position, created_at=now(), **clean)
    db.session.add(question)
    db.session.flush()
    _record("created", job, question, by, new=dict(clean))
    return question


def _change(job: Job, question: ScreeningQuestion, clean: dict[str, Any], by: Person) -> ScreeningQuestion:
    old, new = changes(question, clean)
    if new:
        for name, value in new.items():
            setattr(question, name, value)
        db.session.flush()
        _record("updated", job, question, by, old=old, new=new)
    return question


def _remove(job: Job, question: ScreeningQuestion, by: Person) -> None:
    question.removed_at = now()
    db.session.flush()
    _record("removed", job, question, by, old={"text": question.text})


def _number(job: Job, asked: Sequence[ScreeningQuestion], by: Person, *, told: ScreeningQuestion | None = None) -> None:
    """Give the questions the positions of the list. The event is that of the one which was moved, or of each that a
    list from outside has put elsewhere."""
    for place, question in enumerate(asked):
        old, question.position = question.position, place
        if old != place and told in (None, question):
            _record("updated", job, question, by, old={"position": old}, new={"position": place})
    db.session.flush()


def _record(what: str, job: Job, question: ScreeningQuestion, by: Person, **values: dict[str, Any]) -> None:
    about = {"title": job.title, "question": question.text}
    name = f"screening_question.{what}"
    record(name, question, by, **values, about=about, client_id=job.client_id, job_id=job.id)  # type: ignore[arg-type]
