"""DOCX: paragraphs, tables and text boxes in document order, headers before and footers after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.candidates.reading.archive import MAX_XML_DEPTH, Members, members_of, xml_of
from portal.candidates.reading.model import Unreadable
from portal.candidates.reading.paper import Line, Paper, row_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
MAX_LINES = 6000
TINY = 1.0  # points
WHITE = ("FFFFFF", "FEFEFE", "FDFDFD", "WHITE")
# What stands for a sign of the text (a `tab` outside a run is a stop on the ruler).
SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "sym": " "}
PROPERTIES = (W + "pPr", W + "tcPr", W + "tblPr")
# What may have a colour of its own behind the text.
BEHIND = (W + "txbxContent", W + "hdr", W + "ftr")
LEAST_LETTERS = 25


@dataclass(frozen=True)
class _Style:
    name: str = ""
    size: float | None = None
    bold: bool | None = None
    caps: bool = False
    vanish: bool | None = None
    colour: str = ""
    shaded: bool = False


def paper_of(data: bytes) -> Paper:
    """The lines of a Word document. Raises Unreadable: broken, encrypted, too_large, scanned (pictures, no text)."""
    members = members_of(data)
    styles = _styles(members)
    paper = Paper(links=_targets(members))
    body = xml_of(members["word/document.xml"])
    names = sorted(name for name in members if name.startswith("word/") and name.endswith(".xml"))
    heads = [name for name in names if name.startswith("word/header")]
    feet = [name for name in names if name.startswith("word/footer")]
    roots = [xml_of(members[name]) for name in heads] + [body] + [xml_of(members[name]) for name in feet]
    said: set[str] = set()
    hidden: list[str] = []
    for root in roots:
        walk = _Walk(styles, dark=next(root.iter(W + "background"), None) is not None)
        for line in walk.lines(root if root is not body else _first(root, W + "body")):
            if root is not body and line.text in said:
                continue
            said.add(line.text)
            paper.lines.append(line)
            if len(paper.lines) > MAX_LINES:
                raise Unreadable("too_long", "The document has more text than a CV can have.")
        hidden.extend(walk.hidden)
    paper.note_hidden(" ".join(hidden).split())
    paper.finish()
    if sum(ch.isalpha() for ch in paper.text) < LEAST_LETTERS:
        if next(body.iter(PICTURE), None) is not None:
            raise Unreadable(
                "scanned", "The document holds pictures but no text (a scan or a photo). Send one with text."
            )
        raise Unreadable("broken", "The document holds no text.")
    return paper


def _first(root: _Element, tag: str) -> _Element:
    found = next(root.iter(tag), None)
    if found is None:
        raise Unreadable("broken", "The document is damaged and cannot be opened.")
    return found


def _targets(members: Members) -> list[str]:
    found: list[str] = []
    for name in members:
        if name.startswith("word/_rels/") and name.endswith(".rels"):
            for relation in xml_of(members[name]):
                if relation.get("TargetMode") == "External" and str(relation.get("Type", "")).endswith("/hyperlink"):
                    found.append(str(relation.get("Target", "")))
    return list(dict.fromkeys(found))


def _styles(members: Members) -> dict[str, _Style]:
    if "word/styles.xml" not in members:
        return {}
    raw = {str(style.get(W + "styleId")): style for style in xml_of(members["word/styles.xml"]).iter(W + "style")}
    return {key: _resolved(key, raw) for key in raw}


def _resolved(key: str, raw: dict[str, Any]) -> _Style:
    found = _Style()
    for _ in range(8):
        style = raw.get(key)
        if style is None:
            break
        named = style.find(W + "name")
        base, form = style.find(W + "basedOn"), _form(style.find(W + "rPr"))
        found = _Style(
            found.name or (str(named.get(W + "val")) if named is not None else ""),
            found.size or form.size,
            form.bold if found.bold is None else found.bold,
            found.caps or form.caps,
            form.vanish if found.vanish is None else found.vanish,
            found.colour or form.colour,
            found.shaded or _is_shaded(style),
        )
        key = str(base.get(W + "val")) if base is not None else ""
    return found


def _form(form: _Element | None) -> _Style:
    """How a run is printed by its properties; what they do not say is None or empty."""
    if form is None:
        return _Style()
    size, colour = form.find(W + "sz"), form.find(W + "color")
    points = str(size.get(W + "val", "")) if size is not None else ""
    return _Style(
        "",
        float(points) / 2 if points.isdigit() else None,
        _is_on(form.find(W + "b")),
        form.find(W + "caps") is not None,
        _is_on(form.find(W + "vanish")),
        str(colour.get(W + "val", "")).upper() if colour is not None else "",
        _is_shaded(form),
    )


def _is_on(mark: _Element | None) -> bool | None:
    return None if mark is None else mark.get(W + "val", "1") not in ("0", "false", "off")


def _is_shaded(properties: _Element) -> bool:
    """Whether something stands behind the text: a filling, or a highlight."""
    fills = [str(one.get(W + "fill", "")).upper() for one in properties.iter(W + "shd")]
    return any(fill not in ("", "AUTO", *WHITE) for fill in fills) or properties.find(W + "highlight") is not None


class _Walk:
    """Goes through one part of the document in its own order."""

    def __init__(self, styles: dict[str, _Style], *, dark: bool) -> None:
        self.styles = styles
        self.dark = dark
        self.block = 0
        self.hidden: list[str] = []

    def lines(self, root: _Element, depth: int = 0) -> Iterator[Line]:
        if depth > MAX_XML_DEPTH:
            raise Unreadable("too_large", "The document is nested too deeply to be read.")
        for child in root:
            if child.tag == W + "p":
                yield from self._paragraph(child, depth)
            elif child.tag == W + "tbl":
                for row in child.iter(W + "tr"):
                    if next(row.iterancestors(W + "tbl")) is child:
                        yield from self._row(row, depth)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
                yield from self.lines(child, depth + 1)

    def _row(self, row: _Element, depth: int) -> Iterator[Line]:
        cells: list[list[Line]] = []
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is row:
                self.block += 1
                cells.append(list(self.lines(cell, depth + 1)))
        self.block += 1
        yield from row_lines([[line for line in cell if line.text.strip()] for cell in cells])

    def _paragraph(self, paragraph: _Element, depth: int) -> Iterator[Line]:
        properties = paragraph.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = self.styles.get(str(named.get(W + "val")) if named is not None else "Normal", _Style())
        listed = properties is not None and properties.find(W + "numPr") is not None
        runs: list[tuple[str, float, bool]] = []
        boxes: list[_Element] = []
        self._runs(paragraph, style, runs, boxes)
        if not any(text.strip() for text, _, _ in runs):
            yield Line([])
        for cells, size, bold in _broken(runs):
            heading = style.name.lower().startswith(("heading", "title", "überschrift", "titre"))
            bullet = listed and not heading or style.name.lower().startswith("list")
            yield Line(cells, size=size, bold=bold, block=self.block, heading=heading, bullet=bullet)
        for box in boxes:
            self.block += 1
            yield from self.lines(box, depth + 1)
            self.block += 1

    def _form_of(self, run: _Element, style: _Style) -> _Style:
        """How a run is printed: by its own properties, else its style, else the paragraph's."""
        properties = run.find(W + "rPr")
        own = _form(properties)
        named = properties.find(W + "rStyle") if properties is not None else None
        by_name = self.styles.get(str(named.get(W + "val")), _Style()) if named is not None else _Style()
        return _Style(
            style.name,
            own.size or by_name.size or style.size,
            next((one.bold for one in (own, by_name, style) if one.bold is not None), None),
            vanish=next((one.vanish for one in (own, by_name, style) if one.vanish is not None), None),
            colour=own.colour or by_name.colour or style.colour,
            shaded=own.shaded or by_name.shaded or style.shaded,
        )

    def _is_hidden(self, run: _Element, form: _Style) -> bool:
        """Whether a run cannot be seen: marked hidden, too small for an eye, or white with nothing behind it."""
        if form.vanish or (form.size is not None and form.size < TINY):
            return True
        if form.colour not in WHITE or form.shaded or self.dark:
            return False
        for above in run.iterancestors():
            if above.tag in BEHIND:
                return False
            properties = next((part for part in above if part.tag in PROPERTIES), None)
            if properties is not None and (_is_shaded(properties) or properties.find(W + "tblStyle") is not None):
                return False
        return True

    def _runs(self, root: _Element, style: _Style, runs: list[tuple[str, float, bool]], boxes: list[_Element]) -> None:
        stack: list[Any] = list(reversed(list(root)))
        size, bold = style.size or 11.0, bool(style.bold)
        while stack:
            node = stack.pop()
            tag = node.tag
            if tag == W + "r":
                found = self._form_of(node, style)
                size, bold = found.size or 11.0, bool(found.bold)
                if self._is_hidden(node, found):
                    self.hidden.append("".join(text.text or "" for text in node.iter(W + "t")))
                    continue
            if tag == W + "t":
                runs.append((node.text or "", size, bold))
            elif tag in SIGNS and (tag != W + "tab" or node.getparent().tag == W + "r"):
                runs.append((SIGNS[tag], size, bold))
            elif tag == W + "txbxContent":
                boxes.append(node)
            elif tag != FALLBACK and tag not in (W + "pPr", W + "rPr", W + "del"):
                stack.extend(reversed(list(node)))


def _broken(runs: list[tuple[str, float, bool]]) -> Iterator[tuple[list[str], float, bool]]:
    """The lines of a paragraph: parted at line breaks, its cells at tabs."""
    text, sizes, heavy, count = "", [0.0], 0, 0
    for run, size, bold in [*runs, ("\n", 0.0, False)]:
        for piece in run.replace("\r", "\n").split("\n")[:-1]:
            text += piece
            if text.strip():
                yield text.split("\t"), max(sizes) or size, heavy * 2 > count
            text, sizes, heavy, count = "", [0.0], 0, 0
        last = run.replace("\r", "\n").split("\n")[-1]
        text += last
        if last.strip():
            sizes.append(size)
            count += len(last)
            heavy += len(last) if bold else 0
