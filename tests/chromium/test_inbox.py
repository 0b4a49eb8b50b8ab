"""The inbox in a real browser: live within two seconds, one press is one message, keys, a phone, hostile words."""

import json
import subprocess
import sys
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.chromium.conftest import DESK, PHONE
from tests.servers import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]
FILLED = (
    "Hello Priya, thank you for your time. We will be in touch about Backend Engineer within two working days. "
    "Kind regards, Ravi, Demo Talent"
)
PICTURE, DRAWING, LINK = "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "javascript:alert(1)"
ALIVE = "img[src=x], [onerror], [onload], [href^='javascript:' i], [src^='javascript:' i]"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# What the door for inbound messages writes: the message, its conversation, the event that tells of it.
INBOUND = r"""
import json, sys
from portal import create_app
from portal.core.clock import now
from portal.core.database import transaction
from portal.core.events import record
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company
from portal.conversations import queries
from portal.conversations.models import Contact
from tests.conversations.steps import contact_writes
from portal.core.database import db
app = create_app()
with app.app_context(), transaction(), as_company(1):
    number, text, name = json.loads(sys.argv[1])
    talk = queries.lock_conversation(number)
    contact_writes(talk, text, extras={"subject": text, "attachments": [text]} if name else None)
    if name:
        contact = db.session.get(Contact, talk.contact_id)
        contact.name, contact.stopped_words, contact.candidate_id, talk.subject = name, name, None, name
        talk.candidate_id = talk.job_id = talk.application_id = None
    record("message.received", talk, SYSTEM(1))
    print("written", flush=True)
"""


