"""Text that nobody who looks at a CV can see is not read as content, and the recruiter is told of it."""

import zlib

import pytest

from portal.candidates.reading import FileType, Reading, read_cv
from tests.candidates.reading import files

STUFFED = "Kubernetes Terraform Haskell"
ROW = "1 0 0 1 72 500 Tm"


def operators(text: str = STUFFED, *, size: float = 11, place: str = ROW, before: str = "", mode: int = 0) -> str:
    return f"{before} BT /F1 {size} Tf {mode} Tr {place} ({text}) Tj ET"


def read_pdf(hidden: str, *, under: str = "") -> Reading:
    """A CV whose page ends with these operators; those `under` come before its own."""
    lines = [line for line in files.PLAIN_CV.splitlines() if line]
    shown = " ".join(
        f"BT /F1 11 Tf 1 0 0 1 72 {740 - 14 * n} Tm ({line}) Tj ET" for n, line in enumerate(lines)
    ).encode("cp1252")
    stream = under.encode() + b" q 0 g " + shown + b" Q q " + hidden.encode() + b" Q"
    return read_cv(files.pdf_of_streams([zlib.compress(stream)]), FileType.PDF)


def picture(x: int, y: int, width: int, height: int, grey: str = "40") -> str:
    """A picture of one grey point, stretched over a part of the page."""
    return f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID {grey}>\nEI Q"


HIDDEN = {
    "white on white": operators(before="1 g"),
    "white as the eye sees it": operators(before="0.98 0.99 1 rg"),
    "invisible letters": operators(mode=3),
    "too small": operators(size=0.7),
    "left of the page": operators(place="1 0 0 1 -700 500 Tm"),
    "above the page": operators(place="1 0 0 1 72 1500 Tm"),
    "under a white box": operators() + " 1 g 60 490 400 30 re f",
    "dark on dark": "0.2 g 60 490 400 30 re f " + operators(before="0.2 g"),
    "behind a picture": operators() + " " + picture(60, 490, 400, 30),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_words_of_a_pdf_are_not_read_and_noted(way: str) -> None:
    reading = read_pdf(HIDDEN[way])
    assert "Kubernetes" not in reading.text
    assert reading.skills == ["Forklift", "Inventory Management", "SAP"]
    assert any("hidden text" in remark and "Kubernetes" in remark for remark in reading.remarks)


SEEN = {
    "white on a dark box": "0.1 g 60 490 400 30 re f " + operators(before="1 g"),
    "white on a picture": picture(60, 490, 400, 30) + " " + operators(before="1 g"),
    "pale but legible": operators(before="0.6 g"),
    "a frame around it": operators() + " 0 G 60 490 400 30 re S",
    "outlined": operators(before="1 g 0 G", mode=1),
}


@pytest.mark.parametrize("way", SEEN)
def test_what_can_be_seen_is_read_however_it_is_printed(way: str) -> None:
    reading = read_pdf(SEEN[way])
    assert STUFFED in reading.text
    assert reading.remarks == []


def test_a_page_that_is_white_on_a_dark_sheet_is_read() -> None:
    lines = [line for line in files.PLAIN_CV.splitlines() if line]
    shown = " ".join(f"BT /F1 11 Tf 1 0 0 1 72 {740 - 14 * n} Tm ({line}) Tj ET" for n, line in enumerate(lines))
    stream = f"0.1 0.1 0.2 rg 0 0 612 792 re f 1 g {shown}".encode("cp1252")
    reading = read_cv(files.pdf_of_streams([zlib.compress(stream)]), FileType.PDF)
    assert reading.full_name == "Nora Lindqvist" and reading.remarks == []


def test_the_text_that_recognition_left_in_a_scan_is_read() -> None:
    reading = read_cv(files.scan_of(files.pdf([files.LINES]), layer=True), FileType.PDF)
    assert (reading.full_name, reading.email) == ("Nora Lindqvist", "nora.lindqvist@example.com")
    assert not reading.ocr and reading.remarks == []


def test_words_laid_over_the_empty_part_of_a_scan_are_hidden() -> None:
    scan = files.scan_of(files.pdf([files.LINES]), layer=True, more=operators(mode=3, place="1 0 0 1 72 60 Tm"))
    reading = read_cv(scan, FileType.PDF)
    assert "Kubernetes" not in reading.text and reading.email == "nora.lindqvist@example.com"
    assert any("Kubernetes" in remark for remark in reading.remarks)


def docx_run(properties: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{STUFFED}</w:t></w:r></w:p>"


def read_docx(body: str) -> Reading:
    return read_cv(
        files.docx("".join(files.paragraph(line) for line in files.PLAIN_CV.splitlines()) + body), FileType.DOCX
    )


@pytest.mark.parametrize("properties", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>'])
def test_hidden_words_of_a_docx_are_not_read_and_noted(properties: str) -> None:
    reading = read_docx(docx_run(properties))
    assert "Kubernetes" not in reading.text
    assert any("hidden text" in remark and "Kubernetes" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    "body",
    [
        docx_run('<w:vanish w:val="0"/>'),
        docx_run('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'),
        docx_run('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'),
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
        + docx_run('<w:color w:val="FFFFFF"/>')
        + "</w:tc></w:tr></w:tbl>",
    ],
    ids=["not vanished", "shaded", "highlighted", "dark cell"],
)
def test_white_words_on_something_dark_in_a_docx_are_read(body: str) -> None:
    reading = read_docx(body)
    assert STUFFED in reading.text and reading.remarks == []


def test_hidden_words_of_an_odt_are_not_read_and_noted() -> None:
    style = (
        '<office:automatic-styles><style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
    )
    rows = "".join(f"<text:p>{line}</text:p>" for line in files.PLAIN_CV.splitlines())
    body = f'{rows}<text:p>Also<text:span text:style-name="H"> {STUFFED}</text:span></text:p>'
    reading = read_cv(files.odt(body, styles=style), FileType.ODT)
    assert "Kubernetes" not in reading.text and "Also" in reading.text
    assert any("Kubernetes" in remark for remark in reading.remarks)


def test_hidden_words_of_an_rtf_are_not_read_and_noted() -> None:
    data = files.rtf_of(files.PLAIN_CV).rstrip()[:-1] + b"{\\v " + STUFFED.encode() + b"}\\par}"
    reading = read_cv(data, FileType.RTF)
    assert "Kubernetes" not in reading.text and reading.full_name == "Nora Lindqvist"
    assert any("Kubernetes" in remark for remark in reading.remarks)
