"""What the worker does for notifications. Each is one transaction, so a repeat finds it done."""

from datetime import datetime
from typing import Any

from portal.core.database import transaction
from portal.core.outbox import task
from portal.notifications import services
from portal.notifications.rules_reminders import Reminder


@task("notifications.tell")
def tell(payload: dict[str, Any]) -> None:
    """Write everybody's notification and mail of an event."""
    with transaction():
        services.tell(payload["event_id"])


@task("notifications.tell_of_match", lease=300)
def tell_of_match(payload: dict[str, Any]) -> None:
    """Tell candidates of a public job that fits them. Who fits is computed first, outside the transaction."""
    fits = services.candidates_to_tell(payload["job_id"])
    if fits:
        with transaction():
            services.tell_of_match(payload["job_id"], fits)


@task("notifications.plan_reminders")
def plan_reminders(payload: dict[str, Any]) -> None:
    """Bring the reminders of an interview to what it says now."""
    with transaction():
        services.plan_reminders(payload["interview_id"], datetime.fromisoformat(payload["since"]))


@task("notifications.remind")
def remind(payload: dict[str, Any]) -> None:
    """Remind people of an interview, unless it has moved, is off, or it is too late."""
    with transaction():
        services.remind(payload["interview_id"], Reminder(payload["kind"]), datetime.fromisoformat(payload["anchor"]))
