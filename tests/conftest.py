"""What all tests share: an application on a fresh database, rows, and browsers that are signed in."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("PORTAL_ENV", "test")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
os.environ.pop("DATABASE_URL", None)
os.environ.pop("SMTP_URL", None)
os.environ.pop("REDIS_URL", None)

from flask import Flask

from portal import create_app
from portal.accounts import passwords
from portal.core.database import db, set_reading
from portal.core.tenancy import as_company
from tests import factories
from tests.browser import Browser
from tests.run import postgres_bin
from tests.servers import Redis, make_database, postgres, redis_server

passwords.ROUNDS = 4
pytest_plugins = ["tests.calls", "tests.demo"]


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty, migrated database, made once; every test starts from a copy."""
    folder = tmp_path_factory.mktemp("built")
    made = create_app({"DATA_DIR": str(folder), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'portal.sqlite'}"})
    with made.app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def _app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("data")
    return create_app(
        {
            "TESTING": True,
            "DATA_DIR": str(folder),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'portal.sqlite'}",
            "PUBLIC_URL": "http://portal.example",
            "SECRET_KEY": "tests only",
        }
    )


@pytest.fixture
def app(_app: Flask, built: Path) -> Iterator[Flask]:
    """The application on an empty, migrated SQLite database, inside an application context."""
    folder = Path(_app.config["DATA_DIR"])
    with _app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)
    shutil.copytree(built, folder)
    set_reading(False)
    with _app.app_context():
        yield _app
        db.session.remove()
    set_reading(False)


@pytest.fixture
def company(app: Flask) -> Iterator[factories.World]:
    """Company 1 with its people and a client; the test runs in its scope, as its worker would, and may write."""
    world = factories.a_world()
    with as_company(world.company_id):
        yield world
        db.session.rollback()


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """`browse(person)` gives a browser signed in as that person, `browse()` one that is not."""

    def open_browser(person: Any = None) -> Browser:
        db.session.commit()
        return Browser(app, person)

    return open_browser


@pytest.fixture
def admin(company: factories.World, browse: Callable[..., Browser]) -> Browser:
    """A browser of the company's admin."""
    return browse(company.admin)


@pytest.fixture
def recruiter(company: factories.World, browse: Callable[..., Browser]) -> Browser:
    """A browser of the company's recruiter."""
    return browse(company.recruiter)


@pytest.fixture
def client_user(company: factories.World, browse: Callable[..., Browser]) -> Browser:
    """A browser of a user of the company's first client."""
    return browse(company.client_user)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own; skips where its programs are not installed (`make test` says so)."""
    if postgres_bin() is None:
        pytest.skip("PostgreSQL's server programs are not installed")
    with postgres() as url:
        yield url


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis of the test's own, empty; skips where it is not installed (`make test` says so)."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    with redis_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database: None for SQLite in the data folder, or a new one on PostgreSQL."""
    if request.param == "sqlite":
        return None
    return make_database(request.getfixturevalue("postgres_server"), f"t{secrets.token_hex(6)}")
