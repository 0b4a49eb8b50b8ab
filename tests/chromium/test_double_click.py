"""Somebody who clicks twice because the answer takes its time makes one thing, not two."""

from collections.abc import Callable

import pytest

from tests.chromium.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# The form's own navigation never begins, as with a server that has not answered yet; the event tells what would go.
COUNT = """() => {
    window.sent = 0;
    addEventListener("submit", (event) => { if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); });
    const button = document.querySelector("main form[method=post] button[type=submit]");
    button.click();
    setTimeout(() => button.click(), 300);
}"""


def test_a_second_click_while_the_first_is_under_way_sends_nothing(visit: Callable[..., Visitor]):
    visitor = visit("recruiter@demo.test")
    visitor.go("/candidates/new")
    visitor.page.get_by_label("First name").fill("Clicked Twice")
    visitor.page.evaluate(COUNT)
    visitor.page.wait_for_timeout(800)
    assert visitor.page.evaluate("window.sent") == 1
