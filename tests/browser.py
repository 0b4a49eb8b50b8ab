"""A browser for tests: follows forms, reads pages with BeautifulSoup, and inspects every page that it gets."""

import contextvars
import hashlib
import secrets
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.models import CandidateAccount, User
from portal.accounts.services.sessions import start_session
from portal.core.database import db, set_reading
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company
from portal.web.sessions import COOKIES, PATHS

# What browsers send for a page. htmx sends `*/*`, with a header of its own.
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Answer:
    """An answer, its page as soup, and the status."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.headers = response.headers
        self.text = response.get_data(as_text=True) if (response.mimetype or "").startswith("text/") else ""
        self.soup = BeautifulSoup(self.text, "html.parser")

    def one(self, selector: str) -> Any:
        """The only element of a selector."""
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} elements for {selector} in:\n{self.text[:3000]}"
        return found[0]

    def words(self, selector: str = "body") -> str:
        """The visible text of the first element, with single spaces."""
        found = self.soup.select_one(selector)
        return " ".join(found.get_text(" ").split()) if found else ""


class Browser:
    """Signed in as a person, or as nobody."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        self.client.environ_base["HTTP_ACCEPT"] = ACCEPT
        self.person = person
        self.csrf = ""
        if person is not None:
            self._sign_in(person)

    def _sign_in(self, person: Person) -> None:
        token, self.csrf = secrets.token_urlsafe(16), secrets.token_hex(20)
        kind = "candidate" if person.kind is PersonKind.CANDIDATE else "user"
        with self.app.app_context(), as_company(person.company_id):
            set_reading(False)
            account = db.session.get(CandidateAccount if kind == "candidate" else User, person.id)
            start_session(account, token_hash=hashlib.sha256(token.encode()).hexdigest(), csrf=self.csrf)
            db.session.commit()
        self.client.set_cookie(COOKIES[kind], token, path=PATHS[kind])

    def get(self, path: str, *, htmx: bool = False, **options: Any) -> Answer:
        """GET a path. With `htmx` as a swap of a fragment would ask."""
        return self._answer("GET", path, htmx, options)

    def post(self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **options: Any) -> Answer:
        """POST a form; the form's secret is added as the page would have it."""
        headers = options.pop("headers", {})
        return self._answer(
            "POST", path, htmx, {"data": data or {}, **options, "headers": {**self._token(), **headers}}
        )

    def submit(self, page: Answer, selector: str, **values: Any) -> Answer:
        """Submit the form of a page with its own values, `values` over them."""
        form = page.one(selector)
        data = form_values(form)
        data.update(values)
        options: dict[str, Any] = {}
        if form.get("enctype"):
            options["content_type"] = form["enctype"]
        action = form.get("action") or page.response.request.path
        if (form.get("method") or "get").lower() == "get":
            return self._answer("GET", action, False, {"query_string": data})
        return self._answer("POST", action, False, {"data": data, **options})

    def follow(self, answer: Answer) -> Answer:
        """The page that a redirect leads to."""
        assert answer.status in (302, 303), f"{answer.status}: {answer.words()[:500]}"
        return self.get(answer.location)

    def _token(self) -> dict[str, str]:
        if not self.csrf:
            return {}
        from flask_wtf.csrf import generate_csrf

        with self.app.test_request_context():
            from flask import g, session

            # The tests' application context is one for all browsers: the token made last may be another's.
            g.pop("csrf_token", None)
            session["csrf_token"] = self.csrf
            return {"X-CSRFToken": generate_csrf()}

    def _answer(self, method: str, path: str, htmx: bool, options: dict[str, Any]) -> Answer:
        headers = dict(options.pop("headers", {}))
        if htmx:
            headers["HX-Request"] = "true"
        # A request has a context and a session of its own, as on a server: nothing of the test's is loaded in it.
        db.session.commit()
        response = contextvars.Context().run(lambda: self.client.open(path, method=method, headers=headers, **options))
        db.session.expire_all()
        answer = Answer(response)
        if response.mimetype == "text/html" and response.status_code not in (302, 303):
            inspect(answer, fragment=htmx and "<html" not in answer.text)
        return answer


def form_values(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands, without files and buttons."""
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type")
        if (kind in ("checkbox", "radio") and not field.has_attr("checked")) or kind in ("submit", "file", "button"):
            continue
        value: Any = field.get_text() if field.name == "textarea" else field.get("value", "on")
        if field.name == "select":
            several = field.has_attr("multiple")
            chosen = field.select("option[selected]") or ([] if several else field.select("option")[:1])
            values = [o.get("value", o.get_text()) for o in chosen]
            value = values if several else (values or [""])[0]
        known = data.get(field["name"])
        if known is not None and kind == "checkbox":
            value = [*(known if isinstance(known, list) else [known]), value]
        data[field["name"]] = value
    return data


def inspect(answer: Answer, *, fragment: bool = False) -> None:
    """What every page must be: a title, one h1, labelled inputs, forms with their secret, ids once, nothing inline."""
    soup, where = answer.soup, answer.response.request.path
    ids = [e["id"] for e in soup.select("[id]")]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"{where}: ids that stand twice: {twice}"
    for field in soup.select("input:not([type=hidden]):not([type=submit]), select, textarea"):
        labelled = (
            (field.get("id") and soup.select_one(f'label[for="{field["id"]}"]'))
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.find_parent("label")
        )
        assert labelled, f"{where}: no label for {field}"
    for form in soup.select("form"):
        if (form.get("method") or "").lower() == "post":
            assert form.select_one("input[name=csrf_token]"), f"{where}: a form without its secret: {str(form)[:300]}"
    # What search engines read is data, which no browser runs and no policy forbids.
    code = 'script:not([src], [type="application/ld+json"])'
    for element in soup.select(f"{code}, [style], [onclick], style"):
        raise AssertionError(f"{where}: inline script or style: {str(element)[:200]}")
    for element in soup.select("img:not([alt])"):
        raise AssertionError(f"{where}: picture without alt: {element}")
    if not fragment:
        assert len(soup.select("h1")) == 1, f"{where}: {len(soup.select('h1'))} h1"
        assert soup.title and soup.title.get_text(strip=True), f"{where}: no title"
        assert soup.html and soup.html.get("lang"), f"{where}: no language"
