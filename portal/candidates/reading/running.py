"""Reading a file in a child process, so that a hostile one can harm nothing but its own reading."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from portal.candidates.reading import ocr
from portal.candidates.reading.model import FileType, Reading, Unreadable

CHILD = Path(__file__).with_name("child.py")
WALL = 4
# What a helper may take beyond the time of its fork before it is held to be stuck.
PATIENCE = 5
MAX_ANSWER_BYTES = 8 * 1024 * 1024
LENGTH = struct.Struct(">I")
TOO_LONG = "Reading the document takes too long; it was given up."
log = logging.getLogger(__name__)


def read_in_child(data: bytes, file_type: FileType, *, seconds: float = 15, memory_mb: int = 512) -> Reading:
    """The reading of a file, made by a process with limits on time, memory and files.

    After `stay_warm()` the process is a fork of the warm helper of this process, else a new one.
    `seconds` bounds the processor time, rounded up; the time on the wall may be four times that, for a busy machine
    must not make a good file unreadable. Raises Unreadable: what the reader said
    of the file, `too_long` when the time ran out, `too_large` when the memory did, `broken` when it ended otherwise.
    """
    if _warm.wanted:
        return _warm.read(data, file_type, seconds, memory_mb)
    process = _start(file_type.value, str(_whole(seconds)), str(memory_mb), stderr=subprocess.PIPE)
    try:
        answer, complaint = process.communicate(data, timeout=seconds * WALL)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise Unreadable("too_long", TOO_LONG) from error
    except BaseException:
        _end(process)
        raise
    return _understood(process.returncode, answer, complaint)


def stay_warm() -> None:
    """From now on this process keeps a helper that has imported everything: for a worker that reads many files."""
    _warm.wanted = True


def grow_cold() -> None:
    """End the helper, if there is one, and start a new process for each file again."""
    _warm.wanted = False
    with _warm.lock:
        _warm.close()


def _whole(seconds: float) -> int:
    return max(1, int(seconds + 0.999))


def _start(*arguments: str, stderr: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", str(CHILD), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={"LANG": "C.UTF-8", "PATH": os.defpath, ocr.VARIABLE: shutil.which("tesseract") or ""},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


class _Lost(Exception):
    """The helper is gone or stuck."""


class _Helper:
    """The warm helper of this process: one file at a time, made again when it is gone."""

    def __init__(self) -> None:
        self.wanted = False
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, file_type: FileType, seconds: float, memory_mb: int) -> Reading:
        """As `read_in_child`. A helper that was lost is made again once; a file that loses two of them is broken."""
        wall = seconds * WALL
        request = {"type": file_type.value, "seconds": _whole(seconds), "memory_mb": memory_mb, "wall": wall}
        with self.lock:
            for _ in range(2):
                try:
                    told, answer = self._ask(json.dumps(request).encode(), data, wall + PATIENCE)
                    break
                except (_Lost, OSError):
                    self.close()
            else:
                raise Unreadable("broken", "The document could not be read.")
        if told["late"]:
            raise Unreadable("too_long", TOO_LONG)
        status = int(told["status"])
        return _understood(status, answer, answer if status else b"")

    def close(self) -> None:
        """End the helper and what it has forked. The lock is held."""
        process, self.process = self.process, None
        if process is not None:
            with contextlib.suppress(BrokenPipeError):
                _end(process)

    def forget(self) -> None:
        """After a fork of ours: the helper belongs to the parent."""
        self.lock = threading.Lock()
        if self.process is not None:
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        os.close(pipe.fileno())
            self.process.returncode = 0
            self.process = None

    def _ask(self, request: bytes, data: bytes, patience: float) -> tuple[dict[str, int], bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = _start("serve", stderr=subprocess.DEVNULL)
        asked, told = self.process.stdin, self.process.stdout
        if asked is None or told is None:
            raise _Lost
        for frame in (request, data):
            asked.write(LENGTH.pack(len(frame)) + frame)
        asked.flush()
        end = time.monotonic() + patience
        return json.loads(_frame(told.fileno(), end)), _frame(told.fileno(), end)


def _frame(pipe: int, end: float) -> bytes:
    (length,) = LENGTH.unpack(_exactly(pipe, LENGTH.size, end))
    if length > 2 * MAX_ANSWER_BYTES:
        raise _Lost
    return _exactly(pipe, length, end)


def _exactly(pipe: int, length: int, end: float) -> bytes:
    found = bytearray()
    wait = select.poll()
    wait.register(pipe, select.POLLIN)
    while len(found) < length:
        if not wait.poll(max(0.0, end - time.monotonic()) * 1000):
            raise _Lost
        part = os.read(pipe, length - len(found))
        if not part:
            raise _Lost
        found += part
    return bytes(found)


_warm = _Helper()
os.register_at_fork(after_in_child=_warm.forget)


def _understood(status: int, answer: bytes, complaint: bytes) -> Reading:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable("too_long", TOO_LONG)
    if status == 0 and len(answer) <= MAX_ANSWER_BYTES:
        told = json.loads(answer)
        if "unreadable" in told:
            code, message = told["unreadable"]
            raise Unreadable(code, message)
        return Reading.from_json(told["reading"])
    last = complaint.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    log.warning("the reader of a CV ended with status %s: %s", status, last.split(":")[0])
    if "MemoryError" in last:
        raise Unreadable("too_large", "The document is too complex to be read.")
    raise Unreadable("broken", "The document could not be read.")
