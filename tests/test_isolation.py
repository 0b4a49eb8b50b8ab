"""Every route that carries an id, every method, as everybody whom it is not for (DESIGN.md §2, §3.1).

Failures 1, 2, 5 to 9 and 14 of the list of peers' failures, over the whole URL map: test_peer_01_02_05_06_08.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.core.database import db, set_reading
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company
from portal.web.converters import ShortId
from tests.browser import Answer, Browser, form_values
from tests.caller import Caller
from tests.examples import SECRETS, Examples, make_examples
from tests.forms_of_routes import BODIES, FORMS, NOT_BY_ID, PREPARE, QUERY, RIGHTFUL, WORDS

# What one's own request may write although it is refused.
OWN_BOOKS = {"sessions", "sign_in_failures", "alembic_version"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, _app: Flask, built: Path) -> Iterator[tuple[Flask, Examples, Path]]:
    """The example rows, made once; each request starts from a copy."""
    folder, kept = Path(_app.config["DATA_DIR"]), tmp_path_factory.mktemp("examples") / "data"
    with _app.app_context():
        db.engine.dispose()
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        set_reading(False)
        examples = make_examples()
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(folder, kept)
    yield _app, examples, kept


def restore(app: Flask, kept: Path) -> None:
    folder = Path(app.config["DATA_DIR"])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    set_reading(False)


def routes_with_ids(app: Flask) -> list[tuple[Rule, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule._converters and rule.endpoint not in NOT_BY_ID and rule.endpoint != "static":
            found += [(rule, method) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def address(app: Flask, rule: Rule, examples: Examples) -> str:
    """The path of a rule with the example rows in it."""
    values: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, ShortId):
            assert converter.prefix in examples.ids, f"tests/examples.py has no row for <sid({converter.prefix})>"
            values[name] = examples.ids[converter.prefix]
        else:
            assert name in WORDS, f"{rule}: say in tests/forms_of_routes.py what stands for <{name}>"
            values[name] = WORDS[name]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values) + QUERY.get(rule.endpoint, "")


def rows(app: Flask) -> str:
    """A digest of everything that is stored, but sessions."""
    file = Path(app.config["DATA_DIR"]) / "portal.sqlite"
    digest = hashlib.sha256()
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (name,) in tables:
            if name not in OWN_BOOKS and "search" not in name:
                digest.update(repr((name, connection.execute(f'SELECT * FROM "{name}"').fetchall())).encode())
    connection.close()
    return digest.hexdigest()


def ask(app: Flask, person: Person | None, method: str, path: str, endpoint: str) -> Any:
    if path.startswith("/api/"):
        return ask_by_json(app, person, method, path, endpoint)
    browser = Browser(app, person)
    # A fault of ours is a 500 here, not an exception; and the forms' secret must not hide who may enter.
    app.testing = app.config["WTF_CSRF_ENABLED"] = False
    try:
        if method == "GET":
            return browser.client.get(path)
        return browser.client.open(path, method=method, data=form_for(browser, path, endpoint))
    finally:
        app.testing = app.config["WTF_CSRF_ENABLED"] = True


def ask_by_json(app: Flask, person: Person | None, method: str, path: str, endpoint: str) -> Any:
    """The same by a token, with the registered body of a call."""
    with app.app_context():
        caller = Caller(app, person)
    body = BODIES.get(endpoint, {})
    return caller.client.open(
        path,
        method=method,
        headers=caller.headers,
        json=None if method == "GET" else body() if callable(body) else body,
    )


def form_for(browser: Browser, path: str, endpoint: str) -> dict[str, Any]:
    """The registered form of a route, or the one that stands on the page of the same address."""
    data = FORMS.get(endpoint, {})
    found: dict[str, Any] = data() if callable(data) else dict(data)
    page = browser.client.get(path)
    if page.status_code != 200 or page.mimetype != "text/html":
        return found
    answer = Answer(page)
    for form in answer.soup.select("main form[method=post]"):
        if (form.get("action") or path) == path:
            return {**form_values(form), **found}
    return found


def open_all(app: Flask, examples: Examples, rule: Rule) -> tuple[str, bool]:
    """Bring the example rows into the state that the route needs; its path, and whether anything was changed."""
    prepare = PREPARE.get(rule.endpoint)
    if prepare is None:
        return address(app, rule, examples), False
    kept = dict(examples.ids)
    with app.app_context(), as_company(examples.company_id):
        set_reading(False)
        prepare(examples.ids)
        db.session.commit()
        db.session.expunge_all()
    path = address(app, rule, examples)
    examples.ids = kept
    return path, True


def own_person(examples: Examples, endpoint: str) -> Person | None:
    of_candidates = endpoint.startswith(("candidate_portal.", "accounts_api.candidate_"))
    who = RIGHTFUL.get(endpoint) or ("candidate" if of_candidates else "admin")
    person: Person | None = getattr(examples, who)
    return person


def test_every_address_opens_for_the_rightful_person_and_for_nobody_else(world: tuple[Flask, Examples, Path]):
    app, examples, kept = world
    wrong: list[str] = []
    walked = 0
    restore(app, kept)
    before = rows(app)
    for rule, method in routes_with_ids(app):
        path, prepared = open_all(app, examples, rule)
        own = ask(app, own_person(examples, rule.endpoint), method, path, rule.endpoint)
        if not 200 <= own.status_code < 400 or "/login" in own.headers.get("Location", ""):
            said = Answer(own).words("main")[:300] if own.mimetype == "text/html" else ""
            wrong.append(f"{method} {path} ({rule.endpoint}) answers its rightful person {own.status_code}: {said}")
        own.close()
        if method != "GET" or prepared:
            restore(app, kept)
        for name, person in examples.strangers.items():
            walked += 1
            answer = ask(app, person, method, path, rule.endpoint)
            text = answer.get_data(as_text=True)
            shown = [word for word in SECRETS if word in text]
            sent_to_sign_in = answer.status_code in (302, 303) and "/login" in answer.headers.get("Location", "")
            if not sent_to_sign_in and answer.status_code not in (401, 403, 404):
                wrong.append(f"{method} {path} ({rule.endpoint}) answers {name} {answer.status_code}")
            if shown:
                wrong.append(f"{method} {path} shows {name}: {shown}")
            answer.close()
        if rows(app) != before:
            wrong.append(f"{method} {path} ({rule.endpoint}) changed rows for a stranger")
            restore(app, kept)
    assert walked > 100, "the walk found hardly any route"
    assert not wrong, "\n".join(wrong)


def test_lists_show_strangers_nothing(world: tuple[Flask, Examples, Path]):
    app, examples, kept = world
    restore(app, kept)
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        for query in ("", "?q=Zebulon"):
            for name, person in examples.strangers.items():
                of_candidates = own_person(examples, rule.endpoint) is examples.candidate
                if person is not None and (person.kind is PersonKind.CANDIDATE) is not of_candidates:
                    continue
                answer = ask(app, person, "GET", rule.rule + query, rule.endpoint)
                text = answer.get_data(as_text=True).replace("?q=Zebulon", "").replace('value="Zebulon"', "")
                shown = [word for word in SECRETS if word in text and not (query and word == "Zebulon")]
                if shown or answer.status_code >= 500:
                    wrong.append(f"GET {rule.rule}{query} shows {name}: {shown} ({answer.status_code})")
                answer.close()
    assert not wrong, "\n".join(wrong)
