"""Addresses in what strangers write become links that can do no harm; everything else stays words."""

import re
import unicodedata
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'`\\^{}|]{3,2000}", re.IGNORECASE)
_PAIRS = {")": "(", "]": "["}
_LINK = Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow ugc">{}</a>')


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses as links. Only http and https, and only to a host that is shown."""
    if "://" not in text and "www." not in text.lower():
        return escape(text)
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        shown = _without_end(found[0])
        target = shown if "://" in shown else f"https://{shown}"
        if not _is_plain(target):
            continue
        parts += [escape(text[end : found.start()]), _LINK.format(target, shown)]
        end = found.start() + len(shown)
    return Markup("").join([*parts, escape(text[end:])])


def _without_end(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while address:
        last = address[-1]
        if last in ".,;:!?…»”’*_~" or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address


def _is_plain(target: str) -> bool:
    """Whether it leads where it says: a host with a dot, no name or password before it, nothing invisible in it."""
    if any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs") for c in target):
        return False
    try:
        parts = urlsplit(target)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(host) and "@" not in parts.netloc and "." in str(host)
