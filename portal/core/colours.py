"""A company's accent in all the shades that pages need; contrast is computed, never assumed (WCAG 2.2, 1.4.3)."""

import re
from functools import lru_cache

ENOUGH = 4.5
# The grounds on which accented text may stand, as static/portal.css has them: the least favourable of each scheme.
LIGHT_GROUND, DARK_GROUND = "#eff1f5", "#242934"
WHITE, BLACK = "#ffffff", "#000000"


def is_colour(text: str) -> bool:
    """Whether the text is `#rrggbb`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart: 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with so much of `other` in it (0 to 1)."""
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


@lru_cache(256)
def shades(colour: str) -> dict[str, tuple[str, str]]:
    """The custom properties of the theme for an accent: name → (light scheme, dark scheme)."""
    ink = WHITE if contrast(colour, WHITE) >= ENOUGH else BLACK
    hover = mixed(colour, BLACK if ink == WHITE else WHITE, 0.14)
    soft = mixed(colour, WHITE, 0.9), mixed(colour, "#12141b", 0.76)
    text = _readable(colour, BLACK, (LIGHT_GROUND, soft[0])), _readable(colour, WHITE, (DARK_GROUND, soft[1]))
    return {
        "accent": (colour, colour),
        "accent-hover": (hover, hover),
        "accent-ink": (ink, ink),
        "accent-text": text,
        "accent-soft": soft,
    }


def stylesheet(colour: str) -> str:
    """The stylesheet that puts an accent over the theme's own."""
    lines = (f"  --{name}: light-dark({light}, {dark});" for name, (light, dark) in shades(colour).items())
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def _readable(colour: str, towards: str, grounds: tuple[str, str]) -> str:
    for step in range(21):
        found = mixed(colour, towards, step / 20)
        if all(contrast(found, ground) >= ENOUGH for ground in grounds):
            return found
    return towards


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
