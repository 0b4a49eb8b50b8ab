"""Every CV of the fixtures put in at once through the browser, and one of them taken through two rounds to a hire."""

import pytest
from playwright.sync_api import expect

from tests.chromium.hiring import CVS, Hiring

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(900)]


def test_all_cvs_come_in_at_once_and_one_person_is_hired(demo, visit):
    story, names = Hiring(demo, visit, "many"), sorted(file.name for file in CVS.iterdir())
    story.open_a_job()
    client_user = story.let_in()
    story.upload(*names)
    story.recruiter.go(f"{story.job}/uploads")
    lines = story.recruiter.page.locator("#uploads li")
    expect(lines).to_have_count(len(names))
    assert lines.filter(has_text="Added").count() == len(names), lines.all_inner_texts()
    story.recruiter.go(story.job)
    expect(story.recruiter.page.locator(".board-column:has(#column-NEW) .count")).to_have_text(str(len(names)))
    story.review(names[-1])
    story.drag_on()
    story.two_rounds(client_user)
