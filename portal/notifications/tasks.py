"""What the worker does for notifications. Each is one transaction, so a repeat finds it done."""

from datetime import datetime
from typing import Any

from portal.core import outbound
from portal.core.clock import now
from portal.core.database import transaction
from portal.core.outbox import NotNow, task
from portal.notifications import pushing, services
from portal.notifications.queries import devices
from portal.notifications.rules_push import Fate
from portal.notifications.rules_reminders import Reminder


@task("notifications.tell")
def tell(payload: dict[str, Any]) -> None:
    """Write everybody's notification and mail of an event."""
    with transaction():
        services.tell(payload["event_id"])


@task("notifications.push", attempts=6, lease=60)
def send_push(payload: dict[str, Any]) -> None:
    """Show a notification on one device. A repeat shows the same once more, in the place of the first.

    Raises NotNow when the push service asks for a pause, and OutboundError when it was not reached.
    """
    device_id = payload["device_id"]
    parcel = devices.parcel(payload["notification_id"], device_id)
    if parcel is None or now() >= parcel.until:
        return
    try:
        fate = pushing.send(payload["notification_id"], parcel)
    except outbound.OutboundError:
        with transaction():
            services.not_reached(device_id, gone=False)
        raise
    if fate.fate is Fate.LATER:
        raise NotNow("the push service asks for a pause", seconds=fate.seconds or pushing.PAUSE_SECONDS)
    with transaction():
        if fate.fate is Fate.TAKEN:
            services.reached(device_id)
        else:
            services.not_reached(device_id, gone=fate.fate is Fate.GONE)


@task("notifications.tell_of_match", lease=300)
def tell_of_match(payload: dict[str, Any]) -> None:
    """Tell candidates of a public job that fits them. Who fits is computed first, outside the transaction."""
    fits = services.candidates_to_tell(payload["job_id"])
    if fits:
        with transaction():
            services.tell_of_match(payload["job_id"], fits)


@task("notifications.tell_of_unread")
def tell_of_unread(payload: dict[str, Any]) -> None:
    """Tell a candidate of a message that still lies unread in the portal's chat."""
    with transaction():
        services.tell_of_unread(payload["message_id"])


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
