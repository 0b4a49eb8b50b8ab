"""Plain text and RTF: no form but the lines themselves, and the marks of Markdown."""

from __future__ import annotations

import codecs
import re

from portal.candidates.reading.model import Unreadable
from portal.candidates.reading.paper import Line, Paper

MAX_CHARACTERS = 400_000
LEAST_LETTERS = 25
RULE = re.compile(r"^\s*[-=_*~#+.]{3,}\s*$")
HASHES = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\3(?![\w*])")
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+|mailto:[^)\s]+)\)")
APART = re.compile(r"\t+| {3,}")
HIDDEN_GROUP = re.compile(r"\\v(?![a-z0-9])[^{}]*?(?:\\v0(?![0-9])|(?=\}))")  # RTF 1.9: \v hidden text, \v0 its end
RTF_WORD = re.compile(r"\\[a-z]+-?\d* ?|\\'[0-9a-f]{2}|[{}\\]")
HYPERLINK = re.compile(r'HYPERLINK\s+\\?"([^"\\]+)')


def paper_of_text(data: bytes) -> Paper:
    """The lines of a text file in whatever encoding it is. Raises Unreadable: broken, too_long."""
    return _paper(decoded(data))


def paper_of_rtf(data: bytes) -> Paper:
    """The lines of an RTF document. Raises Unreadable: broken, scanned, too_long."""
    from striprtf.striprtf import rtf_to_text

    source, unseen = _without_hidden(data.decode("latin-1"))
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # striprtf raises whatever it stumbles over in a damaged file
        raise Unreadable("broken", "The document is damaged and cannot be opened.") from error
    if sum(ch.isalpha() for ch in text) < LEAST_LETTERS and "\\pict" in source:
        raise Unreadable("scanned", "The document holds pictures but no text (a scan or a photo). Send one with text.")
    # striprtf parts the cells of a table row by a bar.
    rows = [
        re.sub(r"\|(?=\S)|\|$", "\t", row) if row.count("|") and row.rstrip().endswith("|") else row
        for row in text.split("\n")
    ]
    paper = _paper("\n".join(rows))
    paper.links = list(dict.fromkeys(paper.links + HYPERLINK.findall(source)))
    paper.note_hidden(unseen)
    return paper


def _without_hidden(source: str) -> tuple[str, list[str]]:
    """The source without groups marked as hidden, and the words of those."""
    unseen = [word for group in HIDDEN_GROUP.findall(source) for word in RTF_WORD.sub(" ", group).split()]
    return HIDDEN_GROUP.sub("", source), unseen


def decoded(data: bytes) -> str:
    """The text by its byte order mark, else UTF-8, else UTF-16 without a mark, else Windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) * 0.2:
        even = data[0:2000:2].count(0)
        return data.decode("utf-16-be" if even > zeros / 2 else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _paper(text: str) -> Paper:
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("too_long", "The document has more text than a CV can have.")
    paper = Paper()
    gap = 2.0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"):
        if not raw.strip() or RULE.match(raw):
            gap = 2.0
            continue
        line = _line(raw, paper)
        line.gap = gap
        gap = 1.0
        paper.lines.append(line)
    paper.finish()
    if sum(ch.isalpha() for ch in paper.text) < LEAST_LETTERS:
        raise Unreadable("broken", "The document holds no text.")
    return paper


def _line(raw: str, paper: Paper) -> Line:
    indent = float(len(raw) - len(raw.lstrip()))
    hashes = HASHES.match(raw)
    size, body = 10.0, raw.strip()
    if hashes:
        size, body = 20.0 - 2 * len(hashes[1]), hashes[2]
    decorated = re.fullmatch(r"([*=~+#_:|.<>-]{1,6})\s*([^\W\d_].*?)\s*[*=~+#_:|.<>-]{1,6}", body)
    if decorated and len(decorated[2].split()) < 6 and body[-1] in decorated[1] + ">":
        body, hashes = decorated[2], hashes or decorated
    for found in LINK.finditer(body):
        paper.links.append(found[2])
    body = LINK.sub(r"\1", body)
    marked = EMPHASIS.match(re.sub(r"^[-*+]\s+", "", body))
    body = EMPHASIS.sub(lambda found: found[2] or found[4], body).replace("**", "")
    cells = APART.split(re.sub(r"\s+:\s+", ": ", body))
    return Line(cells, size=size, bold=bool(hashes or marked), indent=indent, x0=indent, heading=bool(hashes))
