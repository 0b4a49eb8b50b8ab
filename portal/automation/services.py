"""Asking for an application, letting it go to a site, and the worker's steps, each in a transaction of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.automation import queries, rules
from portal.automation.models import WORDS_LENGTH, AutomationTask, ConfirmedSite, Reason, TaskState
from portal.automation.visiting import host_of
from portal.candidates.models import Candidate
from portal.candidates.queries import documents, own
from portal.candidates.queries.people import get_candidate, lock_candidate
from portal.candidates.queries.screening import questions_for
from portal.candidates.rules import AlreadyApplied
from portal.candidates.rules_letters import fill_letter, key_of
from portal.candidates.services import apply
from portal.candidates.services.notes import add_note
from portal.candidates.services.own import owner
from portal.candidates.services.screening import keep_answer
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import BadInput, Missing, RuleBroken
from portal.core.events import record
from portal.core.ids import Prefix, encode
from portal.core.outbox import NotNow, later
from portal.core.people import SYSTEM, Person, PersonKind
from portal.core.tenancy import as_company
from portal.jobs.models import Job
from portal.jobs.queries_questions import get_question
from portal.notifications.models import Channel, NotificationType
from portal.notifications.services.custom import Recipient, send_custom
from portal.storage import services as storage

SOURCE, BUSY_SECONDS = "automation", 5.0
TOLD: Mapping[TaskState, NotificationType] = {
    TaskState.COMPLETED: NotificationType.APPLICATION_COMPLETED,
    TaskState.FAILED: NotificationType.APPLICATION_FAILED,
}


@dataclass(frozen=True, slots=True)
class Work:
    """A task that this worker has: what it needs outside any transaction."""

    task_id: int
    company_id: int
    claims: int
    url: str
    job_title: str
    facts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)  # by `key_of` the question
    resume: tuple[str, bytes, str] | None = None


def submit(
    job_id: int, by: Person, *, resume_id: int | None, letter_id: int | None, answers: Sequence[tuple[str, str]]
) -> AutomationTask:
    """Have the portal apply for a candidate. Asked again while a task for the job lives, it gives that one.

    To be called before anything is loaded. Raises NotAllowed before the address is confirmed, BadInput by field for
    what is not there or not theirs, RuleBroken for a job that they have applied for.
    """
    with as_company(by.company_id):
        candidate = lock_candidate(owner(by))
        known = queries.living_task(candidate.id, job_id)
        if known is not None and known.state in rules.LIVING:
            return known
        job = queries.open_job(job_id)
        if job is None:
            raise BadInput(fields={"job_id": "There is no such open job."})
        if known is not None or queries.has_applied(candidate.id, job_id):
            raise AlreadyApplied(candidate.name, job.title)
        _check_own(candidate, resume_id, letter_id)
        moment = now()
        task = AutomationTask(
            company_id=by.company_id, candidate_id=candidate.id, job_id=job.id, account_id=by.id,
            document_id=resume_id, letter_id=letter_id, host=host_of(job.apply_url) if job.apply_url else "",
            answers=[{"question": question, "answer": answer} for question, answer in answers],
            created_at=moment, updated_at=moment,
        )  # fmt: skip
        db.session.add(task)
        db.session.flush()
        record("automation.submitted", task, by, about={"job": job.title})
        _work_on(task)
        return task


def _check_own(candidate: Candidate, resume_id: int | None, letter_id: int | None) -> None:
    for name, number, get in (
        ("resume_id", resume_id, documents.get_document),
        ("cover_letter_template_id", letter_id, own.get_letter),
    ):
        if number is not None:
            try:
                get(candidate.id, number)
            except Missing:
                raise BadInput(fields={name: "There is nothing with this id."}) from None


def confirm(task_id: int, by: Person) -> AutomationTask:
    """Let it go to its site, now and whenever. To be called before anything is loaded. Raises Missing, InvalidState."""
    with as_company(by.company_id):
        task = _own(task_id, by)
        rules.check_move(task.state, TaskState.QUEUED)
        about = {"company_id": task.company_id, "candidate_id": task.candidate_id, "host": task.host}
        insert_once(ConfirmedSite, ["candidate_id", "host"], **about, confirmed_at=now())
        task.state, task.updated_at = TaskState.QUEUED, now()
        record("automation.confirmed", task, by, about={"host": task.host})
        _work_on(task)
        return task


def decline(task_id: int, by: Person) -> AutomationTask:
    """Do not send it. To be called before anything is loaded. Raises Missing, InvalidState."""
    with as_company(by.company_id):
        task = _own(task_id, by)
        if task.state is not TaskState.NEEDS_CONFIRMATION:
            rules.check_move(task.state, TaskState.NEEDS_CONFIRMATION)
        _end(task, TaskState.FAILED, Reason.DECLINED, "", by)
        return task


def _own(task_id: int, by: Person) -> AutomationTask:
    task = queries.lock_task(task_id)
    if task is None or task.candidate_id != by.candidate_id:
        raise Missing
    return task


def _work_on(task: AutomationTask, *, seconds: float = 0) -> None:
    key = f"automation.work:{task.id}:{task.claims}:{task.state}:{seconds}"
    payload = {"task_id": task.id, "company_id": task.company_id}
    later("automation.work", payload, key=key, due_at=now() + timedelta(seconds=seconds) if seconds else None)


def begin(task_id: int) -> Work | None:
    """Claim a task; one for a job of the portal's own is done at once, and None is given.

    A task that lost its worker is begun anew, unless its form may have been sent: that is never sent again. Raises
    NotNow while another task is at the same host.
    """
    task = queries.lock_task(task_id)
    moment = now()
    if task is None or task.state not in (TaskState.QUEUED, TaskState.RUNNING):
        return None
    if task.state is TaskState.RUNNING:
        if task.started_at is not None and moment - task.started_at < rules.LOST_AFTER:
            return None
        if task.submitting_at is not None:
            _end(task, TaskState.FAILED, Reason.UNKNOWN_OUTCOME, "", SYSTEM(task.company_id))
            return None
    job = queries.open_job(task.job_id)
    if job is None:
        _end(task, TaskState.FAILED, Reason.JOB_CLOSED, "", SYSTEM(task.company_id))
        return None
    if not job.apply_url:
        _apply_here(task, job)
        return None
    try:
        with db.session.begin_nested():
            task.state, task.started_at, task.claims = TaskState.RUNNING, moment, task.claims + 1
            task.host = host_of(job.apply_url)
            db.session.flush()
    except IntegrityError:
        raise NotNow("Another application is at this site just now.", seconds=BUSY_SECONDS) from None
    _work_on(task, seconds=rules.LOST_AFTER.total_seconds() + 1)
    return _work(task, job)


def _work(task: AutomationTask, job: Job) -> Work:
    candidate = get_candidate(task.candidate_id)
    file = None
    try:
        file = documents.get_document(candidate.id, task.document_id).file
    except Missing:
        pass
    resume = (file.name, storage.read(file), file.media_type) if file is not None else None
    url = job.apply_url or ""
    return Work(
        task.id, task.company_id, task.claims, url, job.title, _facts(task, candidate, job), _answers(task), resume
    )


def _facts(task: AutomationTask, candidate: Candidate, job: Job) -> dict[str, str]:
    link = next(iter(candidate.links), "")
    return {
        "first_name": candidate.first_name,
        "last_name": candidate.last_name,
        "name": candidate.name,
        "email": candidate.email or "",
        "phone": candidate.phone_printed or candidate.phone or "",
        "location": candidate.location or "",
        "linkedin": f"https://{candidate.linkedin}" if candidate.linkedin else "",
        "link": link,
        "company": candidate.current_company or "",
        "role": candidate.current_role or "",
        "letter": _letter(task, candidate, job),
    }


def _letter(task: AutomationTask, candidate: Candidate, job: Job) -> str:
    if task.letter_id is None:
        return ""
    try:
        letter = own.get_letter(candidate.id, task.letter_id)
    except Missing:
        return ""
    values = {
        "first_name": candidate.first_name, "last_name": candidate.last_name, "name": candidate.name,
        "email": candidate.email or "", "phone": candidate.phone or "", "job_title": job.title,
        "location": job.location or "", "company": "", "date": f"{now():%Y-%m-%d}",
    }  # fmt: skip
    return fill_letter(letter.body, values)


def _answers(task: AutomationTask) -> dict[str, str]:
    saved = {row.key: row.answer for row in own.answers_of(task.candidate_id)}
    return saved | {key_of(row["question"]): row["answer"] for row in task.answers}


def _apply_here(task: AutomationTask, job: Job) -> None:
    """The portal's own job: an application as any other, with answers to its questions, the letter as a note."""
    by = SYSTEM(task.company_id)
    candidate = get_candidate(task.candidate_id)
    try:
        with db.session.begin_nested():
            application = apply(candidate, job, by=by, source=SOURCE, by_themselves=True)
            answers = _answers(task)
            filled = []
            for row in questions_for(job.id, application.id):
                answer = answers.get(key_of(row.text))
                if answer:
                    kept = keep_answer(application, get_question(job.id, row.id), answer, source="candidate", by=by)
                    filled.append({"field": row.text, "value": kept.answer})
    except AlreadyApplied:
        _end(task, TaskState.FAILED, Reason.ALREADY_APPLIED, "", by)
        return
    except BadInput as refusal:
        _end(task, TaskState.FAILED, Reason.MISSING_ANSWER, " ".join(refusal.fields.values()), by)
        return
    except RuleBroken as refusal:
        _end(task, TaskState.FAILED, Reason.JOB_CLOSED, refusal.message, by)
        return
    letter = _letter(task, candidate, job)
    if letter:
        add_note(candidate, f"Cover letter for {job.title}:\n\n{letter}", by=by)
    task.application_id, task.filled, task.state = application.id, filled, TaskState.RUNNING
    _end(task, TaskState.COMPLETED, None, "", by)


