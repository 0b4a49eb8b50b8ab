"""What calls about analytics take and give (seed 002, "Analytics Service")."""

from typing import Annotated, Any, Literal

from pydantic import Field

from portal.analytics.models import EVENT_ID_LENGTH, TYPE_LENGTH
from portal.analytics.rules_metrics import METRICS, MOST_METRICS, Dimension, Granularity
from portal.api.payloads import Answer, Day, Id, Payload, When, one_of_these
from portal.candidates.models import ApplicationStatus
from portal.core.ids import Prefix

MOST_EVENTS = 500


class TrackedEvent(Payload):
    """Something that happened. `properties` may name a `source` and a `job_id` to tell counts apart by."""

    event_type: str = Field(min_length=1, max_length=TYPE_LENGTH, examples=["custom_action"])
    properties: dict[str, Any] = Field(default_factory=dict, examples=[{"action": "button_click"}])
    occurred_at: When | None = Field(None, description="Within the last 31 days; without it: now.")
    event_id: str | None = Field(
        None, min_length=1, max_length=EVENT_ID_LENGTH, description="The sender's own: the same is counted once."
    )


class EventsIn(Payload):
    """One event, or up to 500 as `events`."""

    model_config = one_of_these("event_type", "events")

    event_type: str | None = Field(None, min_length=1, max_length=TYPE_LENGTH, examples=["custom_action"])
    properties: dict[str, Any] = Field(default_factory=dict, examples=[{"action": "button_click"}])
    occurred_at: When | None = None
    event_id: str | None = Field(None, min_length=1, max_length=EVENT_ID_LENGTH)
    events: list[TrackedEvent] | None = Field(None, min_length=1, max_length=MOST_EVENTS)


class CountedEvents(Answer):
    """How many were counted, or had been."""

    accepted: int


class EventsOut(Answer):
    """They are taken."""

    success: Literal[True]
    data: CountedEvents


class DateRange(Payload):
    """Days of the company's clocks, both included."""

    start: Day = Field(examples=["2026-01-01"])
    end: Day = Field(examples=["2026-01-31"])


class Filters(Payload):
    """What is counted; each list narrows to any of its values."""

    date_range: DateRange
    source: list[str] | None = Field(None, max_length=100)
    job: list[Id(Prefix.JOB)] | None = Field(None, max_length=100)  # type: ignore[valid-type]
    client: list[Id(Prefix.CLIENT)] | None = Field(None, max_length=100)  # type: ignore[valid-type]
    recruiter: list[Id(Prefix.USER)] | None = Field(None, max_length=100)  # type: ignore[valid-type]
    status: list[ApplicationStatus] | None = Field(None, max_length=len(ApplicationStatus))


class MetricsIn(Payload):
    """What to count, told apart by what, in which steps."""

    metrics: list[Annotated[str, Field(min_length=1, max_length=TYPE_LENGTH)]] = Field(
        min_length=1,
        max_length=MOST_METRICS,
        examples=[["jobs_viewed", "jobs_applied"]],
        description=f"Any of {', '.join(METRICS)}, or the type of events that were sent.",
    )
    dimensions: list[Dimension] = Field(default_factory=list, max_length=len(Dimension), examples=[["date", "source"]])
    filters: Filters
    granularity: Granularity = Granularity.DAY


class MetricRows(Answer):
    """A row for each step and each combination of the other dimensions, each with its dimensions and metrics."""

    rows: list[dict[str, Any]]


class MetricsOut(Answer):
    """What was counted."""

    success: Literal[True]
    data: MetricRows
