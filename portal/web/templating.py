"""What every template knows: the reader, the navigation, and how times and words are shown."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup

from portal.core import formats, ids
from portal.core.clock import now
from portal.core.people import Person
from portal.core.tenancy import current_scope, enter, scope_of
from portal.web.access import signed_in_person
from portal.web.forms import human
from portal.web.fragments import carry_toasts, take_toasts, wants_block
from portal.web.linking import linked

# label, endpoint, icon, permission; what is not installed yet is left out.
NAVIGATION = (
    ("Today", "analytics.today", "house", None),
    ("Jobs", "jobs.index", "briefcase", "jobs.read"),
    ("Candidates", "candidates.index", "people", "candidates.read"),
    ("Interviews", "interviews.index", "calendar-event", "interviews.read"),
    ("Inbox", "conversations.index", "inbox", "conversations"),
    ("Clients", "clients.index", "building", "clients.read"),
    ("Admin", "accounts.admin", "gear", "company.admin"),
    ("Audit log", "governance.audit", "journal-text", "audit.read"),
)
# What a phone's bar has room for; the others wait behind "More".
ON_A_PHONE = ("Today", "Jobs", "Candidates", "Inbox")
# Which part a blueprint's pages, or one of them, stand in, where they have no entry of their own.
PART_OF = {"governance": "accounts", "ingestion": "jobs", "matching": "jobs", "analytics.figures": "accounts"}
# What stands on the Admin page although another part has its addresses.
ADMIN_PAGES = ("/admin/", "/conversations/channels", "/conversations/settings")
# label, endpoint, what its pages' endpoints begin with.
CANDIDATE_NAVIGATION = (
    ("Home", "candidate_portal.home", ("home", "interview")),
    ("Applications", "candidate_portal.applications", ("application",)),
    ("Jobs", "candidate_portal.matches", ("match", "automation", "portal_")),
    ("Messages", "candidate_portal.messages", ("message",)),
    ("News", "candidate_portal.notifications", ("notification",)),
    ("Profile", "candidate_portal.profile", ("profile", "change_password", "keys", "new_key", "documents")),
)
# What counts by itself beside an entry.
NEWS = {"News": "notifications/_news.html", "Messages": "candidate_portal/_unread.html"}


def navigation(person: Person) -> list[dict[str, Any]]:
    """The entries of the rail that the person may use, with the present one marked."""
    if person.is_candidate:
        return [] if person.must_change_password else _candidate_navigation()
    here = (request.endpoint or "").partition(".")[0]
    administers = person.may("company.admin") and request.path.startswith(ADMIN_PAGES)
    if person.may("company.admin"):
        here = PART_OF.get(request.endpoint or "", PART_OF.get(here, here))
    entries = []
    for label, endpoint, icon, permission in NAVIGATION:
        if endpoint not in current_app.view_functions or (permission and not person.may(permission)):
            continue
        if permission == "audit.read" and person.may("company.admin"):  # it stands on their Admin page
            continue
        active = label == "Admin" if administers else endpoint.partition(".")[0] == here
        entries.append({"label": label, "url": url_for(endpoint), "icon": icon, "active": active, "count": None})
    for number, entry in enumerate(entries):
        kept = number < 4 if not person.may("conversations") else entry["label"] in ON_A_PHONE
        entry["late"] = len(entries) > 5 and not kept
    return entries


def _candidate_navigation() -> list[dict[str, Any]]:
    here = (request.endpoint or "").rpartition(".")[2]
    return [
        {
            "label": label,
            "url": url_for(endpoint),
            "active": here.startswith(parts),
            "news": NEWS.get(label),
            "own": label == "Profile",  # stands beside “Sign out”, so that the rest fits into one line of a phone
        }
        for label, endpoint, parts in CANDIDATE_NAVIGATION
        if endpoint in current_app.view_functions
    ]


def reader(unread: Callable[[Person], int], unread_talks: Callable[[Person], int]) -> dict[str, Any]:
    """What a page shows of its reader. A fragment has no frame, so it pays for no frame."""
    person = signed_in_person()
    known: dict[str, Any] = {
        "person": person,
        "zone": person.time_zone if person else "UTC",
        "company_name": person.company_name if person else g.get("company_name", "Talent Portal"),
        "present": now(),
    }
    if wants_block():
        return known
    if person and current_scope() is None:  # a public page or an error, seen by somebody signed in
        enter(scope_of(person))
    theme = request.cookies.get("theme", "")
    return {
        **known,
        "theme": theme if theme in ("light", "dark") else None,
        "navigation": navigation(person) if person else [],
        "unread": unread(person) if person and not person.must_change_password else 0,
        "inbox_unread": unread_talks(person) if person and _has_inbox(person) else 0,
        "toasts": take_toasts(),
    }


def _has_inbox(person: Person) -> bool:
    return (person.is_candidate or person.may("conversations")) and not person.must_change_password


def ago(moment: datetime | None) -> Markup:
    """A relative time whose exact one stands in `title` and `datetime`."""
    if moment is None:
        return Markup("")
    return _time(moment, zone(), formats.ago(moment, now()))


@lru_cache(16384)
def _time(moment: datetime, zone_name: str, words: str) -> Markup:
    exact = formats.when(moment, zone_name)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat("T", "seconds"), exact, words)


def clock(moment: datetime) -> Markup:
    """The time of day, its whole moment in `title` and `datetime`."""
    return _time(moment, zone(), formats.clock_time(moment, zone()))


def remembered(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro whose outcome depends on its arguments alone: what was made lately is not made again."""
    return lru_cache(4096)(macro)


def zone() -> str:
    """The reader's time zone."""
    person = signed_in_person()
    return person.time_zone if person else "UTC"


def when(moment: datetime | None, zone_name: str | None = None) -> str:
    """The moment in a zone (by default the reader's), and which zone that is."""
    return formats.when(moment, zone_name or zone()) if moment else ""


def day(moment: datetime | None, zone_name: str | None = None) -> str:
    """The date in a zone."""
    return formats.day(moment, zone_name or zone()) if moment else ""


def initials(name: str) -> str:
    """`Priya Raman` → `PR`."""
    words = name.split()
    return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


def install(app: Flask, unread: Callable[[Person], int], unread_talks: Callable[[Person], int]) -> None:
    """Filters, globals and the context. The callables count what a person has not read."""
    app.jinja_env.filters.update(
        when=when,
        day=day,
        ago=ago,
        clock=clock,
        human=human,
        initials=initials,
        linked=linked,
        money=formats.money,
        month=formats.month,
        time=lambda moment, name=None: formats.clock_time(moment, name or zone()),
        sid=lambda number, prefix: ids.encode(prefix, number),
    )
    app.jinja_env.globals.update(sid=ids.encode, remembered=remembered)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: reader(unread, unread_talks))
    app.after_request(carry_toasts)
