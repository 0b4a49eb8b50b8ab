"""WhatsApp's templates: texts that were approved there, with numbered places ({{1}}) for what differs. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.errors import BadInput

MOST_TEMPLATES, MOST_PLACES, BODY_LENGTH, VALUE_LENGTH = 50, 20, 1024, 400
PLACE = re.compile(r"\{\{\s*(\d{1,2})\s*\}\}")
NAME = re.compile(r"[a-z0-9_]{1,512}")
# For what the assistant uses one (settings of the channel), and what it knows to put into it.
OPENING_TEMPLATE, NUDGE_TEMPLATE, OFFER_TEMPLATE = "opening_template", "nudge_template", "offer_template"
USES = (OPENING_TEMPLATE, OFFER_TEMPLATE, NUDGE_TEMPLATE)
NAMES = ("first_name", "company", "job")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Template:
    """A template by its name and language, with its text."""

    name: str
    language: str
    text: str

    @property
    def places(self) -> int:
        """How many values it takes: the highest number of a place."""
        return max((int(number) for number in PLACE.findall(self.text)), default=0)

    def as_json(self) -> dict[str, str]:
        """As it is kept with the channel."""
        return {"name": self.name, "language": self.language, "text": self.text}


def read_templates(settings: Mapping[str, Any]) -> list[Template]:
    """The templates of a channel, by name and language."""
    kept = [Template(t["name"], t["language"], t["text"]) for t in settings.get("templates", ())]
    return sorted(kept, key=lambda t: (t.name, t.language))


def find_template(settings: Mapping[str, Any], name: str, language: str | None = None) -> Template | None:
    """The template of that name, in a language or in the first that there is."""
    for template in read_templates(settings):
        if template.name == name and language in (None, template.language):
            return template
    return None


def check_template(template: Template) -> Template:
    """Its parts without spaces around them. Raises BadInput by field."""
    wrong: dict[str, str] = {}
    name, language, text = template.name.strip(), template.language.strip(), template.text.strip()
    if not NAME.fullmatch(name):
        wrong["name"] = "A template's name is of small letters, digits and underscores, as at WhatsApp."
    if not LANGUAGE.fullmatch(language):
        wrong["language"] = "Enter the language as WhatsApp has it, like en or en_GB."
    numbers = sorted({int(number) for number in PLACE.findall(text)})
    if not text or len(text) > BODY_LENGTH:
        wrong["text"] = f"Enter its text, up to {BODY_LENGTH:,} characters."
    elif numbers != list(range(1, len(numbers) + 1)) or len(numbers) > MOST_PLACES:
        wrong["text"] = "Number the places from {{1}} on without a gap, as WhatsApp does."
    if wrong:
        raise BadInput(fields=wrong)
    return Template(name, language, text)


def fill(template: Template, values: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The text with its values, and what goes along to the channel: name, language, values.

    Raises BadInput (`values`) when there are too few or too many, and for one that is empty or too long.
    """
    clean = [" ".join(str(value).split()) for value in values]
    if len(clean) != template.places:
        words = "no values" if not template.places else f"{template.places} values"
        raise BadInput(fields={"values": f"This template takes {words}."})
    if any(not value or len(value) > VALUE_LENGTH for value in clean):
        raise BadInput(fields={"values": f"Fill in every place, each with up to {VALUE_LENGTH} characters."})
    text = PLACE.sub(lambda found: clean[int(found[1]) - 1], template.text)
    return text, {"name": template.name, "language": template.language, "values": clean}
