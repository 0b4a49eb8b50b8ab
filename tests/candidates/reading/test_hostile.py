"""Files that mean harm, or that cannot be read: each ends in a sentence, none in a reading that is not in it."""

import os
import zlib
from pathlib import Path

import pytest

from portal.candidates.reading import FileType, Unreadable, read_cv, read_in_child, sniff
from portal.candidates.reading.running import CHILD
from tests.candidates.reading import files

SECRET = "the-secret-of-the-server"


def refused(data: bytes, name: str = "cv") -> str:
    """The code with which the file is refused, by its type or by its reading in the child."""
    with pytest.raises(Unreadable) as caught:
        read_in_child(data, sniff(data, name), seconds=10)
    assert caught.value.message.endswith(".")
    return caught.value.code


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def test_peer_20_an_external_entity_in_a_docx_is_not_read(secret_file: Path) -> None:
    prologue = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret_file}">]>'
    assert refused(files.docx(files.paragraph("Name &x; " + "and much ordinary text " * 4), prologue)) == "broken"


def test_peer_20_an_external_entity_in_an_odt_is_not_read(secret_file: Path) -> None:
    prologue = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret_file}">]>'
    assert refused(files.odt("<text:p>Name &x; and much ordinary text</text:p>", prologue)) == "broken"


def test_peer_20_entities_that_multiply_are_not_resolved() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    prologue = f'<!DOCTYPE d [<!ENTITY l0 "lol">{levels}]>'
    assert refused(files.docx(files.paragraph("&l9;"), prologue)) == "broken"


def test_peer_20_a_zip_bomb_is_refused_by_what_it_unpacks_to() -> None:
    bomb = files.docx(files.paragraph("x"), extra={"word/media/a.xml": b"0" * (20 * 2**20)})
    assert len(bomb) < 100_000
    assert refused(bomb) == "too_large"


def test_peer_20_a_size_that_lies_in_the_header_does_not_help_a_bomb() -> None:
    bomb = bytearray(files.docx(files.paragraph("x" * (30 * 2**20))))
    place = bomb.rfind(b"PK\x01\x02")
    while place >= 0:
        if b"document.xml" in bomb[place : place + 80]:
            bomb[place + 24 : place + 28] = (1000).to_bytes(4, "little")
        place = bomb.rfind(b"PK\x01\x02", 0, place)
    assert refused(bytes(bomb)) in ("broken", "too_large")


def test_peer_20_a_bomb_in_a_bomb_is_never_opened() -> None:
    inner = files.archive({"a": b"0" * (2 * 2**20)})
    reading = read_in_child(
        files.docx(
            "".join(files.paragraph(line) for line in files.PLAIN_CV.splitlines()), extra={"word/in.zip": inner}
        ),
        FileType.DOCX,
    )
    assert reading.full_name == "Nora Lindqvist"


def test_peer_20_an_archive_of_ten_thousand_parts_is_refused() -> None:
    parts: dict[str, str | bytes] = {f"word/p{n}.xml": "<a/>" for n in range(10_000)}
    assert refused(files.docx(files.paragraph("x"), extra=parts)) == "too_large"
    assert refused(files.archive({"content.xml": "<a/>", **parts}, files.ODT_TYPE)) == "too_large"


@pytest.mark.parametrize("path", ["../../evil.py", "/etc/cron.d/evil", "word/../../evil", "..\\evil.dll"])
def test_peer_20_a_part_whose_path_leads_outside_is_refused_and_nothing_is_written(path: str) -> None:
    assert refused(files.docx(files.paragraph("x"), extra={path: "evil"})) == "broken"


def test_peer_20_a_picture_that_claims_huge_measures_is_not_decoded() -> None:
    flood = zlib.compress(b"\0" * 1000)
    image = f"/XObject << /Im << /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /Length {len(flood)} >> >>"
    lines = [(72.0, 720.0 - 14 * n, text) for n, text in enumerate(files.PLAIN_CV.splitlines()) if text]
    reading = read_in_child(files.pdf([lines], image), FileType.PDF)
    assert reading.email == "nora.lindqvist@example.com"


def test_a_pdf_whose_page_unpacks_to_gigabytes_ends_in_a_sentence() -> None:
    pack = zlib.compressobj(9)
    stream = b"".join(pack.compress(b" " * 2**20) for _ in range(900)) + pack.flush()
    assert refused(files.pdf_of_streams([stream])) in ("too_large", "broken", "too_long", "scanned")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert refused(files.pdf([[(72.0, 700.0, "Page of a very long life")]] * 31)) == "too_long"


def test_a_pdf_whose_pages_contain_themselves_ends() -> None:
    data = files.pdf([[(72.0, 700.0, "x")]]).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")
    assert refused(data) in ("broken", "scanned")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Kids [6 0 R]", b"/Kids [6 0 R 2 0 R 6 0 R]"),
        (b"/Type /Catalog", b"/Outlines 1 0 R /First 1 0 R /Next 1 0 R /Type /Catalog"),
        (b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
        (b"/Parent 2 0 R", b"/Parent 6 0 R"),
        (b"/Contents 5 0 R", b"/Contents [5 0 R 6 0 R]"),
        (b"/Count 1", b"/Count 99999999"),
    ],
    ids=["pages", "outlines", "tables", "a page above itself", "a page as its content", "a count that lies"],
)
def test_a_pdf_that_leads_back_to_itself_ends(old: bytes, new: bytes) -> None:
    data = files.pdf([files.LINES])
    assert old in data
    try:
        assert read_in_child(data.replace(old, new), FileType.PDF, seconds=10).email in (
            None,
            "nora.lindqvist@example.com",
        )
    except Unreadable as refusal:
        assert refusal.code in ("broken", "scanned", "too_long", "too_large")


