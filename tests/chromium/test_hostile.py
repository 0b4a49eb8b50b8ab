"""What hostile people write into names, notes, files and CVs stays words on every page that shows it."""

import re

import pytest
from playwright.sync_api import expect

from tests.candidates.cvs import cv_text
from tests.chromium.conftest import PHONE
from tests.letters import link_in, next_letter

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(280)]
PICTURE, DRAWING, LINK, SUM = (
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
)
ALIVE = "img[src=x], [onerror], [onload], [href^='javascript:' i], [src^='javascript:' i]"
MAIL = "hostile@example.com"


def test_peer_04_10_23_markup_in_what_people_write_is_never_run(demo, visit):
    recruiter = visit("recruiter@demo.test")
    person, job = write_hostile_things(recruiter)
    interview = plan_with_hostile_words(recruiter, person)
    places = [person, f"{person}/edit", f"{person}/review", f"{person}/timeline", f"{person}/deletion", job,
              f"{job}?tab=details", f"{job}/edit", f"{job}/uploads", interview, f"{interview}/edit",
              f"{interview}/feedback", "/", "/jobs", "/interviews", "/notifications", "/candidates",
              f"/candidates?q={PICTURE}", f"/jobs?q={DRAWING}", "/clients"]  # fmt: skip
    assert sum(look(recruiter, path) for path in places) >= 14, "hardly any page shows what was written"
    client_user = visit("client@demo.test")
    assert sum(look(client_user, path) for path in (person, job, interview, "/", "/jobs", "/candidates")) >= 4
    letter = next_letter(demo.data_dir / "mail", MAIL, "choose a time")
    candidate = visit(size=PHONE)
    assert look(candidate, link_in(letter, "/portal/i/"))
    admin = visit("admin@demo.test")
    admin.go("/admin/mailbox")
    admin.page.get_by_role("link", name=re.compile("Choose a time")).first.click()
    here = admin.page.url.removeprefix(admin.url)
    assert look(admin, here) and look(admin, f"{here}/html")


def test_peer_10_23_markup_in_what_other_systems_send_is_never_run(demo, visit):
    words = f"{PICTURE} {DRAWING} {SUM}"
    person = {"firstName": words, "lastName": LINK, "emailAddress": "hostile.ats@example.com"}
    event = {"event_id": DRAWING, "event_type": "application.created", "candidate": person,
             "job": {"external_id": PICTURE, "title": words, "location": DRAWING, "description": words},
             "application": {"external_id": words}}  # fmt: skip
    moved = {**event, "event_id": "moved", "event_type": "application.moved", "application": {"stage": words}}
    unknown = {**event, "event_id": "unknown", "event_type": PICTURE}
    admin = visit("admin@demo.test")
    for sent in (event, moved, unknown):
        headers = {"X-API-Key": "demo-api-key-company-1"}
        assert admin.context.request.post(f"{demo.url}/webhooks/ats/generic", data=sent, headers=headers).ok
    admin.go("/admin/integrations/deliveries")
    page = admin.page
    deliveries = [link.get_attribute("href") for link in page.locator("td.main a").all()[:3]]
    admin.go(deliveries[1])
    changed = [link.get_attribute("href") for link in page.locator("main .facts a").all()]
    assert len(changed) >= 2
    places = ["/admin/integrations/deliveries", *deliveries, *changed, "/candidates", "/jobs"]
    assert sum(look(admin, path) for path in places) >= 7, "hardly any page shows what was sent"


def look(visitor, path):
    """Open a page; true if it shows what was written. What is alive of it fails the test, as does a complaint."""
    visitor.go(path)
    page = visitor.page
    # Pictures that cannot load and drawings call what they carry a moment later.
    page.wait_for_timeout(50)
    assert not page.locator(ALIVE).count(), f"{path}: {page.locator(ALIVE).first.evaluate('e => e.outerHTML')}"
    assert not visitor.complaints, f"{path}: {visitor.complaints}"
    text = page.content()
    return "onerror=alert(1)" in text or SUM in text or "onload=alert(1)" in text


def write_hostile_things(recruiter):
    """A job, a CV whose name and text are hostile, a note: the paths of the person and the job."""
    page = recruiter.page
    recruiter.go("/jobs/new")
    page.select_option("#client_id", label="Northwind Software")
    page.fill("#title", f"Engineer {PICTURE} {SUM}")
    page.fill("#department", DRAWING)
    page.fill("#location", DRAWING)
    page.fill("#description", f"{PICTURE}\n{DRAWING}\n{LINK}\n{SUM}")
    page.fill("#required_skills", f"Python, {PICTURE}, {SUM}")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    job = page.url.removeprefix(recruiter.url).partition("?")[0]
    recruiter.go(f"{job}/uploads")
    text = cv_text(f"Priya {PICTURE}", MAIL, more=f"{PICTURE}\n{DRAWING}\n[x]({LINK})\n{SUM}\n")
    page.set_input_files("#files", [{"name": f"{PICTURE}.txt", "mimeType": "text/plain", "buffer": text},
                                    {"name": "'>{{7*7}}<svg onload=alert(1)>.txt", "mimeType": "text/html",
                                     "buffer": b"<script>alert(1)</script>"}])  # fmt: skip
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#uploads .tray-state")).not_to_contain_text("Reading", timeout=60_000)
    page.locator("#uploads li", has_text="Added").get_by_role("link", name="Review").click()
    page.fill("#first_name", PICTURE)
    page.fill("#last_name", SUM)
    page.fill("#links", LINK)
    page.fill("#summary", DRAWING)
    page.fill("#current_role", DRAWING)
    page.locator("main button[type=submit]").first.click()
    if page.locator("#form-errors").count():
        page.fill("#links", "")
        page.locator("main button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text(SUM)
    return page.url.removeprefix(recruiter.url).partition("?")[0], job


def plan_with_hostile_words(recruiter, person):
    """Share the person with the client, write a note for it, plan a round: the path of the interview."""
    page = recruiter.page
    recruiter.go(person)
    page.locator(".page-actions summary", has_text="Move").click()
    page.get_by_role("button", name="To Shortlisted").click()
    page.fill("#text", f"{PICTURE} {DRAWING} {LINK} {SUM}")
    page.locator("#for_client").check()
    page.get_by_role("button", name="Add note").click()
    page.get_by_role("link", name="Plan interview").click()
    page.fill("#round_name", f"{PICTURE} {SUM}")
    page.fill("#guests", f"{PICTURE} guest@example.com")
    page.fill("#instructions", f"{DRAWING} {LINK}")
    page.get_by_role("button", name="Propose times").click()
    expect(page.locator("input[name=slot]:checked")).to_have_count(5)
    page.get_by_role("button", name="Send times to").click()
    expect(page.locator("main")).to_contain_text("Awaiting")
    return page.url.removeprefix(recruiter.url).partition("?")[0]
