"""Working on deliveries: by the worker, or within a call with an API key; what became of each stands in its row."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.candidates.queries import applications
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.ids import Prefix, encode
from portal.core.people import Person
from portal.integrations import queries
from portal.integrations import queries_ats as deliveries
from portal.integrations import rules_ats as rules
from portal.integrations.ats import ADAPTERS
from portal.integrations.ats.event import AtsEvent, Kind
from portal.integrations.ats.reading import parse
from portal.integrations.models import WORDS_LENGTH, DeliveryState, InboundDelivery
from portal.integrations.services import ats_applications, ats_jobs, ats_people
from portal.integrations.services.ats_work import NothingToDo, Work, actor
from portal.integrations.services.conversation import conversation_of
from portal.integrations.services.receiving import KEPT_WORDS, PING_WORDS, have_worked_on

S = DeliveryState
# While another system is asked, an effect waits that takes the delivery up again should the worker be ended.
WATCH = timedelta(minutes=2)
# After these waits another system that does not answer is asked again; then somebody has to look.
WAITS = (timedelta(seconds=10), *(timedelta(minutes=m) for m in (1, 5, 30, 120, 360)))


@dataclass(frozen=True, slots=True)
class Begun:
    """A delivery that is being worked on, as its worker needs it outside a transaction."""

    number: int
    company_id: int
    source: str
    submission_id: int | None
    run: int
    attempt: int
    event: AtsEvent


def begin_event(number: int) -> Begun | None:
    """Say that it is being worked on; None when there is nothing (any more) to do."""
    found = deliveries.lock_delivery(number)
    if found is None or found.state in (S.DONE, S.KEPT) or found.body is None:
        return None
    found.state, found.attempts = S.RUNNING, found.attempts + 1
    db.session.flush()
    event = ADAPTERS[found.source].normalise(parse(found.body))
    begun = Begun(found.id, found.company_id, found.source, found.submission_id, found.runs, found.attempts, event)
    if event.asks:
        key = _watch_key(begun)
        outbox.later("integrations.ats_event", {"delivery_id": number}, key=key, due_at=now() + WATCH)
    return begun


def finish_event(begun: Begun, event: AtsEvent) -> None:
    """Apply the event, in one transaction with the row that says so. A repeat finds it done."""
    found = deliveries.lock_delivery(begun.number)
    if found is not None and found.state is S.RUNNING:
        apply_to(found, event, actor(found.source, found.company_id))
    outbox.forget(_watch_key(begun))


def apply_to(delivery: InboundDelivery, event: AtsEvent, by: Person) -> Work:
    """Apply an event and write down what became of it."""
    work = Work(delivery.source, delivery.place, delivery.submission_id, delivery.client_id, by)
    try:
        delivery.state = _apply(work, event)
    except NothingToDo as reason:
        delivery.state = S.DONE
        work.say(str(reason))
    delivery.words = " ".join(work.words)[:WORDS_LENGTH]
    delivery.changed = dict(work.changed)
    delivery.candidate_id = work.changed.get("candidate_id")
    delivery.kind, delivery.done_at = event.kind.value, now()
    db.session.flush()
    if event.kind is Kind.APPLICATION_CREATED and event.person is not None and event.person.resume is not None:
        if delivery.candidate_id is not None:
            _have_resume_fetched(delivery)
    return work


def _apply(work: Work, event: AtsEvent) -> DeliveryState:
    kind = event.kind
    if kind is Kind.PING:
        work.say(PING_WORDS)
    elif kind is Kind.UNKNOWN:
        work.say(KEPT_WORDS)
        return S.KEPT
    elif kind in ats_applications.DONE_BY:
        ats_applications.handle(work, event)
    else:
        OTHERS[kind](work, event)
    return S.DONE


OTHERS: dict[Kind, Any] = {
    Kind.APPLICATION_NOTED: ats_applications.note_only,
    Kind.CANDIDATE_UPDATED: ats_people.update,
    Kind.CANDIDATE_MERGED: ats_people.merge,
    Kind.CANDIDATE_DELETED: ats_people.delete,
    Kind.CANDIDATE_ANONYMIZED: ats_people.anonymize,
    Kind.JOB_CREATED: ats_jobs.keep,
    Kind.JOB_UPDATED: ats_jobs.keep,
    Kind.JOB_CLOSED: ats_jobs.close,
    Kind.JOB_DELETED: ats_jobs.close,
}


def answer_now(delivery: InboundDelivery, event: AtsEvent, by: Person) -> dict[str, Any]:
    """Work on a delivery within its request, and keep the answer for when it comes again. Raises BadInput by field."""
    work = apply_to(delivery, event, by)
    number = work.changed.get("application_id")
    application = applications.get_application(number) if number is not None else None
    answer = {
        "conversation": conversation_of(application, by) if application is not None else None,
        "application_id": str(encode(Prefix.APPLICATION, number)) if number is not None else None,
    }
    delivery.answer = answer
    db.session.flush()
    return answer


def put_off_event(begun: Begun, words: str) -> None:
    """The other system did not answer: ask it again later, or, after the last time, leave it to a person."""
    found = deliveries.lock_delivery(begun.number)
    if found is None or found.state is not S.RUNNING:
        return
    found.state, found.words = S.FAILED, words[:WORDS_LENGTH]
    db.session.flush()
    outbox.forget(_watch_key(begun))
    if begun.attempt <= len(WAITS):
        due_at = now() + WAITS[begun.attempt - 1]
        have_worked_on(found.id, found.runs, attempt=begun.attempt, due_at=due_at)


def leave_event(begun: Begun, state: DeliveryState, words: str) -> None:
    """Nothing more can be done for now: say why."""
    found = deliveries.lock_delivery(begun.number)
    if found is not None and found.state is S.RUNNING:
        found.state, found.words = state, words[:WORDS_LENGTH]
        db.session.flush()
    outbox.forget(_watch_key(begun))


def hand_back_event(begun: Begun) -> None:
    """Nobody has the time just now: it stands as if it had not been taken up."""
    found = deliveries.lock_delivery(begun.number)
    if found is not None and found.state is S.RUNNING:
        found.state, found.attempts = S.RECEIVED, found.attempts - 1
        db.session.flush()
    outbox.forget(_watch_key(begun))


def fail_event(number: int, words: str) -> None:
    """A fault of ours while it was worked on; the worker tries it again, and a person may, too."""
    found = deliveries.lock_delivery(number)
    if found is not None and found.state is S.RUNNING:
        found.state, found.words = S.FAILED, words[:WORDS_LENGTH]
        db.session.flush()


def replay(delivery: InboundDelivery, by: Person) -> None:
    """Have it worked on once more, as it came. Raises CannotReplay, Missing."""
    found = deliveries.lock_delivery(delivery.id)
    if found is None:
        return
    rules.check_replay(found.state, found.body is not None)
    before = found.state
    _again(found)
    record(
        "integration.delivery_replayed",
        found,
        by,
        old={"state": before},
        about={"source": found.source, "event": found.event},
        candidate_id=None,
    )


def wake_waiting(submission_id: int) -> None:
    """Work on everything of a submission that waited for a key."""
    if queries.find_submission(submission_id) is None:
        return
    for number in deliveries.waiting_for_details(submission_id):
        found = deliveries.lock_delivery(number)
        if found is not None and found.state is S.NEEDS_DETAILS:
            _again(found)


def _again(found: InboundDelivery) -> None:
    found.state, found.words, found.attempts, found.runs = S.RECEIVED, "", 0, found.runs + 1
    found.done_at = None
    db.session.flush()
    have_worked_on(found.id, found.runs)


def _have_resume_fetched(delivery: InboundDelivery) -> None:
    key = f"integrations.ats_resume:{delivery.id}:{delivery.runs}:0"
    outbox.later("integrations.ats_resume", {"delivery_id": delivery.id, "attempt": 0}, key=key)


def _watch_key(begun: Begun) -> str:
    return f"integrations.ats_watch:{begun.number}:{begun.run}:{begun.attempt}"
