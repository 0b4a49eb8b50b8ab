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
LEAST_LETTERS = 25


@dataclass(frozen=True)
class _Style:
    name: str = ""
    size: float | None = None
    bold: bool | None = None
    caps: bool = False


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
    for root in roots:
        walk = _Walk(styles)
        for line in walk.lines(root if root is not body else _first(root, W + "body")):
            if root is not body and line.text in said:
                continue
            said.add(line.text)
            paper.lines.append(line)
            if len(paper.lines) > MAX_LINES:
                raise Unreadable("too_long", "The document has more text than a CV can have.")
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
    name, size, bold, caps = "", None, None, False
    for _ in range(8):
        style = raw.get(key)
        if style is None:
            break
        named, form = style.find(W + "name"), style.find(W + "rPr")
        name = name or (str(named.get(W + "val")) if named is not None else "")
        found = _form(form)
        size, bold, caps = size or found[0], bold if bold is not None else found[1], caps or found[2]
        base = style.find(W + "basedOn")
        key = str(base.get(W + "val")) if base is not None else ""
    return _Style(name, size, bold, caps)


def _form(form: _Element | None) -> tuple[float | None, bool | None, bool]:
    if form is None:
        return None, None, False
    size, bold, caps = form.find(W + "sz"), form.find(W + "b"), form.find(W + "caps")
    points = str(size.get(W + "val", "")) if size is not None else ""
    heavy = None if bold is None else bold.get(W + "val", "1") not in ("0", "false")
    return (float(points) / 2 if points.isdigit() else None), heavy, caps is not None


class _Walk:
    """Goes through one part of the document in its own order."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.styles = styles
        self.block = 0

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

    def _runs(self, root: _Element, style: _Style, runs: list[tuple[str, float, bool]], boxes: list[_Element]) -> None:
        stack: list[Any] = list(reversed(list(root)))
        size, bold = style.size or 11.0, bool(style.bold)
        while stack:
            node = stack.pop()
            tag = node.tag
            if tag == W + "r":
                found = _form(node.find(W + "rPr"))
                size = found[0] or style.size or 11.0
                bold = bool(style.bold) if found[1] is None else found[1]
            if tag == W + "t":
                runs.append((node.text or "", size, bold))
            elif tag in (W + "tab", W + "ptab") and node.getparent().tag == W + "r":
                runs.append(("\t", size, bold))
            elif tag in (W + "br", W + "cr"):
                runs.append(("\n", size, bold))
            elif tag == W + "noBreakHyphen":
                runs.append(("-", size, bold))
            elif tag == W + "sym":
                runs.append((" ", size, bold))
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
