"""`python -m benchmarks --candidates 10000 [--postgres]`: loads a company, asks for its pages, prints their cost in H.

H is the processor time of one request to a bare Flask "hello" under the same gunicorn in the same run. Counted are the
web processes and the database's.
"""

import argparse
import contextlib
import http.client
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import measure
from tests.servers import free_port, make_database, portal, postgres, wait_until_answers

ROOT = Path(__file__).resolve().parent.parent
BOOKINGS = 3000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, started for this run")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, contextlib.ExitStack() as stack:
        database, pg_pids = None, list
        if options.postgres:
            server = stack.enter_context(postgres())
            database = make_database(server, "bench")
            pg_pids = lambda: measure.children(_postmaster(server))  # noqa: E731
        unit = stack.enter_context(hello(options.seconds))
        say(f"H = {unit.cpu_ms:.3f} ms ({unit.per_second:.0f}/s)   {os.cpu_count()} cores")
        with portal(Path(folder), database=database, workers=2, threads=16) as started:
            cookie, slots = prepare(started.env, options.candidates)
            web = lambda: measure.children(started.web.pid)  # noqa: E731
            pids: Callable[[], list[int]] = lambda: [*web(), *pg_pids()]  # noqa: E731
            port = int(started.url.rpartition(":")[2])
            say(f"{options.candidates} candidates on {'PostgreSQL' if database else 'SQLite'}\n")
            say(f"{'page':<28}{'H':>7}{'ms cpu':>9}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}  status")
            for name, ask in pages(cookie, slots):
                warm = http.client.HTTPConnection("127.0.0.1", port)
                for _ in range(3):
                    ask(warm)
                cost = measure.run(name, port, pids, ask, seconds=options.seconds)
                show(cost, unit.cpu_ms)
            say(f"\nmemory of the web processes (PSS): {', '.join(f'{m:.0f} MiB' for m in measure.memory_mib(web()))}")
    return 0


def pages(cookie: str, slots: Iterator[int]) -> Iterator[tuple[str, Callable[[http.client.HTTPConnection], int]]]:
    """What is asked for: name and request."""
    headers = {"Cookie": cookie}
    yield "candidate list", measure.get("/candidates", headers)
    yield "candidate list, fragment", measure.get("/candidates", {**headers, "HX-Request": "true"})
    yield "search, rare word", measure.get("/candidates?q=unique77", headers)
    yield "search, common word", measure.get("/candidates?q=quality", headers)
    yield "job pipeline, 100 cards", measure.get("/jobs/1", headers)
    yield "candidate page", measure.get("/candidates/1", headers)
    yield "dashboard", measure.get("/today", headers)


def prepare(env: dict[str, str], candidates: int) -> tuple[str, Iterator[int]]:
    """Fill the portal's database in a process of its own; the recruiter's cookie."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", str(candidates), str(BOOKINGS)],
        cwd=ROOT, env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    token = made.stdout.strip().split("\n")[-1]
    return f"portal_session={token}", itertools.count(1)


@contextlib.contextmanager
def hello(seconds: float) -> Iterator[measure.Cost]:
    """Measure bare Flask first; its server has ended before the portal's starts."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "benchmarks.hello:app", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "16", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/")
        cost = measure.run("hello", port, lambda: measure.children(server.pid), measure.get("/", {}), seconds=seconds)
    finally:
        server.terminate()
        server.wait(20)
    yield cost


def _postmaster(server: str) -> int:
    port = server.rpartition(":")[2].rstrip("/")
    found = subprocess.run(["pgrep", "-f", f"postgres .*-p {port}"], capture_output=True, text=True, check=False)
    return int(found.stdout.split()[0])


def show(cost: measure.Cost, unit: float) -> None:
    """One line of the table."""
    statuses = ",".join(map(str, sorted(cost.statuses)))
    say(
        f"{cost.name:<28}{cost.cpu_ms / unit:>7.1f}{cost.cpu_ms:>9.2f}{cost.per_second:>8.0f}"
        f"{cost.p50_ms:>9.1f}{cost.p95_ms:>9.1f}  {statuses}"
    )


def say(text: str) -> None:
    """A line of the report."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
