"""Somebody who makes JSON calls: with a token, with a key, or as nobody. Every answer is inspected."""

import contextvars
import secrets
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.models import CandidateAccount, User
from portal.accounts.services import api_keys
from portal.accounts.services.sessions import TOKEN_LIFE, start_session
from portal.api import tokens
from portal.core.database import db, set_reading
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company
from portal.web.sessions import hashed


class Reply:
    """An answer and its JSON."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.json: Any = response.get_json()
        response.close()

    @property
    def error(self) -> dict[str, Any]:
        """What was refused."""
        found: dict[str, Any] = self.json["error"]
        return found

    def fields(self) -> set[str]:
        """The names of the fields that were refused."""
        return {detail["field"] for detail in self.error.get("details", [])}


class Caller:
    """Calls as a person (by token), with a key, or as nobody."""

    def __init__(self, app: Flask, person: Person | None = None, *, key: str | None = None) -> None:
        self.app = app
        self.client = app.test_client(use_cookies=False)
        self.headers: dict[str, str] = {}
        if key is not None:
            self.headers["X-API-Key"] = key
        elif person is not None:
            self.headers["Authorization"] = f"Bearer {token_of(app, person)}"

    def get(self, path: str, **options: Any) -> Reply:
        """GET a path."""
        return self.call("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Reply:
        """POST a JSON body."""
        return self.call("POST", path, json=json if json is not None else {}, **options)

    def put(self, path: str, json: Any, **options: Any) -> Reply:
        """PUT a JSON body."""
        return self.call("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> Reply:
        """DELETE a path."""
        return self.call("DELETE", path, **options)

    def call(self, method: str, path: str, **options: Any) -> Reply:
        """Any call."""
        headers = {**self.headers, **options.pop("headers", {})}
        db.session.commit()
        response = contextvars.Context().run(lambda: self.client.open(path, method=method, headers=headers, **options))
        db.session.expire_all()
        reply = Reply(response)
        inspect(reply)
        return reply


def inspect(reply: Reply) -> None:
    """What every answer under `/api` is: JSON, with the limit's headers, and one shape of refusal."""
    where = f"{reply.response.request.method} {reply.response.request.path}"
    assert reply.response.mimetype == "application/json", f"{where}: {reply.response.mimetype}"
    for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"):
        assert reply.headers.get(name, "").isdigit(), f"{where}: no {name}"
    assert "Set-Cookie" not in reply.headers, f"{where}: a cookie"
    if reply.status >= 400:
        assert reply.json["success"] is False and set(reply.json) == {"success", "error"}, reply.json
        assert {"code", "message"} <= set(reply.json["error"]) <= {"code", "message", "details", "retry_after"}


def token_of(app: Flask, person: Person) -> str:
    """A token of the person, as signing in would give it."""
    secret = secrets.token_urlsafe(32)
    kind = "candidate" if person.kind is PersonKind.CANDIDATE else "user"
    db.session.commit()
    with app.app_context(), as_company(person.company_id):
        set_reading(False)
        account = db.session.get(CandidateAccount if kind == "candidate" else User, person.id)
        start_session(account, token_hash=hashed(secret), csrf="", is_token=True)
        db.session.commit()
    return tokens.issue(kind, person.id, secret, TOKEN_LIFE)


def key_of(person: Person, *scopes: str) -> str:
    """A new key of the person's company with these scopes. Committed."""
    key = api_keys.create_api_key("For a test", scopes, person)[1]
    db.session.commit()
    return key
