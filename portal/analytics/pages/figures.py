"""`/figures`: one metric at a time over days, weeks or months, with the time before beside it, and the same as CSV."""

import csv
import io
from typing import Any

from flask import Response, request, url_for

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_company
from portal.analytics import queries_metrics as queries
from portal.analytics import rules_asked
from portal.analytics.pages import pages
from portal.analytics.rules_asked import LABELS, PERIODS, Asked
from portal.analytics.rules_metrics import METRICS, Dimension, Wanted
from portal.analytics.services_metrics import answer
from portal.core.clock import now
from portal.core.formats import zone
from portal.web.access import current_person, needs
from portal.web.fragments import page

MOST_BARS, MOST_ROWS = 400, 50
UNSAFE = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/figures")
@needs(Permission.COMPANY_ADMIN)
def figures() -> Response:
    """The chart, what it is told apart by, and its numbers as a table."""
    asked, zone_name = _asked()
    steps = answer(_wanted(asked, (Dimension.DATE,)), zone_name)
    (whole,) = answer(_wanted(asked, ()), zone_name)
    start, end = asked.before
    (earlier,) = answer(Wanted([asked.metric], start, end), zone_name)
    parts = answer(_wanted(asked, (asked.by,)), zone_name) if asked.by else []
    parts.sort(key=lambda row: -(row[asked.metric] or 0))
    most = max((row[asked.metric] or 0 for row in steps), default=0)
    return page(
        "analytics/figures.html", asked=asked, steps=steps, most=most, whole=whole[asked.metric],
        earlier=earlier[asked.metric], parts=parts[:MOST_ROWS], names=_names(asked, parts[:MOST_ROWS]), labels=LABELS,
        periods=PERIODS, dimensions=_dimensions(asked), links=_links(asked),
    )  # fmt: skip


@pages.get("/figures.csv")
@needs(Permission.COMPANY_ADMIN)
def figures_csv() -> Response:
    """The same numbers, for a spreadsheet. What a cell begins with cannot make it a formula."""
    asked, zone_name = _asked()
    wanted = (Dimension.DATE, *([asked.by] if asked.by else []))
    rows = answer(_wanted(asked, wanted), zone_name)
    out = io.StringIO()
    writer = csv.writer(out)
    names = [*(d.value for d in wanted), asked.metric]
    writer.writerow(names)
    for row in rows:
        writer.writerow(["" if row[name] is None else _cell(row[name]) for name in names])
    reply = Response(out.getvalue(), mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{asked.metric}.csv"'
    return reply


def _asked() -> tuple[Asked, str]:
    zone_name = get_company(current_person().company_id).time_zone
    return rules_asked.read(request.args, now().astimezone(zone(zone_name)).date()), zone_name


def _wanted(asked: Asked, dimensions: tuple[Dimension, ...]) -> Wanted:
    return Wanted([asked.metric], asked.start, asked.end, dimensions, asked.granularity)


def _dimensions(asked: Asked) -> list[Dimension]:
    return sorted(METRICS[asked.metric] - {Dimension.DATE})


def _names(asked: Asked, parts: list[dict[str, Any]]) -> dict[str, str]:
    """What public ids stand for, by id."""
    return queries.names_of(asked.by, [row[asked.by.value] for row in parts]) if asked.by and parts else {}


def _links(asked: Asked) -> dict[str, Any]:
    now_ = {"metric": asked.metric, "period": asked.period, "by": asked.by.value if asked.by else None}

    def to(endpoint: str = "analytics.figures", **change: Any) -> str:
        return url_for(endpoint, **{name: value for name, value in {**now_, **change}.items() if value})

    return {"to": to, "csv": to("analytics.figures_csv")}


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(UNSAFE) else value
