"""Forty CVs dropped at once on a portal started as `make run` starts it: how long until all of them are read.

`python -m benchmarks.reading [FOLDER]`; the demo company of a new data folder takes them. Prints seconds.
"""

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
COUNT = 40
READABLE = {".pdf", ".docx", ".odt", ".rtf", ".txt"}


def main() -> int:
    """Start, drop, wait, report, stop."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/fixtures/cv/files"
    files = sorted(path for path in folder.iterdir() if path.suffix in READABLE)
    chosen = (files * COUNT)[:COUNT]
    with tempfile.TemporaryDirectory() as data_dir, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "DATA_DIR": data_dir, "PORT": str(port)}
        portal = subprocess.Popen([sys.executable, "-m", "portal.supervisor"], cwd=ROOT, env=env)
        try:
            _report(f"http://127.0.0.1:{port}", Path(data_dir) / "portal.sqlite", chosen)
        finally:
            portal.send_signal(signal.SIGTERM)
            portal.wait(60)
    return 0


def _report(url: str, database: Path, files: list[Path]) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    _wait(url)
    secret = _secret(browser, f"{url}/login")
    values = {"csrf_token": secret, "email": "recruiter@demo.test", "password": "demo-password-1"}
    browser.open(f"{url}/login", urllib.parse.urlencode(values).encode())
    secret = _secret(browser, f"{url}/candidates/uploads")
    time.sleep(5)
    rows = sqlite3.connect(database)
    (before,) = rows.execute("SELECT coalesce(max(id), 0) FROM effects").fetchone()
    began = time.time()
    browser.open(_form(f"{url}/candidates/uploads", secret, files))
    sent = time.time()
    query = "SELECT state, created_at, done_at FROM effects WHERE kind = 'candidates.read_cv' AND id > ?"
    while True:
        found = rows.execute(query, (before,)).fetchall()
        if found and all(state == "done" for state, _, _ in found):
            break
        if time.time() - sent > 300:
            break
        time.sleep(0.1)
    ended = sorted(datetime.fromisoformat(done).timestamp() for _, _, done in found if done)
    gaps = [later - earlier for earlier, later in zip(ended, ended[1:], strict=False)]
    states = rows.execute(
        "SELECT state, count(*) FROM cv_uploads WHERE created_at >= (SELECT min(created_at) FROM effects WHERE id > ?)"
        " GROUP BY state",
        (before,),
    ).fetchall()
    sys.stdout.write(
        f"{len(files)} files: sent in {sent - began:.1f} s, all read {time.time() - began:.1f} s after the drop; "
        f"{len(found)} readings, one done every {statistics.median(gaps) * 1000:.0f} ms (median); {dict(states)}\n"
    )


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/login", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The portal did not start.")


def _secret(browser: urllib.request.OpenerDirector, url: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.open(url).read().decode())
    if not found:
        raise SystemExit(f"No form at {url}.")
    return found[1]


def _form(url: str, secret: str, files: list[Path]) -> urllib.request.Request:
    edge = "edge-of-the-parts"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{secret}\r\n'.encode()]
    for number, path in enumerate(files):
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{number}-{path.name}"\r\n'
        kind = "Content-Type: application/octet-stream\r\n\r\n"
        parts.append((head + kind).encode() + path.read_bytes() + b"\r\n")
    parts.append(f"--{edge}--\r\n".encode())
    return urllib.request.Request(url, b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={edge}"})


if __name__ == "__main__":
    sys.exit(main())
