"""A started portal with the demo company: fixtures of every folder (`tests/conftest.py` names this file)."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT, Portal, environment, portal


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo company, made once for all processes of tests, copied by each portal."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = base / "demo-company"
    with (base / "demo-company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = tmp_path_factory.mktemp("demo") / "data"
            load_demo_into(made)
            made.rename(folder)
    return folder


def load_demo_into(folder: Path) -> None:
    """A migrated database with the demo company; nothing is left to be done."""
    folder.mkdir()
    env = environment(folder, None, 8000)
    code = (
        "from portal import create_app\n"
        "from flask_migrate import upgrade\n"
        "app = create_app()\n"
        "with app.app_context():\n"
        "    upgrade()\n"
        "    from portal.demo import load_demo\n"
        "    assert load_demo()\n"
        "    from portal.core.outbox import run_due\n"
        "    run_due(10_000)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, timeout=240)


@pytest.fixture(scope="module")
def demo(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo portal, started for one module of tests, its worker beside it."""
    folder = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(demo_data, folder)
    with portal(folder) as started, started.worker():
        yield started
