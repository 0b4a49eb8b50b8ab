"""Scans: read by tesseract under the limits of the child where the machine has it, else refused with a sentence."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.candidates.reading import FileType, Unreadable, grow_cold, ocr, read_cv, read_in_child, stay_warm
from tests.candidates.reading import files
from tests.candidates.reading.test_warm import wait_until

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
SCAN = files.scan_of(files.pdf([files.LINES]))


@pytest.fixture(params=["a process of its own", "the warm helper"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    if "warm" in request.param:
        stay_warm()
    yield
    grow_cold()


@needs_tesseract
def test_a_scan_is_read_under_the_limits_of_the_child(way: None) -> None:
    reading = read_in_child(SCAN, FileType.PDF)
    assert reading.ocr
    assert (reading.full_name, reading.email, reading.phone) == (
        "Nora Lindqvist",
        "nora.lindqvist@example.com",
        "+46701740633",
    )
    assert [(w.title, w.company, w.start) for w in reading.work_experience] == [
        ("Warehouse Supervisor", "Nordlager AB", "2019-01")
    ]
    assert reading.skills == ["Forklift", "Inventory Management", "SAP"]


@needs_tesseract
def test_what_was_read_in_a_picture_is_less_sure_than_what_was_typed() -> None:
    typed = read_cv(files.pdf([files.LINES]), FileType.PDF)
    seen = read_cv(SCAN, FileType.PDF)
    for path in ("full_name", "email", "phone", "work_experience.0.company", "skills.0"):
        assert seen.evidence[path].confidence < typed.evidence[path].confidence, path
        at = seen.evidence[path]
        assert seen.text[at.start : at.end].strip()
    assert seen.parsing_confidence < typed.parsing_confidence


@needs_tesseract
def test_columns_of_a_scan_are_read_one_after_the_other() -> None:
    left = ["#Contact", "nora.lindqvist@example.com", "+46 70 174 06 33", "#Skills", "Forklift", "Stocktaking", "SAP"]
    right = ["#Nora Lindqvist", "#Experience", "Warehouse Supervisor, Nordlager AB", "Jan 2019 - Present"]
    right += ["#Education", "Diploma in Logistics, Lund University, 2018"]
    columns = [(60.0, left), (300.0, right)]
    page = [(x, 720.0 - 24 * n, text) for x, lines in columns for n, text in enumerate(lines)]
    reading = read_cv(files.scan_of(files.pdf([page])), FileType.PDF)
    assert reading.full_name == "Nora Lindqvist"
    assert reading.skills == ["Forklift", "Stocktaking", "SAP"]
    assert [w.company for w in reading.work_experience] == ["Nordlager AB"]
    assert [s.institution for s in reading.education] == ["Lund University"]


def test_without_tesseract_a_scan_is_said_to_be_one_and_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ocr.VARIABLE, "")
    with pytest.raises(Unreadable) as caught:
        read_cv(SCAN, FileType.PDF)
    assert caught.value.code == "scanned"
    assert "nothing was guessed" in caught.value.message and "tesseract" in caught.value.message


def test_a_page_that_stays_a_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ocr.VARIABLE, "")
    reading = read_cv(files.joined(files.pdf([files.LINES]), SCAN), FileType.PDF)
    assert reading.full_name == "Nora Lindqvist" and not reading.ocr
    assert reading.remarks == ["Page 2 of the document cannot be read: there is only a picture."]


def stand_in(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "script", ["exit 1", "echo rubbish", "kill -9 $$", "cat >/dev/null; head -c 3000000 /dev/zero"]
)
def test_a_tesseract_that_fails_leaves_a_scan_unread(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    ocr.languages.cache_clear()
    monkeypatch.setenv(ocr.VARIABLE, stand_in(tmp_path, script))
    with pytest.raises(Unreadable) as caught:
        read_cv(SCAN, FileType.PDF)
    assert caught.value.code == "scanned" and "none could be made out" in caught.value.message
    ocr.languages.cache_clear()


def running(word: str) -> list[str]:
    """The processes among whose words this is one."""
    found = []
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.extend([told.parent.name] if word.encode() in told.read_bytes().split(b"\0") else [])
    return found


def test_a_tesseract_that_hangs_is_ended_with_its_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    length = f"60.{os.getpid()}"
    slow = stand_in(tmp_path, f'case "$1" in --list-langs) echo head; echo eng;; *) exec sleep {length};; esac')
    monkeypatch.setattr("portal.candidates.reading.running.shutil.which", lambda name: slow)
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read_in_child, SCAN, FileType.PDF, seconds=1)
        seen = wait_until(lambda: running(length))
        with pytest.raises(Unreadable) as caught:
            reading.result()
    assert seen and caught.value.code in ("scanned", "too_long")
    assert wait_until(lambda: not running(length))
