"""What the worker does for webhooks: calls receivers from threads of their own, so that a slow one delays nobody."""

import time
from functools import partial
from typing import Any

from portal.core import metrics, outbound
from portal.core.database import transaction
from portal.core.lanes import Lane, take_place
from portal.core.outbox import schedule, task
from portal.core.tenancy import as_company, as_system
from portal.webhooks import services
from portal.webhooks.queries import sending
from portal.webhooks.rules import TIME_LIMIT_SECONDS, Outcome
from portal.webhooks.services import Held

# A thread goes on with the endpoint's next delivery for so long; then others have their turn.
GO_ON_SECONDS = 30
# Of an answer that nobody looks at, read so much that the connection can be used again.
ANSWER_BYTES = 16 * 1024


@task("webhooks.deliver", attempts=10, lease=90)
def deliver(payload: dict[str, Any]) -> None:
    """Claim a delivery (`delivery_id`), or the next one of an endpoint (`endpoint_id`), and hand it to a thread.

    A repeat finds it sent, or claimed by another. Raises NotNow when every thread is busy.
    """
    delivery_id: int | None = payload.get("delivery_id")
    endpoint_id = payload.get("endpoint_id") or (sending.endpoint_of(delivery_id) if delivery_id else None)
    if endpoint_id is None:
        return
    place = take_place(Lane.QUICK if sending.is_trusted(endpoint_id) else Lane.SLOW)
    try:
        with transaction():
            held = services.begin(endpoint_id, delivery_id)
    except BaseException:
        place.leave()
        raise
    if held is None:
        place.leave()
    else:
        place.run(partial(send_on, held))


def send_on(held: Held) -> None:
    """Send a claimed delivery, write down how it went, and go on with what else is due of its endpoint."""
    began = time.monotonic()
    wanted: Held | None = held
    while wanted is not None:
        outcome = call(wanted)
        metrics.webhook_deliveries.labels(outcome.word).inc()
        go_on = time.monotonic() - began < GO_ON_SECONDS
        with as_company(wanted.company_id), transaction():
            wanted = services.finish(wanted, outcome, go_on=go_on)


def call(held: Held) -> Outcome:
    """One request. Of the answer only the status and `Retry-After` are kept."""
    began = time.monotonic()
    try:
        answer = outbound.send(
            held.url,
            method="POST",
            headers=held.headers,
            body=held.body,
            time_limit=TIME_LIMIT_SECONDS,
            size_limit=ANSWER_BYTES,
        )
    except outbound.OutboundError as fault:
        return Outcome(None, str(fault), seconds=time.monotonic() - began)
    return Outcome(answer.status, None, answer.headers.get("retry-after"), answer.seconds)


@schedule("webhooks.sweep", every="every 10 min")
def sweep() -> None:
    """Forget deliveries that ended long ago, and wake endpoints that nobody looks at although something is due."""
    with as_system("every company's deliveries"), transaction():
        services.sweep()
