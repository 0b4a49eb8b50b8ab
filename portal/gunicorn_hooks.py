"""What gunicorn calls. Read as a file: its master process imports nothing of the portal, so a reload loads it anew."""

from typing import Any


def post_worker_init(_worker: Any) -> None:
    """A web process has loaded the application."""
    from portal.core import metrics

    metrics.processes.labels("web").set(1)
