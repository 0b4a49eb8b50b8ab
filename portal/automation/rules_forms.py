"""The form of another site: finding it in a page, and filling in what is known of a person. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

CAPTCHAS = (
    "g-recaptcha", "recaptcha/api", "recaptcha.net", "grecaptcha", "h-captcha", "hcaptcha.com", "cf-turnstile",
    "challenges.cloudflare.com", "cf-challenge", "captcha-delivery.com", "arkoselabs", "funcaptcha", "data-captcha",
    "friendlycaptcha", "frc-captcha", "mtcaptcha", "geetest",
)  # fmt: skip
# What a field is for: by the tokens of `autocomplete` (HTML standard), then by words of its name and label.
AUTOCOMPLETE = {
    "given-name": "first_name", "family-name": "last_name", "name": "name", "email": "email", "tel": "phone",
    "tel-national": "phone", "address-level2": "location", "street-address": "location", "url": "link",
    "organization": "company", "organization-title": "role", "country-name": "location",
}  # fmt: skip
WORDS: tuple[tuple[str, str], ...] = (
    ("linkedin", r"linked ?in"),
    ("letter", r"cover ?letter|motivation|anschreiben|lettre|carta|message to|why (do )?you|mensaje"),
    ("resume", r"resume|\bcv\b|curriculum|lebenslauf|hoja de vida"),
    ("email", r"e ?mail|correo|courriel"),
    ("phone", r"phone|mobile|\btel\b|telefon|telephone|telefono|handy|portable"),
    ("first_name", r"first ?name|given ?name|vorname|prenom|\bnombre\b(?! completo)|forename|\bfname\b"),
    ("last_name", r"last ?name|family ?name|surname|nachname|\bnom\b(?! complet)|apellidos?|\blname\b"),
    ("name", r"full ?name|your ?name|\bname\b|nom complet|nombre completo"),
    ("company", r"current (company|employer)|\bemployer\b|arbeitgeber|employeur|empresa actual"),
    ("role", r"current (title|role|position)|job title"),
    ("location", r"location|\bcity\b|address|wohnort|\bort\b|\bville\b|ciudad|adresse|direccion"),
    ("link", r"website|portfolio|github|\burl\b|webseite|site web"),
)
CONSENT = re.compile(
    r"privacy|terms|consent|agree|datenschutz|einwillig|zustimm|confidential|politique|condition|privacidad|gdpr|dsgvo"
)
YES, NO = frozenset("yes y ja oui si sim true 1".split()), frozenset("no n nein non nao false 0".split())


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody for a form: texts by what they are for, and what they answer to a question."""

    facts: Mapping[str, str]
    answer_to: Callable[[str], str | None]
    has_resume: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """What a page is: its form, if it has one for applying, and what stands in the way."""

    form: Tag | None
    captcha: bool
    login: bool
    text: str


@dataclass(slots=True)
class Filled:
    """What will be sent: `values` in order, the names of the file fields for the résumé, what is still missing.

    `shown` is the same for the person: `{"field", "value"}`.
    """

    action: str
    method: str
    multipart: bool
    values: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    needs_resume: bool = False
    shown: list[dict[str, str]] = field(default_factory=list)


def read_page(html: str) -> Site:
    """Read a page that should hold a form for applying."""
    low = html.lower()
    soup = BeautifulSoup(html, "html.parser")
    forms = soup.find_all("form")
    best = max(forms, key=_likeness, default=None)
    if best is not None and _likeness(best) < 2:
        best = None
    for gone in soup(["script", "style", "noscript", "template"]):
        gone.decompose()
    text = " ".join(soup.get_text(" ").split())
    asked = best.find_all(["input", "textarea"]) if best is not None else []
    captcha = any(mark in low for mark in CAPTCHAS) or any("captcha" in str(one.get("name")).lower() for one in asked)
    login = best is None and any(one.find("input", type="password") for one in forms)
    return Site(best, captcha, login, text)


