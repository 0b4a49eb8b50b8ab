"""What the worker does for conversations: hands messages to their providers, from threads of their own."""

from functools import partial
from typing import Any

from portal.conversations import tasks_assistant
from portal.conversations.channels import Failed
from portal.conversations.models import Provider
from portal.conversations.queries import channels, sending
from portal.conversations.services import channels as admin
from portal.conversations.services import sending as services
from portal.conversations.services.sending import Held
from portal.core.database import transaction
from portal.core.lanes import Lane, take_place
from portal.core.outbox import schedule, task
from portal.core.tenancy import as_company, as_system

__all__ = ["tasks_assistant"]


@task("send_message", attempts=10, lease=90)
def send_message(payload: dict[str, Any]) -> None:
    """Claim a message and have its provider carry it. A repeat finds it sent, or claimed by another.

    Raises NotNow when every thread is busy.
    """
    message_id: int = payload["message_id"]
    found = sending.place_of(message_id)
    if found is None:
        return
    place = take_place(Lane.QUICK if sending.is_trusted(found.channel_id) else Lane.SLOW)
    try:
        with transaction():
            held = services.begin(message_id)
    except BaseException:
        place.leave()
        raise
    if held is None:
        place.leave()
    else:
        place.run(partial(carry, held))


def carry(held: Held) -> None:
    """Have a claimed message carried, and write down how that went."""
    result = services.call(held)
    with as_company(held.company_id), transaction():
        services.finish(held, result)


@task("channels.test", attempts=3, lease=60)
def test_channel(payload: dict[str, Any]) -> None:
    """Send an admin's test message. What is cut off is asked for again by a press."""
    place = take_place(Lane.SLOW)
    try:
        channel = channels.get_with_secrets(payload["channel_id"])
        job = partial(_test, channel.company_id, payload, channel.provider, admin.test_of(channel, payload))
    except BaseException:
        place.leave()
        raise
    place.run(job)


def _test(company_id: int, payload: dict[str, Any], provider: Provider, out: Any) -> None:
    result = out if isinstance(out, Failed) else admin.carry_test(provider, out)
    with as_company(company_id), transaction():
        admin.note_test(payload["channel_id"], result, payload["user_id"])


@schedule("conversations.sweep", every="every 5 min")
def sweep() -> None:
    """Wake messages that nobody looks at although they are to be sent."""
    with as_system("every company's messages"), transaction():
        services.wake_forgotten()
