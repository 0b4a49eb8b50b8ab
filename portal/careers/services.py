"""What an applicant from outside changes. Nobody is signed in, so nothing here tells who is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Company
from portal.candidates.models import Application, Candidate
from portal.candidates.queries import applications as applied
from portal.candidates.queries import people
from portal.candidates.reading import Unreadable, sniff
from portal.candidates.rules import AlreadyApplied, Taken
from portal.candidates.rules_uploads import MAX_BYTES, MEDIA_TYPES, Incoming
from portal.candidates.services import uploads
from portal.candidates.services.applications import apply
from portal.candidates.services.documents import add_document
from portal.candidates.services.notes import add_note
from portal.candidates.services.people import create_candidate
from portal.candidates.services.screening import keep_answer
from portal.careers.models import ApplicationConsent
from portal.careers.rules import CONSENT_VERSION, clean_source, consent_text
from portal.core import mail
from portal.core.addresses import valid_address
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.outbox import later
from portal.core.people import Person, PersonKind
from portal.jobs.models import Job
from portal.jobs.queries_questions import get_question
from portal.storage import services as storage
from portal.storage.rules import shown_name

SOURCE = "careers"
LETTER = "From the application form:"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody sent: who they are, their words, their answers by question, where they came from."""

    first_name: str
    last_name: str
    email: str
    phone: str
    letter: str
    answers: Mapping[int, str]
    ref: str


def receive(sent: Applicant, cv: Incoming | None, job: Job, company: Company) -> Application:
    """Make the application of somebody from outside. Sent twice, it is one.

    Whoever's address is known gets the application on their record, but nothing in it is changed on a stranger's
    word: a CV waits for a recruiter's decision as any duplicate does. Raises BadInput (`phone`, `cv`, `answer_<id>`).
    """
    by = Person(PersonKind.SYSTEM, 0, company.id, "Careers page", "", "system", time_zone=company.time_zone)
    if cv is not None:
        _check_cv(cv)
    candidate, is_new = _who(sent, by)
    application = applied.find_application(candidate.id, job.id)
    if application is not None:
        return application
    try:
        application = apply(candidate, job, by=by, source=clean_source(sent.ref) or SOURCE, by_themselves=True)
    except AlreadyApplied:  # the same form a moment ago, in another process
        return applied.find_application(candidate.id, job.id)  # type: ignore[return-value]
    _keep_words(sent, application, candidate, company, by)
    if cv is not None:
        if not is_new:
            uploads.receive([cv], job=job, by=by, expected=candidate)
        else:
            _keep_cv(cv, candidate, by)
    _confirm(sent, application, job, company)
    return application


def _who(sent: Applicant, by: Person) -> tuple[Candidate, bool]:
    """Whose address it is, and whether they came only now. Of two who are new at once with one address one is made."""
    owner = people.owners_of(valid_address(sent.email), None, None).get("email")
    if owner is None:
        try:
            return _new(sent, by), True
        except Taken as taken:
            owner = taken.owners.get("email")
            if owner is None:
                raise
    return people.lock_candidate(owner[0]), False


def _new(sent: Applicant, by: Person) -> Candidate:
    fields: dict[str, Any] = {"first_name": sent.first_name, "last_name": sent.last_name, "email": sent.email}
    try:
        return create_candidate({**fields, "phone": sent.phone or None}, by=by, source=SOURCE)
    except Taken as taken:  # a number that somebody else has, or has had: it is shown, and decides nothing
        if "email" in taken.owners:
            raise
        return create_candidate({**fields, "phone_printed": sent.phone}, by=by, source=SOURCE)


def _check_cv(cv: Incoming) -> None:
    data = cv.stream.read(MAX_BYTES + 1)
    cv.stream.seek(0)
    try:
        sniff(data, shown_name(cv.name))
    except Unreadable as refusal:
        raise BadInput(fields={"cv": refusal.message}) from refusal


def _keep_cv(cv: Incoming, candidate: Candidate, by: Person) -> None:
    data, name = cv.stream.read(MAX_BYTES + 1), shown_name(cv.name)
    media_type = MEDIA_TYPES[sniff(data, name).value]
    file = storage.put(data, name=name, media_type=media_type, owner_kind="candidate", owner_id=candidate.id)
    document = add_document(candidate, file, None, by=by)
    # Read by the worker, as what is dropped on a page: a visitor does not wait for it.
    later("careers.read_cv", {"document": document.id}, key=f"careers.read_cv:{document.id}")


def _keep_words(sent: Applicant, application: Application, candidate: Candidate, company: Company, by: Person) -> None:
    keep_answers(application, sent.answers, by)
    if sent.letter:
        add_note(candidate, f"{LETTER}\n\n{sent.letter}", by=by, application=application)
    db.session.add(
        ApplicationConsent(
            application_id=application.id,
            text=consent_text(company.name),
            version=CONSENT_VERSION,
            given_at=now(),
        )
    )
    db.session.flush()


def keep_answers(application: Application, answers: Mapping[int, str], by: Person) -> None:
    """Keep what was answered to the job's questions. Raises BadInput (`answer_<id>`)."""
    for question_id, answer in answers.items():
        try:
            keep_answer(application, get_question(application.job_id, question_id), answer, source="form", by=by)
        except BadInput as refusal:
            raise BadInput(fields={f"answer_{question_id}": refusal.fields["answer"]}) from refusal


def _confirm(sent: Applicant, application: Application, job: Job, company: Company) -> None:
    mail.send(
        sent.email,
        f"Your application as {job.title}",
        "application_received",
        key=f"careers:received:{application.id}",
        to_name=f"{sent.first_name} {sent.last_name}".strip(),
        from_name=company.name,
        context={"first_name": sent.first_name, "job_title": job.title, "company_name": company.name},
        links={"sign_in": ("page", {"endpoint": "candidate_portal.ask_for_link", "values": {"slug": company.slug}})},
    )
