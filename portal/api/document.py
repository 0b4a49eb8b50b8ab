"""The OpenAPI document, made from the models that validate, and Swagger UI, all of it from this host.

flask-openapi collects bodies, queries and answers; here comes what it cannot know: who may call (from the access
marks), the ids in addresses (from the routes), the refusals that each call can give, and how a key or token is sent.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask, current_app, jsonify, send_from_directory, url_for
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from portal.api.access import Access
from portal.api.payloads import ErrorBody, Refusal
from portal.core.ids import encode
from portal.core.people import PersonKind
from portal.core.repeats import KEY_LENGTH
from portal.web.access import public
from portal.web.converters import ShortId, WholeNumber
from portal.web.fragments import page

VERSION = "3.1.0"
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "From a login call; one hour."},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "Made by an admin or candidate."},
}
REFUSALS = {
    400: "The request cannot be read.",
    401: "No valid token or key.",
    403: "This account may not do it.",
    404: "There is nothing with this id that the caller may see.",
    409: "A rule or somebody else's change stands against it now.",
    413: "The body is too large.",
    415: "The body has another type than the call takes.",
    422: "Some fields cannot be used; `details` names them.",
    429: "Too many requests; `retry_after` says how many seconds to wait.",
    500: "A fault of the portal's own, with a number to report.",
    503: "The portal's database or queue cannot be reached.",
}
REPEAT_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same request with the same key, within 24 hours, does nothing more: it gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": "^[ -~]+$"},
}
LIMIT_HEADERS = {
    "X-RateLimit-Limit": "Requests a minute.",
    "X-RateLimit-Remaining": "How many are left in this minute.",
    "X-RateLimit-Reset": "When the minute ends, in seconds since 1970.",
}


def install(app: Flask) -> None:
    """Serve `/api/openapi.json`, `/docs` and the files of Swagger UI."""
    app.add_url_rule("/api/openapi.json", "document", public("the description of the calls holds no data")(document))
    app.add_url_rule("/docs", "docs", public("the description of the calls holds no data")(docs))
    app.add_url_rule("/docs/<path:filename>", "docs_file", public("Swagger UI's own files")(docs_file))


def document() -> Response:
    """`GET /api/openapi.json`: OpenAPI 3.1."""
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
    return jsonify(document_of(app))


def docs() -> Response:
    """`GET /docs`: the same to read and to try."""
    return page("api/docs.html", document_url=url_for("document"))


def docs_file(filename: str) -> Response:
    """A script or stylesheet of Swagger UI, as its package brings it."""
    return send_from_directory(_swagger(), filename, max_age=86400)


@lru_cache(1)
def _swagger() -> Path:
    spec = find_spec("flask_openapi_swagger")
    if spec is None or spec.origin is None:
        raise LookupError("flask-openapi's Swagger UI is not installed")
    return Path(spec.origin).parent / "templates" / "swagger"


@lru_cache(4)
def document_of(app: Any) -> dict[str, Any]:
    """The document of an application."""
    made = {**app.api_doc, "openapi": VERSION}
    schemas = made["components"].setdefault("schemas", {})
    schemas.pop("ValidationErrorModel", None)
    schemas["Refusal"] = Refusal.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schemas["Refusal"].pop("$defs", {}))
    schemas["ErrorBody"] = schemas.get("ErrorBody") or ErrorBody.model_json_schema()
    made["components"]["securitySchemes"] = SCHEMES
    made["components"]["responses"] = {str(code): _refusal(code, words) for code, words in REFUSALS.items()}
    made["servers"] = [{"url": app.config["PUBLIC_URL"]}]
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        access = getattr(view, "access", None)
        if not isinstance(access, Access):
            continue
        path = _path(rule)
        for method, operation in made["paths"].get(path, {}).items():
            if method.upper() in (rule.methods or ()):
                _complete(operation, rule, access)
                if method == "post":
                    _complete_post(operation, view)
    return made


def _complete_post(operation: dict[str, Any], view: Any) -> None:
    if getattr(view, "takes_nothing", False):
        operation["requestBody"]["required"] = False
    if view.once:
        operation.setdefault("parameters", []).append(REPEAT_KEY)


def _refusal(code: int, words: str) -> dict[str, Any]:
    headers = dict(LIMIT_HEADERS)
    if code in (429, 503):
        headers["Retry-After"] = "Seconds."
    return {
        "description": words,
        "headers": _headers(headers),
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
    }


def _headers(named: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": words, "schema": {"type": "string"}} for name, words in named.items()}


def _path(rule: Rule) -> str:
    return "".join(f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace).lstrip("|")


def _complete(operation: dict[str, Any], rule: Rule, access: Access) -> None:
    """Add ids, who may call, and the refusals of one call."""
    ids = [_parameter(name, converter) for name, converter in rule._converters.items()]
    operation["parameters"] = ids + operation.get("parameters", [])
    if not operation["parameters"]:
        del operation["parameters"]
    if access.kinds:
        keys = access.kinds & {PersonKind.API_KEY, PersonKind.CANDIDATE}
        operation["security"] = [{"token": []}] + ([{"apiKey": []}] if keys else [])
    else:
        operation["security"] = []
    if access.permission:
        operation["description"] = f"{operation.get('description', '')}\n\nNeeds `{access.permission}`.".strip()
    for response in operation["responses"].values():
        response["headers"] = _headers(LIMIT_HEADERS)
    for code in _codes(operation, access, bool(ids)):
        operation["responses"].setdefault(str(code), {"$ref": f"#/components/responses/{code}"})
        if "items" in str(operation["responses"][str(code)].get("content", "")):  # flask-openapi's own shape of 422
            operation["responses"][str(code)] = {"$ref": f"#/components/responses/{code}"}


def _codes(operation: dict[str, Any], access: Access, has_ids: bool) -> list[int]:
    # A wrong secret is refused wherever it is sent, also where none is needed.
    codes = [400, 401, 422, 429, 500, 503]
    if access.kinds:
        codes += [403]
    # Besides ids: where the address does not say which channel or integration is meant, the body does.
    if has_ids or access.counts_itself or access.integration == "":
        codes += [404]
    if "requestBody" in operation:
        codes += [413, 415]
    codes += [409] if operation.get("requestBody") or access.permission else []
    return sorted(codes)


def _parameter(name: str, converter: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if isinstance(converter, ShortId):
        schema = {"type": "string", "pattern": r"^[A-Za-z0-9_]{1,40}$"}
        words = f"`{converter.prefix}_…`, or the integer."
        return {
            "name": name, "in": "path", "required": True, "description": words, "schema": schema,
            "example": str(encode(converter.prefix, 1)),
        }  # fmt: skip
    if isinstance(converter, WholeNumber):
        schema = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "path", "required": True, "schema": schema}
