"""`python -m benchmarks --sizes 10000,100000 [--postgres]`: loads companies, asks for their pages, prints the cost.

H is the processor time of one request to a bare Flask "hello" under the same gunicorn, measured right before and after
each page, because a machine that does other things is quicker and slower by turns. Counted are the web processes and
the database's.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import measure
from benchmarks.load import CHANNEL, TALKS, number_of, secret_of
from tests.servers import free_port, make_database, portal, postgres, wait_until_answers

ROOT = Path(__file__).resolve().parent.parent
# Interviews that wait to be booked; the first hundred are on the board that is measured.
OFFERED = range(101, 4001)
# Long enough for every process to have seen the page, short enough not to matter.
WARM_SECONDS, UNIT_SECONDS = 0.4, 0.5


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000", help="how many candidates; the last is compared with the first")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, started for this run")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked for")
    parser.add_argument("--only", default="", help="measure what has this word in its name")
    options = parser.parse_args()
    # The calls are counted as always, but nobody is told to wait.
    os.environ["RATE_LIMITS"] = str(10**9)
    say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    sizes = [int(size) for size in options.sizes.split(",")]
    with hello() as unit:
        found = [measured(size, options.postgres, options.seconds, unit, options.only) for size in sizes]
    if len(sizes) > 1:
        say(f"\n{'page':<28}{sizes[-1]:,} ÷ {sizes[0]:,}")
        for first, last in zip(found[0], found[-1], strict=True):
            say(f"{first.name:<28}{last.cpu_ms / first.cpu_ms:>7.2f}")
    return 0


def measured(
    candidates: int, on_postgres: bool, seconds: float, unit: Callable[[], float], only: str = ""
) -> list[measure.Cost]:
    """What the pages cost with so many candidates; printed as it is found."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, contextlib.ExitStack() as stack:
        database, pg_pids = None, list
        if on_postgres:
            server = stack.enter_context(postgres())
            database = make_database(server, "bench")
            pg_pids = lambda: measure.children(_postmaster(server))  # noqa: E731
        started = stack.enter_context(portal(Path(folder), database=database, workers=2, threads=16))
        begun = time.monotonic()
        cookie, token = prepare(started.env, candidates)
        loaded = time.monotonic() - begun
        say(f"\n{candidates:,} candidates on {'PostgreSQL' if database else 'SQLite'}, loaded in {loaded:.0f} s")
        say(f"{'page':<28}{'H':>7}{'ms cpu':>9}{'H ms':>8}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}  status")
        web = lambda: measure.children(started.web.pid)  # noqa: E731
        pids: Callable[[], list[int]] = lambda: [*web(), *pg_pids()]  # noqa: E731
        port, found = int(started.url.rpartition(":")[2]), []
        for name, ask in [*pages(cookie, port), *calls(token)]:
            if only not in name:
                continue
            measure.run(name, port, pids, ask, seconds=WARM_SECONDS)
            before = unit()
            found.append(measure.run(name, port, pids, ask, seconds=seconds))
            show(found[-1], (before + unit()) / 2)
        say(f"memory of the web processes (PSS): {', '.join(f'{m:.0f} MiB' for m in measure.memory_mib(web()))}")
    return found


def pages(cookie: str, port: int) -> Iterator[tuple[str, Callable[[http.client.HTTPConnection], int]]]:
    """What is asked for: name and request."""
    headers = {"Cookie": cookie}
    yield "candidate list", measure.get("/candidates", headers)
    yield "candidate list, fragment", measure.get("/candidates", {**headers, "HX-Request": "true"})
    yield "candidate list by name", measure.get("/candidates?sort=name", headers)
    yield "search, rare word", measure.get("/candidates?q=unique77", headers)
    yield "search, common word", measure.get("/candidates?q=quality", headers)
    yield "job list", measure.get("/jobs", headers)
    yield "job pipeline, 100 cards", measure.get("/jobs/1", headers)
    yield "candidate page", measure.get("/candidates/1", headers)
    yield "interview list", measure.get("/interviews", headers)
    yield "dashboard", measure.get("/today", headers)
    yield "booking", booking(port)
    yield "thread, 50 messages", measure.get("/conversations/1", {**headers, "Accept": "text/html"})