def ask_candidate(work: Work, host: str, filled: Sequence[Mapping[str, Any]], page_text: str) -> bool:
    """Whether the form may be sent now; a new site waits for the candidate, who sees what would be sent."""
    task = _mine(work)
    if task is None:
        return False
    task.page_text, task.filled = page_text[: rules.PAGE_TEXT_LENGTH], [dict(row) for row in filled]
    task.host, task.updated_at = host, now()
    if queries.is_confirmed(task.candidate_id, host):
        task.submitting_at = now()
        db.session.flush()
        return True
    task.state = TaskState.NEEDS_CONFIRMATION
    db.session.flush()
    record("automation.needs_confirmation", task, SYSTEM(task.company_id), about={"host": host})
    _tell(task, NotificationType.SYSTEM, "An application waits for your word", f"It would be sent to {host}.")
    return False


def settle(work: Work, reason: Reason | None, words: str = "", page_text: str = "") -> None:
    """End a task that this worker still has."""
    task = _mine(work)
    if task is None:
        return
    task.page_text = page_text[: rules.PAGE_TEXT_LENGTH] or task.page_text
    state = TaskState.COMPLETED if reason is None else TaskState.FAILED
    _end(task, state, reason, words, SYSTEM(task.company_id))


def _mine(work: Work) -> AutomationTask | None:
    task = queries.lock_task(work.task_id)
    if task is None or task.state is not TaskState.RUNNING or task.claims != work.claims:
        return None
    return task


