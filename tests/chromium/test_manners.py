"""How pages behave under the hand: two people at one time, the way back, the first field that is wrong, the theme."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import PHONE
from tests.servers import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

# Run in the portal's environment: two candidates are offered one time of one interviewer; prints their links.
TWO_OFFERS = r"""
import json
import sys
from datetime import timedelta
from sqlalchemy import select
from portal import create_app
from portal.accounts import queries as accounts
from portal.accounts.models import LinkPurpose, User
from portal.accounts.services.links import make_link
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.tenancy import as_company
from portal.interviews.models import Interview
from portal.interviews.services import Facts, plan_interview

app = create_app()
with app.app_context(), as_company(1):
    with transaction():
        user = db.session.scalars(select(User).where(User.email == "recruiter@demo.test")).one()
        company = accounts.get_company(1)
        by = accounts.person_of(user, company)
        start = (now() + timedelta(days=int(sys.argv[1]))).replace(minute=0, second=0, microsecond=0)
        slots = [(start + timedelta(hours=h), start + timedelta(hours=h, minutes=45)) for h in range(3)]
        waiting = select(Application).join(Candidate, Candidate.id == Application.candidate_id).where(
            Application.status == ApplicationStatus.NEW, Candidate.email.is_not(None),
            Application.id.not_in(select(Interview.application_id))).order_by(Application.id).limit(2)
        paths = []
        for application in db.session.scalars(waiting).all():
            interview = plan_interview(application, Facts("Talk", interviewer_ids=[user.id]), slots, by)
            facts = {"company_id": 1, "interview_id": interview.id}
            paths.append("/portal/i/" + make_link(LinkPurpose.INTERVIEW, facts))
print(json.dumps(paths))
"""


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_who_comes_second_to_a_time_is_told_so_and_sees_those_still_free(demo, visit, script):
    command = [sys.executable, "-c", TWO_OFFERS, "9" if script else "12"]
    answer = subprocess.run(command, cwd=ROOT, env=demo.env, check=True, capture_output=True, text=True, timeout=120)
    first, second = (visit(size=PHONE, script=script) for _ in range(2))
    for phone, path in zip((first, second), json.loads(answer.stdout.strip().split("\n")[-1]), strict=True):
        phone.go(path)
        expect(phone.page.locator("label.choice")).to_have_count(3)
        phone.page.locator("label.choice").nth(1).tap()
    first.page.get_by_role("button", name="Book this time").tap()
    expect(first.page.locator("h1")).to_have_text("Your interview is booked")
    second.page.get_by_role("button", name="Book this time").tap()
    expect(second.page.locator("main")).to_contain_text("That time was just taken")
    expect(second.page.locator("label.choice")).to_have_count(2)
    second.page.locator("label.choice").first.tap()
    second.page.get_by_role("button", name="Book this time").tap()
    expect(second.page.locator("h1")).to_have_text("Your interview is booked")


def test_the_way_back_leads_through_what_was_swapped(visit):
    page = visit("recruiter@demo.test").page
    page.goto(page.url.partition("/today")[0].rstrip("/") + "/jobs")
    rows = page.locator("#results tbody tr")
    everything = rows.count()
    with page.expect_response(lambda answer: "q=Backend" in answer.url):
        page.fill("main #q", "Backend")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("q=Backend"))
    rows.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("Backend Engineer")
    page.go_back()
    expect(rows).to_have_count(1)
    expect(page.locator("main #q")).to_have_value("Backend")
    page.go_back()
    expect(rows).to_have_count(everything)
    assert page.locator("html").count() == 1 and page.locator("main").count() == 1


@pytest.mark.parametrize(("path", "field"), [("/clients/new", "company_name"), ("/jobs/new", "client_id")])
def test_a_form_with_errors_puts_the_cursor_in_the_first_wrong_field(visit, path, field):
    visitor = visit("recruiter@demo.test")
    visitor.go(path)
    visitor.page.locator("main form.form button[type=submit]").first.click()
    expect(visitor.page.locator("#form-errors")).to_be_visible()
    expect(visitor.page.locator(f"#{field}")).to_be_focused()


def test_the_chosen_theme_stays(visit):
    visitor = visit("recruiter@demo.test")
    visitor.page.locator("[data-theme-switch]").click()
    visitor.page.locator("[data-theme-switch]").click()
    visitor.go("/jobs")
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
