"""A running portal of several processes, for races: rows are made here, requests go to the servers."""

import hashlib
import http.client
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask

from portal import create_app
from portal.accounts.models import User
from portal.accounts.services.sessions import start_session
from portal.core.database import db, set_reading
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.web.sessions import COOKIES
from tests import factories, servers


@dataclass
class Arena:
    """The servers' address, an application on the same database, and the people of its company."""

    url: str
    app: Flask
    world: factories.World
    keys: dict[int, tuple[str, str]] = field(default_factory=dict)

    @contextmanager
    def rows(self) -> Iterator[None]:
        """Make or read rows of the company; what was made is committed."""
        with self.app.app_context():
            set_reading(False)
            with as_company(self.world.company_id):
                yield
                db.session.commit()

    def sign_in(self, person: Person) -> None:
        """A session of the person, whose cookie and form secret every later request of theirs carries."""
        token = secrets.token_urlsafe(16)
        with self.rows():
            account = db.session.get(User, person.id)
            start_session(account, token_hash=hashlib.sha256(token.encode()).hexdigest(), csrf=secrets.token_hex(20))
        page = self._ask("GET", "/interviews", {"Cookie": f"{COOKIES['user']}={token}"})[1]
        csrf = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert csrf, page[:500]
        self.keys[person.id] = (token, csrf.group(1))

    def post(self, person: Person, path: str, data: dict[str, Any] | None = None) -> int:
        """POST a form; the status of the answer."""
        token, csrf = self.keys[person.id]
        headers = {"Cookie": f"{COOKIES['user']}={token}", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, headers, urlencode({"csrf_token": csrf, **(data or {})}))[0]

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """Run all calls from the same moment on, each in a thread; their answers in order."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], int]) -> int:
        gate.wait(60)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@contextmanager
def arena(folder: Path, database: str | None) -> Iterator[Arena]:
    """A portal of two processes on its own database, with one company."""
    with servers.portal(folder, database=database, workers=2, threads=8) as running, arena_of(running) as found:
        found.sign_in(found.world.recruiter)
        found.sign_in(found.world.admin)
        yield found


@contextmanager
def arena_of(running: servers.Portal) -> Iterator[Arena]:
    """One company in a started portal."""
    database = running.env.get("DATABASE_URL")
    address = database or f"sqlite:///{running.data_dir / 'portal.sqlite'}"
    overrides = {"TESTING": True, "DATA_DIR": str(running.data_dir), "SQLALCHEMY_DATABASE_URI": address}
    # The options in the settings are those of the tests' own environment, which is SQLite's.
    app = create_app({**overrides, "SQLALCHEMY_ENGINE_OPTIONS": {}} if database else overrides)
    with app.app_context():
        set_reading(False)
        found = Arena(running.url, app, factories.a_world())
    yield found
    with app.app_context():
        db.engine.dispose()
