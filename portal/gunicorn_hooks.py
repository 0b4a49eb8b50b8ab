"""What gunicorn calls. It has loaded the application before its web processes part (`--preload`)."""

from typing import Any


def post_worker_init(_worker: Any) -> None:
    """A web process begins."""
    from portal.core import metrics

    metrics.processes.labels("web").set(1)
