"""What a job may look like that another system sends, and what of it becomes which column."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from portal.core.errors import BadInput
from portal.core.salaries import read_salary
from portal.ingestion.models import RunState
from portal.jobs.models import EmploymentType, PayPeriod
from portal.jobs.rules import CURRENCIES, MOST_PAY
from portal.jobs.rules_ingested import Posting

# One call, one batch (and so one transaction of the worker), and what one answer or page tells of rejects.
MOST_JOBS = 1_000
BATCH = 100
MOST_REJECTS = 200
# A thousand jobs with long descriptions.
MOST_BYTES = 16 * 1024 * 1024
# So often the worker meets a fault of the portal's own before it gives the run up.
MOST_FAULTS = 5
LENGTHS = {
    "external_id": 200,
    "title": 200,
    "company": 200,
    "location": 200,
    "description": 20_000,
    "apply_url": 2_000,
    "salary_range": 200,
    "type": 60,
}
REQUIRED = ("external_id", "title", "company")
STATE_WORDS = {RunState.PROCESSING: "Processing", RunState.COMPLETED: "Completed", RunState.FAILED: "Failed"}
E = EmploymentType
# As feeds write it, without signs and spaces.
TYPES = {
    **dict.fromkeys(("fulltime", "ft", "full", "permanent", "perm", "regular", "vollzeit"), E.FULL_TIME),
    **dict.fromkeys(("parttime", "pt", "part", "teilzeit"), E.PART_TIME),
    **dict.fromkeys(
        ("contract", "contractor", "contractual", "freelance", "freelancer", "temporary", "temp", "fixedterm",
         "consultant", "contracttohire"),
        E.CONTRACT,
    ),
    **dict.fromkeys(("internship", "intern", "trainee", "apprenticeship", "apprentice"), E.INTERNSHIP),
}  # fmt: skip


def read_posting(sent: Any) -> Posting:
    """A job as it was sent, as columns of ours. Raises BadInput with a sentence for each field that is wrong."""
    if not isinstance(sent, Mapping):
        raise BadInput(fields={"job": "Send an object."})
    texts, problems = _texts(sent)
    kind = _type_of(texts["type"]) if "type" not in problems else None
    if texts["type"] and kind is None:
        problems.setdefault("type", "Send full_time, part_time, contract or internship.")
    if texts["apply_url"] and not _is_address(texts["apply_url"]):
        problems.setdefault("apply_url", "Send the address of a web page, with http:// or https://.")
    if problems:
        raise BadInput(fields=problems)
    values = {
        "title": texts["title"],
        "description": texts["description"],
        "location": texts["location"],
        "employment_type": kind or E.FULL_TIME,
        "apply_url": texts["apply_url"] or None,
        **salary_columns(texts["salary_range"]),
    }
    return Posting(texts["external_id"], texts["company"], values, _digest(texts))


def salary_columns(text: str) -> dict[str, Any]:
    """The columns of a salary text: its words always, numbers only where amount, currency and period are certain."""
    found: dict[str, Any] = {"salary_text": text or None, "salary_min": None, "salary_max": None}
    pay = read_salary(text)
    if pay is None or pay.currency not in CURRENCIES or pay.period is None:
        return found
    if max(bound for bound in (pay.low, pay.high) if bound is not None) > MOST_PAY:
        return found
    period = PayPeriod(pay.period)
    return {
        **found, "salary_min": pay.low, "salary_max": pay.high, "salary_currency": pay.currency,
        "salary_period": period,
    }  # fmt: skip


def name_of(sent: Any) -> tuple[str | None, str]:
    """The external id and the title of a job that was refused, as far as it has them."""
    if not isinstance(sent, Mapping):
        return None, ""
    number, title = sent.get("external_id"), sent.get("title")
    return _external_id(number)[:200] or None, " ".join(title.split())[:200] if isinstance(title, str) else ""


def same_twice(jobs: list[Any]) -> dict[int, int]:
    """The places of jobs whose external id an earlier one of the call has, each with the place of that one."""
    first: dict[str, int] = {}
    again: dict[int, int] = {}
    for place, sent in enumerate(jobs):
        number = _external_id(sent.get("external_id")) if isinstance(sent, Mapping) else ""
        if number and first.setdefault(number, place) != place:
            again[place] = first[number]
    return again


def tidy_source(text: str) -> str:
    """The name of a source, in small letters with single blanks, so that `Custom` and `custom` are one."""
    return " ".join(text.split()).lower()


def _texts(sent: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    problems = {
        str(name)[:60]: "There is no such field here." for name in sorted(map(str, sent.keys() - LENGTHS.keys()))[:20]
    }
    texts = {}
    for name, most in LENGTHS.items():
        value = sent.get(name)
        text = _external_id(value) if name == "external_id" else value or ""
        if not isinstance(text, str) or (name == "external_id" and value is not None and not text):
            problems[name] = "Send a text." if name != "external_id" else "Send a text or a whole number."
            text = ""
        text = text.strip() if name == "description" else " ".join(text.split())
        if not text and name in REQUIRED:
            problems.setdefault(name, "This field is required.")
        elif len(text) > most:
            problems[name] = f"At most {most:,} characters; it has {len(text):,}."
        texts[name] = text
    return texts, problems


def _external_id(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _type_of(text: str) -> EmploymentType | None:
    return TYPES.get(re.sub(r"[\W_]|job$|position$|role$", "", text.casefold()))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        return fine and (parts.port is None or parts.port > 0) and not re.search(r"[\s<>\"\\]", text)
    except ValueError:
        return False


def _digest(texts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
