"""The warm process that reads files: everything is imported once, each file is read by a fork of it under limits.

`child.py serve` runs `serve`. What comes and goes is framed: four bytes of length, then that many bytes.
A request is two frames, a JSON header (`type`, `seconds`, `memory_mb`, `wall`) and the file; the answer is two frames,
a JSON header (`status`, as `subprocess` gives it, and `late`) and what the fork wrote, its complaint if it failed.
The helper opens no file itself and ends when the pipe of requests is closed, as it is when its worker ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import struct
import sys
import time
import traceback
from typing import BinaryIO

from phonenumbers import PhoneMetadata

from portal.candidates.reading import from_docx, from_odt, from_pdf, from_text, reader
from portal.candidates.reading.child import answer_of, limit
from portal.candidates.reading.model import FileType

LENGTH = struct.Struct(">I")
MAX_ANSWER_BYTES = 8 * 1024 * 1024
PDEATHSIG = 1
READERS = (from_docx, from_odt, from_pdf, from_text)
# Read once before the first fork, so that what is compiled on first use (patterns of telephone numbers) is there.
SAMPLE = b"""Nora Lindqvist
nora.lindqvist@example.com | +46 70 174 06 33 | Stockholm, Sweden

Experience
Storekeeper, Nordlager AB
Jan 2019 - Present

Education
Diploma in Logistics, Lund University, 2016 - 2018

Skills
Stock control, SAP
"""

SAMPLE_PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
  /Resources << /Font << /F1 5 0 R >> >> >> endobj
4 0 obj << /Length 96 >>
stream
BT /F1 12 Tf 1 0 0 1 72 720 Tm (Nora Lindqvist, storekeeper in Malmo, +46 70 174 06 33) Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> endobj
trailer << /Root 1 0 R >>
%%EOF"""


def write_frame(pipe: BinaryIO, content: bytes) -> None:
    """Send one frame."""
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)


def read_frame(pipe: BinaryIO) -> bytes:
    """The next frame. Raises EOFError when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def warm_up() -> None:
    """Import, compile and load what readings use, so that the forks find it."""
    PhoneMetadata.load_all()
    for sample, kind in ((SAMPLE, FileType.TXT), (SAMPLE_PDF, FileType.PDF)):
        reader.read_cv(sample, kind)


def serve() -> int:
    """Read files until nobody asks any more."""
    warm_up()
    gc.collect()
    gc.freeze()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            request, data = json.loads(read_frame(asked)), read_frame(asked)
            status, late, answer = _read_apart(request, data)
            write_frame(told, json.dumps({"status": status, "late": late}).encode())
            write_frame(told, answer)
            told.flush()
        except (EOFError, BrokenPipeError):
            return 0


def _read_apart(request: dict[str, object], data: bytes) -> tuple[int, bool, bytes]:
    """The status of the fork, whether it was ended for its time, and what it wrote."""
    ours, theirs = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        try:
            os.close(ours)
            _be_the_fork(parent)
            _answer(request, data, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    answer, late = bytearray(), False
    try:
        late = _collect(ours, answer, time.monotonic() + float(str(request["wall"])))
    finally:
        os.close(ours)
        if late:
            _end(process)
        # A fork that has closed its pipe is about to end; one that does not is ended too.
        status = _ended(process)
    return os.waitstatus_to_exitcode(status), late, bytes(answer)


def _be_the_fork(parent: int) -> None:
    """Leave the pipes of the helper and its group; end when it ends."""
    ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


def _answer(request: dict[str, object], data: bytes, pipe: int) -> None:
    limit(int(str(request["seconds"])), int(str(request["memory_mb"])))
    status = 0
    try:
        answer = answer_of(data, str(request["type"]))
    except BaseException as error:
        status, answer = 1, traceback.format_exception_only(error)[-1].encode()[-500:]
    with os.fdopen(pipe, "wb") as out:
        out.write(answer)
    os._exit(status)


def _collect(pipe: int, answer: bytearray, end: float) -> bool:
    """Gather what the fork writes. True when it took too long or wrote too much. Raises EOFError: nobody waits."""
    wait = select.poll()
    wait.register(pipe, select.POLLIN)
    wait.register(0, 0)
    while (left := end - time.monotonic()) > 0:
        for number, event in wait.poll(left * 1000):
            if number == 0 and event & (select.POLLHUP | select.POLLERR):
                raise EOFError
            if number == pipe:
                part = os.read(pipe, 1 << 16)
                if not part:
                    return False
                answer += part
                if len(answer) > MAX_ANSWER_BYTES:
                    return True
    return True


def _end(process: int) -> None:
    # The fork leads a group of its own as soon as it runs, and takes what it has started with it.
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(process, signal.SIGKILL)


def _ended(process: int, patience: float = 1.0) -> int:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        gone, status = os.waitpid(process, os.WNOHANG)
        if gone:
            return status
        time.sleep(0.001)
    _end(process)
    return os.waitpid(process, 0)[1]
