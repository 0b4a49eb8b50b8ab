"""The people of a hiring at their browsers, and what each of them does on the way."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tests.chromium.conftest import PHONE, Visitor
from tests.letters import link_in, next_letter
from tests.servers import Portal

CVS = Path(__file__).parent.parent / "fixtures" / "cv" / "files"
NEW_YORK = "America/New_York"
PASSWORD = "a long way to a hire"


class Hiring:
    """One story: its people at their browsers. Names carry `mark`, for several stories share a portal."""

    def __init__(self, demo: Portal, visit: Callable[..., Visitor], mark: str, *, script: bool = True) -> None:
        self.demo, self.visit, self.mark, self.script = demo, visit, mark, script
        self.mailbox = demo.data_dir / "mail"
        self.hana, self.candidate = f"hana-{self.mark}@example.com", f"ananya-{self.mark}@example.com"
        self.recruiter = visit("recruiter@demo.test", script=script)
        self.job = self.person = self.interview = ""

    def press(self, visitor: Visitor, name: str, *, within: str = "main", agree: str = "") -> None:
        """Press a button; with JavaScript the portal's own question comes first, and is agreed to with `agree`."""
        page = visitor.page
        page.locator(within).get_by_role("button", name=name, exact=True).first.click()
        if agree and self.script:
            page.locator("dialog").get_by_role("button", name=agree).click()
        page.wait_for_load_state()

    def open_a_job(self) -> None:
        page = self.recruiter.page
        self.recruiter.go("/clients/new")
        page.fill("#company_name", f"Castle {self.mark}")
        self.press(self.recruiter, "Add client")
        self.recruiter.go(f"{page.url.partition('?')[0]}/people/new")
        page.fill("#name", "Hana Mehta")
        page.fill("#email", self.hana)
        self.press(self.recruiter, "Add and send mail")
        self.recruiter.go("/jobs/new")
        page.select_option("#client_id", label=f"Castle {self.mark}")
        page.fill("#title", f"Tech Lead {self.mark}")
        page.fill("#required_skills", "Java, AWS, Leadership")
        self.press(self.recruiter, "Add job")
        expect(page.locator("h1")).to_contain_text(f"Tech Lead {self.mark}")
        self.job = page.url.partition("?")[0]

    def let_in(self) -> Visitor:
        """The client's user sets a password by the link of the welcome mail, and signs in with it."""
        visitor = self.visit(script=self.script)
        visitor.go(link_in(next_letter(self.mailbox, self.hana), "/set-password/"))
        visitor.page.fill("#password", PASSWORD)
        visitor.page.fill("#repeat", PASSWORD)
        self.press(visitor, "Set the password")
        visitor.sign_in(self.hana, PASSWORD)
        return visitor

    def upload(self, *names: str) -> None:
        """Put CVs in by the file field, on the board with JavaScript, and wait until all are read."""
        page, files = self.recruiter.page, [CVS / name for name in names]
        self.recruiter.go(self.job if self.script else f"{self.job}/uploads")
        page.set_input_files("#cv-files" if self.script else "#files", files)
        if not self.script:
            self.press(self.recruiter, "Upload")
        done = page.locator("#uploads .tray-state", has_text=re.compile(f"All {len(names)} files are read|decision"))
        for _ in range(100):
            try:
                return expect(done).to_be_visible(timeout=240_000 if self.script else 600)
            except AssertionError:
                assert not self.script, page.locator("#uploads").inner_text()
                page.get_by_role("link", name="Look again").click()
        raise AssertionError("the files were not read")

    def review(self, name: str) -> None:
        """Correct what was read in one of them."""
        page = self.recruiter.page
        self.recruiter.go(f"{self.job}/uploads")
        page.locator("#uploads li", has_text=name).get_by_role("link", name="Review").click()
        page.fill("#first_name", "Ananya")
        page.fill("#last_name", f"Rao {self.mark}")
        page.fill("#email", self.candidate)
        self.press(self.recruiter, "Save")
        expect(page.locator("h1")).to_contain_text(f"Ananya Rao {self.mark}")
        self.person = page.url.partition("?")[0]

    def card(self, column: str) -> Locator:
        """The candidate's card in a column of the board."""
        return self.recruiter.page.locator(f".board-column:has(#column-{column}) .board-card", has_text="Ananya Rao")

    def drag_on(self) -> None:
        """Take the card to the next column: by the mouse where there is JavaScript, else by its menu."""
        page = self.recruiter.page
        self.recruiter.go(self.job)
        if self.script:
            self.card("NEW").locator("h3").wait_for()
            with page.expect_response(lambda answer: "/moves" in answer.url and answer.ok):
                self.card("NEW").drag_to(page.locator("[data-status=IN_REVIEW]"))
        else:
            self.by_menu("NEW", "Move to in review")
        expect(self.card("IN_REVIEW")).to_have_count(1)
        self.by_menu("IN_REVIEW", "Move to shortlisted")
        expect(self.card("SHORTLISTED")).to_have_count(1)

    def by_menu(self, column: str, words: str) -> None:
        self.card(column).locator("summary").click()
        self.card(column).get_by_role("button", name=re.compile(words, re.I)).click()

    def plan(self, name: str) -> None:
        """Plan a round with the client's user, at times that the portal proposes."""
        page = self.recruiter.page
        self.recruiter.go(self.person)
        page.get_by_role("link", name="Plan interview").click()
        page.fill("#round_name", name)
        page.locator("#interviewers label", has_text="Hana Mehta").click()
        page.fill("#meeting_link", "https://meet.example.org/abc")
        self.press(self.recruiter, "Propose times")
        expect(page.locator("input[name=slot]:checked")).to_have_count(5)
        self.press(self.recruiter, "Send times to Ananya")
        expect(page.locator("main")).to_contain_text("Awaiting")
        self.interview = page.url.partition("?")[0]

    def book_on_a_phone(self, number: int) -> None:
        """Three taps from the mail: its link, a time, the button. Times are of the phone's zone, or say theirs."""
        phone = self.visit(script=self.script, size=PHONE, zone=NEW_YORK)
        phone.go(link_in(next_letter(self.mailbox, self.candidate, "choose a time", after=number - 1), "/portal/i/"))
        choices = phone.page.locator("label.choice")
        where = NEW_YORK if self.script else "Asia/Kolkata"
        expect(phone.page.locator("#zone strong")).to_contain_text("New York" if self.script else "Kolkata")
        choices.first.tap()
        phone.page.get_by_role("button", name="Book this time").tap()
        expect(phone.page.locator("h1")).to_have_text("Your interview is booked")
        with phone.page.expect_download() as download:
            phone.page.get_by_role("link", name="Add to calendar").tap()
        begin = re.search(r"DTSTART:(\w+)Z", download.value.path().read_text()).group(1)
        local = datetime.strptime(begin + "+0000", "%Y%m%dT%H%M%S%z").astimezone(ZoneInfo(where))
        shown = phone.page.locator("main").inner_text()
        assert local.strftime("%H:%M") in shown and f"{local.day} {local:%B %Y}" in shown, (local, shown)

    def hold(self) -> None:
        """The recruiter sends the invitation, and notes that the interview took place."""
        page = self.recruiter.page
        self.recruiter.go(self.interview)
        self.press(self.recruiter, "Send invitation")
        expect(page.locator(".lede .state").first).to_have_text(re.compile("Scheduled"))
        page.locator(".page-actions summary", has_text="More").click()
        self.press(self.recruiter, "Mark as completed", agree="Mark as completed")
        expect(page.locator(".lede .state").first).to_have_text(re.compile("Completed"))

    def judge(self, visitor: Visitor, decision: str, agree: str = "") -> None:
        """The client's user says how it was, and decides."""
        visitor.go(self.interview)
        visitor.page.get_by_role("link", name="Give feedback").click()
        visitor.page.get_by_label("5 – yes").check()
        visitor.page.fill("#text", "Knows what she says.")
        self.press(visitor, "Save feedback")
        if decision.startswith("Hire"):
            visitor.page.fill("#salary_offered", "₹ 40 L a year")
        self.press(visitor, decision, agree=agree)
        # Either way the round is passed; who looks before the answer is there sees the page of before.
        expect(visitor.page.locator(".lede .state").first).to_have_text(re.compile("Passed"))

    def two_rounds(self, client_user: Visitor) -> None:
        """Plan, book, hold and judge twice; the second time the client hires."""
        for number, (name, decision) in enumerate((("Technical", "Pass this round"), ("Culture", "Hire Ananya")), 1):
            self.plan(name)
            self.book_on_a_phone(number)
            self.hold()
            self.judge(client_user, decision, agree="Hire Ananya" if number == 2 else "")
        self.recruiter.go(self.job)
        expect(self.recruiter.page.locator("h1")).to_contain_text("Filled")
        expect(self.card("SELECTED")).to_have_count(1)
