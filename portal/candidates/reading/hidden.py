"""Text of a PDF that a reader of the page cannot see: invisible, tiny, off the page, in the colour behind it, covered.

Geometry and colours raise a suspicion; the page as it is drawn decides, for only there are all ways to hide (and all
ways to seem hidden) equal: what shows no stroke where its letters should be is hidden. Invisible letters over a picture
that fills the page are what text recognition leaves in a scan, and are read where the picture shows ink beneath them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState

INVISIBLE = 3  # ISO 32000-1, table 106: neither fill nor stroke
TINY = 1.0
LIGHT = 0.8
NEAR = 0.07  # how far two colours may be apart (each channel 0 to 1) and still look the same
LEAST_AREA = 20.0
MAX_SHAPES = 400
FILLS_PAGE = 0.5
DRAWN_AT = 1.5  # pixels a point
INK = 24  # of 255: less contrast than this is no stroke
Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]


class Watching(PDFPageAggregator):
    """The device that also notes how each string is painted, and in which colour space each shape is filled."""

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        # The interpreter gives each string a copy of its state; its characters keep that copy.
        graphicstate.render = textstate.render  # type: ignore[attr-defined]
        super().render_string(textstate, seq, ncs, graphicstate)

    def paint_path(self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        before = len(self.cur_item)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        for item in list(self.cur_item)[before:] if fill else ():
            item.ncs = gstate.ncs  # type: ignore[attr-defined]


@dataclass
class _String:
    """Characters painted by one operator."""

    order: int
    chars: list[LTChar] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return (
            min(c.x0 for c in self.chars),
            min(c.matrix[5] for c in self.chars),
            max(c.x1 for c in self.chars),
            max(c.matrix[5] + 0.7 * c.size for c in self.chars),
        )


@dataclass(frozen=True)
class _Shape:
    """What covers a part of the page: a filled path (`colour`, None when unknown) or a picture."""

    order: int
    box: Box
    colour: Colour | None
    picture: bool = False


def picture_share(layout: LTPage) -> float:
    """Which part of the page its largest picture covers, 0 to 1."""
    page = max(1.0, layout.width * layout.height)
    return max((item.width * item.height / page for item in _items(layout) if isinstance(item, LTImage)), default=0.0)


def hidden_strings(layout: LTPage, data: bytes, number: int, shift: tuple[float, float] | None) -> set[int]:
    """The `id` of the graphic state of each string that nobody can see. `data` is the file, `number` counts from 0.

    `shift` is where the visible page begins within the layout, None when that cannot be told (then nothing is drawn
    and only tiny text and text off the page counts).
    """
    strings, shapes = _painted(layout)
    found: set[int] = set()
    doubtful: list[tuple[int, _String, str]] = []
    for key, string in strings.items():
        doubt = _doubt(string, shapes, layout)
        if doubt == "gone":
            found.add(key)
        elif doubt:
            doubtful.append((key, string, doubt))
    if doubtful and shift is not None:
        found |= _confirmed(doubtful, data, number, shift, fills_page=picture_share(layout) >= FILLS_PAGE)
    letters = {key: sum(c.get_text().isalpha() for c in string.chars) for key, string in strings.items()}
    # Where most of a page seems hidden, the drawing is wrong rather than the page.
    return found if sum(letters[key] for key in found) * 4 <= 3 * sum(letters.values()) else set()


def _items(root: LTContainer[Any]) -> Iterator[Any]:
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, LTContainer):
            stack.extend(reversed(list(item)))


def _painted(layout: LTPage) -> tuple[dict[int, _String], list[_Shape]]:
    """The strings and shapes of a page in the order in which they are painted."""
    strings: dict[int, _String] = {}
    shapes: list[_Shape] = []
    for order, item in enumerate(_items(layout)):
        if isinstance(item, LTChar):
            if item.get_text().strip():
                strings.setdefault(id(item.graphicstate), _String(order)).chars.append(item)
        elif isinstance(item, LTImage):
            if not item.imagemask and not item.stream.get_any(("SMask", "Mask")):
                shapes.append(_Shape(order, item.bbox, None, True))
        elif isinstance(item, LTCurve) and item.fill and not isinstance(item, LTLine):
            if item.width * item.height >= LEAST_AREA:
                shapes.append(_Shape(order, item.bbox, colour_of(getattr(item, "ncs", None), item.non_stroking_color)))
    shapes.sort(key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]), reverse=True)
    return strings, sorted(shapes[:MAX_SHAPES], key=lambda s: s.order)


def colour_of(space: PDFColorSpace | None, value: Any) -> Colour | None:
    """Red, green and blue, 0 to 1; None in a space where that cannot be told from the numbers alone."""
    parts = [float(one) for one in (value if isinstance(value, (tuple, list)) else [value]) if _is_number(one)]
    name = space.name if space is not None else ""
    if name in ("DeviceGray", "CalGray") and len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if (name in ("DeviceRGB", "CalRGB") or (name == "ICCBased" and space and space.ncomponents == 3)) and (
        len(parts) == 3
    ):
        return parts[0], parts[1], parts[2]
    if name == "ICCBased" and space and space.ncomponents == 1 and len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if name == "DeviceCMYK" and len(parts) == 4:
        c, m, y, k = parts
        return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _doubt(string: _String, shapes: list[_Shape], layout: LTPage) -> str | None:
    """Why a string may be hidden (`gone`: it is for certain), None when it is plain to see."""
    first = string.chars[0]
    x0, y0, x1, y1 = string.box
    if first.size < TINY or x1 < 0 or y1 < 0 or x0 > layout.width or y0 > layout.height:
        return "gone"
    if getattr(first.graphicstate, "render", 0) == INVISIBLE:
        return "invisible"
    for shape in shapes:
        if shape.order > string.order and _holds(shape.box, (x0, y0, x1, y1)):
            return "covered by a picture" if shape.picture else "covered"
    ink = colour_of(first.ncs, first.graphicstate.ncolor)
    if ink is None:
        return None
    below = next((s for s in reversed(shapes) if s.order < string.order and _holds(s.box, (x0, y0, x1, y1))), None)
    if below is None:
        return "colour" if min(ink) > LIGHT else None
    near = below.colour is not None and max(abs(a - b) for a, b in zip(ink, below.colour, strict=True)) < NEAR
    return "colour" if near else None


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + 1 and outer[1] <= inner[1] + 1 and outer[2] >= inner[2] - 1 and outer[3] >= inner[3] - 1
    )


def _confirmed(
    doubtful: list[tuple[int, _String, str]], data: bytes, number: int, shift: tuple[float, float], *, fills_page: bool
) -> set[int]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data).getvalue())
        drawn = document[number].render(scale=DRAWN_AT, grayscale=True)
        pixels, width, height, stride = bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride
    except Exception:  # what cannot be drawn cannot be shown to be hidden
        return set()
    found: set[int] = set()
    for key, string, doubt in doubtful:
        x0, y0, x1, y1 = string.box
        left, right = (int((x - shift[0]) * DRAWN_AT) for x in (x0, x1))
        top, bottom = (height - int((y - shift[1]) * DRAWN_AT) for y in (y1, y0))
        rows = range(max(0, top), min(height, bottom))
        seen = b"".join(pixels[r * stride + max(0, left) : r * stride + min(width, right + 1)] for r in rows)
        shows = bool(seen) and max(seen) - min(seen) >= INK
        if doubt in ("invisible", "covered by a picture"):
            shows = shows and fills_page
        if not shows:
            found.add(key)
    return found
