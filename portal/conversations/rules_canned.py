"""Canned replies and templates: which words in braces are filled, and with what. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.conversations.templates import USES
from portal.core.errors import BadInput

# name in braces -> what it becomes, in words for whoever writes a reply.
VARIABLES: Mapping[str, str] = {
    "first_name": "the contact's first name",
    "name": "the contact's whole name",
    "job": "the job's title",
    "client": "the client whose job it is",
    "company": "your company's name",
    "my_name": "your own name",
    "my_first_name": "your own first name",
}
_IN_BRACES = re.compile(r"\{([^{}\n]{0,60})\}")
# `{{1}}` or `{{first_name}}`, as WhatsApp's templates have them.
_PLACE = re.compile(r"\{\{\s*(\w{1,40})\s*\}\}")
MOST_PLACES = 10
VALUE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply with its variables filled in, or why it cannot be used here."""

    text: str
    refusal: str = ""


def check_variables(text: str) -> None:
    """Raises BadInput (`text`) when something in braces is no variable."""
    unknown = [name for name in _IN_BRACES.findall(text) if name not in VARIABLES]
    if unknown:
        raise BadInput(fields={"text": _no_variable(unknown[0])})


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with its variables filled in. One that is unknown, or has no value here, makes it unusable."""
    for name in _IN_BRACES.findall(text):
        if name not in VARIABLES:
            return Filled("", _no_variable(name))
        if not values.get(name):
            return Filled("", f"Nothing is known here for {{{name}}} ({VARIABLES[name]}).")
    return Filled(_IN_BRACES.sub(lambda found: values[found[1]], text))


def _no_variable(name: str) -> str:
    known = ", ".join(f"{{{word}}}" for word in VARIABLES)
    return f"There is no variable {{{name}}}. Those there are: {known}."


@dataclass(frozen=True, slots=True)
class Template:
    """A template that the channel's provider has approved: `places` are the names in its double braces, in order.

    `meant` are the variables that the assistant puts into them, if it uses the template.
    """

    name: str
    language: str
    text: str
    places: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()

    def variable(self, number: int) -> str:
        """The variable that stands in a place: the one of its name or the one that is meant; else nothing. The first
        number is most often the first name."""
        place = self.places[number]
        if place in VARIABLES:
            return place
        return self.meant[number] if number < len(self.meant) else "first_name" if (number, place) == (0, "1") else ""

    def label(self, number: int) -> str:
        """What a place is called in a form."""
        known = self.variable(number)
        return VARIABLES[known].capitalize() if known else f"Place {self.places[number]}"

    def with_values(self, values: Sequence[str]) -> str:
        """The text as the contact will read it."""
        known = dict(zip(self.places, values, strict=True))
        return _PLACE.sub(lambda found: known[found[1]], self.text)

    def shown(self, usual: Sequence[tuple[str, str]]) -> str:
        """The text with what usually stands in its places; a place without a value stays as it is."""
        known = dict(usual)
        return _PLACE.sub(lambda found: known.get(found[1]) or found[0], self.text)


def templates_of(settings: Mapping[str, Any]) -> list[Template]:
    """The templates in a channel's settings; what has not their shape is left out."""
    found = []
    for entry in settings.get("templates") or []:
        if not isinstance(entry, dict):
            continue
        name, language, text = (str(entry.get(key) or "").strip() for key in ("name", "language", "text"))
        places = tuple(dict.fromkeys(_PLACE.findall(text)))
        if name and text and len(places) <= MOST_PLACES:
            found.append(Template(name, language, text, places, _meant(settings, name, language, len(places))))
    return found


def _meant(settings: Mapping[str, Any], name: str, language: str, places: int) -> tuple[str, ...]:
    """What the assistant puts into the places of a template that it uses: those of its text that names them."""
    for use in USES:
        held = settings.get(use)
        if isinstance(held, dict) and (held.get("name"), held.get("language")) == (name, language):
            names = tuple(_IN_BRACES.findall(str(held.get("text") or "")))
            if len(names) == places and all(name in VARIABLES for name in names):
                return names
    return ()


def check_values(template: Template, values: Sequence[str]) -> list[str]:
    """The values of a template's places, in order. Raises BadInput (`value`) when one is missing or too long."""
    clean = [" ".join(value.split()) for value in values]
    if len(clean) != len(template.places) or not all(clean):
        raise BadInput(fields={"value": "Fill in every place of the template."})
    if any(len(value) > VALUE_LENGTH for value in clean):
        raise BadInput(fields={"value": f"At most {VALUE_LENGTH} characters in a place."})
    return clean