def calls(token: str) -> Iterator[tuple[str, Callable[[http.client.HTTPConnection], int]]]:
    """What machines ask for by a token: lists of fifty."""
    headers = {"Authorization": f"Bearer {token}"}
    yield "JSON list of candidates", measure.get("/api/candidates", headers)
    yield "JSON list of jobs", measure.get("/api/jobs", headers)
    yield "JSON list of interviews", measure.get("/api/interviews", headers)
    yield "JSON candidate", measure.get("/api/candidates/1", headers)
    yield "people for a job", measure.get("/api/jobs/1/matches", headers)
    yield "JSON list of conversations", measure.get("/conversations", headers)
    yield "JSON thread, 50 messages", measure.get("/conversations/1/messages?limit=50", headers)
    yield "inbound message", inbound()


def booking(port: int) -> Callable[[http.client.HTTPConnection], int]:
    """Candidates book the time they are offered, each by the link of their mail: 303 when it is theirs."""
    guest = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    guest.request("GET", f"/portal/i/{secret_of(OFFERED.start)}")
    answer = guest.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    guest.close()
    if token is None:
        raise RuntimeError("The page of an interview has no form.")
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    following = itertools.cycle(OFFERED)

    def ask(connection: http.client.HTTPConnection) -> int:
        number = next(following)
        body = urlencode({"csrf_token": token[1], "slot": number})
        connection.request("POST", f"/portal/i/{secret_of(number)}/booking", body=body, headers=headers)
        done = connection.getresponse()
        done.read()
        return done.status

    return ask


def inbound() -> Callable[[http.client.HTTPConnection], int]:
    """Contacts write, in turns, each in a conversation that goes on: 201 when the message is stored."""
    following = itertools.count()

    def ask(connection: http.client.HTTPConnection) -> int:
        number = next(following)
        said = {
            "company_id": 1, "channel_id": CHANNEL, "from": number_of(number % TALKS), "text": "Is there any news?",
            "channel_message_id": f"{os.getpid()}-{number}",
        }  # fmt: skip
        connection.request("POST", "/webhooks/inbound", json.dumps(said), {"Content-Type": "application/json"})
        done = connection.getresponse()
        done.read()
        return done.status

    return ask


def prepare(env: dict[str, str], candidates: int) -> tuple[str, str]:
    """Fill the portal's database in a process of its own; the recruiter's cookie, and a token of theirs."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", str(candidates), str(OFFERED.start), str(OFFERED.stop)],
        cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    secret, token = made.stdout.strip().split("\n")[-2:]
    return f"portal_session={secret}", token


@contextlib.contextmanager
def hello() -> Iterator[Callable[[], float]]:
    """Bare Flask beside the portal; gives what measures the processor time of one of its requests now, in ms."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "benchmarks.hello:app", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "16", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    pids: Callable[[], list[int]] = lambda: measure.children(server.pid)  # noqa: E731
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/")
        yield lambda: measure.run("hello", port, pids, measure.get("/", {}), seconds=UNIT_SECONDS).cpu_ms
    finally:
        server.terminate()
        server.wait(20)


def _postmaster(server: str) -> int:
    port = server.rpartition(":")[2].rstrip("/")
    found = subprocess.run(["pgrep", "-f", f"postgres .*-p {port}"], capture_output=True, text=True, check=False)
    return int(found.stdout.split()[0])


def show(cost: measure.Cost, unit: float) -> None:
    """One line of the table."""
    statuses = ",".join(map(str, sorted(cost.statuses)))
    say(
        f"{cost.name:<28}{cost.cpu_ms / unit:>7.1f}{cost.cpu_ms:>9.2f}{unit:>8.2f}{cost.per_second:>8.0f}"
        f"{cost.p50_ms:>9.1f}{cost.p95_ms:>9.1f}  {statuses}"
    )


def say(text: str) -> None:
    """A line of the report."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
