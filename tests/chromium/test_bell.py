"""The bell in a real browser: it opens the newest few, reads them, and the calendar's address is copied by a button."""

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]


# Each reads their own: what one has read is no longer there to be read.
@pytest.mark.parametrize(("size", "person"), [(DESK, "recruiter@demo.test"), (PHONE, "admin@demo.test")])
def test_the_bell_opens_the_newest_few_within_the_window_and_reads_all(visit, size, person):
    visitor = visit(person, size=size)
    visitor.go("/jobs")
    page = visitor.page
    page.locator("#bell").click()
    expect(page.locator(".latest li")).to_have_count(5)
    box = page.locator(".bell-panel").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    page.keyboard.press("Escape")
    expect(page.locator(".bell-panel")).to_be_hidden()
    page.locator("#bell").click()
    page.locator(".latest-head button").click()
    expect(page.locator("#bell .dot")).to_have_count(0)


def test_without_javascript_the_bell_still_leads_to_the_list(visit):
    visitor = visit("admin@demo.test", script=False)
    visitor.go("/jobs")
    visitor.page.locator("#bell").click()
    visitor.page.get_by_role("link", name="See all").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Notifications")


def test_the_address_of_the_calendar_is_copied(visit):
    visitor = visit("admin@demo.test")
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.go("/profile/calendar")
    page = visitor.page
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#address").input_value()
