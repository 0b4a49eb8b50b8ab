"""What is new in an e-mail: without the mails that it answers, which every program quotes in its own way, and without
the signature. Where nothing would be left, the whole text is kept: rather too much than a letter lost.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PageElement

# A longer line is nobody's head of a mail; and a pattern is not let loose on a line without end.
LINE_LENGTH = 300
BLOCKS = ("p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "pre")
UNSEEN = ("script", "style", "head", "title", "template")
DECLARED = re.compile(r"<[!?][^<>]*>?")
LONE = re.compile(r"<(?=[^<>]*(?:<|\Z))")
QUOTES = "blockquote, .gmail_quote, .gmail_quote_container, .yahoo_quoted, .moz-cite-prefix, .protonmail_quote"
# Outlook puts a line before what it answers; everything from there on is old.
OUTLOOK = "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION"
# "On Monday Priya wrote:" in the languages of the programs that people here use.
ATTRIBUTION = re.compile(
    r"^(?:On\b.{4,200}\bwrote|Am\b.{4,200}\bschrieb\b.{0,100}|Le\b.{4,200}\ba écrit|El\b.{4,200}\bescribió"
    r"|Il\b.{4,200}\bha scritto|Em\b.{4,200}\bescreveu|Op\b.{4,200}\bschreef\b.{0,100})\s*:\s*$"
)
DIVIDER = re.compile(
    r"^[-_\s]*-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)"
    r"\s*-{2,}\s*$",
    re.IGNORECASE,
)
HEAD = re.compile(r"^\*?(?:From|Von|De|Da|Van)\s?:\*?\s.+")
NEXT_HEAD = re.compile(r"^\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto)\s?:")
SIGNATURE = re.compile(r"^(?:--\s?|Sent from my .{2,40}|Von meinem .{2,30} gesendet|Get Outlook for .{2,30})$")


def newest_of(text: str, *, is_html: bool = False) -> str:
    """The words that are new in a mail."""
    lines = [line.rstrip() for line in (_plain(text) if is_html else text).replace("\r\n", "\n").split("\n")]
    kept = _joined(_without_signature(_without_history(lines)))
    return kept or _joined(lines)


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain(html: str) -> str:
    soup = BeautifulSoup(_tidied(html), "html.parser")
    old = {id(tag) for tag in soup.select(QUOTES)}
    return _words(soup, old, {id(tag) for tag in soup.select(OUTLOOK)}) or _words(soup, set(), set())


def _tidied(html: str) -> str:
    """Without comments and declarations, and with a `<` that begins no tag as text: the parser refuses some of them,
    and looks for the end of each through all that follows."""
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(html)
    return LONE.sub("&lt;", DECLARED.sub("", "".join([*kept, html[at:]])))


def _words(soup: BeautifulSoup, left_out: set[int], ends: set[int]) -> str:
    """The text without some tags, up to the first that ends it. Walked through once, for thousands of tags in each
    other take minutes where a tree is changed; and by hand, for they are deeper than Python goes."""
    said: list[str] = []
    walk: list[tuple[Iterator[PageElement], str]] = [(iter(soup.contents), "")]
    while walk:
        inside, after = walk[-1]
        node = next(inside, None)
        if node is None:
            said.append(after)
            walk.pop()
        elif not isinstance(node, Tag):
            said.append(str(node) if type(node) in (NavigableString, CData) else "")
        elif id(node) in ends:
            break
        elif node.name not in UNSEEN and id(node) not in left_out:
            walk.append((iter(node.contents), "\n" if node.name == "br" or node.name in BLOCKS else ""))
    lines = (" ".join(line.split()) for line in "".join(said).split("\n"))
    return "\n".join(lines).strip()


def _without_history(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()[:LINE_LENGTH]
        span = _attribution_at(lines, at)
        if span:
            if not _quoted_below(lines, at + span):
                break  # quoted without a sign before each line: nothing below is new
            at += span
        elif DIVIDER.match(line) or _head_at(lines, at):
            break
        elif line.startswith(">"):
            at += 1
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _attribution_at(lines: list[str], at: int) -> int:
    """How many lines an "On … wrote:" takes that begins here; programs break it after some 70 letters."""
    for span in (1, 2, 3):
        if ATTRIBUTION.match(" ".join(line.strip()[:LINE_LENGTH] for line in lines[at : at + span])):
            return span
    return 0


def _quoted_below(lines: list[str], at: int) -> bool:
    following = next((line.strip() for line in lines[at:] if line.strip()), "")
    return following.startswith(">")


def _head_at(lines: list[str], at: int) -> bool:
    """Whether the head of an older mail stands here: `From:` and, close below, `Sent:` or `Subject:`."""
    return bool(HEAD.match(lines[at].strip()[:LINE_LENGTH])) and any(
        NEXT_HEAD.match(line.strip()[:LINE_LENGTH]) for line in lines[at + 1 : at + 4]
    )


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if SIGNATURE.match(line.strip()[:LINE_LENGTH]):
            return lines[:at]
    return lines
