"""What was just done is said once, on the next thing that the person sees: a page, or a part of one."""

import json

import pytest
from flask import Flask, redirect

from portal.web import fragments

SWAP = {"HX-Request": "true"}


@pytest.fixture
def client():
    """A portal of three addresses: one does something, one leads on after it, one shows a page."""
    site = Flask(__name__)
    site.config.update(SECRET_KEY="for this test alone", SESSION_COOKIE_SECURE=False)
    site.after_request(fragments.carry_toasts)

    def act(answer):
        fragments.toast("Priya Raman is shortlisted.", undo="/undo")
        return answer

    site.add_url_rule("/moves", "moves", lambda: act("moved"), methods=["POST"])
    site.add_url_rule("/jobs", "jobs", lambda: act(redirect("/page", 303)), methods=["POST"])
    site.add_url_rule(
        "/page", "page", lambda: "part" if fragments.wants_block() else json.dumps(fragments.take_toasts())
    )
    return site.test_client()


def said(answer):
    return [toast["message"] for toast in json.loads(answer.headers["HX-Trigger"])["toast"]]


def test_a_swap_brings_its_toast_as_an_event(client):
    assert said(client.post("/moves", headers=SWAP)) == ["Priya Raman is shortlisted."]


def test_a_page_after_a_redirect_shows_the_toast_once(client):
    shown = client.post("/jobs", follow_redirects=True)
    again = client.get("/page")
    assert [toast["message"] for toast in shown.get_json(force=True)] == ["Priya Raman is shortlisted."]
    assert again.get_json(force=True) == []


def test_a_swap_after_a_redirect_says_the_toast_once(client):
    client.post("/jobs", headers=SWAP)
    first = client.get("/page", headers=SWAP)
    again = client.get("/page", headers=SWAP)
    assert said(first) == ["Priya Raman is shortlisted."]
    assert "HX-Trigger" not in again.headers


def test_a_forged_toast_is_not_shown(client):
    client.set_cookie(fragments.TOAST_COOKIE, "W3sibWVzc2FnZSI6ImhpIn1d.forged")
    assert client.get("/page").get_json(force=True) == []
