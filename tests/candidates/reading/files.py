"""Small files of each type, made by hand, good and hostile."""

import io
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
PLAIN_CV = """Nora Lindqvist
Warehouse Supervisor
nora.lindqvist@example.com | +46 70 174 06 33 | Malmö, Sweden

Experience

Warehouse Supervisor, Nordlager AB
Jan 2019 - Present
- Leads a shift of twelve people

Education

Diploma in Logistics
Lund University
2016 - 2018

Skills

Forklift, Inventory Management, SAP
"""
# The same as lines of a PDF: x, y, text.
LINES = [(72.0, 720.0 - 14 * n, text) for n, text in enumerate(PLAIN_CV.splitlines()) if text]


def archive(members: dict[str, str | bytes], mimetype_first: str | None = None) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype_first:
            made.writestr("mimetype", mimetype_first, zipfile.ZIP_STORED)
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    """A paragraph of WordprocessingML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, prologue: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A DOCX whose body is this XML."""
    document = f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document, **(extra or {})})


def docx_of(text: str) -> bytes:
    """A DOCX of the lines of a text."""
    return docx("".join(paragraph(line) for line in text.splitlines()))


def odt(body: str, prologue: str = "", styles: str = "") -> bytes:
    """An ODT whose text is this XML."""
    content = (
        f'<?xml version="1.0"?>{prologue}<office:document-content {ODT_NAMES}>{styles}<office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    return archive({"content.xml": content}, ODT_TYPE)


def odt_of(text: str) -> bytes:
    """An ODT of the lines of a text."""
    return odt("".join(f"<text:p>{line}</text:p>" for line in text.splitlines()))


def rtf_of(text: str) -> bytes:
    """An RTF of the lines of a text."""
    shown = "".join(ch if ord(ch) < 128 else f"\\u{ord(ch)}?" for ch in text)
    return ("{\\rtf1\\ansi " + shown.replace("\n", "\\par\n") + "}").encode("ascii")


def pdf(pages: list[list[tuple[float, float, str]]], extra: str = "", trailer: str = "") -> bytes:
    """A PDF with Helvetica: each page a list of (x, y, text). A text that begins with # is bold and larger."""
    contents = [_content(page) for page in pages]
    return pdf_of_streams([zlib.compress(content) for content in contents], extra, trailer)


def _content(page: list[tuple[float, float, str]]) -> bytes:
    shown = []
    for x, y, text in page:
        font, size = ("F2", 14) if text.startswith("#") else ("F1", 10)
        escaped = text.lstrip("#").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
    return "\n".join(shown).encode("cp1252")


def pdf_of_streams(streams: list[bytes], extra: str = "", trailer: str = "") -> bytes:
    """A PDF whose pages are these packed streams of operators."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _font("Helvetica"), _font("Helvetica-Bold")]
    kids = []
    bodies: list[bytes] = [one.encode() for one in objects]
    for stream in streams:
        bodies.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(bodies)} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> {extra} >>"
        )
        bodies.append(page.encode())
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _assembled(bodies, trailer)


def pdf_of_objects(content: bytes, *objects: bytes) -> bytes:
    """A PDF of one page with this packed content; the first of the `objects` is number 7, on the page as `/Me`."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Me 7 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream",
        _font("Helvetica").encode(),
        _font("Helvetica-Bold").encode(),
    ]
    return _assembled([*bodies, *objects], "")


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _assembled(bodies: list[bytes], trailer: str) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + table.encode() + end.encode()


def scan_of(data: bytes, *, layer: bool = False, more: str = "", dpi: int = 200) -> bytes:
    """A PDF whose page is a picture of the first page of `data`; `layer`: with the invisible text of recognition."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    drawn = page.render(scale=dpi / 72, grayscale=True)
    pixels, stride = bytes(drawn.buffer), drawn.stride
    rows = b"".join(pixels[row * stride : row * stride + drawn.width] for row in range(drawn.height))
    words = " ".join(f"BT /F1 10 Tf 3 Tr 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in LINES) if layer else ""
    packed = zlib.compress(f"q 612 0 0 792 0 0 cm /Im Do Q {words} {more}".encode("cp1252"))
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {drawn.width} /Height {drawn.height} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter /FlateDecode /Length "
    )
    flat = zlib.compress(rows)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Im 6 0 R >> >> >>",
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream",
        _font("Helvetica").encode(),
        f"{image}{len(flat)} >>\nstream\n".encode() + flat + b"\nendstream",
    ]
    return _assembled(bodies, "")


def joined(*documents: bytes) -> bytes:
    """One PDF of the pages of several."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for document in documents:
        whole.import_pages(pypdfium2.PdfDocument(document))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()
