"""Real worker processes read while a page asks how far they are, on both databases."""

import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest

from portal import create_app
from portal.candidates.models import Candidate, CvUpload, UploadState
from portal.core.database import db, set_reading
from portal.core.tenancy import as_company
from tests import factories
from tests.browser import Browser
from tests.candidates.cvs import blank_scan, cv_text
from tests.candidates.test_uploads_pages import send
from tests.servers import ROOT, environment

PATIENCE_SECONDS = 120
LETTERS = "abcdefghijklmnopqrst"


@pytest.fixture
def portal(tmp_path, database):
    """An application on a migrated database of its own, and the environment of its processes."""
    env = environment(tmp_path, database, 1)
    subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"], cwd=ROOT, env=env, check=True,
                   capture_output=True, timeout=120)  # fmt: skip
    address = database or f"sqlite:///{tmp_path / 'portal.sqlite'}"
    overrides = {"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": address}
    app = create_app({**overrides, "SQLALCHEMY_ENGINE_OPTIONS": {}} if database else overrides)
    yield app, env
    with app.app_context():
        db.engine.dispose()


@contextmanager
def worker(env):
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "0.05"], cwd=ROOT, env=env
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_two_workers_read_while_a_page_polls_and_one_address_is_one_person(portal):
    app, env = portal
    with app.app_context():
        set_reading(False)
        world = factories.a_world()
        browser = Browser(app, world.recruiter)
        # Twenty people, each twice, side by side, so that both workers come to one address at one time.
        files = [
            (f"{letter}-{n}.txt", cv_text(f"Person Number{letter}", f"{letter}@example.com", "", more=f"Version {n}"))
            for letter in LETTERS
            for n in range(2)
        ]
        sent = send(browser, "/candidates/uploads", *files, ("scan.pdf", blank_scan()))
        seen = polled(browser, sent.location, env)
        with as_company(world.company_id):
            states = Counter(db.session.scalars(db.select(CvUpload.state)))
            people = Counter(db.session.scalars(db.select(Candidate.email)))
    assert states == {UploadState.ADDED: 20, UploadState.DUPLICATE: 20, UploadState.UNREADABLE: 1}
    assert people == {f"{letter}@example.com": 1 for letter in LETTERS}
    assert seen == sorted(seen) and seen[0] < 41 and len(set(seen)) > 1, seen


def polled(browser, address, env):
    """How many were done at each look, until the page asks no more."""
    seen = []
    with ExitStack() as workers:
        for _ in range(2):
            workers.enter_context(worker(env))
        end = time.monotonic() + PATIENCE_SECONDS
        while (tray := browser.get(address, htmx=True)).one("#uploads").has_attr("hx-trigger"):
            seen.append(int(tray.one("progress")["value"]))
            assert time.monotonic() < end, tray.words()
            time.sleep(0.05)
    return seen
