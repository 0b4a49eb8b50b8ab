"""`python -m portal.candidates.reading FILE`: print the reading of a file as JSON, as the portal would read it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from portal.candidates.reading import Unreadable, read_in_child, sniff


def main(arguments: list[str]) -> int:
    """Read the one file named. 0 when it was read, 1 when not (the reason on the error stream), 2 when used wrongly."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m portal.candidates.reading FILE\n")
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
        reading = read_in_child(data, sniff(data, Path(arguments[0]).name))
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {arguments[0]}\n")
        return 1
    except Unreadable as error:
        sys.stderr.write(f"{error.code}: {error.message}\n")
        return 1
    sys.stdout.write(json.dumps(reading.to_json(), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
