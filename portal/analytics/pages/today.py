"""Dashboards: what waits for me today, and the few lists that no other page has."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.analytics import queries
from portal.analytics.models import Counts, Day, Pipeline
from portal.analytics.pages import pages
from portal.analytics.rules import counted, day_of, month_of, months_beside, span_of, trend
from portal.candidates.models import ApplicationStatus
from portal.core.clock import now
from portal.core.formats import zone
from portal.interviews.models import InterviewStatus
from portal.jobs.models import JobStatus
from portal.web.access import current_person, needs, public, signed_in, signed_in_person
from portal.web.fragments import back_to, page

# Rows of "Today" and "Coming" together: one query brings both.
BOOKED_SHOWN = 14


@pages.app_template_filter()
def weekday(moment: datetime) -> str:
    """`Mon 14 Dec` in the reader's zone."""
    local = moment.astimezone(zone(current_person().time_zone))
    return f"{local:%a} {local.day} {local:%b}"


@pages.get("/")
@public("the way in: to the dashboard, or to the sign-in page")
def home() -> AnyResponse:
    """Where somebody belongs who typed the bare address."""
    return back_to("accounts.sign_in" if signed_in_person() is None else "analytics.today")


@pages.get("/today")
@signed_in
def today() -> Response:
    """What waits for me: for staff the whole work of the company, for a client user what to decide."""
    person = current_person()
    if not person.may(Permission.INTERVIEWS_READ):  # a role of the company's own; everything here shows people
        return page("analytics/without.html")
    day = day_of(now(), person.time_zone)
    counts = queries.counts(person, day)
    booked = queries.booked_interviews(day.begins, BOOKED_SHOWN) if counts.coming else []
    common: dict[str, Any] = {
        "day": day.date,
        "counts": counts,
        "todays": [row for row in booked if row.scheduled_start_time < day.ends],
        "coming": [row for row in booked if row.scheduled_start_time >= day.ends][: queries.SHOWN],
        "urls": _urls(day),
        "counted": counted,
    }
    if not person.is_staff:
        found = queries.decisions() if counts.undecided else []
        return page("analytics/client.html", decisions=found, jobs=queries.open_jobs(), **common)
    return page("analytics/today.html", **common, **_staff(counts, queries.pipeline(day), day))


def _staff(counts: Counts, pipeline: Pipeline, day: Day) -> dict[str, Any]:
    """What only the company's own people see; a list is asked for only where the count says that there is one."""
    new = pipeline.people[ApplicationStatus.NEW]
    month = day.date.strftime("%Y-%m")
    return {
        "pipeline": pipeline,
        "reviews": queries.waiting_for_review() if new else [],
        "choosing": queries.interviews_at(InterviewStatus.AWAITING) if counts.choosing else [],
        "undecided": queries.interviews_at(InterviewStatus.COMPLETED) if counts.undecided else [],
        "owed": queries.owed_feedback(current_person(), limit=queries.SHOWN).items if counts.feedback else [],
        "uploads": queries.uploads_to_settle(),
        "hires_url": url_for("analytics.hires", month=month),
        "hires_trend": trend(pipeline.hires, pipeline.hires_before, _month_before(day.date)),
        "people_urls": {status: url_for("candidates.index", status=status) for status in ApplicationStatus},
        "job_urls": {status: url_for("jobs.index", status=status) for status in JobStatus},
    }


def _month_before(today: date) -> date:
    return months_beside(today.replace(day=1), today)[0]


def _urls(day: Day) -> dict[str, str]:
    """The lists that the counts count, by the name of the count."""
    yesterday = (day.date - timedelta(days=1)).isoformat()
    since: dict[str, Any] = {"from": day.date.isoformat()}
    return {
        "today": url_for("interviews.index", view="coming", to=day.date.isoformat(), **since),
        "over": url_for("interviews.index", view="coming", to=yesterday),
        "coming": url_for("interviews.index", view="coming", **since),
        "choosing": url_for("interviews.index", view="waiting"),
        "undecided": url_for("interviews.index", view="decide"),
        "feedback": url_for("analytics.feedback"),
    }


@pages.get("/today/feedback")
@needs(Permission.INTERVIEWS_FEEDBACK)
def feedback() -> Response:
    """Interviews that I was in and have said nothing of yet."""
    found = queries.owed_feedback(current_person(), request.args.get("cursor"))
    return page("analytics/feedback.html", page=found, url=url_for("analytics.feedback"))


@pages.get("/today/hires")
@needs(Permission.CANDIDATES_WRITE)
def hires() -> Response:
    """Who was selected in a month, `?month=2026-11`."""
    mine = current_person().time_zone
    present = day_of(now(), mine).date
    month = month_of(request.args.get("month", ""), present)
    before, after = months_beside(month, present)
    return page(
        "analytics/hires.html",
        page=queries.hires(*span_of(month, mine), request.args.get("cursor")),
        month=month,
        before_url=url_for("analytics.hires", month=before.strftime("%Y-%m")),
        after_url=url_for("analytics.hires", month=after.strftime("%Y-%m")) if after else None,
        url=url_for("analytics.hires", month=month.strftime("%Y-%m")),
    )
