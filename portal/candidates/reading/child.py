"""The process that reads one file under limits: the file comes on standard input, the answer goes out as JSON.

`child.py TYPE SECONDS MEMORY_MB`, or `child.py serve` for the warm helper. It is started by `running` as a plain file.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from types import ModuleType

MAX_OPEN_FILES = 64
HERE = Path(__file__).resolve()


def _leave_the_portal_out() -> None:
    """Let `portal.candidates.reading` be imported without the web application that its parent packages would start."""
    for depth, name in ((3, "portal"), (2, "portal.candidates")):
        package = ModuleType(name)
        package.__path__ = [str(HERE.parents[depth - 1])]
        sys.modules[name] = package
    sys.path.insert(0, str(HERE.parents[3]))


def limit(seconds: int, memory_mb: int) -> None:
    """Bound this process: processor time, memory, open files, no file to be written, no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer_of(data: bytes, kind: str) -> bytes:
    """`{"reading": …}` or `{"unreadable": [code, sentence]}`."""
    from portal.candidates.reading.model import FileType, Unreadable
    from portal.candidates.reading.reader import read_cv

    try:
        answer: dict[str, object] = {"reading": read_cv(data, FileType(kind)).to_json()}
    except Unreadable as error:
        answer = {"unreadable": [error.code, error.message]}
    except (MemoryError, RecursionError):
        answer = {"unreadable": ["too_large", "The document is too complex to be read."]}
    return json.dumps(answer).encode()


def main(arguments: list[str]) -> int:
    """Answer for the one file on standard input, or (`serve`) stay as the helper of a worker."""
    if arguments == ["serve"]:
        from portal.candidates.reading.helper import serve

        return serve()
    kind, seconds, memory = arguments
    limit(int(seconds), int(memory))
    sys.stdout.buffer.write(answer_of(sys.stdin.buffer.read(), kind))
    return 0


if __name__ == "__main__":
    if "portal" not in sys.modules:
        _leave_the_portal_out()
    sys.exit(main(sys.argv[1:]))
