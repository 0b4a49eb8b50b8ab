"""Talent Portal: the one place that knows every part and puts them together."""

import gc
import importlib
import importlib.util
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_openapi.models.info import Info
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts import queries as accounts
from portal.accounts.models import SessionMedium
from portal.accounts.services.api_keys import key_is_used
from portal.accounts.services.sessions import touch_session
from portal.api import document, door
from portal.config import ROOT, settings
from portal.core import VERSION, outbox, tenancy
from portal.core.database import db, prepare_engine
from portal.core.people import Person
from portal.web import converters, health, installable, measuring, problems, saving, static, templating
from portal.web.sessions import FoundSession, RowSessions, raise_fault

# In the order of docs/decisions.md: each may import only those before it; pages stand above them all.
FEATURES = (
    "accounts",
    "clients",
    "jobs",
    "storage",
    "candidates",
    "matching",
    "interviews",
    "assistant",
    "conversations",
    "integrations",
    "notifications",
    "webhooks",
    "calendars",
    "ingestion",
    "automation",
    "analytics",
    "governance",
    "candidate_portal",
    "careers",
)
ROOMS = ("models", "tasks", "reactions")


def create_app(overrides: dict[str, Any] | None = None) -> saving.Portal:
    """The application, configured from the environment; `overrides` wins (tests)."""
    app = saving.Portal(
        __name__,
        info=Info(title="Talent Portal", version=VERSION),
        validation_error_callback=door.not_valid,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        doc_ui=False,
    )
    app.config.update(settings())
    app.config.update(overrides or {})
    app.url_map.converters["sid"] = converters.ShortId
    app.url_map.converters["int"] = converters.WholeNumber
    db.init_app(app)
    load_rooms()
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)
    tenancy.guard(db.session)
    outbox.install(app)
    _sessions(app)
    csrf = CSRFProtect(app)
    Htmx(app)
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:  # the visitor's address and scheme, as our own proxies say them; without any, nobody may say them
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    saving.install(app)
    static.install(app)
    problems.install(app)
    health.install(app)
    installable.install(app)
    measuring.install(app)
    templating.install(app, _unread, _unread_talks)
    _door(app)
    register_pages(app)
    register_calls(app, csrf)
    document.install(app)
    _commands(app)
    return app


def load_rooms() -> None:
    """Import every feature's tables, tasks and reactions, so that the worker and the migrations know them."""
    for part in ("events", "outbox", "mail", "repeats"):
        importlib.import_module(f"portal.core.{part}")
    for feature in FEATURES:
        for room in ROOMS:
            name = f"portal.{feature}.{room}"
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)


def register_pages(app: Flask) -> None:
    """Each feature's blueprint: the name `pages` in its room of that name."""
    for feature in FEATURES:
        name = f"portal.{feature}.pages"
        if importlib.util.find_spec(name) is not None:
            app.register_blueprint(importlib.import_module(name).pages)


def register_calls(app: saving.Portal, csrf: CSRFProtect) -> None:
    """Each feature's JSON calls: the name `calls` in its room `api`, and `inbound`, its doors for other systems.

    They accept no cookie, so no other site can make a browser call them, and their bodies carry no form's secret.
    """
    for feature in FEATURES:
        name = f"portal.{feature}.api"
        if importlib.util.find_spec(name) is not None:
            room = importlib.import_module(name)
            for calls in filter(None, (getattr(room, "calls", None), getattr(room, "inbound", None))):
                csrf.exempt(calls)
                app.register_api(calls)


def _door(app: Flask) -> None:
    def by_token(kind: str, session_hash: str) -> Person | None:
        found = accounts.find_session(kind, session_hash, SessionMedium.TOKEN)
        return found[0] if found else None

    door.install(app, by_token, accounts.find_key, key_is_used)


def _sessions(app: Flask) -> None:
    def find(kind: str, token_hash: str) -> FoundSession | None:
        found = accounts.find_session(kind, token_hash)
        return FoundSession(*found) if found else None

    app.session_interface = RowSessions(find, touch_session)
    app.before_request(raise_fault)
    login = LoginManager(app)
    login.session_protection = None
    # The session interface has already found the person; Flask-Login only hands it on as `current_user`.
    login.request_loader(lambda _request: None)
    login.user_loader(lambda _name: None)


def _unread(person: Person) -> int:
    from portal.notifications.queries import unread_count

    return unread_count(person)


def _unread_talks(person: Person) -> int:
    from portal.candidate_portal.queries_messages import unread_messages
    from portal.conversations.queries import unread_talks

    return unread_messages(person) if person.is_candidate else unread_talks(person)


def _commands(app: Flask) -> None:
    from portal import commands

    commands.install(app)


def settle() -> None:
    """After start-up: what lives as long as the process is not looked at by the garbage collector again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
