"""What changes a person's record: adding, correcting, deleting."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.candidates import rules
from portal.candidates.models import Candidate
from portal.candidates.queries import people as queries
from portal.candidates.queries import search
from portal.core.addresses import phone_e164, valid_address
from portal.core.clock import now
from portal.core.database import db, name_of_constraint
from portal.core.errors import BadInput
from portal.core.events import changes, record
from portal.core.names import NAME_LENGTH, split_name
from portal.core.people import Person
from portal.core.skills import canonical
from portal.jobs.models import EmploymentType

TEXTS = {
    "first_name": NAME_LENGTH,
    "last_name": NAME_LENGTH,
    "phone_printed": 60,
    "location": 200,
    "current_role": 200,
    "current_company": 200,
    "summary": 20_000,
    "expected_salary": 120,
    "source": 60,
}
UNIQUE = ("email", "phone", "linkedin")
# A number without a country code is read as one of the company's own country, as far as its zone tells.
COUNTRIES = {"Asia/Kolkata": "IN", "Europe/London": "GB", "Europe/Berlin": "DE", "Asia/Dubai": "AE"}


def create_candidate(
    fields: dict[str, Any], *, by: Person, source: str | None = None, cv_text: str | None = None
) -> Candidate:
    """Add a person to the company and to its search.

    `fields` are columns of Candidate, or `name` to be split; skills come under their one name each. `cv_text` is the
    whole text of the CV, if one was read. Raises BadInput by field, and Taken with who has the e-mail address, phone
    number or LinkedIn profile already.
    """
    values = _checked(fields, by)
    if not values.get("first_name"):
        raise BadInput(fields={"first_name": "Enter a name."})
    _refuse_taken(values)
    moment = now()
    candidate = Candidate(
        **{"source": source, **values},
        company_id=by.company_id,
        created_at=moment,
        created_by=by.email,
        updated_at=moment,
    )
    try:
        with db.session.begin_nested():
            db.session.add(candidate)
            db.session.flush()
    except IntegrityError as error:
        raise _taken_after_all(error, values) from error
    search.index(candidate, cv_text)
    record("candidate.created", candidate, by, new=values, about={"source": candidate.source})
    return candidate


def update_candidate(
    candidate: Candidate, fields: dict[str, Any], *, by: Person, version: int | None = None
) -> Candidate:
    """Correct the fields that are given. Saying what is stored already changes nothing and is no event.

    `version` is what the form was made from. Raises ChangedMeanwhile when somebody saved since, BadInput, Taken.
    """
    candidate = queries.lock_candidate(candidate.id)
    if version is not None and version != candidate.version:
        rules.check_version(candidate.version, version, _saves_since(candidate, version))
    if fields.get("phone") and fields["phone"] in (candidate.phone, candidate.phone_printed):
        # As stored: not read once more, for it may be a number of another country, or no number at all.
        fields = {name: value for name, value in fields.items() if name != "phone"}
    old, new = changes(candidate, _checked(fields, by))
    if not new:
        return candidate
    if "first_name" in new and not new["first_name"]:
        raise BadInput(fields={"first_name": "Enter a name."})
    _refuse_taken(new, but=candidate.id)
    try:
        with db.session.begin_nested():
            for name, value in new.items():
                setattr(candidate, name, value)
            candidate.updated_at = now()
            db.session.flush()
    except IntegrityError as error:
        raise _taken_after_all(error, new, but=candidate.id) from error
    search.index(candidate)
    record("candidate.updated", candidate, by, old=old, new=new, about={"version": candidate.version})
    return candidate


def set_cv_text(candidate: Candidate, text: str) -> None:
    """Make the whole text of the CV searchable in place of the earlier one."""
    search.index(candidate, text)


def delete_candidate(candidate: Candidate, *, by: Person) -> None:
    """Hide the person at once, from search too; whoever listens cancels what is planned. Wiped later by a task.

    E-mail, phone and LinkedIn become free for a new record; the event's details keep them until the wipe.
    """
    candidate = queries.lock_candidate(candidate.id)
    old = {name: getattr(candidate, name) for name in UNIQUE}
    candidate.deleted_at = candidate.updated_at = now()
    candidate.email = candidate.phone = candidate.linkedin = None
    db.session.flush()
    search.forget(candidate)
    record("candidate.deleted", candidate, by, old=old)


def _saves_since(candidate: Candidate, version: int) -> list[rules.Change]:
    return [
        rules.Change(row.actor_name, row.at, [rules.FIELD_WORDS.get(name, name) for name in row.new])
        for row in queries.saves_since(candidate.id, version)
    ]


def _checked(fields: dict[str, Any], by: Person) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values:
        values["first_name"], values["last_name"] = split_name(str(values.pop("name") or ""))
    unknown = values.keys() - TEXTS.keys() - {*UNIQUE, *LISTS, "experience_years", "parsing_confidence"}
    if unknown:
        raise BadInput(fields={name: "A candidate has no such field." for name in sorted(unknown)})
    problems: dict[str, str] = {}
    for name, length in TEXTS.items():
        if name in values:
            text = str(values[name] or "").strip()
            values[name] = text or ("" if name in ("first_name", "last_name") else None)
            if len(text) > length:
                problems[name] = f"Please keep this under {length:,} characters."
    for name, tidy in LISTS.items():
        if name in values:
            values[name] = tidy(values[name] or [])
    problems |= _check_addresses(values, by) | _check_numbers(values)
    if problems:
        raise BadInput(fields=problems)
    return values


def _check_addresses(values: dict[str, Any], by: Person) -> dict[str, str]:
    problems: dict[str, str] = {}
    if values.get("email"):
        try:
            values["email"] = valid_address(values["email"])
        except BadInput as refusal:
            problems |= refusal.fields
    elif "email" in values:
        values["email"] = None
    if values.get("phone"):
        printed = str(values["phone"]).strip()
        values["phone"] = phone_e164(printed, COUNTRIES.get(by.time_zone))
        values.setdefault("phone_printed", printed[:60])
        if values["phone"] is None:
            problems["phone"] = "Enter the number with its country code, like +91 98400 12345."
    elif "phone" in values:
        values["phone"] = None
        values.setdefault("phone_printed", None)
    if values.get("linkedin"):
        values["linkedin"] = rules.linkedin_key(values["linkedin"])
        if values["linkedin"] is None:
            problems["linkedin"] = "Enter the address of a profile, like linkedin.com/in/name."
    elif "linkedin" in values:
        values["linkedin"] = None
    return problems


def _check_numbers(values: dict[str, Any]) -> dict[str, str]:
    years = values.get("experience_years")
    if years is not None and not 0 <= float(years) <= 70:
        return {"experience_years": "Enter years between 0 and 70."}
    return {}


def _rows(names: tuple[str, ...]) -> Any:
    def tidy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [{name: row.get(name) for name in names if row.get(name) not in (None, "")} for row in rows[:60]]
        return [row for row in kept if row.keys() - {"current"}]

    return tidy


LISTS = {
    "skills": lambda rows: rules.tidy_list(canonical(str(row)) for row in rows)[:200],
    "languages": lambda rows: rules.tidy_list(rows)[:40],
    "links": lambda rows: rules.tidy_list(rows, 400)[:40],
    "preferred_locations": lambda rows: rules.tidy_list(rows)[:20],
    "job_types": lambda rows: [kind.value for kind in EmploymentType if kind.value in rows],
    "experience": _rows(("title", "company", "start", "end", "current", "description", "location")),
    "education": _rows(("degree", "field", "institution", "start", "end")),
}


def _refuse_taken(values: dict[str, Any], *, but: int | None = None) -> None:
    owners = queries.owners_of(values.get("email"), values.get("phone"), values.get("linkedin"), but=but)
    if owners:
        raise rules.Taken(owners)


def _taken_after_all(error: IntegrityError, values: dict[str, Any], *, but: int | None = None) -> Exception:
    """Between our asking and writing somebody else took it: the constraint says what, the query who."""
    what = name_of_constraint(error)
    if not any(name in what for name in UNIQUE):
        return error
    owners = queries.owners_of(values.get("email"), values.get("phone"), values.get("linkedin"), but=but)
    return rules.Taken(owners) if owners else error
