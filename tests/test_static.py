"""What the browser is given: vendored files are what they claim, no other host is asked, colours can be read."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SUMS = [line.split("  ", 1) for line in (VENDOR / "SHA256SUMS").read_text().splitlines()]
CSS = (STATIC / "portal.css").read_text()
JS = (STATIC / "portal.js").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---- vendored files ----


@pytest.mark.parametrize(("digest", "name"), SUMS)
def test_a_vendored_file_is_the_one_that_was_published(digest, name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_vendored_file_has_a_checksum():
    files = {str(f.relative_to(VENDOR)) for f in VENDOR.rglob("*") if f.is_file()} - {"SHA256SUMS"}
    assert files == {name for _, name in SUMS}


@pytest.mark.parametrize("name", [name for _, name in SUMS if "/" not in name])
def test_every_vendored_file_carries_its_version_and_has_its_licence(name):
    library = re.fullmatch(r"([a-z]+)-\d+\.\d+\.\d+\.min\.(?:js|css)", name)
    assert library, f"Name {name} as library-1.2.3.min.js"
    licence = (VENDOR / "LICENSES" / f"{library[1]}.txt").read_text()
    assert "Permission is hereby granted" in licence or "Permission to use, copy, modify" in licence


def test_the_icons_have_their_licence():
    assert "MIT" in (VENDOR / "LICENSES" / "bootstrap-icons.txt").read_text()


# ---- nothing from another host, nothing inline ----


def outside_addresses(text: str) -> list[str]:
    """Addresses of other hosts that a browser would fetch: in src, href of link and script, url(), import, fetch."""
    fetched = r"""(?:src|srcset|poster|data|action|hx-get|hx-post)\s*=\s*["'](?:https?:)?//[^"']+"""
    linked = r"""<(?:link|use|script)\b[^>]*\bhref\s*=\s*["'](?:https?:)?//[^"']+"""
    styled = r"""url\(\s*["']?(?:https?:)?//[^)]+|@import[^;]+"""
    return re.findall(f"{fetched}|{linked}|{styled}", text)


@pytest.mark.parametrize("path", [*TEMPLATES, STATIC / "portal.css", STATIC / "portal.js"], ids=named)
def test_nothing_is_loaded_from_another_host(path):
    assert outside_addresses(path.read_text()) == []


def test_our_script_names_no_address_but_the_name_of_a_namespace():
    assert set(re.findall(r'https?://[^\s"]+', JS)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parent.name != "mail"], ids=named)
def test_a_page_carries_no_inline_script_or_style(path):
    text = path.read_text()
    found = re.findall(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\bhx-on\b", text
    )
    assert found == [], (
        f"{named(path)}: the content policy refuses {found}; use a class or a data- attribute of portal.js"
    )


def test_our_script_writes_no_markup_and_evaluates_nothing():
    assert re.findall(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function)\b", JS) == []


# ---- icons ----


def icons_named_in(text: str) -> set[str]:
    """Names of icons that a template writes out: icon("bell"), icon_name="bell", icon="bell", #bell."""
    calls = re.findall(r"""\bicon\(\s*"([\w-]+)"|\bicon(?:_name)?\s*=\s*"([\w-]+)"|SPRITE\s*\}\}#([\w-]+)""", text)
    return {name for call in calls for name in call if name}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_icon_of_a_template_is_in_the_sprite(path):
    missing = icons_named_in(path.read_text()) - SYMBOLS
    assert not missing, f"Add {sorted(missing)} to static/icons.svg (docs/look.md says how)"


def test_every_icon_of_a_state_is_in_the_sprite():
    text = (ROOT / "templates/components/ui.html").read_text()
    pairs = re.findall(r'\("(?:good|warn|bad|info|accent|quiet)", "([\w-]+)"\)', text)
    assert len(pairs) > 30
    assert set(pairs) <= SYMBOLS


def test_every_icon_of_the_script_is_in_the_sprite():
    signs = re.search(r"const SIGNS = \{(.*?)\}", JS)
    assert signs
    calls = " ".join(re.findall(r"\bicon\(([^()]*)\)", JS))
    names = set(re.findall(r'(?<!=== )"([\w-]+)"', f"{signs[1]} {calls}"))
    assert len(names) > 4
    assert names <= SYMBOLS


def test_the_page_about_the_look_lists_every_icon():
    listed = (ROOT / "docs/look.md").read_text().split("## Icons")[1]
    assert set(re.findall(r"[a-z][a-z0-9-]+", listed)) >= SYMBOLS


# ---- colours ----

TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\);", CSS))
SCHEMES = ["light", "dark"]
GROUNDS = ["page", "surface", "card", "column", "sunken"]
STATES = ["good", "warn", "bad", "info"]
TEXT = [(text, ground) for ground in GROUNDS for text in ("ink", "ink-quiet", "accent-text", *STATES)]
TEXT += [(state, f"{state}-soft") for state in STATES]
TEXT += [(text, f"{ground}-soft") for text in ("ink", "ink-quiet") for ground in (*STATES, "accent")]
TEXT += [("accent-text", "accent-soft"), ("accent-ink", "accent"), ("accent-ink", "accent-hover"), ("ink", "evidence")]
TEXT += [("toast-ink", "toast"), ("accent-ink", "danger"), ("accent-text", "info-soft")]
# Borders of controls and the focus ring must be told from what is behind them (WCAG 2.2, 1.4.11).
EDGES = [(edge, ground) for edge in ("line-strong", "accent-text", "bad") for ground in ("page", "surface", "card")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb as WCAG 2.2 defines it, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    """Contrast ratio of two tokens in a scheme, 1 to 21."""
    colours = [TOKENS[name].split(", ")[SCHEMES.index(scheme)] for name in (one, other)]
    low, high = sorted(luminance(c) for c in colours)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_names(monkeypatch):
    monkeypatch.setitem(TOKENS, "black", "#000000, #000000")
    monkeypatch.setitem(TOKENS, "white", "#ffffff, #ffffff")
    assert contrast("black", "white", "light") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(text, ground, scheme):
    ratio = contrast(text, ground, scheme)
    assert ratio >= 4.5, f"--{text} on --{ground} is {ratio:.2f} : 1 in {scheme}; 4.5 is needed"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edge_of_a_control_can_be_seen(edge, ground, scheme):
    ratio = contrast(edge, ground, scheme)
    assert ratio >= 3, f"--{edge} on --{ground} is {ratio:.2f} : 1 in {scheme}; 3 is needed"


def test_colours_are_tokens():
    """Outside the tokens only white on a dark ground, print and shadows name a colour."""
    rules = CSS.split("/* ---- ground")[1].split("/* ---- print")[0]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#fff"}
