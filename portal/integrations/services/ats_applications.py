"""Events about applications: put forward, moved, rejected, hired, by the verbs of the pages and by our own moves."""

from collections.abc import Callable

from portal.candidates import rules as candidate_rules
from portal.candidates import services as candidates
from portal.candidates.models import Application, ApplicationStatus
from portal.candidates.queries import applications as queries
from portal.core.errors import Missing
from portal.core.events import record as record_event
from portal.integrations import rules_ats as rules
from portal.integrations.ats.event import ApplicationFacts, AtsEvent, Kind
from portal.integrations.models import AtsRecord, RecordKind
from portal.integrations.services.ats_jobs import job_for
from portal.integrations.services.ats_people import person_for
from portal.integrations.services.ats_work import NothingToDo, Work, find, hold, is_older, note_time, point

S = ApplicationStatus
STATUS = "status"
STAGE = "stage"
OLDER = "It is older than what was applied already, so nothing was moved."


def handle(work: Work, event: AtsEvent) -> None:
    """Make sure that there is the application, then do what happened to it, unless something newer was applied."""
    facts = event.application or ApplicationFacts()
    record = hold(work, RecordKind.APPLICATION, facts.external_id) if facts.external_id else None
    application = _application(work, event, record)
    work.changed["application_id"] = application.id
    work.changed.setdefault("candidate_id", application.candidate_id)
    work.changed.setdefault("job_id", application.job_id)
    if is_older(record, STATUS, event.occurred_at):
        work.say(OLDER)
        return
    DONE_BY[event.kind](work, application, facts)
    if record is not None and facts.stage and event.kind in STAGED:
        record.applied = {**record.applied, STAGE: facts.stage}
    note_time(record, STATUS, event.occurred_at)


def _application(work: Work, event: AtsEvent, record: AtsRecord | None) -> Application:
    """The application that is meant, made with its person and job if it is not known."""
    if record is not None and record.our_id is not None:
        try:
            return _of_client(work, queries.get_application(record.our_id))
        except Missing:
            raise NothingToDo("The person was deleted here.") from None
    # The job first and then the person, always: two workers then wait for each other in one order.
    job = job_for(work, event.job)
    candidate = person_for(work, event.person)
    if job is None:
        raise NothingToDo("It names no job, so there is the person and no application.")
    known = queries.find_application(candidate.id, job.id)
    made = known is None and work.attempt(lambda: candidates.apply(candidate, job, by=work.by, source=work.source))
    # Asked again also where it was refused: another worker may have been quicker.
    application = known or queries.find_application(candidate.id, job.id)
    if application is None:
        raise NothingToDo("So there is no application.")
    if made:
        work.say(f"{candidate.name} was put forward for “{job.title}”.")
    if record is not None:
        point(record, application.id, made=made)
    return application


def _of_client(work: Work, application: Application) -> Application:
    if work.client_id not in (None, application.client_id):
        raise NothingToDo("This application belongs to another client than the submission.")
    return application


def note_only(work: Work, event: AtsEvent) -> None:
    """Write into the timeline what the portal keeps no record of: an offer, a deletion there."""
    facts = event.application or ApplicationFacts()
    record = find(work, RecordKind.APPLICATION, facts.external_id)
    if record is None or record.our_id is None:
        raise NothingToDo("This application is not known here.")
    application = _application(work, event, record)
    work.changed |= {
        "application_id": application.id,
        "candidate_id": application.candidate_id,
        "job_id": application.job_id,
    }
    if facts.note:
        _note(work, application, facts.note)


def _note(work: Work, application: Application, what: str) -> None:
    record_event(
        "application.noted",
        application,
        work.by,
        about={"what": what, "system": work.system},
        candidate_id=application.candidate_id,
        client_id=application.client_id,
        job_id=application.job_id,
    )
    work.say(f"Noted: {what}.")


def _created(work: Work, application: Application, facts: ApplicationFacts) -> None:
    """It is there; a new one is NEW, whatever stage it begins in there."""
    if not any("was put forward" in words for words in work.words):
        work.say("The application was known already.")


def _moved(work: Work, application: Application, facts: ApplicationFacts) -> None:
    """Note the stage, if it is another than before, and move where the stage clearly is a status of ours."""
    record = find(work, RecordKind.APPLICATION, facts.external_id)
    if not facts.stage or (record is not None and record.applied.get(STAGE) == facts.stage):
        work.say("The stage is the one that was noted before." if facts.stage else "It says nothing of a stage.")
        return
    _note(work, application, f"the stage is “{facts.stage}”")
    status = rules.status_of_stage(facts.stage, facts.stage_kind)
    # A hire and a rejection are taken back by their own events alone; a stage that is told late must not do it.
    if status in (None, application.status) or application.status in (S.SELECTED, S.REJECTED):
        return
    wanted = S(status)
    _do(work, lambda: candidates.move(application, wanted, by=work.by), f"It is {_word(wanted)} now.")


def _rejected(work: Work, application: Application, facts: ApplicationFacts) -> None:
    if application.status is S.REJECTED:
        work.say("It was rejected already.")
        return
    reason = (facts.reason or f"Rejected in {work.system}")[: candidate_rules.REASON_LENGTH]
    _do(work, lambda: candidates.reject_application(application, work.by, reason), f"It is rejected: {reason}.")


def _unrejected(work: Work, application: Application, facts: ApplicationFacts) -> None:
    if application.status is not S.REJECTED:
        work.say(f"It was not rejected here; it is {_word(application.status)}.")
        return
    _do(work, lambda: candidates.move(application, S.IN_REVIEW, by=work.by), "The rejection is taken back.")


def _hired(work: Work, application: Application, facts: ApplicationFacts) -> None:
    """The hire was initiated there; it is the verb of a hire here too, with the opening that it uses up."""
    if application.status is S.SELECTED:
        work.say("It was selected already.")
        return
    _do(work, lambda: candidates.select_application(application, work.by), "The candidate is selected.")


def _unhired(work: Work, application: Application, facts: ApplicationFacts) -> None:
    if application.status is not S.SELECTED:
        work.say(f"It was not selected here; it is {_word(application.status)}.")
        return
    _do(work, lambda: candidates.move(application, S.IN_PROGRESS, by=work.by), "The hire is taken back.")


def _withdrawn(work: Work, application: Application, facts: ApplicationFacts) -> None:
    if application.status is S.REJECTED:
        work.say("It was rejected already.")
        return
    _do(work, lambda: candidates.withdraw(application, work.by), "The candidate has withdrawn.")


def _do(work: Work, verb: Callable[[], object], words: str) -> None:
    if work.attempt(verb):
        work.say(words)


def _word(status: ApplicationStatus) -> str:
    return candidate_rules.WORDS[status].lower()


DONE_BY: dict[Kind, Callable[[Work, Application, ApplicationFacts], None]] = {
    Kind.APPLICATION_CREATED: _created,
    Kind.APPLICATION_MOVED: _moved,
    Kind.APPLICATION_UPDATED: _moved,
    Kind.APPLICATION_REJECTED: _rejected,
    Kind.APPLICATION_UNREJECTED: _unrejected,
    Kind.APPLICATION_HIRED: _hired,
    Kind.APPLICATION_UNHIRED: _unhired,
    Kind.APPLICATION_WITHDRAWN: _withdrawn,
}
STAGED = (Kind.APPLICATION_MOVED, Kind.APPLICATION_UPDATED)
