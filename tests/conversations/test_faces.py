"""`/conversations…` has two faces: who is shown a page, and who is answered in JSON (DESIGN.md §6, "Paths")."""

import itertools

import pytest

from portal.api.faces import is_for_a_page
from tests.caller import token_of
from tests.conversations.arriving import a_channel, a_contact, a_talk

# Each header as it may come, and what it says by itself: whether a machine says who it is, or a page is asked for.
AUTHORIZATIONS = {None: False, "Bearer not-a-token": True, "Basic eDp5": True}
KEYS = {None: False, "not-a-key": True}
HTMX = {None: False, "true": True, "false": False}
ACCEPTS = {
    None: False,
    "*/*": False,
    "application/json": False,
    "application/json, text/plain, */*": False,
    "text/*": False,
    "text/html": True,
    "TEXT/HTML": True,
    "text/html;level=1": True,
    "text/html;q=0": False,
    "text/html;q=0, */*": False,
    "application/json, text/html;q=0.1": True,
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": True,
}
TYPES = {
    None: False,
    "application/json": False,
    "text/html": False,
    "application/x-www-form-urlencoded": True,
    "application/x-www-form-urlencoded; charset=utf-8": True,
    "Multipart/Form-Data; boundary=x": True,
}
ALL = list(itertools.product(AUTHORIZATIONS, KEYS, HTMX, ACCEPTS, TYPES))


def expected(authorization, key, htmx, accept, kind):
    named = AUTHORIZATIONS[authorization] or KEYS[key]
    return not named and (HTMX[htmx] or ACCEPTS[accept] or TYPES[kind])


def headers_of(authorization, key, htmx, accept, kind):
    names = ("Authorization", "X-API-Key", "HX-Request", "Accept", "Content-Type")
    said = (authorization, key, htmx, accept, kind)
    return {name: value for name, value in zip(names, said, strict=True) if value is not None}


def test_every_combination_of_headers_has_its_face():
    wrong = []
    for said in ALL:
        headers = headers_of(*said)
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        environ["CONTENT_TYPE"] = headers.get("Content-Type", "")
        if is_for_a_page(environ) is not expected(*said):
            wrong.append(headers)
    assert not wrong and len(ALL) > 1000


def test_every_fifth_combination_is_answered_by_its_face(app, monkeypatch):
    """A stranger is sent to the sign-in by the page, and refused in JSON by the call; both say what decided."""
    monkeypatch.setitem(app.config, "RATE_LIMITS", 10**9)
    client, wrong = app.test_client(use_cookies=False), []
    for said in ALL[::5]:  # five has no divisor in common with any header's number of forms, so each meets each
        headers = headers_of(*said)
        answer = client.get("/conversations", headers=headers)
        is_page = not answer.mimetype.startswith("application/json")
        decided = {"accept", "hx-request", "authorization"} <= {name.lower() for name in answer.vary}
        if is_page is not expected(*said) or not decided or answer.status_code not in (204, 302, 303, 401):
            wrong.append((headers, answer.status_code, answer.mimetype, answer.headers.get("Vary")))
        answer.close()
    assert not wrong, wrong[:10]


@pytest.fixture
def talk(company):
    return a_talk(a_channel(), a_contact(name="Ada Lovelace"))


def test_a_person_sees_the_page_and_their_token_gets_json_at_one_address(company, recruiter, recruiter_calls, talk):
    path = f"/conversations/{talk.id}"
    page, told = recruiter.get(path), recruiter_calls.get(path)
    assert page.status == 200 and "Ada Lovelace" in page.text
    assert told.status == 200 and told.json["id"] == talk.id
    assert told.json == recruiter_calls.get(f"/api{path}").json


def test_a_token_wins_over_what_a_browser_would_send(app, company, recruiter, talk):
    headers = {
        "Authorization": f"Bearer {token_of(app, company.recruiter)}",
        "Accept": "text/html",
        "HX-Request": "true",
    }
    answer = recruiter.client.get(f"/conversations/{talk.id}", headers=headers)
    assert answer.mimetype == "application/json" and answer.get_json()["id"] == talk.id


def test_a_cookie_opens_no_call(company, recruiter, talk):
    """What another site makes a browser send without a form names no HTML and brings no token: nothing is told."""
    answer = recruiter.client.get(f"/conversations/{talk.id}", headers={"Accept": "*/*"})
    assert answer.status_code == 401 and answer.mimetype == "application/json"
    answer = recruiter.client.post(f"/conversations/{talk.id}/transfer-toggle", headers={"Accept": "*/*"})
    assert answer.status_code == 401


def test_a_form_is_the_pages_and_needs_its_secret(company, recruiter, talk):
    answer = recruiter.client.post(
        f"/conversations/{talk.id}/messages", data={"text": "Hello"}, headers={"Accept": "*/*"}
    )
    assert answer.status_code in (400, 403) and answer.mimetype == "text/html"


def test_no_other_address_has_two_faces(app, company, recruiter_calls):
    for path in ("/conversationsx", "/conversation", "/conversations-of-mine", "/candidates"):
        answer = recruiter_calls.client.get(path, headers={**recruiter_calls.headers, "Accept": "*/*"})
        assert answer.mimetype == "text/html", path
        answer.close()


@pytest.mark.parametrize(
    "path", ["/conversations/", "/conversations/x", "/conversations/1/no-such", "/conversations/-1"]
)
def test_what_is_not_there_is_refused_by_each_face_in_its_own_way(company, recruiter, recruiter_calls, path):
    told = recruiter_calls.client.get(path, headers=recruiter_calls.headers)
    assert told.status_code == 404 and told.get_json()["error"]["code"] == "NOT_FOUND"
    page = recruiter.get(path)
    assert page.status == 404 and page.response.mimetype == "text/html"


def test_methods_that_a_call_does_not_have_are_refused_in_json(company, recruiter_calls, talk):
    reply = recruiter_calls.call("DELETE", f"/conversations/{talk.id}")
    assert reply.status == 405 and "PATCH" in reply.headers["Allow"]
