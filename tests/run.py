"""`make test` and `make test-all`: checks, then every test that this machine can run, and what it could not."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main() -> int:
    """Run it all; the exit code says whether everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slow", action="store_true", help="what `make test` leaves out")
    options = parser.parse_args()
    failed = 0
    if not options.slow:
        for check in ([BIN / "ruff", "check", "."], [BIN / "ruff", "format", "--check", "."], [BIN / "mypy"]):
            failed |= run(check)
    marks = "slow" if options.slow else "not slow"
    # Half as many again as there are cores, for servers that are started are waited for. The slow ones keep a browser,
    # a web server and workers busy at once: one after the other, or they wait too long.
    workers = "0" if options.slow else str(min((os.cpu_count() or 2) * 3 // 2, 8))
    failed |= run([sys.executable, "-m", "pytest", "-m", marks, "-n", workers, "--dist", "loadfile", "-q"])
    tell()
    return failed


def run(command: list[object]) -> int:
    """Run one command in the project's folder."""
    words = [str(part) for part in command]
    say(f"\n$ {' '.join([Path(words[0]).name, *words[1:]])}")
    return 1 if subprocess.run(words, cwd=ROOT, check=False).returncode else 0


def tell() -> None:
    """Say which parts ran against the real thing."""
    found = {
        "Chromium (pages in a real browser)": shutil.which("chromium") or shutil.which("chromium-browser"),
        "PostgreSQL (the same on the other database)": postgres_bin(),
        "Redis (Celery, and what is lost with it)": shutil.which("redis-server"),
        "Java (the Nu HTML checker)": shutil.which("java"),
        "tesseract (scanned CVs)": shutil.which("tesseract"),
        "npm (axe-core's and the checker's packages)": shutil.which("npm"),
        "curl (the examples of our documents as they stand)": shutil.which("curl"),
        "Node (ical.js reads our calendar entries; the JavaScript library)": shutil.which("node"),
    }
    say("")
    for name, path in found.items():
        say(f"{'ran with   ' if path else 'left out: no'} {name}")


def postgres_bin() -> str | None:
    """The folder of PostgreSQL's server programs, if they are installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return str(places[0].parent) if places else str(Path(on_path).parent) if on_path else None


def node_package(name: str, version: str, file: str) -> Path:
    """A file of an npm package at a fixed version, fetched once into the virtual environment's folder."""
    folder = ROOT / ".venv" / "npm" / f"{name}-{version}"
    if not (folder / "package" / file).exists():
        folder.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, capture_output=True, text=True
        )
        subprocess.run(["tar", "xzf", packed.stdout.strip().split("\n")[-1]], cwd=folder, check=True)
    return folder / "package" / file


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
