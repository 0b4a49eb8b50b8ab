"""Reading a file in a child process, so that a hostile one can harm nothing but its own reading."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

from portal.candidates.reading.model import FileType, Reading, Unreadable

CHILD = Path(__file__).with_name("child.py")
WALL = 4
MAX_ANSWER_BYTES = 8 * 1024 * 1024
log = logging.getLogger(__name__)


def read_in_child(data: bytes, file_type: FileType, *, seconds: float = 15, memory_mb: int = 512) -> Reading:
    """The reading of a file, made by a process with limits on time, memory and files.

    `seconds` bounds the processor time, rounded up; the time on the wall may be four times that, for a busy machine
    must not make a good file unreadable. Raises Unreadable: what the reader said
    of the file, `too_long` when the time ran out, `too_large` when the memory did, `broken` when it ended otherwise.
    """
    command = [sys.executable, "-I", str(CHILD), file_type.value, str(max(1, int(seconds + 0.999))), str(memory_mb)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    try:
        answer, complaint = process.communicate(data, timeout=seconds * WALL)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise Unreadable("too_long", "Reading the document takes too long; it was given up.") from error
    except BaseException:
        _end(process)
        raise
    return _understood(process.returncode, answer, complaint)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def _understood(status: int, answer: bytes, complaint: bytes) -> Reading:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable("too_long", "Reading the document takes too long; it was given up.")
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