def _end(task: AutomationTask, state: TaskState, reason: Reason | None, words: str, by: Person) -> None:
    rules.check_move(task.state, state)
    task.state, task.reason, task.words, task.done_at = state, reason, words[:WORDS_LENGTH], now()
    task.updated_at = now()
    db.session.flush()
    done = state is TaskState.COMPLETED
    about = {
        "task_id": str(encode(Prefix.TASK, task.id)),
        "reason": reason.value if reason else None,
        "host": task.host,
    }
    record(f"automation.{state.value}", task, by, about=about, application_id=task.application_id)
    if reason is Reason.DECLINED:
        return
    kind = NotificationType.CAPTCHA_DETECTED if reason is Reason.CAPTCHA_DETECTED else TOLD[state]
    said = "Your application was sent." if done else rules.REASON_WORDS[reason or Reason.NOT_ACCEPTED]
    _tell(task, kind, f"{'Applied' if done else 'Not applied'}: {task.job.title}"[:300], f"{said} {words}".strip())


def _tell(task: AutomationTask, kind: NotificationType, title: str, message: str) -> None:
    try:
        send_custom(
            [Recipient(PersonKind.CANDIDATE, task.account_id)], kind, title, message[:1000],
            (Channel.IN_APP, Channel.EMAIL), {"task_id": str(encode(Prefix.TASK, task.id))}, company_id=task.company_id,
            key=f"automation:{task.id}:{task.state}:{task.claims}",
        )  # fmt: skip
    except BadInput:
        pass  # the account was closed meanwhile: there is nobody to tell
