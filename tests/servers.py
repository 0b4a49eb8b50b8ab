"""Real servers for tests: PostgreSQL from the system's packages, gunicorn with several processes, the worker."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.run import postgres_bin

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own on a private port; gives `postgresql://…/` to put a database's name behind."""
    programs = postgres_bin()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's server programs are not installed")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        # initdb refuses root; the system package brings a user of its own.
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(
        [*as_user, f"{programs}/initdb", "-D", str(data), "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        **quiet,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=120"
    control = [*as_user, f"{programs}/pg_ctl", "-D", str(data), "-w", "-o", options]
    subprocess.run([*control, "-l", str(folder / "log"), "start"], check=True, **quiet)
    try:
        yield f"postgresql+psycopg://portal@127.0.0.1:{port}/"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def make_database(server: str, name: str) -> str:
    """A new, empty database of that server; its address."""
    import psycopg

    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain + "postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server + name


class Redis:
    """A Redis server of our own on a private port, which can be killed and started again. Keeps nothing on disk."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise FileNotFoundError("redis-server is not installed")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it (again), empty, and wait until it answers."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, cwd="/")
        end = time.monotonic() + 20
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if time.monotonic() > end:
                raise TimeoutError("redis-server does not answer")
            time.sleep(0.05)

    def kill(self) -> None:
        """As `kill -9`."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def flush(self) -> None:
        """Forget everything."""
        import redis

        redis.Redis.from_url(self.url).flushall()


@contextmanager
def redis_server() -> Iterator[Redis]:
    """A running Redis."""
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def s3() -> Iterator[str]:
    """A server that speaks S3 (moto; it checks no signature) with an empty bucket; gives its STORAGE_URL."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    try:
        boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="files")
        yield f"s3://files/portal?endpoint={endpoint}"
    finally:
        server.stop()


@dataclass
class Portal:
    """A started portal: its address, its environment, and its processes."""

    url: str
    env: dict[str, str]
    data_dir: Path
    web: subprocess.Popen[bytes]

    def flask(self, *words: str) -> str:
        """Run a `flask` command in the portal's environment."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, env=self.env, check=True, capture_output=True, text=True, timeout=120,
        ).stdout  # fmt: skip

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """The worker process, ended at the end."""
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "0.05"], cwd=ROOT, env=self.env
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def environment(data_dir: Path, database: str | None, port: int) -> dict[str, str]:
    """The environment of a portal for tests; without `database`, SQLite in its data folder."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SMTP_URL", "DATA_DIR", "REDIS_URL")}
    env.update(
        DATA_DIR=str(data_dir),
        PORT=str(port),
        PUBLIC_URL=f"http://127.0.0.1:{port}",
        PORTAL_ENV="test",
        METRICS_PORT="0",
    )
    if database:
        env["DATABASE_URL"] = database
    return env


@contextmanager
def portal(data_dir: Path, *, database: str | None = None, workers: int = 2, threads: int = 8) -> Iterator[Portal]:
    """gunicorn as `make run` starts it, on a migrated database. Rows are the caller's (before or after)."""
    from portal.supervisor import gunicorn_command

    port = free_port()
    env = {**environment(data_dir, database, port), "WEB_WORKERS": str(workers), "WEB_THREADS": str(threads)}
    before = dict(os.environ)
    os.environ.update(WEB_WORKERS=str(workers), WEB_THREADS=str(threads))
    try:
        command = gunicorn_command("127.0.0.1", str(port))
    finally:
        os.environ.clear()
        os.environ.update(before)
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"],
        cwd=ROOT, env=env, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    web = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        started = Portal(f"http://127.0.0.1:{port}", env, data_dir, web)
        wait_until_answers(started.url + "/login")
        yield started
    finally:
        web.terminate()
        web.wait(20)


def wait_until_answers(url: str, seconds: float = 40) -> None:
    """Wait until a GET is answered at all."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
