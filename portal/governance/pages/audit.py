"""`/admin/audit`: who did what, on what, and when, with old and new values side by side."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.events import EVENTS
from portal.core.formats import end_of_day, local_to_utc
from portal.governance import queries, rules
from portal.governance.pages import pages
from portal.web.access import current_person, needs
from portal.web.filters import Filters, read_filters
from portal.web.fragments import page_or_block


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, what they mean, and what of them means nothing."""

    filters: Filters
    wanted: queries.Wanted
    problem: str = ""


@pages.get("/admin/audit")
@needs(Permission.AUDIT_READ)
def audit() -> Response:
    """The newest first."""
    asked = ask("governance.audit")
    return page_or_block(
        "governance/audit.html",
        "results",
        asked=asked,
        filters=asked.filters,
        found=queries.audit_page(asked.wanted, request.args.get("cursor")),
        people=queries.known_people(),
        actions=rules.ACTION_TYPES,
        entities=list(rules.ENTITY_TYPES),
        sentences={name: kind.sentence for name, kind in EVENTS.items()},
        entity_id=rules.entity_id,
        actor_id=rules.actor_id,
        compared=rules.compared,
    )


def ask(endpoint: str) -> Asked:
    """Read the filters of an address. What is none is said and leaves nothing, so that no one trusts a wrong list."""
    filters = read_filters(
        endpoint,
        texts=["person", "entity_id", "since", "until"],
        words={"action": rules.ACTION_TYPES, "entity": list(rules.ENTITY_TYPES)},
    )
    problems: list[str] = []
    entity = filters.one("entity") or None
    number = _entity(entity, filters.one("entity_id"), problems)
    since, until = (_day(filters.one(name), problems) for name in ("since", "until"))
    zone = current_person().time_zone
    wanted = queries.Wanted(
        _actors(filters.one("person"), problems),
        filters.one("action") or None,
        entity,
        number,
        local_to_utc(datetime.combine(since, time()), zone) if since else None,
        end_of_day(until, zone),
    )
    return Asked(filters, queries.Wanted(actors=()) if problems else wanted, " ".join(problems))


def _actors(text: str, problems: list[str]) -> tuple[tuple[str, int], ...] | None:
    if not text:
        return None
    known = rules.actor_of(text)
    found = (known,) if known else queries.actors_with_address(text)
    if not found:
        problems.append("Nobody has this address now. Give a whole e-mail address, or an id such as user_….")
    return found


def _entity(kind: str | None, text: str, problems: list[str]) -> int | None:
    if not text:
        return None
    number = rules.entity_number(kind, text) if kind else None
    if number is None:
        problems.append("Choose what kind of thing it was, and give its id as it stands in its address.")
    return number


def _day(text: str, problems: list[str]) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and not rules.FIRST_YEAR <= day.year <= rules.LAST_YEAR:
        problems.append("Give days as year, month and day, of years that a calendar has.")
        return None
    return day
