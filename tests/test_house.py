"""The house rules (docs/house.md): where imports may point, who may enter, what a file may hold.

A failure says how to repair it. Nobody loosens a rule to get by.
"""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from flask import Flask

from portal import FEATURES

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "portal"
DOORS = {"pages", "api"}
INNER = {"models", "rules", "queries", "services", "tasks", "reactions"}
# What each ring around the features may know of ours.
RINGS = {"core": {"core"}, "web": {"core", "web"}, "api": {"core", "web", "api"}}
# Rooms of one's own feature that a room may import.
OWN_ROOMS = {
    "pages": {"forms", "services", "queries", "rules", "models", "pages"},
    "api": {"payloads", "services", "queries", "rules", "models", "api"},
    "forms": {"rules", "models", "forms"},
    "payloads": {"rules", "models", "payloads"},
    "tasks": {"services", "queries", "rules", "models", "tasks"},
    "reactions": {"services", "queries", "rules", "models"},
    "services": {"rules", "queries", "models", "services"},
    "queries": {"models", "queries", "rules"},
    "rules": {"models", "rules"},
    "models": {"models"},
}
# Who may look into every company, and why no company is known there.
SYSTEM_CALLERS = {
    "portal/core/outbox/depth.py",
    "portal/core/outbox/leases.py",
    "portal/core/outbox/running.py",
    "portal/core/outbox/schedules.py",
    "portal/core/outbox/sweeping.py",
    "portal/core/tenancy.py",
    # Every company's secrets are put under a new key.
    "portal/core/crypto.py",
    # The sweeps look at every company's events and deliveries.
    "portal/analytics/tasks.py",
    "portal/governance/tasks.py",
    "portal/webhooks/tasks.py",
    "portal/integrations/tasks.py",
    # A delivery's address names a submission, whose secret alone says whose it is.
    "portal/integrations/services/receiving.py",
    # A provider knocks with a channel's number, whose secret alone says whose it is; the sweep wakes every company's.
    "portal/conversations/services/entering.py",
    "portal/conversations/tasks.py",
    # The schedule asks which companies there are, and goes on in each.
    "portal/conversations/tasks_assistant.py",
    "portal/accounts/services/api_keys.py",
    "portal/accounts/services/companies.py",
    "portal/accounts/services/feeds.py",
    "portal/accounts/services/sessions.py",
    "portal/accounts/services/sign_in.py",
    "portal/accounts/services/throttle.py",
    "portal/candidate_portal/services.py",
    "portal/commands.py",  # a command for all companies asks which there are
    "portal/demo/__init__.py",
    "portal/demo/company.py",
    # A signed address says no more than its key; the sweep looks at every company's.
    "portal/notifications/queries/devices.py",
    "portal/calendars/queries.py",
    "portal/storage/queries.py",
    "portal/storage/services/sweeping.py",
    "portal/storage/tasks.py",
}
# Who may pass the hook by: inserts that carry their company, and named search queries.
UNSCOPED = {
    "portal/core/database.py",
    # The answers of repeated calls are seen by nobody, and found by company, caller and key together.
    "portal/core/repeats.py",
    "portal/core/tenancy.py",
    "portal/accounts/queries/sessions.py",
    "portal/interviews/services/holding.py",
    # As held cells: each row of busy cells names its company.
    "portal/calendars/services.py",
    "portal/candidates/queries/search.py",
    # The search of the inbox, as that of candidates: its words carry the company.
    "portal/conversations/queries/search.py",
    # A webhook tells the company, whoever acted: columns alone, each question with its company.
    "portal/webhooks/queries/snapshots.py",
    "portal/governance/services/sealing.py",
}


def sources() -> Iterator[Path]:
    yield from sorted(PORTAL.rglob("*.py"))