def _likeness(form: Tag) -> int:
    """How much a form looks like one for applying: a file, an address, names; no password and no search."""
    fields = form.find_all(["input", "textarea", "select"])
    if form.find("input", type="password") or form.find("input", type="search"):
        return -1
    kinds = [_meaning(one, _label(one)) for one in fields]
    return (
        3 * any(one.get("type") == "file" for one in fields)
        + 2 * ("email" in kinds)
        + sum(kind in kinds for kind in ("first_name", "last_name", "name", "phone", "letter", "resume"))
        - 3 * (len(fields) < 3 and "email" in kinds and not form.find("textarea"))  # a newsletter
    )


def fill(form: Tag, page_url: str, person: Person) -> Filled:
    """Fill a form in with what is known. Boxes of consent that must be ticked are ticked: the person is shown that."""
    found = Filled(
        urljoin(page_url, str(form.get("action") or "")) or page_url,
        "GET" if str(form.get("method") or "").lower() == "get" else "POST",
        str(form.get("enctype") or "").lower() == "multipart/form-data",
    )
    done: set[str] = set()
    for one in form.find_all(["input", "textarea", "select"]):
        name, kind = str(one.get("name") or ""), str(one.get("type") or "text").lower()
        if not name or one.has_attr("disabled") or kind in ("submit", "button", "image", "reset"):
            continue
        if kind == "hidden":
            found.values.append((name, str(one.get("value") or "")))
        elif kind == "radio":
            if name not in done:
                done.add(name)
                _choose(found, name, form.find_all("input", attrs={"type": "radio", "name": name}), form, person)
        elif kind == "checkbox":
            _tick(found, one, name)
        elif kind == "file":
            _file(found, one, name, person)
        elif one.name == "select":
            _select(found, one, name, person)
        else:
            _text(found, one, name, person)
    button = form.find(["button", "input"], attrs={"type": "submit", "name": True})
    if button is not None:
        found.values.append((str(button["name"]), str(button.get("value") or "")))
    return found


def _text(found: Filled, one: Tag, name: str, person: Person) -> None:
    label = _label(one)
    # A field that nobody sees is a trap for programs: it stays as it is.
    if _is_hidden(one):
        found.values.append((name, str(one.get("value") or "")))
        return
    meaning = _meaning(one, label)
    value = person.facts.get(meaning or "", "") or person.answer_to(label) or str(one.get("value") or "")
    if not value and one.name == "textarea" and meaning is None:
        value = one.get_text()
    longest = str(one.get("maxlength") or "")
    value = value[: int(longest)] if longest.isdigit() else value
    if not value and _required(one):
        found.missing.append(label or name)
    found.values.append((name, value))
    if value:
        found.shown.append({"field": label or name, "value": value})


def _file(found: Filled, one: Tag, name: str, person: Person) -> None:
    label = _label(one)
    meaning = _meaning(one, label)
    if meaning == "letter":
        if _required(one):
            found.missing.append(label or name)
        return
    found.multipart = True
    if not person.has_resume:
        found.needs_resume |= _required(one)
        return
    if not found.files:
        found.files.append(name)
        found.shown.append({"field": label or name, "value": "your résumé"})


def _tick(found: Filled, one: Tag, name: str) -> None:
    label, value = _label(one), str(one.get("value") or "on")
    if one.has_attr("checked"):
        found.values.append((name, value))
    elif _required(one):
        if CONSENT.search(_plain(f"{label} {name}")):
            found.values.append((name, value))
            found.shown.append({"field": label or name, "value": "agreed"})
        else:
            found.missing.append(label or name)


def _select(found: Filled, one: Tag, name: str, person: Person) -> None:
    label = _label(one)
    options = [(str(o.get("value", o.get_text(strip=True))), o.get_text(strip=True)) for o in one.find_all("option")]
    wanted = person.facts.get(_meaning(one, label) or "", "") or person.answer_to(label) or ""
    value = pick(options, wanted)
    if value is None:
        chosen = one.find("option", selected=True)
        value = str(chosen.get("value", chosen.get_text(strip=True))) if chosen is not None else ""
        if not value and _required(one):
            found.missing.append(label or name)
    if value:
        found.values.append((name, value))
        found.shown.append({"field": label or name, "value": dict(options).get(value, value)})


