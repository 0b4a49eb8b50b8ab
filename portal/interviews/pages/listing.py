"""The list of interviews, and one interview."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from portal.accounts.permissions import Permission
from portal.calendars import google
from portal.calendars import queries as calendars
from portal.core.clock import now
from portal.core.events import EVENTS
from portal.core.ids import decode
from portal.core.people import Person
from portal.interviews import queries, rules
from portal.interviews.forms import CancelForm, FailForm, HireForm
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.pages import pages
from portal.interviews.queries import SORTS, Wanted
from portal.interviews.words import span
from portal.web.access import current_person, needs
from portal.web.fragments import page_or_block

S = InterviewStatus
# What people look for, as chips above the list: key → label, statuses, order.
VIEWS: dict[str, tuple[str, tuple[S, ...], str]] = {
    "all": ("All", (), "-created"),
    "coming": ("Coming", (S.CONFIRMED, S.SCHEDULED), "start"),
    "waiting": ("Candidate chooses", (S.AWAITING,), "-created"),
    "decide": ("To decide", (S.COMPLETED,), "start"),
    "draft": ("Drafts", (S.DRAFT,), "-created"),
    "no-show": ("No-shows", (S.NO_SHOW,), "-created"),
}
KEPT = ("view", "status", "mine", "job", "client", "from", "to", "q", "sort")


@pages.get("/interviews")
@needs(Permission.INTERVIEWS_READ)
def index() -> Response:
    person = current_person()
    wanted = read_filters(person)
    counts = queries.counts_by_status(user_id=wanted.user_id)
    return page_or_block(
        "interviews/index.html",
        "results",
        page=queries.interview_page(wanted, request.args.get("cursor")),
        views=_views(counts),
        jobs=queries.job_choices(),
        clients=queries.client_choices() if person.is_staff else [],
        statuses=list(S),
        args=request.args,
        sort=wanted.sort,
        url=_url(),
        sort_url=_url(without="sort"),
        narrowed=any(request.args.get(key) for key in KEPT if key != "sort"),
    )


def read_filters(person: Person) -> Wanted:
    """The filters in the address. What is no value of ours is left out, not guessed."""
    args = request.args
    _, statuses, sort = VIEWS.get(args.get("view", ""), VIEWS["all"])
    asked = args.get("sort", "")
    return Wanted(
        statuses=[S(args["status"])] if args.get("status") in set(S) else statuses,
        user_id=person.id if args.get("mine") else None,
        job_id=decode("job", args.get("job", "")),
        client_id=decode("client", args.get("client", "")),
        first=_day(args.get("from")),
        last=_day(args.get("to")),
        text=args.get("q", "")[:100].strip(),
        sort=asked if asked in SORTS else sort,
        zone=person.time_zone,
    )


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    # The first and last years of the calendar have no moment in every zone.
    return day if 1970 <= day.year < 9000 else None


def _url(without: str = "", **changed: str) -> str:
    kept = {key: request.args[key] for key in KEPT if request.args.get(key) and key != without}
    query = urlencode({**kept, **changed})
    return f"{request.path}?{query}" if query else request.path


def _views(counts: dict[S, int]) -> list[dict[str, Any]]:
    present = request.args.get("view", "all")
    return [
        {
            "label": label,
            "url": _url(without="sort", view=key),
            "active": key == present,
            "count": sum(counts.get(status, 0) for status in statuses or S),
        }
        for key, (label, statuses, _) in VIEWS.items()
    ]


@pages.get("/interviews/<sid(int):interview_id>")
@needs(Permission.INTERVIEWS_READ)
def show(interview_id: int) -> Response:
    return shown(queries.get_interview(interview_id))


def shown(interview: Interview, status: int = 200, **forms: Any) -> Response:
    """The page of an interview as it is now; `forms` carry what was refused."""
    person = current_person()
    interviewers = queries.interviewers_of(interview.id)
    offers = queries.offers(interview, interviewers)
    situation = queries.situation_of(interview)
    feedback = queries.feedback_of(interview.id)
    return page_or_block(
        "interviews/show.html",
        "content",
        status,
        interview=interview,
        offers=offers,
        interviewers=interviewers,
        guests=queries.guests_of(interview.id),
        feedback=feedback,
        spoken={said.user_id for said in feedback},
        rounds=queries.interviews_of(interview.application_id),
        history=[(row, EVENTS[row.name].sentence) for row in queries.history_of(interview)] if person.is_staff else [],
        may={str(action) for action in rules.actions_for(situation, person, now())},
        next_step=rules.next_step(interview.interview_status, person, hiring=interview.hiring_initiated),
        to_come=interview.interview_status in rules.OPEN,
        over=situation.end is not None and situation.end <= now(),
        span=span,
        entry=calendars.event_of(interview.id) if person.is_staff and google.is_set_up() else None,
        **{"fail_form": FailForm(), "hire_form": HireForm(), "cancel_form": CancelForm(), **forms},
    )