def place(file: Path) -> tuple[str, str]:
    """(feature or ring, room) of a file: `("jobs", "services")`, `("core", "ids")`, `("", "config")`."""
    parts = file.relative_to(PORTAL).with_suffix("").parts
    if len(parts) == 1:
        return "", parts[0]
    return parts[0], re.sub(r"_.*", "", parts[1])


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, and the line."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def wrong_arrow(feature: str, room: str, target: str) -> str | None:
    """Why a room may not import a module of ours; None if it may."""
    ring, _, rest = target.removeprefix("portal.").partition(".")
    other = re.sub(r"_.*", "", rest.partition(".")[0])
    if feature in RINGS:
        known = RINGS[feature]
        return None if ring in known else f"{feature} knows nothing of ours but {' and '.join(sorted(known))}"
    if ring in RINGS:
        return wrong_ring(feature, room, ring)
    if ring not in FEATURES:
        return "only create_app knows this part" if feature in FEATURES else None
    if feature not in FEATURES:
        return None
    if ring == feature:
        # What is no room (passwords, calendar, reading …) is a pure helper that every room may use.
        fine = room not in OWN_ROOMS or other not in OWN_ROOMS or other in OWN_ROOMS[room]
        return None if fine else f"{room} may not use {other}"
    return wrong_feature(feature, room, ring, other)


def wrong_ring(feature: str, room: str, ring: str) -> str | None:
    """Why a room may not import of what all features share."""
    if ring == "web":
        return "the inside of a feature knows no HTTP" if room in INNER else None
    if ring == "api":
        return None if feature == "" or room in ("api", "payloads") else "only JSON calls know the JSON door"
    return None


def wrong_feature(feature: str, room: str, ring: str, other: str) -> str | None:
    """Why a room may not import a room of another feature."""
    if other == "payloads" and room in ("api", "payloads"):
        # One shape of a thing, wherever it is shown; `api` stands above all features.
        return (
            None if room == "api" or FEATURES.index(ring) < FEATURES.index(feature) else f"{feature} is before {ring}"
        )
    if other in DOORS or other in ("forms", "payloads"):
        return "nobody imports another feature's doors"
    if room in DOORS or room in ("tasks", "reactions"):
        return None
    return None if FEATURES.index(ring) < FEATURES.index(feature) else f"{feature} comes before {ring}: use an event"


def test_imports_point_inward_and_leftward():
    wrong = []
    for file in sources():
        feature, room = place(file)
        for target, line in imported(file):
            if target.startswith("portal."):
                reason = wrong_arrow(feature, room, target)
                if reason:
                    wrong.append(f"{file.relative_to(ROOT)}:{line} imports {target}: {reason}")
    assert not wrong, "Move the code, or let the later feature listen to an event:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("rooms", "packages"),
    [
        (INNER, ("flask", "wtforms", "flask_wtf", "flask_login", "htmx_flask")),
        ({"rules", "forms", "payloads", "pages", "api"}, ("sqlalchemy", "portal.core.database")),
    ],
)
def test_rooms_stay_away_from_packages_that_are_not_theirs(rooms: set[str], packages: tuple[str, ...]):
    wrong = []
    for file in sources():
        feature, room = place(file)
        if feature not in FEATURES or room not in rooms:
            continue
        for target, line in imported(file):
            if any(target == p or target.startswith(p + ".") for p in packages):
                if target == "flask.current_app":
                    continue  # settings alone: inside a service it says nothing of HTTP
                wrong.append(f"{file.relative_to(ROOT)}:{line} imports {target}")
    assert not wrong, f"{sorted(rooms)} do not use {packages}; put the line where docs say it lives:\n" + "\n".join(
        wrong
    )


def test_every_route_says_who_may_enter(app: Flask):
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in ("static", "openapi.static")
        and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert not silent, f"Add @needs(...), @signed_in, @candidate_only or @public(why) to: {silent}"


def test_only_listed_files_look_into_every_company():
    found = {str(file.relative_to(ROOT)) for file in sources() if re.search(r"\bas_system\(", file.read_text())}
    assert found <= SYSTEM_CALLERS, f"as_system stands where a company should be known: {found - SYSTEM_CALLERS}"


