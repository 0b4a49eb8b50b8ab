"""The address where Prometheus asks: what all processes of this machine counted, and how much waits at this moment."""

import glob
import logging
import os
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask
from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from portal.core import outbox

log = logging.getLogger(__name__)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Waiting(Collector):
    """Depth of the queue and age of the oldest due row, read when somebody asks."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Two gauges; none while the database does not answer, so that the rest is still told."""
        try:
            with self.app.app_context():
                found = outbox.depth()
        except Exception:
            log.exception("the depth of the queue could not be read")
            return
        depth = GaugeMetricFamily("effects_open", "Effects that are not done, by state.", labels=["state"])
        for state, number in found.by_state.items():
            depth.add_metric([state], number)
        yield depth
        yield GaugeMetricFamily(
            "effects_oldest_due_seconds", "For how long the oldest due effect has waited.", value=found.oldest_seconds
        )


class Counted(MultiProcessCollector):
    """The sum over the processes; gauges of those that have ended are forgotten first."""

    def collect(self) -> Any:
        for file in glob.glob(os.path.join(self._path, "gauge_live*_*.db")):
            pid = int(file.rpartition("_")[2].removesuffix(".db"))
            if not is_alive(pid):
                mark_process_dead(pid, self._path)  # type: ignore[no-untyped-call]
        return super().collect()  # type: ignore[no-untyped-call]


def is_alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def application(app: Flask) -> Any:
    """A WSGI application that knows `/metrics` and nothing else."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        Counted(registry)  # type: ignore[no-untyped-call]
    registry.register(Waiting(app))
    told = make_wsgi_app(registry)

    def only_metrics(environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] != "/metrics":
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Metrics are at /metrics.\n"]
        return told(environ, start)

    return only_metrics


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes come every few seconds."""


def serve(app: Flask) -> None:
    """Answer until stopped. Raises OSError when the port is taken."""
    host, port = app.config["METRICS_HOST"], app.config["METRICS_PORT"]
    with make_server(host, port, application(app), _Server, _Quiet) as server:
        server.serve_forever()
