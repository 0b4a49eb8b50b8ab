"""Page or fragment: the same template, whole for a visit, one named block for an htmx swap."""

import json
from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

TOAST_COOKIE = "portal_toasts"


def wants_block() -> bool:
    """Whether htmx will swap the answer into a place: not for boosted links and not for history restores."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The whole page, also when htmx asked for a part."""
    answer = make_response(render_template(template, **context), status)
    answer.vary.add("HX-Request")
    return answer


def page_or_block(template: str, block: str, status: int = 200, **context: Any) -> Response:
    """The block `block` of the template to an htmx swap, else the page. A block sees only what is passed."""
    if not wants_block():
        return page(template, status, **context)
    found = current_app.jinja_env.get_template(template)
    current_app.update_template_context(context)
    html = "".join(found.blocks[block](found.new_context(context)))
    answer = make_response(html, status)
    answer.vary.add("HX-Request")
    return answer


def back_to(endpoint: str, **values: Any) -> AnyResponse:
    """Redirect after post (303), so that reloading repeats nothing."""
    anchor = values.pop("_anchor", None)
    return redirect(url_for(endpoint, _anchor=anchor, **values), 303)


def toast(message: str, kind: str = "success", undo: str | None = None) -> None:
    """Say something on the next page the person sees; `undo` is the address that a POST undoes it at."""
    g.setdefault("toasts", []).append({"message": message, "kind": kind, "undo_url": undo})


def take_toasts() -> list[dict[str, Any]]:
    """The toasts to show on this page: those of this request, and those that a redirect brought along."""
    waiting: list[dict[str, Any]] = g.pop("toasts", [])
    try:
        brought = _signer().loads(request.cookies.get(TOAST_COOKIE, ""))
    except BadSignature:
        brought = []
    if brought:
        g.toasts_shown = True
    return [*brought, *waiting]


def carry_toasts(response: Response) -> Response:
    """After the request: what was not shown goes to the next page in a signed cookie, or to htmx as an event."""
    swapped = wants_block() and response.status_code < 300
    waiting = take_toasts() if swapped else g.pop("toasts", [])
    if waiting and not swapped:
        value = str(_signer().dumps(waiting[-5:]))
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(TOAST_COOKIE, value, max_age=120, httponly=True, samesite="Lax", secure=secure)
        return response
    if waiting:
        response.headers["HX-Trigger"] = json.dumps({"toast": waiting})
    if g.pop("toasts_shown", False):
        response.delete_cookie(TOAST_COOKIE)
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="toasts")
