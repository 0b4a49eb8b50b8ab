"""`make run`: migrates, loads the demo company on the first start, starts web, workers and metrics, and ends them.

A process that dies is started again. Ctrl-C and SIGTERM stop everything.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from dotenv import load_dotenv

from portal.config import ROOT, BadSetting, metrics_port

STOP_SECONDS = 10
QUICK_DEATH_SECONDS = 5
LONGEST_PAUSE_SECONDS = 5


@dataclass
class Child:
    """A process that should always run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)
    again_at: float | None = None

    def start(self) -> None:
        """Start it, in a group of its own so that all it starts can be ended."""
        self.started, self.again_at = time.monotonic(), None
        self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True)

    def tend(self) -> None:
        """Start it again if it has died; wait longer after each quick death. Does not hold up the others."""
        if self.process is None or self.process.poll() is None:
            return
        if self.again_at is None:
            lived = time.monotonic() - self.started
            self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 0
            say(f"The {self.name} process ended ({self.process.returncode}); starting it again.")
            # What it had started (gunicorn's workers) still holds its port and would never be told to stop.
            self.signal_group(signal.SIGKILL)
            self.again_at = time.monotonic() + min(self.quick_deaths, LONGEST_PAUSE_SECONDS)
        if time.monotonic() >= self.again_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Let it end what it has in hand. Only itself: it tells those that it started."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until the deadline, then end it and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self.signal_group(signal.SIGKILL)
        self.process.wait()

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to it and all that it started; nothing happens when none of them is left."""
        try:
            os.killpg(self.process.pid if self.process else 0, number)
        except ProcessLookupError:
            pass


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def prepare() -> str:
    """Migrate, and load the demo company into an empty portal; what to tell the person."""
    from flask_migrate import upgrade

    from portal import create_app

    app = create_app()
    with app.app_context():
        from portal.demo import load_demo, sign_ins

        say("Preparing the database …")
        upgrade()
        if app.config["PRODUCTION"]:
            return ""
        if load_demo(progress=say):
            say("The demo company is loaded.")
        return sign_ins()


def gunicorn_command(host: str, port: str) -> list[str]:
    """The web server: two processes with sixteen threads each, so that slow phones do not block it.

    The application is loaded once, before they part, and they share what they do not change: a process costs two thirds
    of what it would alone. New code therefore needs a restart, not a reload.
    """
    workers, threads = os.environ.get("WEB_WORKERS") or "2", os.environ.get("WEB_THREADS") or "16"
    return [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--preload", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", workers, "--threads", threads,
        "--graceful-timeout", "5", "--timeout", "60",
        "--config", str(ROOT / "portal" / "gunicorn_hooks.py"), "--log-level", "warning",
        "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",
    ]  # fmt: skip


def workers() -> int:
    """How many workers run: leases keep their effects apart, so that two CVs are read at the same time."""
    wanted = os.environ.get("WORKERS") or "2"
    if not wanted.isdigit() or not 1 <= int(wanted) <= 16:
        raise BadSetting(f"WORKERS must be a number from 1 to 16, not {wanted!r}.")
    return int(wanted)


def metrics_children() -> list[Child]:
    """The process that serves the metrics, and the folder into which the others count; none where that is not wanted.

    Must be asked before the others start. Raises BadSetting.
    """
    host, port = os.environ.get("METRICS_HOST") or "127.0.0.1", metrics_port()
    if port == 0:
        return []
    if is_taken(host, port):
        say(f"Something else listens on {host}:{port}: running without metrics. METRICS_PORT chooses another port.")
        return []
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "instance").resolve() / "metrics" / socket.gethostname()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    return [Child("metrics", [sys.executable, "-m", "flask", "--app", "wsgi", "metrics"])]


def main() -> int:
    """Run the portal until somebody stops it."""
    load_dotenv(ROOT / ".env")
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if is_taken(host, int(port)):
        say(f"Something else listens on {host}:{port}. Choose another port: PORT=8001 make run")
        return 1
    try:
        count = workers()
        welcome = prepare()
        children = [*metrics_children(), Child("web", gunicorn_command(host, port))]
    except BadSetting as refusal:
        say(f"Not started. {refusal}")
        return 1
    children += [
        Child(f"worker {n + 1}", [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]) for n in range(count)
    ]
    run(children, host, int(port), welcome)
    return 0


def run(children: list[Child], host: str, port: int, welcome: str) -> None:
    """Start the processes, start those again that die, and end all when SIGTERM or Ctrl-C comes."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        child.start()
    if wait_for(host, port, going_on=lambda: not stopping):
        say(f"\nTalent Portal is at http://{host}:{port}  (Ctrl-C stops it)\n{welcome}")
    elif not stopping:
        say("The web server did not start; its reason stands above.")
        stopping = True
    while not stopping:
        time.sleep(0.3)
        for child in children:
            if not stopping:
                child.tend()
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.end(deadline)


def is_taken(host: str, port: int) -> bool:
    """Whether something already answers there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


def wait_for(host: str, port: int, seconds: float = 60, *, going_on: Callable[[], bool] = lambda: True) -> bool:
    """Whether the web server answers in time; false as soon as `going_on` says no."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and going_on():
        if is_taken(host, port):
            return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
