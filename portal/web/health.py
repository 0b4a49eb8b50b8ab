"""`/health` says that the process answers, `/health/ready` that it can work: database, queue, storage, within 2 s."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from flask import Flask, current_app, jsonify
from sqlalchemy import text
from werkzeug.wrappers import Response

from portal.core import outbox
from portal.core.database import db, reading
from portal.core.stores import StoreDown, store
from portal.web.access import public

SECONDS = 2.0
# The pulse of the workers is due every minute.
WAITS_TOO_LONG_SECONDS = 180
RETRY_AFTER = 5
# A check that hangs keeps its thread; others find no place and are told as failed, which is then true.
_checkers = ThreadPoolExecutor(8, thread_name_prefix="health")


class Failed(Exception):
    """A check did not pass; the words are told to anybody, so they name no address."""


@public("load balancers ask without a sign-in")
def health() -> Response:
    """The process lives. Asks nobody else."""
    answer: Response = jsonify({"status": "ok", "service": "talent-portal"})
    return answer


@public("load balancers ask without a sign-in")
def ready() -> Response:
    """Whether requests can be served and effects carried out: 200, or 503 with what failed."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    running = {name: _checkers.submit(_in_context, app, check) for name, check in CHECKS.items()}
    end = time.monotonic() + SECONDS
    found = {name: _outcome(future, end) for name, future in running.items()}
    failed = {name: word for name, word in found.items() if word != "ok"}
    if not failed:
        fine: Response = jsonify({"status": "ok", "checks": found})
        return fine
    names = ", ".join(failed)
    error = {
        "code": "SERVICE_UNAVAILABLE",
        "message": f"Not ready: {names}.",
        "details": [{"field": name, "reason": word} for name, word in failed.items()],
        "retry_after": RETRY_AFTER,
    }
    answer: Response = jsonify({"status": "unavailable", "checks": found, "success": False, "error": error})
    answer.status_code = 503
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def database() -> None:
    """The database answers."""
    with reading():
        db.session.execute(text("SELECT 1"), execution_options={"unscoped": True})


def queue() -> None:
    """Redis answers, where there is one, and somebody takes what is due."""
    if current_app.config["REDIS_URL"]:
        from portal.core.broker import Unreachable, waiting_at

        try:
            waiting_at(current_app.config["REDIS_URL"])
        except Unreachable as fault:
            raise Failed("Redis does not answer") from fault
    waits = outbox.oldest_due()
    if waits > WAITS_TOO_LONG_SECONDS:
        raise Failed(f"what is due has waited for {waits:.0f} seconds: no worker takes it")


def storage() -> None:
    """Something can be written where files are kept."""
    try:
        store().probe()
    except OSError as fault:
        raise Failed("the data folder cannot be written to") from fault
    except StoreDown as fault:
        raise Failed("the bucket of files does not answer") from fault


CHECKS: dict[str, Callable[[], None]] = {"database": database, "queue": queue, "storage": storage}


def _in_context(app: Flask, check: Callable[[], None]) -> None:
    with app.app_context():
        check()


def _outcome(future: Future[None], end: float) -> str:
    try:
        future.result(max(0.0, end - time.monotonic()))
    except TimeoutError:
        future.cancel()
        return f"no answer within {SECONDS:.0f} seconds"
    except Failed as reason:
        return str(reason)
    except Exception:
        return "does not answer"
    return "ok"


def install(app: Flask) -> None:
    """The two addresses."""
    app.add_url_rule("/health", "health", health)
    app.add_url_rule("/health/ready", "ready", ready)