def test_only_listed_files_pass_the_tenancy_hook_by():
    pattern = re.compile(r"unscoped|\btext\(|\.__table__|session\.connection\(|bulk_save|bulk_insert|bulk_update")
    found = set()
    for file in sources():
        feature, room = place(file)
        if feature != "core" and room not in INNER - {"models"}:
            continue
        code = "\n".join(line for line in file.read_text().split("\n") if not line.strip().startswith("#"))
        if pattern.search(code):
            found.add(str(file.relative_to(ROOT)))
    assert found <= UNSCOPED, f"Select through mapped classes, so that the hook narrows: {sorted(found - UNSCOPED)}"


def test_services_and_queries_never_commit():
    wrong = [
        f"{file.relative_to(ROOT)}"
        for file in sources()
        if place(file)[0] in FEATURES and re.search(r"session\.(commit|rollback)\(", file.read_text())
    ]
    assert not wrong, f"The edge commits; a task writes inside `with transaction():`. Mend: {wrong}"


def test_no_file_holds_more_than_one_room():
    long = [
        f"{len(lines)} {file.relative_to(ROOT)}"
        for folder in (PORTAL, ROOT / "tests")
        for file in folder.rglob("*.py")
        if len(lines := file.read_text().split("\n")) > (150 if file.name == "conftest.py" else 400)
    ]
    assert not long, f"Over 400 lines (conftest 150): is there more than one thing in them? {long}"


def test_views_are_short():
    long = []
    for file in sources():
        if place(file)[1] not in DOORS:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                first = node.body[0].lineno
                if (node.end_lineno or first) - first > 25:
                    long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long, f"A view loads, allows, reads input, calls one verb, answers. Over 25 lines: {long}"


def test_templates_have_no_inline_script_or_style_and_load_nothing_from_elsewhere():
    wrong = []
    for file in (ROOT / "templates").rglob("*.html"):
        if "mail" in file.parts:
            continue
        text = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.S)
        for pattern in (
            r"<script(?![^>]*\bsrc=)[^>]*>",
            r"\son[a-z]+=",
            r"\sstyle=",
            r"<style",
            r"javascript:",
            r"\|\s*safe\b",
        ):
            if re.search(pattern, text):
                wrong.append(f"{file.relative_to(ROOT)}: {pattern}")
        if re.search(r'(src|href)="(https?:)?//', text):
            wrong.append(f"{file.relative_to(ROOT)}: another host")
    assert not wrong, "The policy of the pages forbids it:\n" + "\n".join(wrong)


def test_nothing_is_evaluated_or_unpickled():
    """test_peer_11 and test_peer_22: no eval, exec, pickle or unsafe YAML anywhere."""
    wrong = []
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
                wrong.append(f"{file.relative_to(ROOT)}:{node.lineno}")
        for target, line in imported(file):
            if target.partition(".")[0] in ("pickle", "marshal", "shelve", "yaml", "dill"):
                wrong.append(f"{file.relative_to(ROOT)}:{line} {target}")
    assert not wrong, wrong


def test_what_the_portal_imports_is_installed_by_what_runs_it():
    """A newcomer's `make run` installs what stands above the line of `requirements.txt`, and nothing of the tests."""
    words = (ROOT / "requirements.txt").read_text().partition("# What tests it")[0]
    pinned = {plain(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)", words, re.M)}
    needed = [one for name in pinned for one in metadata.requires(name) or [] if "extra ==" not in one]
    runs = pinned | {plain(re.split(r"[^A-Za-z0-9_.-]", one)[0]) for one in needed}
    brings = metadata.packages_distributions()
    wanted = {target.partition(".")[0] for file in sources() for target, _line in imported(file)}
    wanted -= {"portal", *sys.stdlib_module_names}
    missing = [name for name in sorted(wanted) if not runs & {plain(one) for one in brings.get(name, ())}]
    assert not missing, f"Put their packages above the line of requirements.txt: {missing}"


def plain(package: str) -> str:
    """A package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()
