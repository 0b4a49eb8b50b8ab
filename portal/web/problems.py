"""Errors become answers here, once: a page, a notice for htmx, or the JSON envelope."""

import logging
import secrets
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.core.database import db
from portal.core.errors import BadInput, Busy, InvalidState, PortalError, TooMany
from portal.web.fragments import wants_block

log = logging.getLogger(__name__)
TITLES = {
    400: "We could not read that",
    401: "Please sign in",
    403: "You may not do this",
    404: "Nothing here",
    405: "This cannot be done here",
    409: "That is not possible now",
    413: "Too large",
    415: "Wrong kind of file",
    422: "Please check what you entered",
    429: "Too many tries",
    500: "Something went wrong on our side",
    503: "Back in a moment",
}


def install(app: Flask) -> None:
    """Register the error answers."""
    app.register_error_handler(PortalError, refused)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(OperationalError, unreachable)
    app.register_error_handler(PoolTimeout, unreachable)
    app.register_error_handler(Exception, fault)


def refused(error: PortalError) -> Response:
    """A rule of ours said no."""
    extra: dict[str, Any] = {}
    if isinstance(error, BadInput) and error.fields:
        extra["details"] = [{"field": k, "reason": v} for k, v in error.fields.items()]
    if isinstance(error, InvalidState):
        extra["details"] = [{"field": "status", "reason": "allowed: " + (", ".join(error.allowed) or "none")}]
    if error.details:
        extra["details"] = [dict(detail) for detail in error.details]
    if isinstance(error, TooMany | Busy):
        extra["retry_after"] = error.retry_after
    answer = answer_with(error.status, error.code, error.message, extra)
    if isinstance(error, TooMany | Busy):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def expired(error: CSRFError) -> Response:
    """The form's token is missing or from another session."""
    return answer_with(400, "BAD_REQUEST", "This page was open for too long. Go back, reload it and send it again.")


def http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse: unknown paths, wrong methods, bodies too large."""
    if error.response is not None:
        return Response.force_type(error.get_response(request.environ))
    status = error.code or 500
    words = {
        404: "There is nothing here, or nothing that you may see.",
        405: "This address does not take that kind of request.",
        413: "This is more than the portal takes at once.",
        415: "Send the body as application/json.",
    }
    codes = {
        404: "NOT_FOUND",
        405: "METHOD_NOT_ALLOWED",
        413: "PAYLOAD_TOO_LARGE",
        415: "UNSUPPORTED_MEDIA_TYPE",
        429: "RATE_LIMIT_EXCEEDED",
    }
    text = words.get(status, "We could not read this request.")
    if isinstance(error, RequestEntityTooLarge):
        text = words[413]
    answer = answer_with(status, codes.get(status, "BAD_REQUEST"), text)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def stale(error: StaleDataError) -> Response:
    """Somebody else saved the same record between our reading and writing."""
    return answer_with(409, "CONFLICT", "Somebody else changed this at the same moment. Reload the page and try again.")


def collided(error: IntegrityError) -> Response:
    """A constraint refused what no service foresaw: a fault of ours, but nothing was written."""
    log.warning("constraint refused a request: %s", error.orig)
    return answer_with(409, "CONFLICT", "This collides with something that was saved meanwhile. Reload and try again.")


def unreachable(error: DBAPIError) -> Response:
    """The database does not answer."""
    log.error("database unreachable: %s", error)
    words = "The portal is not ready at the moment. Please try again in a few seconds."
    answer = answer_with(503, "SERVICE_UNAVAILABLE", words, {"retry_after": 5})
    answer.headers["Retry-After"] = "5"
    return answer


def fault(error: Exception) -> Response:
    """A fault of our own: logged with an id that the person can give us."""
    if current_app.testing or current_app.debug:
        raise error
    reference = secrets.token_hex(4)
    log.error("fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return answer_with(
        500, "INTERNAL_ERROR", f"This is our fault, not yours. If you report it, give this number: {reference}."
    )


def answer_with(status: int, code: str, message: str, extra: dict[str, Any] | None = None) -> Response:
    """One refusal, in the shape that the caller reads."""
    db.session.rollback()
    if request.path.startswith(("/api/", "/webhooks/")):
        answer: Response = jsonify({"success": False, "error": {"code": code, "message": message, **(extra or {})}})
        answer.status_code = status
        return answer
    context = {
        "status": status,
        "title": TITLES.get(status, "That did not work"),
        "message": message,
        "extra": extra or {},
    }
    if wants_block():
        answer = current_app.make_response((render_template("errors/_notice.html", **context), status))
        answer.headers["HX-Retarget"] = "#notices"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return current_app.make_response((render_template("errors/problem.html", **context), status))
