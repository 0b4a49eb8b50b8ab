"""A candidate on a phone and a recruiter at a desk write to each other: live, once, as text, also without a script."""

import re
import subprocess
import sys
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.chromium.conftest import DESK, NARROW, PHONE
from tests.servers import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "<script>alert(1)</script>",
]
ALIVE = "img[src=x], [onerror], [onload], [href^='javascript:' i], main script"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# What the chat's own carrier does with what waits: it has arrived as soon as it is sent.
DELIVER = r"""
import sys
from sqlalchemy import update
from portal import create_app
from portal.conversations.models import Message, MessageState
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.tenancy import as_company
app = create_app()
with app.app_context(), transaction(), as_company(1):
    db.session.execute(update(Message).where(
        Message.conversation_id == int(sys.argv[1]), Message.state == MessageState.QUEUED
    ).values(state=MessageState.DELIVERED, sent_at=now(), delivered_at=now()))
"""


def deliver(demo, number):
    """What waits in a talk of the chat arrives."""
    subprocess.run(
        [sys.executable, "-c", DELIVER, number], cwd=ROOT, env=demo.env, check=True, capture_output=True, timeout=60
    )


def begin(candidate, words):
    """The candidate writes to the company in general; the number of the talk."""
    candidate.go("/portal/messages/new")
    candidate.page.get_by_label("About").select_option("general")
    candidate.page.get_by_label("Your message").fill(words)
    candidate.page.get_by_role("button", name="Send").click()
    candidate.page.wait_for_url(re.compile(r"/portal/messages/\d+$"))
    return candidate.page.url.rsplit("/", 1)[1]


def bubble(visitor, words):
    return visitor.page.locator("#messages .bubble-text", has_text=words)


def test_two_people_see_each_others_words_within_two_seconds(demo, visit):
    candidate, recruiter = visit("candidate@demo.test", size=PHONE), visit("recruiter@demo.test")
    number = begin(candidate, "Hello, may I ask something?")
    recruiter.go(f"/conversations/{number}")
    expect(bubble(recruiter, "Hello, may I ask something?")).to_be_visible()

    candidate.page.locator("#text").press_sequentially("I am in the middle of")
    recruiter.page.locator("#text").fill("Of course. What is it?")
    recruiter.page.get_by_role("button", name="Send").first.click()
    expect(bubble(recruiter, "Of course.")).to_be_visible()
    deliver(demo, number)
    done = time.monotonic()
    bubble(candidate, "Of course. What is it?").wait_for(timeout=10_000)
    assert time.monotonic() - done < 2.0
    expect(candidate.page.locator("#text")).to_have_value("I am in the middle of")
    expect(candidate.page.locator("#talk-who")).to_contain_text("answers you")
    expect(candidate.page.locator("#messages .line-theirs .line-who").last).to_have_text("Ravi")

    candidate.page.locator("#text").fill("Is the office near a train?")
    candidate.page.get_by_role("button", name="Send").click()
    done = time.monotonic()
    bubble(recruiter, "Is the office near a train?").wait_for(timeout=10_000)
    assert time.monotonic() - done < 2.0
    expect(candidate.page.locator("#text")).to_have_value("")
    expect(recruiter.page.locator("#messages .line-state.is-read").last).to_be_visible()


def test_a_double_press_sends_once_and_hostile_words_stay_words(demo, visit):
    candidate, recruiter = visit("candidate@demo.test", size=PHONE), visit("recruiter@demo.test")
    number = begin(candidate, "Some odd words follow")
    for words in HOSTILE:
        candidate.page.locator("#text").fill(words)
        candidate.page.get_by_role("button", name="Send").dblclick()
        expect(bubble(candidate, words)).to_have_count(1)
        expect(candidate.page.locator("#text")).to_have_value("")
    candidate.page.reload()
    recruiter.go(f"/conversations/{number}")
    for visitor in (candidate, recruiter):
        for words in HOSTILE:
            expect(bubble(visitor, words)).to_have_count(1)
        assert visitor.page.locator(ALIVE).count() == 0
    candidate.go("/portal/messages")
    assert candidate.page.locator(ALIVE).count() == 0


def test_enter_sends_at_a_desk_and_begins_a_line_on_a_phone(visit):
    desk, phone = visit("candidate@demo.test", size=DESK), visit("candidate@demo.test", size=PHONE)
    number = begin(desk, "By a keyboard")
    desk.page.locator("#text").press_sequentially("One line")
    desk.page.locator("#text").press("Shift+Enter")
    desk.page.locator("#text").press_sequentially("and another")
    desk.page.locator("#text").press("Enter")
    expect(bubble(desk, re.compile("One line\nand another"))).to_be_visible()
    phone.go(f"/portal/messages/{number}")
    phone.page.locator("#text").press_sequentially("One line")
    phone.page.locator("#text").press("Enter")
    expect(phone.page.locator("#text")).to_have_value("One line\n")
    # The box has grown; its inline height is not carried over to the new one, which the browser would complain about.
    phone.page.get_by_role("button", name="Send").click()
    expect(phone.page.locator("#text")).to_have_value("")


def test_everything_works_without_a_script(demo, visit):
    candidate = visit("candidate@demo.test", size=PHONE, script=False)
    number = begin(candidate, "Without a script")
    candidate.page.locator("#text").fill("And one more")
    candidate.page.get_by_role("button", name="Send").click()
    expect(bubble(candidate, "And one more")).to_have_count(1)
    candidate.page.get_by_role("button", name="Stop automated messages").click()
    expect(candidate.page.locator("#talk-who")).to_contain_text("You have stopped automated messages")
    candidate.page.get_by_role("button", name="Start again").click()
    expect(candidate.page.get_by_role("button", name="Stop automated messages")).to_be_visible()
    deliver(demo, number)
    candidate.page.reload()
    candidate.page.get_by_role("button", name="Mark as read").click()
    candidate.page.wait_for_url(re.compile(r"/portal/messages$"))
    expect(candidate.page.locator("#unread-messages")).to_have_text("")


@pytest.mark.slow
@pytest.mark.parametrize("size", [DESK, PHONE, NARROW], ids=["desk", "phone", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_talk_and_nothing_is_wider_than_the_screen(demo, visit, size, dark):
    candidate = visit("candidate@demo.test", size=size, dark=dark)
    number = begin(candidate, "Please look at this " + "x" * 300)
    deliver(demo, number)
    for path in (f"/portal/messages/{number}", "/portal/messages", "/portal/messages/new"):
        candidate.go(path)
        found = Axe().run(candidate.page, options=RULES).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
        width = candidate.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path}: {width} px"
