"""Counts every answer and its time by route and status. A route is its rule, so that no id or name becomes a label."""

from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response

from portal.core import metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BEGUN = "portal.begun"


class Timed:
    """Notes when a request arrived, before anything of ours looks at it."""

    def __init__(self, inner: Callable[..., Any]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        environ[BEGUN] = perf_counter()
        return self.inner(environ, start)


# Finding the one counter of some labels costs more than counting.
@lru_cache(4096)
def _counters(method: str, route: str, status: int) -> tuple[Any, Any]:
    return metrics.requests.labels(method, route, str(status)), metrics.request_duration.labels(method, route)


def measure(answer: Response) -> Response:
    """Count an answer."""
    method = request.method if request.method in METHODS else "other"
    route = request.url_rule.rule if request.url_rule is not None else "none"
    counter, duration = _counters(method, route, answer.status_code)
    counter.inc()
    duration.observe(perf_counter() - request.environ.get(BEGUN, perf_counter()))
    return answer


def install(app: Flask) -> None:
    """Measure all requests of the application, last of all that is done with an answer."""
    app.wsgi_app = Timed(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.after_request_funcs.setdefault(None, []).insert(0, measure)
