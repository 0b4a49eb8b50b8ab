"""Interviews for tests, walked to where a test begins by the product's own verbs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar
from sqlalchemy import event, select

from portal.accounts.models import Role
from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.candidates.models import Application, Candidate
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.core.mail import Mail
from portal.core.people import Person, PersonKind
from portal.interviews import queries, services
from portal.interviews.models import HeldCell, Interview, InterviewSlot, InterviewStatus
from portal.interviews.services import Facts
from tests import factories
from tests.browser import Answer
from tests.factories import World

S = InterviewStatus
# A Monday, and the slots that `an_interview` offers on it.
NOW = datetime(2026, 12, 14, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = datetime(2026, 12, 16, 5, 0, tzinfo=UTC)


def slot(hours: float = 0, minutes: int = 45) -> tuple[datetime, datetime]:
    """A slot so many hours after FIRST."""
    start = FIRST + timedelta(hours=hours)
    return start, start + timedelta(minutes=minutes)


def an_application(world: World, **values: Any) -> Application:
    """A shared application of a new candidate for a new job of the world's client."""
    job = factories.a_job(world.client_id)
    return factories.an_application(factories.a_candidate(), job, **{"client_sees": True, **values})


def an_interviewer(**values: Any) -> int:
    """The id of a new recruiter."""
    return factories.a_user(Role.RECRUITER, **values).id


def facts(**values: Any) -> Facts:
    """What the recruiter says, unless a test says otherwise."""
    return Facts(**{"round_name": "Technical round", "meeting_link": "https://meet.example.org/abc", **values})


def an_interview(
    world: World, at: InterviewStatus = S.AWAITING, *, application: Application | None = None, **values: Any
) -> Interview:
    """An interview with three slots (FIRST, +1 h, +2 h), brought to a status by the verbs that lead there."""
    slots = values.pop("slots", [slot(0), slot(1), slot(2)])
    by = world.recruiter
    application = application or an_application(world)
    interview = services.plan_interview(application, facts(**values), slots, by, send=at is not S.DRAFT)
    for step in PATHS[at]:
        interview = step(interview, world)
    assert interview.interview_status is at
    return interview


def book(interview: Interview, world: World, number: int = 0) -> Interview:
    """The recruiter books the slot of that number."""
    return services.book_slot(interview, queries.slots_of(interview.id)[number], world.recruiter)


def _invite(interview: Interview, world: World) -> Interview:
    return services.send_invite(interview, world.recruiter)


def _complete(interview: Interview, world: World) -> Interview:
    return services.mark_completed(interview, world.recruiter)


PATHS: dict[InterviewStatus, list[Any]] = {
    S.DRAFT: [],
    S.AWAITING: [],
    S.CONFIRMED: [book],
    S.SCHEDULED: [book, _invite],
    S.COMPLETED: [book, _invite, _complete],
    S.PASSED: [book, _invite, _complete, lambda i, w: services.pass_round(i, w.recruiter)],
    S.FAILED: [book, _invite, _complete, lambda i, w: services.fail(i, w.recruiter, "Not enough SQL")],
    S.NO_SHOW: [book, _invite, lambda i, w: services.mark_no_show(i, w.recruiter)],
    S.CANCELLED: [lambda i, w: services.cancel(i, w.recruiter)],
}


def candidate_person(world: World, candidate_id: int, account_id: int = 1) -> Person:
    """The candidate as somebody who acts."""
    return Person(
        PersonKind.CANDIDATE,
        account_id,
        world.company_id,
        "Priya",
        "priya@example.com",
        "candidate",
        candidate_id=candidate_id,
        permissions=frozenset(ROLE_PERMISSIONS["candidate"]),
    )


def held(interview: Interview) -> set[str]:
    """Whose time the interview holds."""
    return set(db.session.scalars(select(HeldCell.person).where(HeldCell.interview_id == interview.id)))


def mails(interview: Interview) -> list[Mail]:
    """The mails about the interview, in order."""
    found = db.session.scalars(select(Mail).where(Mail.key.like(f"interview:{interview.id}:%")).order_by(Mail.id))
    return list(found)


def chosen(interview: Interview) -> list[InterviewSlot]:
    """The chosen slots of the interview, as the database has them."""
    return [s for s in queries.slots_of(interview.id) if s.is_chosen]


def email_of(interview: Interview) -> str:
    """The candidate's address."""
    return db.session.scalars(select(Candidate.email).where(Candidate.id == interview.candidate_id)).one() or ""


def events_of(interview: Interview) -> list[str]:
    """The names of the interview's events, in order."""
    return list(db.session.scalars(select(Event.name).where(Event.interview_id == interview.id).order_by(Event.id)))


def ics_of(mail: Mail) -> tuple[str, Any]:
    """The METHOD and the event of a mail's calendar object."""
    calendar = Calendar.from_ical(mail.ics)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def path_of(interview: Interview, rest: str = "") -> str:
    """The address of the interview's page, or of something below it."""
    return f"/interviews/{encode('int', interview.id)}{rest}"


def plan_path(application: Application, rest: str = "/new") -> str:
    """The address where a round of the application is planned."""
    return f"/applications/{encode('app', application.id)}/interviews{rest}"


def status_of(interview: Interview) -> InterviewStatus:
    """The status as the database has it."""
    return db.session.scalars(select(Interview.interview_status).where(Interview.id == interview.id)).one()


def actions_on(page: Answer) -> set[str]:
    """What the page offers to do."""
    return {form["data-action"] for form in page.soup.select("form[data-action]")}


def listed(page: Answer) -> set[str]:
    """Where the rows of a list lead."""
    return {link["href"] for link in page.soup.select("a.row-link")}


def statements_of(action: Callable[[], Any]) -> list[str]:
    """The statements that an action sends to the database, transactions aside."""
    found: list[str] = []

    def count(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        action()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return found