def contact_writes(demo, number, text, name=None):
    """A contact writes in a conversation of the running portal."""
    subprocess.run(
        [sys.executable, "-c", INBOUND, json.dumps([number, text, name])],
        cwd=ROOT,
        env=demo.env,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_message_appears_within_two_seconds_and_disturbs_nobody(demo, visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations/7")
    page = visitor.page
    page.locator("#text").press_sequentially("I am in the middle of")
    page.evaluate("document.querySelector('#thread').scrollTop = -300")
    before = page.evaluate("document.querySelector('#thread .line').getBoundingClientRect().top")
    # The clock runs from the moment at which the row is committed, which the browser's own questions show.
    asked = []
    page.on("response", lambda answer: asked.append(time.monotonic()) if "/news" in answer.url else None)
    contact_writes(demo, 7, "Are you there?")
    done = time.monotonic()
    page.locator("#messages .bubble-text", has_text="Are you there?").wait_for(timeout=10_000)
    assert time.monotonic() - done < 2.0
    expect(page.locator("#text")).to_have_value("I am in the middle of")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Are you there?")
    after = page.evaluate("document.querySelector('#thread .line').getBoundingClientRect().top")
    assert abs(after - before) < 3, "the place that was being read has moved"
    expect(page.locator(".thread-new")).to_be_visible()
    page.locator(".thread-new").click()
    expect(page.locator("#messages .bubble-text", has_text="Are you there?")).to_be_in_viewport()
    expect(page.locator(".talks-rows li").first).to_have_attribute("id", "talk-7")
    assert asked


def test_the_list_without_a_conversation_is_live_too(demo, visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations")
    contact_writes(demo, 8, "I have decided")
    expect(visitor.page.locator("#talk-8 .talk-last")).to_have_text("I have decided", timeout=2_500)
    expect(visitor.page.locator(".talks-rows li").first).to_have_attribute("id", "talk-8")


def test_a_hidden_tab_asks_nothing(visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations")
    page, asked = visitor.page, []
    page.on("request", lambda request: asked.append(request.url) if "/news" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.wait_for_timeout(300)
    asked.clear()
    page.wait_for_timeout(3_500)
    assert asked == []
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: false }); document.dispatchEvent(new "
        "Event('visibilitychange'))"
    )
    page.wait_for_timeout(700)
    assert asked


@pytest.mark.parametrize("script", [True, False])
def test_two_presses_send_one_message(visit, script):
    visitor = visit("recruiter@demo.test", script=script)
    visitor.go("/conversations/3")
    page, text = visitor.page, f"Pressed twice {'with' if script else 'without'} a script"
    page.locator("#text").fill(text)
    page.locator(".compose-send").dblclick()
    expect(page.locator(".bubble-text", has_text=text)).to_have_count(1)
    page.wait_for_timeout(1_800)
    visitor.go("/conversations/3")
    expect(page.locator(".bubble-text", has_text=text)).to_have_count(1)


def test_keys_alone_lead_through_the_list_and_send(visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations?show=mine")
    page = visitor.page
    page.keyboard.press("j")
    expect(page.locator(".thread h2")).to_be_visible()
    first = page.locator(".thread h2").inner_text()
    assert "/conversations/" in page.url and "show=mine" in page.url
    page.keyboard.press("j")
    expect(page.locator(".thread h2")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator(".thread h2")).to_have_text(first)
    page.keyboard.press("f")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("tunnels")
    expect(page.locator(".talks-rows li")).to_have_count(1)
    visitor.go("/conversations/2")
    page.locator("#text").fill("The train is fine.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line-out .bubble-text", has_text="The train is fine.")).to_be_visible()
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#text")).to_be_focused()
    page.go_back()


def test_a_canned_reply_is_filled_into_the_box_and_a_draft_waits_for_its_writer(visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations/2")
    page = visitor.page
    page.locator(".compose-canned summary").click()
    page.get_by_role("link", name="Next step").click()
    assert "reply=" not in page.url
    expect(page.locator("#text")).to_have_value(FILLED)
    page.locator("#talk-6 a").click()
    expect(page.locator(".thread h2")).to_have_text("Rania Mansour")
    expect(page.locator("#text")).to_have_value("")
    page.locator("#talk-2 a").click()
    expect(page.locator("#text")).to_have_value(FILLED)


def test_taking_over_shows_at_once_who_answers(visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations/1")
    page = visitor.page
    page.get_by_role("button", name="Take over").click()
    expect(page.locator(".thread-owner")).to_contain_text("You answer")
    expect(page.locator(".line-line").last).to_contain_text("took over")
    page.locator(".thread-head details summary").click()
    page.get_by_role("button", name="Give to the assistant").click()
    expect(page.locator(".thread-owner")).to_contain_text("The assistant answers")


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_one_pane_is_shown_at_a_time(visit, script):
    visitor = visit("admin@demo.test", size=PHONE, script=script)
    page = visitor.page
    visitor.go("/conversations")
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator(".rail li:not(.rail-late) > a", has_text="Inbox")).to_be_visible()
    page.locator("#talk-2 a").click()
    expect(page.locator(".thread h2")).to_have_text("Priya Raman")
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("#person")).to_be_hidden()
    expect(page.locator(".bubble-text").last).to_be_in_viewport()
    page.locator(".thread-person").click()
    expect(page.locator("#person")).to_be_visible()
    expect(page.locator(".thread")).to_be_hidden()
    page.get_by_role("link", name="Messages").click()
    page.locator(".thread-head > .thread-back").click()
    expect(page.locator("#list")).to_be_visible()


def test_peer_10_23_hostile_words_stay_words_also_when_they_come_live(demo, visit):
    visitor = visit("recruiter@demo.test")
    visitor.go("/conversations/5")
    page = visitor.page
    hostile = f"{PICTURE} {DRAWING} {LINK} https://a.example/{DRAWING} \u202e{{{{7*7}}}}"
    contact_writes(demo, 5, hostile, f"{PICTURE}{DRAWING}"[:150])
    expect(page.locator("#messages .bubble-text").last).to_contain_text("onerror=alert(1)", timeout=5_000)
    for path in (
        "/conversations/5",
        "/conversations",
        "/conversations?q=onerror",
        "/conversations/5/handing",
        "/conversations/5/replies",
    ):
        visitor.go(path)
        page.wait_for_timeout(150)
        assert not page.locator(ALIVE).count(), path
    assert not visitor.complaints, visitor.complaints


@pytest.mark.slow
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)])
def test_axe_finds_nothing_in_the_inbox(visit, size, dark):
    visitor, wrong = visit("recruiter@demo.test", size=size, dark=dark), []
    paths = [
        "/conversations",
        "/conversations?filters=1",
        *(f"/conversations/{n}" for n in (1, 2, 3, 4, 8, 9)),
        "/conversations/2?pane=person",
        "/conversations/replies",
        "/conversations/replies/new",
        "/conversations/2/handing",
        "/conversations/2/replies",
    ]
    for path in paths:
        visitor.go(path)
        for violation in Axe().run(visitor.page, options=RULES).response["violations"]:
            wrong.append(f"{path}: {violation['id']}: {[node['html'][:160] for node in violation['nodes'][:3]]}")
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong.append(f"{path}: {width} px wide on a screen of {size['width']}")
    assert not wrong, "\n".join(wrong)
