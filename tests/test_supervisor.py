"""`make run`: what dies is started again, what it counts is added up, and stopping it leaves nothing behind."""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from portal.core.crypto import new_key
from portal.supervisor import gunicorn_command
from tests.core.engines import until
from tests.servers import ROOT, environment, free_port, wait_until_answers

# Production loads no demo company, which takes longer than all that is tried here.
SETTINGS = {
    "PORTAL_ENV": "production", "SECRET_KEY": secrets.token_hex(32), "JWT_SECRET": secrets.token_hex(32),
    "ENCRYPTION_KEYS": new_key(), "WEB_WORKERS": "2", "WORKERS": "1",
}  # fmt: skip


class Running:
    """A started supervisor, and what the operating system knows of its processes."""

    def __init__(self, folder: Path, built: Path, metrics_port: int) -> None:
        shutil.copytree(built, folder, dirs_exist_ok=True)
        self.port, self.metrics_port, self.folder = free_port(), metrics_port, folder
        env = {**environment(folder, None, self.port), **SETTINGS, "METRICS_PORT": str(metrics_port)}
        self.log = folder / "log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "portal.supervisor"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        wait_until_answers(f"http://127.0.0.1:{self.port}/health", 90)

    def pids(self, word: str, of: int | None = None) -> list[int]:
        """Children of the supervisor (or of a child of it) whose command line ends in or holds the word."""
        found = []
        for file in Path(f"/proc/{of or self.process.pid}/task").glob("*/children"):
            for pid in map(int, file.read_text().split()):
                if word in (Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()):
                    found.append(pid)
        return found

    def web(self) -> list[int]:
        """The web processes."""
        return [pid for master in self.pids("gunicorn") for pid in self.pids("gunicorn", master)]

    def metric(self, name: str) -> float:
        """A number at the metrics' address; 0 while it is not told."""
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=10).read().decode()
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
        return float(found[1]) if found else 0.0

    def settled(self) -> bool:
        """Whether all processes live and have loaded the application."""
        names = ('portal_processes{role="web"}', 'portal_processes{role="worker"}')
        try:
            return [self.metric(name) for name in names] == [2, 1] and len(self.web()) == 2
        except OSError:
            return False


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_below(pid: int) -> list[int]:
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *all_below(child)]
    return found


@pytest.fixture(scope="module")
def running(tmp_path_factory, built):
    """A portal as `make run` starts it, with two web processes and a worker."""
    started = Running(tmp_path_factory.mktemp("supervised"), built, free_port())
    try:
        until(started.settled)
        yield started
    finally:
        started.process.terminate()
        started.process.wait(60)


def ask(running, path="/health"):
    return urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path}", timeout=20).status


def test_a_killed_web_server_comes_back_with_its_processes_and_its_port(running):
    until(running.settled)
    [master] = running.pids("gunicorn")
    before = [master, *running.web()]
    os.kill(master, signal.SIGKILL)
    until(lambda: running.pids("gunicorn") not in ([], [master]))
    until(running.settled)
    assert ask(running) == 200
    assert not any(alive(pid) for pid in before)


def test_a_killed_web_process_comes_back(running):
    until(running.settled)
    before = running.web()
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(set(running.web()) - set(before)) == 1 and running.settled())
    assert ask(running) == 200


def test_a_killed_worker_comes_back_and_works(running):
    until(running.settled)
    [before] = running.pids("wsgi worker")
    os.kill(before, signal.SIGKILL)
    until(lambda: running.pids("wsgi worker") not in ([], [before]))
    until(running.settled)
    assert ask(running, "/health/ready") == 200


def test_one_scrape_shows_what_both_web_processes_and_the_worker_counted(running):
    until(running.settled)
    name = 'http_requests_total{method="GET",route="/health",status="200"}'
    before, asked = running.metric(name), 0
    files = [next(running.folder.glob(f"metrics/*/counter_{pid}.db"), None) for pid in running.web()]
    while asked < 20 or not all(files):
        asked += ask(running) == 200
        files = [next(running.folder.glob(f"metrics/*/counter_{pid}.db"), None) for pid in running.web()]
    assert running.metric(name) == before + asked
    assert running.metric('http_request_duration_seconds_count{method="GET",route="/health"}') >= asked
    until(lambda: running.metric('effects_total{kind="outbox.pulse",result="done"}') >= 1)
    assert running.metric("effects_oldest_due_seconds") < 60
    assert running.metric('effects_open{state="due"}') >= 1


def test_routes_are_told_by_their_rule_and_nothing_else_is_at_the_metrics_address(running):
    for path in ("/static/portal.css", "/no/such/page"):
        try:
            ask(running, path)
        except urllib.error.HTTPError as error:
            assert error.code == 404
    assert running.metric('http_requests_total{method="GET",route="/static/<path:filename>",status="200"}') >= 1
    assert running.metric('http_requests_total{method="GET",route="none",status="404"}') >= 1
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{running.metrics_port}/", timeout=10)
    assert refused.value.code == 404


def test_stopping_leaves_no_process_behind_and_a_taken_metrics_port_stops_nothing(tmp_path, built):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = Running(tmp_path, built, taken.getsockname()[1])
        try:
            until(lambda: len(running.web()) == 2 and running.pids("wsgi worker"))
            below = all_below(running.process.pid)
            assert len(below) >= 4
        finally:
            running.process.terminate()
        assert running.process.wait(60) == 0
    assert not [pid for pid in below if alive(pid)]
    assert "running without metrics" in running.log.read_text()


def test_the_application_is_loaded_without_what_no_two_processes_may_share(tmp_path):
    """The web processes part after it is loaded: a connection or a thread from before would be in all or in none."""
    code = (
        "import json, os, threading; from wsgi import app; from portal.core.database import db\n"
        "with app.app_context(): pooled = db.engine.pool.checkedin() + db.engine.pool.checkedout()\n"
        "here = '/proc/self/fd/'\n"
        "links = [os.readlink(here + n) for n in os.listdir(here) if os.path.exists(here + n)]\n"
        "shared = [link for link in links if link.startswith('socket:') or '.sqlite' in link]\n"
        "print(json.dumps([pooled, threading.active_count(), shared]))\n"
    )
    env = environment(tmp_path, None, free_port())
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=120
    )
    assert json.loads(loaded.stdout) == [0, 1, []]
    assert "--preload" in gunicorn_command("127.0.0.1", "1")
