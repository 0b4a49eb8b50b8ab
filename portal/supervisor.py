"""`make run`: migrates, loads the demo company on the first start, starts web and worker, and ends what it started.

A web or worker process that dies is started again. Ctrl-C and SIGTERM stop everything.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from portal.config import ROOT, BadSetting

STOP_SECONDS = 10
QUICK_DEATH_SECONDS = 5


@dataclass
class Child:
    """A process that should always run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        """Start it, in a group of its own so that all it starts can be ended."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True)

    def tend(self) -> None:
        """Start it again if it has died; wait longer after each quick death."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 0
        say(f"The {self.name} process ended ({self.process.returncode}); starting it again.")
        time.sleep(min(self.quick_deaths, 5))
        self.start()

    def stop(self) -> None:
        """End it and all that it started."""
        if self.process is None:
            return
        for wanted in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, wanted)
            except ProcessLookupError:
                return
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue


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
    """The web server: two processes with sixteen threads each, so that slow phones do not block it."""
    workers, threads = os.environ.get("WEB_WORKERS") or "2", os.environ.get("WEB_THREADS") or "16"
    return [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--worker-class", "gthread",
        "--workers", workers, "--threads", threads, "--graceful-timeout", "5", "--timeout", "60",
        "--log-level", "warning", "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",
    ]  # fmt: skip


def workers() -> int:
    """How many workers run: leases keep their effects apart, so that two CVs are read at the same time."""
    wanted = os.environ.get("WORKERS") or "2"
    if not wanted.isdigit() or not 1 <= int(wanted) <= 16:
        raise BadSetting(f"WORKERS must be a number from 1 to 16, not {wanted!r}.")
    return int(wanted)


def main() -> int:
    """Run the portal until somebody stops it."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if is_taken(host, int(port)):
        say(f"Something else listens on {host}:{port}. Choose another port: PORT=8001 make run")
        return 1
    try:
        count = workers()
        welcome = prepare()
    except BadSetting as refusal:
        say(f"Not started. {refusal}")
        return 1
    children = [
        Child("web", gunicorn_command(host, port)),
        *(Child(f"worker {n + 1}", [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]) for n in range(count)),
    ]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        child.start()
    if not wait_for(host, int(port)):
        say("The web server did not start; its reason stands above.")
        stopping = True
    else:
        say(f"\nTalent Portal is at http://{host}:{port}  (Ctrl-C stops it)\n{welcome}")
    while not stopping:
        time.sleep(0.3)
        for child in children:
            if not stopping:
                child.tend()
    for child in children:
        child.stop()
    return 0


def is_taken(host: str, port: int) -> bool:
    """Whether something already answers there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


def wait_for(host: str, port: int, seconds: float = 60) -> bool:
    """Whether the web server answers in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_taken(host, port):
            return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
