"""Cover letters of candidates and the answers they keep: which words are filled in, and when a question is the same."""

import re
import unicodedata
from collections.abc import Mapping

from portal.core.errors import BadInput

BODY_LENGTH = 8_000
MOST_LETTERS, MOST_ANSWERS, MOST_RESUMES = 20, 200, 10
# word in braces -> what it becomes
VARIABLES: Mapping[str, str] = {
    "first_name": "your first name",
    "last_name": "your last name",
    "name": "your whole name",
    "email": "your e-mail address",
    "phone": "your telephone number",
    "job_title": "the job's title",
    "company": "who recruits",
    "location": "where the job is",
    "date": "the day of the application",
}
_PLACE = re.compile(r"\{\{?\s*([^{}\n]{0,60}?)\s*\}?\}")


def check_letter(body: str) -> None:
    """Raises BadInput (`body`) for an empty letter, one that is too long, and a variable that there is not."""
    if not body.strip():
        raise BadInput(fields={"body": "Write the letter first."})
    if len(body) > BODY_LENGTH:
        raise BadInput(fields={"body": f"Please keep a letter under {BODY_LENGTH:,} characters."})
    unknown = next((name for name in _PLACE.findall(body) if name not in VARIABLES), None)
    if unknown is not None:
        known = ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)
        raise BadInput(fields={"body": f"There is no variable {{{{{unknown}}}}}. Those there are: {known}."})


def fill_letter(body: str, values: Mapping[str, str]) -> str:
    """The letter with its variables filled in; what nothing is known for is left empty."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), body)


def key_of(question: str) -> str:
    """A question without case, accents and signs, so that its other spellings are the same."""
    plain = unicodedata.normalize("NFKD", question.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))[:200]
