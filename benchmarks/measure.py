"""Processor time, requests per second and memory of a server's processes, from the operating system's own books."""

import http.client
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one kind of request cost."""

    name: str
    requests: int
    cpu_ms: float
    per_second: float
    p50_ms: float
    p95_ms: float
    statuses: frozenset[int]


def children(pid: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for file in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += [int(word) for word in file.read_text().split()]
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of processes, with that of their ended children."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(int(f) for f in fields[11:15])
    return total / TICKS


def memory_mib(pids: list[int]) -> list[float]:
    """The proportional share of memory (PSS) of each process, in MiB."""
    sizes = []
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n"):
            if line.startswith("Pss:"):
                sizes.append(int(line.split()[1]) / 1024)
    return sizes


def run(
    name: str, port: int, pids: Callable[[], list[int]], ask: Callable[[http.client.HTTPConnection], int], *,
    seconds: float = 4.0, connections: int = 4,
) -> Cost:  # fmt: skip
    """Ask for some seconds over kept connections; what each request cost the processes."""
    stop, times, statuses, lock = time.monotonic() + seconds, [], set(), threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine, seen = [], set()
        while time.monotonic() < stop:
            begun = time.perf_counter()
            seen.add(ask(connection))
            mine.append(time.perf_counter() - begun)
        connection.close()
        with lock:
            times.extend(mine)
            statuses.update(seen)

    before, begun = cpu_seconds(pids()), time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed, spent = time.monotonic() - begun, cpu_seconds(pids()) - before
    times.sort()
    count = len(times)
    return Cost(
        name, count, 1000 * spent / count, count / passed, 1000 * times[count // 2], 1000 * times[int(count * 0.95)],
        frozenset(statuses),
    )  # fmt: skip


def get(path: str, headers: dict[str, str]) -> Callable[[http.client.HTTPConnection], int]:
    """Ask for a path by GET."""

    def ask(connection: http.client.HTTPConnection) -> int:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    return ask
