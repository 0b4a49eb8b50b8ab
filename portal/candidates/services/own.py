"""What candidates keep for their applications: résumés, cover letters, answers. Each is their own alone.

All of it is to be called before anything is loaded: what is written is the company's, whose eyes are needed.
"""

from contextlib import AbstractContextManager

from sqlalchemy import update

from portal.candidates import rules_letters as rules
from portal.candidates.models import LETTER_NAME_LENGTH, QUESTION_LENGTH, CoverLetterTemplate, Document, SavedAnswer
from portal.candidates.queries import documents, own
from portal.candidates.queries.people import lock_candidate
from portal.candidates.rules import ANSWER_LENGTH
from portal.candidates.services.arrivals import ReadCv, add_cv
from portal.candidates.services.people import set_cv_text
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import BadInput, NotAllowed, RuleBroken
from portal.core.events import record
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.storage import services as storage


def owner(by: Person) -> int:
    """The candidate who acts. Raises NotAllowed before their e-mail address is confirmed."""
    if by.candidate_id is None:
        raise NotAllowed("Confirm your e-mail address first, then things can be kept for you.")
    return by.candidate_id


def _company(by: Person) -> AbstractContextManager[None]:
    return as_company(by.company_id)


def add_resume(cv: ReadCv, by: Person, *, is_default: bool = True) -> int:
    """Keep a résumé that was read, by default as the one in use; its id. What the profile lacks is filled from it.

    Raises NotAllowed, RuleBroken for the eleventh.
    """
    with _company(by):
        candidate = lock_candidate(owner(by))
        before = documents.documents_of(candidate.id)
        if len(before) >= rules.MOST_RESUMES:
            raise RuleBroken(f"You keep {rules.MOST_RESUMES} résumés already. Delete one first.")
        made = add_cv(candidate, cv, by=by)
        if not is_default and before:
            _put_in_use(before[0])
        return made.id


def use_resume(document_id: int, by: Person) -> None:
    """Make a résumé the one in use. Raises Missing."""
    with _company(by):
        candidate = lock_candidate(owner(by))
        document = documents.get_document(candidate.id, document_id)
        if not document.is_default:
            _put_in_use(document)
            record("candidate.cv_chosen", document, by, about={"file": document.file.name})


def delete_resume(document_id: int, by: Person) -> None:
    """Delete a résumé and its file; the newest of the others comes into use. Raises Missing."""
    with _company(by):
        candidate = lock_candidate(owner(by))
        document = documents.get_document(candidate.id, document_id)
        was_default, file = document.is_default, document.file
        record("candidate.cv_deleted", document, by, old={"file": file.name})
        db.session.delete(document)
        db.session.flush()
        storage.delete(file)
        left = documents.newest_document(candidate.id)
        if was_default and left is not None:
            _put_in_use(left)
        elif left is None:
            set_cv_text(candidate, "")


def _put_in_use(document: Document) -> None:
    db.session.execute(
        update(Document)
        .where(Document.candidate_id == document.candidate_id, Document.is_default, Document.id != document.id)
        .values(is_default=False)
        .execution_options(synchronize_session="fetch")
    )
    document.is_default = True
    db.session.flush()
    set_cv_text(lock_candidate(document.candidate_id), (document.reading or {}).get("text") or "")


def save_letter(
    name: str | None, body: str | None, by: Person, *, letter_id: int | None = None, is_default: bool | None = None
) -> CoverLetterTemplate:
    """Write a letter, or over one that there is, where None leaves what it has. The first is the default.

    Raises BadInput (`name`, `body`), Missing, RuleBroken for the twenty-first.
    """
    moment = now()
    with _company(by):
        candidate_id = lock_candidate(owner(by)).id
        known = own.get_letter(candidate_id, letter_id) if letter_id is not None else None
        name = (known.name if known and name is None else name or "").strip()
        body = known.body if known and body is None else body or ""
        if not 0 < len(name) <= LETTER_NAME_LENGTH:
            raise BadInput(fields={"name": f"Give a name of 1 to {LETTER_NAME_LENGTH} characters."})
        rules.check_letter(body)
        if own.is_letter_named(candidate_id, name, letter_id):
            raise BadInput(fields={"name": "Another letter of yours has this name."})
        others = [letter for letter in own.letters_of(candidate_id) if letter.id != letter_id]
        if letter_id is None and len(others) >= rules.MOST_LETTERS:
            raise RuleBroken(f"You keep {rules.MOST_LETTERS} letters already. Delete one first.")
        letter = known or CoverLetterTemplate(
            candidate_id=candidate_id, company_id=by.company_id, created_at=moment, is_default=False
        )
        letter.name, letter.body, letter.updated_at = name, body.strip(), moment
        wished = letter.is_default if is_default is None else is_default
        letter.is_default = wished or not any(other.is_default for other in others)
        for other in others:
            other.is_default = other.is_default and not letter.is_default
        db.session.add(letter)
        db.session.flush()
        record("candidate.letter_saved", letter, by, about={"name": name}, candidate_id=candidate_id)
        return letter


def delete_letter(letter_id: int, by: Person) -> None:
    """Delete a letter; if it was the default, the first of the others by name becomes it. Raises Missing."""
    with _company(by):
        letter = own.get_letter(lock_candidate(owner(by)).id, letter_id)
        record("candidate.letter_deleted", letter, by, about={"name": letter.name}, candidate_id=letter.candidate_id)
        db.session.delete(letter)
        db.session.flush()
        left = own.letters_of(letter.candidate_id)
        if left and not left[0].is_default:
            left[0].is_default = True
            db.session.flush()


def save_answer(question: str, answer: str, by: Person) -> SavedAnswer:
    """Keep what one answers to a question; a new answer takes the place of the old. Raises BadInput, RuleBroken."""
    question, answer = question.strip(), answer.strip()
    problems = {}
    if not rules.key_of(question) or len(question) > QUESTION_LENGTH:
        problems["question"] = f"Write a question of up to {QUESTION_LENGTH} characters."
    if not answer or len(answer) > ANSWER_LENGTH:
        problems["answer"] = f"Write an answer of up to {ANSWER_LENGTH:,} characters."
    if problems:
        raise BadInput(fields=problems)
    values = {"question": question, "answer": answer, "updated_at": now()}
    with _company(by):
        candidate_id = owner(by)
        known = own.find_saved(candidate_id, question)
        if known is None and own.count_saved(candidate_id) >= rules.MOST_ANSWERS:
            raise RuleBroken(f"You keep {rules.MOST_ANSWERS} answers already. Delete one first.")
        about = {"company_id": by.company_id, "candidate_id": candidate_id, "key": rules.key_of(question)}
        if known is None and insert_once(SavedAnswer, ["candidate_id", "key"], **about, **values):
            return own.find_saved(candidate_id, question)  # type: ignore[return-value]
        kept = known or own.find_saved(candidate_id, question)
        assert kept is not None
        kept.question, kept.answer, kept.updated_at = question, answer, values["updated_at"]  # type: ignore[assignment]
        db.session.flush()
        return kept


def delete_answer(answer_id: int, by: Person) -> None:
    """Forget a saved answer. Raises Missing."""
    with _company(by):
        db.session.delete(own.get_saved(owner(by), answer_id))
        db.session.flush()
