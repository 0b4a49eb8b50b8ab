"""The type of a file is told by its content, whatever its name says; each type gives the same reading."""

import pytest

from portal.candidates.reading import FileType, Reading, Unreadable, read_cv, read_in_child, sniff
from tests.candidates.reading import files

LINES = [(72.0, 720.0 - 14 * n, text) for n, text in enumerate(files.PLAIN_CV.splitlines()) if text]
MADE = {
    FileType.TXT: files.PLAIN_CV.encode(),
    FileType.DOCX: files.docx_of(files.PLAIN_CV),
    FileType.ODT: files.odt_of(files.PLAIN_CV),
    FileType.RTF: files.rtf_of(files.PLAIN_CV),
    FileType.PDF: files.pdf([LINES]),
}


@pytest.mark.parametrize("kind", FileType)
def test_the_content_tells_the_type(kind: FileType) -> None:
    assert sniff(MADE[kind], "whatever.exe") == kind


@pytest.mark.parametrize("kind", FileType)
def test_every_type_gives_the_same_person(kind: FileType) -> None:
    reading = read_in_child(MADE[kind], kind)
    assert (reading.full_name, reading.email, reading.phone, reading.location) == (
        "Nora Lindqvist",
        "nora.lindqvist@example.com",
        "+46701740633",
        "Malmö, Sweden",
    )
    assert [(w.title, w.company, w.start, w.current) for w in reading.work_experience] == [
        ("Warehouse Supervisor", "Nordlager AB", "2019-01", True)
    ]
    assert [(s.degree, s.institution, s.start, s.end) for s in reading.education] == [
        ("Diploma in Logistics", "Lund University", "2016", "2018")
    ]
    assert reading.skills == ["Forklift", "Inventory Management", "SAP"]
    assert (reading.current_role, reading.current_company) == ("Warehouse Supervisor", "Nordlager AB")


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"GIF89a" + b"\x01\x00\x01\x00\x80\x00\x00",
        files.archive({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
        files.archive({"content.xml": "<a/>"}, "application/vnd.oasis.opendocument.spreadsheet"),
        bytes.fromhex("d0cf11e0a1b11ae1") + b"WordDocument" + b"\0" * 600,
        bytes(range(1, 256)) * 4,
    ],
    ids=["exe", "png", "jpeg", "gif", "xlsx", "ods", "doc", "noise"],
)
def test_other_types_are_refused_with_what_is_accepted(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff(data, "cv.pdf")
    assert caught.value.code == "unsupported"
    assert "PDF" in caught.value.message


@pytest.mark.parametrize("data", [b"", b"  \n\n "])
def test_an_empty_file_says_that_it_is_empty(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        sniff(data, "cv.txt")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        sniff(b"a" * (10 * 2**20 + 1), "cv.txt")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    data = files.PLAIN_CV.encode(encoding)
    assert read_cv(data, sniff(data)).location == "Malmö, Sweden"


def test_a_reading_survives_the_way_through_json() -> None:
    reading = read_cv(MADE[FileType.PDF], FileType.PDF)
    assert Reading.from_json(reading.to_json()) == reading


def test_the_json_has_the_names_of_the_contract() -> None:
    shown = read_cv(MADE[FileType.TXT], FileType.TXT).to_json()
    wanted = {"full_name", "email", "phone", "location", "work_experience", "education", "skills", "summary"}
    assert wanted <= shown.keys()
    assert set(shown["work_experience"][0]) >= {"title", "company", "start", "end", "current", "description"}
    assert set(shown["education"][0]) >= {"degree", "field", "institution", "start", "end"}


@pytest.mark.parametrize("kind", FileType)
def test_evidence_points_at_the_words_it_is_for(kind: FileType) -> None:
    reading = read_cv(MADE[kind], kind)
    shown = {path: reading.text[e.start : e.end] for path, e in reading.evidence.items()}
    assert shown["full_name"] == "Nora Lindqvist"
    assert shown["email"] == "nora.lindqvist@example.com"
    assert shown["work_experience.0.company"] == "Nordlager AB"
    assert shown["work_experience.0.start"] == "Jan 2019 - Present"
    assert shown["education.0.institution"] == "Lund University"
    assert shown["skills.2"] == "SAP"
    assert all(0 < e.confidence <= 1 for e in reading.evidence.values())


def test_confidence_falls_with_what_was_not_found() -> None:
    whole = read_cv(MADE[FileType.TXT], FileType.TXT)
    part = read_cv(files.PLAIN_CV.split("Education")[0].encode(), FileType.TXT)
    assert 0 < part.parsing_confidence < whole.parsing_confidence <= 1


def test_text_with_long_rules_is_text() -> None:
    rule = "-" * 70
    text = f"Mira Holt\n{rule}\nCONTACT\n{rule}\nmira@example.com\n{rule}\nWORK\n{rule}\nBaker, Oven Ltd\n"
    assert sniff(text.encode()) is FileType.TXT


@pytest.mark.parametrize(
    "printed", ["TANAKA Yui (田中 結衣)", "Olena Bondar (Олена Бондар)", "Layla Haddad（ليلى حداد）"]
)
def test_a_name_once_more_in_another_script_is_the_same_name(printed: str) -> None:
    text = f"{printed}\nLeeds, United Kingdom\nyui@example.com\n\nSkills\nBaking\n"
    assert read_cv(text.encode(), FileType.TXT).full_name in (
        "Tanaka Yui",
        "TANAKA Yui",
        "Olena Bondar",
        "Layla Haddad",
    )
