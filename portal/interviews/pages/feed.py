"""The address at which a calendar reads its owner's interviews. The secret in it is all that it asks for."""

from typing import Any

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.services.feeds import open_feed
from portal.core.errors import Missing
from portal.core.links import address
from portal.core.people import Person
from portal.core.tenancy import enter, scope_of
from portal.interviews import calendar, queries
from portal.interviews.calendar import Entry
from portal.interviews.models import InterviewMode, InterviewStatus
from portal.interviews.pages import pages
from portal.web.access import public


@pages.get("/calendar/<token>.ics")
@public("the secret of the address stands for its owner; it shows their interviews and opens nothing else")
def feed(token: str) -> AnyResponse:
    # Whoever is signed in here sees, at this address, with the eyes of its owner.
    g.person = None
    owner = open_feed(token)
    if owner is None:
        raise Missing
    enter(scope_of(owner))
    entries = [_entry(row, owner) for row in queries.agreed_interviews_of(owner)]
    answer = Response(calendar.write_feed(f"Interviews · {owner.company_name}", entries))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="interviews.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.add_etag()
    return answer.make_conditional(request)


def _entry(row: Any, owner: Person) -> Entry:
    name = row.round_name or f"Round {row.interview_round}"
    who = row.company_name if owner.is_candidate else f"{row.first_name} {row.last_name}".strip()
    endpoint = "candidate_portal.interview" if owner.is_candidate else "interviews.show"
    lines = [f"{row.title} at {row.company_name}", address(endpoint, interview_id=row.id)]
    if row.meeting_link:
        lines.insert(1, f"Join: {row.meeting_link}")
    if row.additional_instructions:
        lines += ["", row.additional_instructions]
    return Entry(
        uid=row.ics_uid,
        sequence=row.ics_sequence,
        start=row.scheduled_start_time,
        end=row.scheduled_end_time,
        title=f"{name}, {row.title}: {who}",
        description="\n".join(lines),
        changed_at=row.updated_at,
        location=_where(row),
        link=row.meeting_link or "",
        cancelled=row.interview_status is InterviewStatus.CANCELLED,
        blocks=bool(row.holds),
    )


def _where(row: Any) -> str:
    if row.interview_mode is InterviewMode.ONSITE:
        return row.place or ""
    return "Phone call" if row.interview_mode is InterviewMode.PHONE else row.meeting_link or "Video call"
