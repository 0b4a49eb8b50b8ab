"""What may happen to a job, and what its fields may hold. Values in, a refusal or the clean value out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from portal.core.errors import BadInput, InvalidState, RuleBroken
from portal.jobs.models import JobStatus, PayPeriod, Priority

S = JobStatus

# DESIGN.md §3b.
MOVES: Mapping[JobStatus, frozenset[JobStatus]] = {
    S.OPEN: frozenset({S.ON_HOLD, S.CLOSED, S.FILLED}),
    S.ON_HOLD: frozenset({S.OPEN, S.CLOSED, S.FILLED}),
    S.CLOSED: frozenset({S.OPEN}),
    S.FILLED: frozenset({S.OPEN}),
}
# A job on hold is one whose client thinks again: whoever applies meanwhile is kept for the day it goes on.
TAKES_APPLICATIONS = frozenset({S.OPEN, S.ON_HOLD})
LIVE = TAKES_APPLICATIONS
WORDS = {S.OPEN: "open", S.ON_HOLD: "on hold", S.CLOSED: "closed", S.FILLED: "filled"}
URGENCY = {Priority.LOW: 0, Priority.MEDIUM: 1, Priority.HIGH: 2, Priority.URGENT: 3}
CURRENCIES = ("INR", "USD", "EUR", "GBP", "AED", "AUD", "CAD", "CHF", "JPY", "NZD", "SAR", "SGD", "ZAR")
MOST_YEARS = 60
MOST_OPENINGS = 10_000
MOST_SKILLS = 40
SKILL_LENGTH = 60
MOST_PAY = Decimal("999999999999.99")


class JobCannotMove(InvalidState):
    """The table has no such move."""

    def __init__(self, current: JobStatus, wanted: JobStatus) -> None:
        allowed = MOVES[current]
        if wanted is current:
            sentence = f"This job is {WORDS[current]} already."
        else:
            ways = " or ".join(WORDS[s] for s in JobStatus if s in allowed)
            sentence = f"A job that is {WORDS[current]} cannot become {WORDS[wanted]}, only {ways}."
        super().__init__(sentence, allowed=allowed)


class NoApplications(RuleBroken):
    """The job takes no new applications."""

    code = "JOB_CLOSED"

    def __init__(self, current: JobStatus) -> None:
        super().__init__(f"This job is {WORDS[current]}: it takes no new applications. Open it again first.")


class NoOpening(RuleBroken):
    """Every place is taken."""

    code = "NO_OPENING"

    def __init__(self) -> None:
        super().__init__("This job has no opening left. Give it one more before you hire another person for it.")


def check_move(current: JobStatus, wanted: JobStatus) -> None:
    """Raises JobCannotMove for a pair that the table does not have."""
    if wanted not in MOVES[current]:
        raise JobCannotMove(current, wanted)


def check_takes_applications(status: JobStatus) -> None:
    """Open jobs and jobs on hold take new applications. Raises NoApplications for closed and filled ones."""
    if status not in TAKES_APPLICATIONS:
        raise NoApplications(status)


def tidy_skills(text: str | Iterable[str] | None) -> list[str]:
    """Skills from a text with commas, semicolons or lines between them (or a list): each once, in their order."""
    parts = text.replace(";", ",").replace("\n", ",").split(",") if isinstance(text, str) else list(text or [])
    seen: dict[str, str] = {}
    for part in parts:
        skill = " ".join(str(part).split())
        if skill:
            seen.setdefault(skill.casefold(), skill)
    return list(seen.values())


def experience_words(low: int | None, high: int | None) -> str:
    """`3–7 years`; one bound alone says `from` or `up to`; nothing for nothing."""
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{low}–{high} years" if low != high else f"{low} years"
    return f"from {low} years" if low is not None else f"up to {high} years"


def problems_of(values: Mapping[str, Any], status: JobStatus) -> dict[str, str]:
    """What is wrong with a job's values, a sentence for each field; nothing when all is well.

    A job that is open or on hold has at least one opening; a closed or filled one may have none.
    """
    found: dict[str, str] = {}
    if not str(values.get("title") or "").strip():
        found["title"] = "Enter a title."
    _check_range(found, values, "experience", Decimal(MOST_YEARS), "years")
    _check_range(found, values, "salary", MOST_PAY, "salary")
    fewest = 1 if status in LIVE else 0
    openings = values.get("openings")
    if openings is None or not fewest <= openings <= MOST_OPENINGS:
        found["openings"] = f"Give a whole number from {fewest} to {MOST_OPENINGS:,}."
    if values.get("salary_currency") not in CURRENCIES:
        found["salary_currency"] = "Choose a currency from the list."
    if not isinstance(values.get("salary_period"), PayPeriod):
        found["salary_period"] = "Choose what the salary is paid for."
    for name in ("required_skills", "nice_to_have_skills"):
        skills = values.get(name) or []
        if len(skills) > MOST_SKILLS or any(len(skill) > SKILL_LENGTH for skill in skills):
            found[name] = f"At most {MOST_SKILLS} skills of at most {SKILL_LENGTH} letters, with commas between them."
    return found


def check_values(values: Mapping[str, Any], status: JobStatus) -> None:
    """Raises BadInput with a sentence for each field that is wrong."""
    found = problems_of(values, status)
    if found:
        raise BadInput(fields=found)


def _check_range(found: dict[str, str], values: Mapping[str, Any], name: str, most: Decimal, word: str) -> None:
    low, high = values.get(f"{name}_min"), values.get(f"{name}_max")
    for bound, value in (("min", low), ("max", high)):
        if value is not None and not 0 <= value <= most:
            found[f"{name}_{bound}"] = f"Enter a number from 0 to {most:,.0f}."
    if low is not None and high is not None and low > high and not any(k.startswith(name) for k in found):
        found[f"{name}_max"] = f"The highest {word} must not be below the lowest."
