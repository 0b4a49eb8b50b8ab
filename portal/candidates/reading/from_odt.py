"""ODT: paragraphs, lists, tables and frames in document order; headers and footers of the master page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.candidates.reading.archive import MAX_XML_DEPTH, members_of, xml_of
from portal.candidates.reading.model import Unreadable
from portal.candidates.reading.paper import Line, Paper, row_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, DRAW = f"{{{NAMES}text:1.0}}", f"{{{NAMES}table:1.0}}", f"{{{NAMES}drawing:1.0}}"
STYLE, OFFICE = f"{{{NAMES}style:1.0}}", f"{{{NAMES}office:1.0}}"
FORM = f"{{{NAMES}xsl-fo-compatible:1.0}}"
HREF = "{http://www.w3.org/1999/xlink}href"
MAX_LINES = 6000
MAX_SPACES = 100
LEAST_LETTERS = 25
TINY = 1.0  # points
WHITE = ("#ffffff", "#fefefe", "#fdfdfd")
UNSEEN = (TEXT + "hidden-text", TEXT + "hidden-paragraph")
Form = tuple[float | None, bool | None]


def paper_of(data: bytes) -> Paper:
    """The lines of an OpenDocument text. Raises Unreadable: broken, encrypted, too_large, scanned."""
    members = members_of(data)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise Unreadable("encrypted", "The document is protected by a password. Send it without one.")
    content = xml_of(members["content.xml"])
    body = next(content.iter(OFFICE + "text"), None)
    if body is None:
        raise Unreadable("broken", "The document is damaged and cannot be opened.")
    masters = xml_of(members["styles.xml"]) if "styles.xml" in members else None
    walk = _Walk({**_forms(masters), **_forms(content)})
    heads = list(masters.iter(STYLE + "header")) if masters is not None else []
    feet = list(masters.iter(STYLE + "footer")) if masters is not None else []
    walk.unseen = _unseen(masters) | _unseen(content)
    paper = Paper()
    for root in [*heads, body, *feet]:
        for line in walk.lines(root):
            paper.lines.append(line)
            if len(paper.lines) > MAX_LINES:
                raise Unreadable("too_long", "The document has more text than a CV can have.")
    paper.links = list(dict.fromkeys(str(a.get(HREF)) for a in body.iter(TEXT + "a") if a.get(HREF)))
    paper.note_hidden(" ".join(walk.hidden).split())
    paper.finish()
    if sum(ch.isalpha() for ch in paper.text) < LEAST_LETTERS:
        if next(body.iter(DRAW + "image"), None) is not None:
            raise Unreadable(
                "scanned", "The document holds pictures but no text (a scan or a photo). Send one with text."
            )
        raise Unreadable("broken", "The document holds no text.")
    return paper


def _forms(root: _Element | None) -> dict[str, Form]:
    found: dict[str, Form] = {}
    parents: dict[str, str] = {}
    for style in root.iter(STYLE + "style") if root is not None else ():
        name = str(style.get(STYLE + "name"))
        parents[name] = str(style.get(STYLE + "parent-style-name", ""))
        form = style.find(STYLE + "text-properties")
        size = str(form.get(FORM + "font-size", "")) if form is not None else ""
        weight = form.get(FORM + "font-weight") if form is not None else None
        points = float(size[:-2]) if size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit() else None
        found[name] = (points, None if weight is None else weight == "bold")
    for name, parent in parents.items():
        size_, bold_ = found[name]
        above = found.get(parent, (None, None))
        found[name] = (size_ or above[0], above[1] if bold_ is None else bold_)
    return found


def _unseen(root: _Element | None) -> set[str]:
    """The names of styles whose text nobody can see: not displayed, too small for an eye, white on nothing."""
    found: set[str] = set()
    for style in root.iter(STYLE + "style") if root is not None else ():
        form = style.find(STYLE + "text-properties")
        if form is None:
            continue
        size = str(form.get(FORM + "font-size", ""))
        tiny = size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit() and float(size[:-2]) < TINY
        white = str(form.get(FORM + "color", "")).lower() in WHITE
        behind = any(one.get(FORM + "background-color", "transparent") != "transparent" for one in style.iter())
        if form.get(TEXT + "display") == "none" or tiny or (white and not behind):
            found.add(str(style.get(STYLE + "name")))
    return found


class _Walk:
    """Goes through a part of the document in its own order."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self.forms = forms
        self.block = 0
        self.unseen: set[str] = set()
        self.hidden: list[str] = []

    def lines(self, root: _Element, depth: int = 0, listed: bool = False) -> Iterator[Line]:
        if depth > MAX_XML_DEPTH:
            raise Unreadable("too_large", "The document is nested too deeply to be read.")
        for child in root:
            if child.tag in (TEXT + "p", TEXT + "h"):
                yield from self._paragraph(child, depth, listed)
            elif child.tag == TABLE + "table-row":
                self.block += 1
                cells = [list(self.lines(c, depth + 1)) for c in child if c.tag == TABLE + "table-cell"]
                yield from row_lines([[line for line in cell if line.text.strip()] for cell in cells])
            elif isinstance(child.tag, str) and child.tag != TEXT + "tracked-changes":
                yield from self.lines(child, depth + 1, listed or child.tag == TEXT + "list")

    def _paragraph(self, paragraph: _Element, depth: int, listed: bool) -> Iterator[Line]:
        if self._is_hidden(paragraph):
            return
        size, bold = self.forms.get(str(paragraph.get(TEXT + "style-name")), (None, None))
        parts: list[str] = []
        frames: list[_Element] = []
        spans: list[float | bool | None] = [size, bold]
        self._text(paragraph, parts, frames, spans, depth)
        if not "".join(parts).strip():
            yield Line([])
        for row in "".join(parts).split("\n"):
            if row.strip():
                yield Line(
                    row.split("\t"),
                    size=float(spans[0] or 11.0),
                    bold=bool(spans[1]) or paragraph.tag == TEXT + "h",
                    block=self.block,
                    heading=paragraph.tag == TEXT + "h",
                    bullet=listed and paragraph.tag != TEXT + "h",
                )
        for frame in frames:
            self.block += 1
            yield from self.lines(frame, depth + 1)
            self.block += 1

    def _is_hidden(self, node: _Element) -> bool:
        """Whether nobody can see the text of this part; it is set aside then. A cell or frame may be dark behind it."""
        named = str(node.get(TEXT + "style-name"))
        if node.tag not in UNSEEN and named not in self.unseen:
            return False
        if any(above.tag in (TABLE + "table-cell", DRAW + "text-box") for above in node.iterancestors()):
            return False
        self.hidden.append("".join(node.itertext()))
        return True

    def _text(
        self, node: _Element, parts: list[str], frames: list[_Element], spans: list[float | bool | None], depth: int
    ) -> None:
        if depth > MAX_XML_DEPTH:
            raise Unreadable("too_large", "The document is nested too deeply to be read.")
        parts.append(node.text or "")
        for child in node:
            if child.tag == TEXT + "tab":
                parts.append("\t")
            elif child.tag == TEXT + "line-break":
                parts.append("\n")
            elif child.tag == TEXT + "s":
                count = str(child.get(TEXT + "c", "1"))
                parts.append(" " * min(int(count) if count.isdigit() else 1, MAX_SPACES))
            elif child.tag == DRAW + "frame":
                frames.append(child)
            elif self._is_hidden(child):
                pass
            else:
                form = self.forms.get(str(child.get(TEXT + "style-name")), (None, None))
                if (form[0] or form[1]) and not "".join(parts).strip():
                    spans[0], spans[1] = form[0] or spans[0], form[1] or spans[1]
                self._text(child, parts, frames, spans, depth + 1)
            parts.append(child.tail or "")
