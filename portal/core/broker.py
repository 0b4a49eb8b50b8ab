"""Celery on Redis, as one small thing: numbers of effects go in, and a function of ours is called with each.

Redis holds nothing that is not in the rows. Messages are JSON, results are off, a message is acknowledged before its
effect runs: an effect whose worker is killed is taken up again when its lease has run out, not by Celery.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from celery import Celery
from redis import Redis
from redis import RedisError as Unreachable

__all__ = ["Broker", "Unreachable", "celery", "is_stopping", "serve", "waiting_at"]
QUEUE = "effects"
TASK = "portal.effect"
SECONDS = 0.3


class Broker:
    """One Redis, as those see it who only put something in: short waits, no second try."""

    def __init__(self, url: str) -> None:
        self.url = url
        import kombu.transport.redis  # noqa: F401  (else the first request that hands over waits for it)

        impatient = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS, "max_retries": 0}
        self.celery = celery(url, broker_transport_options=impatient, broker_connection_timeout=SECONDS)
        self.celery.finalize()

    def send(self, numbers: list[int]) -> None:
        """Put effects into the queue. Raises what kombu raises when Redis does not answer."""
        for number in numbers:
            self.celery.send_task(TASK, [number], queue=QUEUE, retry=False, ignore_result=True)

    def waiting(self) -> int:
        """How many messages wait in the queue. Raises Unreachable."""
        return waiting_at(self.url)


@lru_cache(4)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)


def waiting_at(url: str) -> int:
    """How many messages wait in the queue of that Redis. Raises Unreachable."""
    return int(_redis(url).llen(QUEUE))  # type: ignore[arg-type]


def celery(url: str, **more: Any) -> Celery:
    """A Celery application on that Redis."""
    made = Celery("portal", broker=url, set_as_current=False)
    made.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        task_acks_late=False,
        result_backend=None,
        worker_prefetch_multiplier=1,
        worker_concurrency=1,
        worker_pool="solo",
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        **more,
    )
    return made


def is_stopping() -> bool:
    """Whether the worker of this process has been told to stop."""
    from celery.worker import state

    return state.should_stop is not None and state.should_stop is not False


def serve(url: str, carry_out: Callable[[int], None], *, started: Callable[[], None]) -> None:
    """Take messages from the queue until SIGTERM, one at a time; `started` is called once when the worker is ready.

    SIGTERM lets the present effect end first.
    """
    from celery import signals

    made = celery(url)
    made.task(name=TASK, ignore_result=True)(carry_out)
    signals.worker_ready.connect(lambda **_: started(), weak=False)
    # Workers tell each other nothing: the rows do.
    silent = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True, "quiet": True}
    made.Worker(pool="solo", concurrency=1, loglevel="WARNING", **silent).start()
