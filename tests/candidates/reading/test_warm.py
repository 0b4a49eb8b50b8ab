"""The warm helper: as strict as a process for each file, quicker, made again when it is lost, gone with its worker."""

import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.candidates.reading import FileType, Unreadable, grow_cold, read_in_child, running, stay_warm
from tests.candidates.reading import files

CV = files.PLAIN_CV.encode()


@pytest.fixture(autouse=True)
def warm() -> Iterator[None]:
    stay_warm()
    yield
    grow_cold()


def helper() -> int:
    """The process id of the helper, after it has read a file."""
    assert read_in_child(CV, FileType.TXT).full_name == "Nora Lindqvist"
    assert running._warm.process is not None
    return running._warm.process.pid


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def wait_until(true: object, seconds: float = 10) -> bool:
    assert callable(true)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_one_helper_reads_file_after_file_and_leaves_no_dead_children() -> None:
    first = helper()
    assert [helper() for _ in range(3)] == [first] * 3
    assert children_of(first) == []


def test_what_the_reader_says_of_a_bad_file_comes_through() -> None:
    scan = files.pdf_of_streams([zlib.compress(b"q 612 0 0 792 0 0 cm Q")])
    with pytest.raises(Unreadable) as caught:
        read_in_child(scan, FileType.PDF)
    assert caught.value.code == "scanned"


def test_a_file_that_takes_too_long_is_given_up_and_the_helper_stays() -> None:
    before = helper()
    stream = zlib.compress(b"BT /F1 10 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 400_000 + b"ET")
    with pytest.raises(Unreadable) as caught:
        read_in_child(files.pdf_of_streams([stream] * 20), FileType.PDF, seconds=1)
    assert caught.value.code == "too_long"
    assert helper() == before and children_of(before) == []


def test_time_on_the_wall_ends_a_fork_that_uses_no_processor() -> None:
    from portal.candidates.reading import helper as served

    ours, theirs = os.pipe()
    began = time.monotonic()
    assert served._collect(ours, bytearray(), began + 0.2) is True
    assert time.monotonic() - began < 5
    os.close(ours)
    os.close(theirs)


def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    stream = zlib.compress(b" " * (200 * 2**20))
    with pytest.raises(Unreadable) as caught:
        read_in_child(files.pdf_of_streams([stream]), FileType.PDF, memory_mb=200)
    assert caught.value.code in ("too_large", "broken")


def test_a_helper_that_was_killed_is_made_again() -> None:
    before = helper()
    os.kill(before, signal.SIGKILL)
    after = helper()
    assert after != before
    assert not Path(f"/proc/{before}").exists()


def test_many_threads_share_the_helper() -> None:
    names: list[str | None] = []
    threads = [
        threading.Thread(target=lambda n=n: names.append(read_in_child(_cv_of(n), FileType.TXT).email))  # type: ignore[misc]
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(str(name) for name in names) == [f"nora{n}@example.com" for n in range(6)]


def _cv_of(number: int) -> bytes:
    return CV.replace(b"nora.lindqvist@", f"nora{number}@".encode())


def test_the_helper_sees_none_of_the_secrets_of_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "the-secret-of-the-server")
    seen = Path(f"/proc/{helper()}/environ").read_bytes()
    assert b"LANG=" in seen and b"secret" not in seen.lower()


def test_the_helper_has_neither_flask_nor_the_database_in_it() -> None:
    mapped = Path(f"/proc/{helper()}/maps").read_text()
    assert "sqlalchemy" not in mapped and "psycopg" not in mapped and "_sqlite3" not in mapped


def test_the_helper_ends_when_its_worker_is_killed() -> None:
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import time\nfrom portal.candidates.reading import FileType, read_in_child, running, stay_warm\n"
            f"stay_warm()\nread_in_child({CV!r}, FileType.TXT)\n"
            "print(running._warm.process.pid, flush=True)\ntime.sleep(60)\n",
        ],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert worker.stdout is not None
    pid = int(worker.stdout.readline())
    worker.kill()
    worker.wait(10)
    worker.stdout.close()
    assert wait_until(lambda: _gone(pid))


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_fork_of_the_worker_makes_a_helper_of_its_own() -> None:
    ours = helper()
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(told, str(helper()).encode())
            grow_cold()
        finally:
            os._exit(0)
    os.close(told)
    with os.fdopen(ready) as pipe:
        theirs = int(pipe.read())
    os.waitpid(child, 0)
    assert theirs != ours
    assert helper() == ours