def _choose(found: Filled, name: str, radios: list[Tag], form: Tag, person: Person) -> None:
    group = radios[0].find_parent("fieldset")
    legend = group.find("legend") if group is not None else None
    label = " ".join(legend.get_text(" ").split()) if legend is not None else name
    options = [(str(one.get("value") or "on"), _label(one)) for one in radios]
    value = pick(options, person.answer_to(label) or "")
    if value is None:
        value = next((str(one.get("value") or "on") for one in radios if one.has_attr("checked")), None)
    if value is not None:
        found.values.append((name, value))
        found.shown.append({"field": label, "value": dict(options).get(value) or value})
    elif any(_required(one) for one in radios):
        found.missing.append(label)


def pick(options: Iterable[tuple[str, str]], wanted: str) -> str | None:
    """The value of the option that says the same: by its words or its value, or as a yes or no; None if none does."""
    plain = _plain(wanted)
    if not plain:
        return None
    for value, words in options:
        if value and plain in (_plain(words), _plain(value)):
            return value
    for same in (YES, NO):
        if plain.split()[0] in same:
            return next((v for v, words in options if v and {_plain(words), _plain(v)} & same), None)
    return None


def _meaning(one: Tag, label: str) -> str | None:
    for token in reversed(str(one.get("autocomplete") or "").lower().split()):
        if token in AUTOCOMPLETE:
            return AUTOCOMPLETE[token]
    kind = str(one.get("type") or "").lower()
    if kind in ("email", "tel"):
        return "email" if kind == "email" else "phone"
    for said in (_plain(label), _plain(f"{one.get('name') or ''} {one.get('id') or ''}")):
        # A question is no field of a person: "Do you live in the city?" asks for more than a city.
        if said and len(said.split()) <= 8:
            for meaning, pattern in WORDS:
                if re.search(pattern, said):
                    return meaning
    return None


def _label(one: Tag) -> str:
    """What people read beside a field."""
    root: Any = one.find_parent("form") or one
    if one.get("id"):
        by_id = root.find("label", attrs={"for": one["id"]})
        if by_id is not None:
            return _tidy(by_id.get_text(" "))
    if one.get("aria-label"):
        return _tidy(str(one["aria-label"]))
    if one.get("aria-labelledby"):
        named = [root.find(id=part) for part in str(one["aria-labelledby"]).split()]
        return _tidy(" ".join(tag.get_text(" ") for tag in named if tag is not None))
    around = one.find_parent("label")
    if around is not None:
        return _tidy("".join(str(part) for part in around.find_all(string=True) if part.find_parent("option") is None))
    return _tidy(str(one.get("placeholder") or one.get("title") or ""))


def _tidy(text: str) -> str:
    return " ".join(text.replace("*", " ").split()).strip(" :")


def _required(one: Tag) -> bool:
    return one.has_attr("required") or one.get("aria-required") == "true"


def _is_hidden(one: Tag) -> bool:
    for tag in (one, *one.parents):
        if tag.name == "form":
            return False
        style = re.sub(r"\s", "", str(tag.get("style") or "").lower())
        if tag.has_attr("hidden") or "display:none" in style or "visibility:hidden" in style or "left:-" in style:
            return True
    return False


def _plain(text: str) -> str:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    flat = unicodedata.normalize("NFKD", spaced.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in flat if not unicodedata.combining(c))))


def said_wrong(html: str) -> str:
    """What a page says was wrong with what was sent; empty if it says nothing of the kind."""
    soup = BeautifulSoup(html, "html.parser")
    marks = soup.select("[role=alert], .error, .errors, .field-error, .invalid-feedback, .error-message, .alert-danger")
    return " ".join(" ".join(mark.get_text(" ").split()) for mark in marks[:5]).strip()[:300]
