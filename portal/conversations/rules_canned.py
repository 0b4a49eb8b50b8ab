"""Canned replies and templates: which words in braces are filled, and with what. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    """A template that the channel's provider has approved: `places` are the names in its double braces, in order."""

    name: str
    language: str
    text: str
    places: tuple[str, ...] = ()

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
            found.append(Template(name, language, text, places))
    return found


def usual_value(place: str, number: int, values: Mapping[str, str]) -> str:
    """What stands in a template's place before somebody changes it: a variable of that name; the first number is most
    often the first name."""
    if place in VARIABLES:
        return values.get(place, "")
    return values.get("first_name", "") if number == 0 and place.isdigit() else ""


def check_values(template: Template, values: Sequence[str]) -> list[str]:
    """The values of a template's places, in order. Raises BadInput (`value`) when one is missing or too long."""
    clean = [" ".join(value.split()) for value in values]
    if len(clean) != len(template.places) or not all(clean):
        raise BadInput(fields={"value": "Fill in every place of the template."})
    if any(len(value) > VALUE_LENGTH for value in clean):
        raise BadInput(fields={"value": f"At most {VALUE_LENGTH} characters in a place."})
    return clean
