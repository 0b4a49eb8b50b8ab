"""What the page of figures is asked for, as its address has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.analytics.rules_metrics import METRICS, Dimension, Granularity

# label, days back from today
PERIODS: Mapping[str, tuple[str, int]] = {
    "7": ("7 days", 7), "30": ("30 days", 30), "90": ("90 days", 90), "365": ("A year", 365),
}  # fmt: skip
LABELS: Mapping[str, str] = {
    "jobs_viewed": "Views of public jobs", "applications": "Applications", "interviews_booked": "Interviews booked",
    "interviews_completed": "Interviews held", "no_shows": "No-shows", "hires": "Hires",
    "time_to_hire": "Days to hire (mean)", "messages": "Messages",
}  # fmt: skip
STEPS = {"7": Granularity.DAY, "30": Granularity.DAY, "90": Granularity.WEEK, "365": Granularity.MONTH}


@dataclass(frozen=True, slots=True)
class Asked:
    """A metric of the last days, and by what else it is told apart."""

    metric: str
    period: str
    by: Dimension | None
    start: date
    end: date
    granularity: Granularity

    @property
    def before(self) -> tuple[date, date]:
        """As many days before."""
        days = self.end - self.start
        return self.start - days - timedelta(days=1), self.start - timedelta(days=1)


def read(arguments: Mapping[str, str], today: date) -> Asked:
    """What an address asks for; what it does not say, or says wrongly, is the usual."""
    metric = arguments.get("metric", "")
    metric = metric if metric in LABELS else "applications"
    period = arguments.get("period", "")
    period = period if period in PERIODS else "30"
    wanted = arguments.get("by", "")
    by = next((d for d in METRICS[metric] if d.value == wanted and d is not Dimension.DATE), None)
    start = today - timedelta(days=PERIODS[period][1] - 1)
    return Asked(metric, period, by, start, today, STEPS[period])