def test_a_pdf_of_figures_in_figures_without_end_ends() -> None:
    stream = zlib.compress(b"/Me Do")
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Me 7 0 R >> >> /Length %d "
        b"/Filter /FlateDecode >>\nstream\n" % len(stream)
    )
    whole = files.pdf_of_objects(zlib.compress(b"/Me Do"), form + stream + b"\nendstream")
    assert refused(whole) in ("broken", "scanned", "too_large", "too_long")


def test_a_pdf_of_lists_in_lists_ends() -> None:
    deep = files.pdf([files.LINES]).replace(b"/Type /Catalog", b"/Type /Catalog /D " + b"[" * 60_000 + b"]" * 60_000)
    try:
        assert read_in_child(deep, FileType.PDF, seconds=10).full_name == "Nora Lindqvist"
    except Unreadable as refusal:
        assert refusal.code in ("broken", "too_large", "too_long")


def test_an_rtf_of_groups_in_groups_ends() -> None:
    data = files.rtf_of(files.PLAIN_CV)[:-1] + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}"
    try:
        assert read_in_child(data, FileType.RTF, seconds=10).full_name == "Nora Lindqvist"
    except Unreadable as refusal:
        assert refusal.code in ("broken", "too_large", "too_long")


def test_a_docx_of_tables_in_tables_ends() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 500 + files.paragraph("x") + "</w:tc></w:tr></w:tbl>" * 500
    assert refused(files.docx(body)) in ("broken", "too_large")


def test_a_page_as_large_as_a_field_is_drawn_within_the_limits() -> None:
    scan = files.scan_of(files.pdf([files.LINES]), dpi=40).replace(b"[0 0 612 792]", b"[0 0 61200 79200]")
    assert refused(scan) in ("scanned", "too_large", "too_long", "broken")


def test_a_file_that_takes_too_long_is_given_up() -> None:
    stream = zlib.compress(b"BT /F1 10 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 400_000 + b"ET")
    with pytest.raises(Unreadable) as caught:
        read_in_child(files.pdf_of_streams([stream] * 20), FileType.PDF, seconds=1)
    assert caught.value.code == "too_long"


def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    stream = zlib.compress(b" " * (200 * 2**20))
    with pytest.raises(Unreadable) as caught:
        read_in_child(files.pdf_of_streams([stream]), FileType.PDF, memory_mb=160)
    assert caught.value.code in ("too_large", "broken")


def test_a_pdf_with_a_password_says_so() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00> <00>]"
    assert refused(files.pdf([[(72.0, 700.0, "x")]], trailer=lock)) == "encrypted"


def test_an_office_file_with_a_password_says_so() -> None:
    container = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    assert refused(container) == "encrypted"


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("make", [files.docx_of, files.odt_of])
def test_half_a_document_says_that_it_is_damaged(make: object, cut: float) -> None:
    assert callable(make)
    data = make(files.PLAIN_CV)
    assert refused(data[: int(len(data) * cut)]) == "broken"


def test_a_pdf_of_rubbish_says_that_it_is_damaged() -> None:
    assert refused(b"%PDF-1.7\n" + os.urandom(4000)) == "broken"


def test_peer_2_15_a_scan_invents_nobody() -> None:
    scan = files.pdf_of_streams([zlib.compress(b"q 612 0 0 792 0 0 cm Q")])
    assert refused(scan, "John_Doe_CV.pdf") == "scanned"


def test_peer_2_15_a_text_without_a_person_in_it_names_nobody() -> None:
    data = b"Minutes of the meeting\n\nThe budget was approved. The next meeting is in June.\nNothing else was said.\n"
    reading = read_cv(data, sniff(data, "John Doe.txt"))
    assert reading.full_name is None
    assert reading.email is None and reading.phone is None
    assert reading.work_experience == [] and reading.education == []


def test_a_name_is_not_taken_from_the_address_or_the_file() -> None:
    data = b"contact: john.doe@example.com\n\nSkills\n\nWelding, Soldering, Brazing and a few others\n"
    assert read_cv(data, sniff(data, "John Doe.txt")).full_name is None


def test_the_child_sees_none_of_the_secrets_of_its_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    told = CHILD.parent / "running.py"
    assert "os.environ" not in told.read_text()
    monkeypatch.setattr("portal.candidates.reading.running.CHILD", _spy(tmp_path))
    with pytest.raises(Unreadable) as caught:
        read_in_child(b"x", FileType.TXT)
    assert SECRET not in caught.value.message and "LANG" in caught.value.message


def _spy(folder: Path) -> Path:
    spy = folder / "spy.py"
    spy.write_text("import json, os, sys\nprint(json.dumps({'unreadable': ['broken', str(dict(os.environ))]}))\n")
    return spy


def test_the_child_may_open_few_files_and_write_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text(
        f"import sys, json; sys.path.insert(0, {str(CHILD.parent)!r})\nimport child, resource\nchild.limit(5, 256)\n"
        "names = ('RLIMIT_CORE', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE', 'RLIMIT_CPU', 'RLIMIT_AS')\n"
        "found = [resource.getrlimit(getattr(resource, n))[0] for n in names]\n"
        "print(json.dumps({'unreadable': ['broken', json.dumps(found)]}))\n"
    )
    monkeypatch.setattr("portal.candidates.reading.running.CHILD", spy)
    with pytest.raises(Unreadable) as caught:
        read_in_child(b"x", FileType.TXT)
    assert caught.value.message == f"[0, 0, 64, 5, {256 * 2**20}]"
