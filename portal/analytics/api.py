"""JSON call of the dashboard (seed 003, "Dashboard")."""

from typing import Any

from portal.analytics import queries
from portal.analytics.payloads import StatsOut
from portal.api.access import allows_users
from portal.api.calls import Calls

calls = Calls("analytics_api", __name__, "Dashboard")


@calls.get("/dashboard/stats", StatsOut)
@allows_users()
def dashboard_stats() -> Any:
    """How many clients, jobs, people and interviews there are, by status; a client's users see their own."""
    return queries.stats()
