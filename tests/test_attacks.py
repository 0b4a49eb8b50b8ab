"""Strange input at every address: whatever is sent, the answer is one of ours, never a fault (500).

Faults that a person could bring about by an address or a form alone are found here for routes that come later, too.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.core.database import db, set_reading
from portal.web.converters import ShortId
from tests.browser import Answer, Browser
from tests.examples import Examples, make_examples
from tests.forms_of_routes import WORDS
from tests.test_isolation import form_for, open_all, own_person, restore, rows

# What no field expects; lone surrogates and NUL are what databases refuse to store.
IN_ADDRESSES = (b"\x00\xed\xa0\x80", b"'\"(*) NEAR(", b"9" * 25, b"-1", b"0001-01-01", b"W251bGxd", b"W1tdXQ")
IN_FORMS = (b"\x00\xed\xa0\x80\xff", b"9" * 25, b"A" * 25_000, b"0001-01-01")
IN_PATHS = ("0", "9" * 15, "9" * 30, str(2**63), "-1", "%00", "%ff", "a%0d%0ab", "..%2f..", "A" * 200)
# Ending one's own session ends the walk.
NOT_WALKED = {"static", "accounts.sign_out", "candidate_portal.sign_out"}
World = tuple[Flask, Examples, Path]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, _app: Flask, built: Path) -> Iterator[World]:
    """The example rows, in a server that answers a fault with 500 and asks for no forms' secret."""
    folder, kept = Path(_app.config["DATA_DIR"]), tmp_path_factory.mktemp("attacked") / "data"
    with _app.app_context():
        db.engine.dispose()
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        set_reading(False)
        examples = make_examples()
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(folder, kept)
    _app.testing = _app.config["WTF_CSRF_ENABLED"] = False
    yield _app, examples, kept
    _app.testing = _app.config["WTF_CSRF_ENABLED"] = True


def rules_for(app: Flask, method: str) -> Iterable[Rule]:
    return [r for r in app.url_map.iter_rules() if r.endpoint not in NOT_WALKED and method in (r.methods or set())]


def names_asked_for(page: Any, path: str) -> set[str]:
    """The parameters that a page's own links and search forms give to its address."""
    answer = Answer(page)
    names = {"cursor", "next"}
    for link in answer.soup.select("a[href], [hx-get]"):
        url = urlsplit(link.get("href") or link.get("hx-get"))
        if url.path in ("", path):
            names |= {name for name, _ in parse_qsl(url.query, keep_blank_values=True)}
    for form in answer.soup.select("form[method=get], form:not([method])"):
        names |= {field["name"] for field in form.select("[name]")}
    return names


def is_fault(status: int) -> bool:
    return status >= 500


@pytest.mark.slow
def test_no_parameter_of_an_address_breaks_a_page(world: World):
    app, examples, kept = world
    restore(app, kept)
    wrong, walked = [], 0
    for rule in rules_for(app, "GET"):
        path = open_all(app, examples, rule)[0].partition("?")[0]
        browser = Browser(app, own_person(examples, rule.endpoint))
        page = browser.client.get(path)
        if page.mimetype != "text/html":
            continue
        for name in sorted(names_asked_for(page, path)):
            for value in IN_ADDRESSES:
                walked += 1
                asked = f"{path}?{name}={quote_from_bytes(value)}"
                if is_fault(browser.client.get(asked).status_code):
                    wrong.append(asked[:200])
    assert walked > 500, "the walk found hardly any parameter"
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_no_field_of_a_form_breaks_a_verb(world: World):
    app, examples, kept = world
    wrong, walked = [], 0
    for rule in rules_for(app, "POST"):
        restore(app, kept)
        path = open_all(app, examples, rule)[0]
        browser = Browser(app, own_person(examples, rule.endpoint))
        data = {name: value for name, value in form_for(browser, path, rule.endpoint).items() if name != "csrf_token"}
        for name in data:
            for value in IN_FORMS:
                walked += 1
                body = "&".join(f"{k}={quote_from_bytes(v)}" for k, v in encoded(data, name, value))
                sent = browser.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
                if is_fault(sent.status_code):
                    wrong.append(f"POST {path} {name}={value[:40]!r}")
    assert walked > 300, "the walk found hardly any field"
    assert not wrong, "\n".join(wrong)


def encoded(data: dict[str, Any], name: str, value: bytes) -> Iterable[tuple[str, bytes]]:
    for key, found in data.items():
        if key == name:
            yield key, value
        elif not isinstance(found, tuple):
            for one in found if isinstance(found, list) else [found]:
                yield key, str(one).encode()


def test_no_number_in_an_address_breaks_a_page(world: World):
    app, examples, kept = world
    restore(app, kept)
    wrong = []
    for rule in rules_for(app, "GET"):
        browser = Browser(app, own_person(examples, rule.endpoint))
        for part, converter in rule._converters.items():
            for value in IN_PATHS:
                path = rule.rule
                for name, other in rule._converters.items():
                    right = examples.ids[other.prefix] if isinstance(other, ShortId) else WORDS[name]
                    path = re.sub(rf"<[^<>]*\b{name}>", value if name == part else str(right), path)
                if is_fault(browser.client.get(path).status_code):
                    wrong.append(f"{path} ({converter})")
    assert not wrong, "\n".join(wrong)


def test_a_head_request_changes_nothing_and_breaks_nothing(world: World):
    app, examples, kept = world
    restore(app, kept)
    wrong = []
    before = rows(app)
    for rule in rules_for(app, "HEAD"):
        path, prepared = open_all(app, examples, rule)
        before = rows(app) if prepared else before
        answer = Browser(app, own_person(examples, rule.endpoint)).client.head(path)
        if is_fault(answer.status_code) or rows(app) != before:
            wrong.append(f"HEAD {path} answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)
