"""JSON calls of the dashboard (seed 003, "Dashboard") and of analytics (seed 002, "Analytics Service")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_company
from portal.analytics import queries, services
from portal.analytics.payloads import StatsOut
from portal.analytics.payloads_metrics import EventsIn, EventsOut, MetricsIn, MetricsOut, TrackedEvent
from portal.analytics.rules_metrics import Dimension, Wanted
from portal.analytics.services import Tracked
from portal.analytics.services_metrics import answer
from portal.api.access import allows, allows_users, caller
from portal.api.calls import Calls
from portal.core.errors import BadInput
from portal.core.tenancy import as_company

calls = Calls("analytics_api", __name__, "Dashboard")


@calls.get("/dashboard/stats", StatsOut)
@allows_users()
def dashboard_stats() -> Any:
    """How many clients, jobs, people and interviews there are, by status; a client's users see their own."""
    return queries.stats()


@calls.post("/v1/analytics/events", EventsOut, status=202)
@allows(Permission.CANDIDATES_WRITE, candidates=True)
def track_events(body: EventsIn) -> Any:
    """Count what happened: one event, or up to 500 of which all are taken or none."""
    by = caller()
    with as_company(by.company_id):
        zone = get_company(by.company_id).time_zone
        taken = services.track(_events(body), company_id=by.company_id, time_zone=zone)
    return {"success": True, "data": {"accepted": taken}}, 202


def _events(body: EventsIn) -> list[Tracked]:
    if body.events is not None:
        if body.event_type is not None:
            raise BadInput(fields={"events": "Send one event, or a list of them."})
        return [_tracked(one) for one in body.events]
    if body.event_type is None:
        raise BadInput(fields={"event_type": "This field is required."})
    return [_tracked(body)]


def _tracked(one: EventsIn | TrackedEvent) -> Tracked:
    return Tracked(one.event_type or "", one.properties, one.occurred_at, one.event_id)


@calls.post("/v1/analytics/query", MetricsOut)
@allows(Permission.COMPANY_ADMIN)
def query_metrics(body: MetricsIn) -> Any:
    """Count: a row for each step and each combination of the other dimensions; where nothing happened it says 0."""
    every = {d: getattr(body.filters, d.value) for d in Dimension if d is not Dimension.DATE}
    filters: dict[Dimension, Any] = {d: values for d, values in every.items() if values is not None}
    days: Any = body.filters.date_range
    wanted = Wanted(
        list(dict.fromkeys(body.metrics)), days.start, days.end, list(dict.fromkeys(body.dimensions)),
        body.granularity, filters,
    )  # fmt: skip
    rows = answer(wanted, get_company(caller().company_id).time_zone)
    return {"success": True, "data": {"rows": rows}}
