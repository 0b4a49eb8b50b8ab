"""Where a candidate begins: what to do next, what is coming, how the applications stand."""

from typing import Any

from flask import Response, request

from portal.candidate_portal import queries, times
from portal.candidate_portal.pages import pages
from portal.candidate_portal.pages._door import ZONE_COOKIE, reader_zone
from portal.candidates.rules_told import application_words
from portal.core.clock import now
from portal.core.formats import zone as clocks_of
from portal.interviews.models import InterviewStatus
from portal.web.access import candidate_only, current_person
from portal.web.fragments import page

ON_HOME = 5


@pages.get("/")
@candidate_only
def home() -> Response:
    person = current_person()
    account = queries.my_account(person)
    coming = queries.coming_interviews()
    zone = reader_zone(account.time_zone, coming[0].time_zone if coming else person.time_zone)
    applications = queries.my_applications(ON_HOME + 1)
    return page(
        "candidate_portal/home.html",
        account=account,
        choosing=[row for row in coming if row.interview_status is InterviewStatus.AWAITING],
        agreed=[_agreed(row, zone) for row in coming if row.interview_status is not InterviewStatus.AWAITING],
        applications=in_words(applications[:ON_HOME]),
        more=len(applications) > ON_HOME,
        zone=zone,
        settled=bool(account.time_zone or request.cookies.get(ZONE_COOKIE)),
        hints=_hints(account),
    )


def _agreed(row: Any, zone: str) -> dict[str, Any]:
    moment = now()
    words = times.in_words(
        row.scheduled_start_time,
        row.scheduled_end_time,
        zone,
        moment.astimezone(clocks_of(zone)).year,
        row.time_zone,
    )
    return {"row": row, "words": words, "running": row.scheduled_start_time <= moment}


def in_words(rows: Any) -> list[dict[str, Any]]:
    """Applications with their state in the candidate's words."""
    found = []
    for row in rows:
        state, sentence, tone = application_words(row.status, row.rejection_reason, interviewed=row.offered)
        client = row.company_name if row.offered else None
        found.append(
            {
                "id": row.id,
                "title": row.title,
                "location": row.location,
                "client": client,
                "state": state,
                "sentence": sentence,
                "tone": tone,
                "since": row.created_at,
                "moved": row.moved_at,
            }
        )
    return found


def _hints(account: Any) -> list[str]:
    """What the profile still lacks, as the candidate would say it."""
    missing = [("phone number", account.phone), ("LinkedIn profile", account.linkedin_url)]
    return [words for words, value in missing if not value]
