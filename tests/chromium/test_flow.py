"""From a client's opening to a hire in a real browser: in each role, with and without JavaScript, on a phone too."""

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import PHONE
from tests.chromium.hiring import NEW_YORK, PASSWORD, Hiring
from tests.letters import link_in, next_letter

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]
# Each story has its own people, for both happen in one company.
FILES = {
    True: ("techlead-gurugram.pdf", "storekeeper-accra.txt", "mechanical-karur.docx"),
    False: ("developer-recife.pdf", "advocate-mombasa.rtf", "hr-nairobi.pdf"),
}


@pytest.mark.parametrize(
    "script",
    [pytest.param(True, id="with JavaScript"), pytest.param(False, id="without JavaScript", marks=pytest.mark.slow)],
)
def test_from_a_clients_opening_to_a_hire(demo, visit, script):
    story = Hiring(demo, visit, "with" if script else "without", script=script)
    story.open_a_job()
    client_user = story.let_in()
    story.upload(*FILES[script])
    story.review(FILES[script][0])
    story.drag_on()
    story.two_rounds(client_user)
    see_it_as_admin(story)
    see_it_as_candidate(story)


def see_it_as_admin(story: Hiring) -> None:
    """The admin finds the mails in the mailbox, and gives the candidate an account."""
    admin = story.visit("admin@demo.test", script=story.script)
    admin.go("/admin/mailbox")
    expect(admin.page.locator("main")).to_contain_text(story.candidate)
    admin.go("/admin/portal-users/new")
    admin.page.fill("#first_name", "Ananya")
    admin.page.fill("#last_name", f"Rao {story.mark}")
    admin.page.fill("#email", story.candidate)
    admin.page.locator("main button[type=submit]").last.click()
    admin.page.wait_for_load_state()
    expect(admin.page.locator("main")).to_contain_text(story.candidate)


def see_it_as_candidate(story: Hiring) -> None:
    """The candidate sets a password by the mail's link, signs in on the phone, and finds where things stand."""
    welcome = next_letter(story.mailbox, story.candidate, "your account")
    phone = story.visit(script=story.script, size=PHONE, zone=NEW_YORK)
    phone.go(link_in(welcome, "/portal/set-password/"))
    phone.page.fill("#password", PASSWORD)
    phone.page.fill("#repeat", PASSWORD)
    phone.page.locator("main button[type=submit]").first.click()
    phone.page.wait_for_load_state()
    if "login" in phone.page.url:
        phone.sign_in(story.candidate, PASSWORD)
    phone.go("/portal/")
    expect(phone.page.locator("main")).to_contain_text(f"Tech Lead {story.mark}")
