"""The whole way once, from a client's opening to a hire, through pages and mails alone: no row is made by the test."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import Role, User
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail, mailbox_folder
from portal.core.outbox import run_due
from portal.core.tenancy import current_scope, enter
from portal.interviews.models import Interview
from portal.jobs.models import Job, JobStatus
from portal.notifications.models import Notification, NotificationReader, NotificationType
from tests import factories
from tests.browser import Answer, Browser
from tests.interviews.steps import NOW
from tests.letters import calendar_in, has_calendar, letters_to, link_in

CVS = Path(__file__).parent / "fixtures" / "cv" / "files"
CHOSEN = "techlead-gurugram.pdf"
OTHERS = ("mechanical-karur.docx", "storekeeper-accra.txt")
PASSWORD = "a long way to a hire"
CLIENT_MAIL, COLLEAGUE = "hana@northwind.example", "colleague@demo.test"
CANDIDATE_MAIL, GUEST_MAIL = "ananya@example.com", "gus@example.org"
PAY = "₹ 40 L a year"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A Monday morning, from which the story moves on."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def work() -> None:
    """What the worker does, in no company's scope at first, as there."""
    db.session.commit()
    db.session.expunge_all()
    scope = current_scope()
    enter(None)
    run_due(10_000)
    enter(scope)


def letters(to: str, subject: str = "") -> list[EmailMessage]:
    """The mails to an address, once the worker has done what is due."""
    work()
    return letters_to(mailbox_folder(), to, subject)


class Story:
    """The people of the story at their browsers, and what they come to on their way."""

    def __init__(self, browse, world, clock) -> None:
        self.browse, self.world, self.clock = browse, world, clock
        factories.a_user(Role.RECRUITER, email=COLLEAGUE)
        self.recruiter = self.sign_in(world.recruiter.email)
        self.job = self.client = self.candidate = self.link = ""

    def sign_in(self, address: str, password: str = factories.PASSWORD) -> Browser:
        """A new browser, signed in by the form."""
        browser = self.browse()
        answer = browser.submit(browser.get("/login"), "main form", email=address, password=password)
        assert answer.status == 303, answer.words()
        return browser

    def go_to(self, moment: datetime) -> None:
        """Time passes; sessions end on the way, so everybody signs in anew."""
        self.clock.move_to(moment)
        self.recruiter = self.sign_in(self.world.recruiter.email)

    def sent(self, browser: Browser, path: str, selector: str = "main form.form", **values: object) -> Answer:
        """Open a page, fill in its form, send it, and come to the next page."""
        answer = browser.submit(browser.get(path), selector, **values)
        assert answer.status == 303, answer.words("main")[:1500]
        return browser.follow(answer)

    def open_a_job_of_a_new_client(self) -> None:
        page = self.sent(self.recruiter, "/clients/new", company_name="Northwind Software", city="Chennai")
        self.client = page.response.request.path
        self.sent(self.recruiter, f"{self.client}/people/new", name="Hana Mehta", email=CLIENT_MAIL)
        client_id = next(o["value"] for o in self.recruiter.get("/jobs/new").soup.select("#client_id option[value]")
                         if o.get_text() == "Northwind Software")  # fmt: skip
        page = self.sent(self.recruiter, "/jobs/new", client_id=client_id, title="Tech Lead", openings="1",
                         required_skills="Java, AWS, Leadership")  # fmt: skip
        self.job = page.response.request.path

    def let_the_client_user_in(self) -> Browser:
        [welcome] = letters(CLIENT_MAIL)
        assert CLIENT_MAIL in welcome.get_body(("plain",)).get_content()
        browser = self.browse()
        self.sent(browser, link_in(welcome, "/set-password/"), "main form", password=PASSWORD, repeat=PASSWORD)
        return self.sign_in(CLIENT_MAIL, PASSWORD)

    def upload_cvs(self) -> Answer:
        page = self.recruiter.get(f"{self.job}/uploads")
        files = [(io.BytesIO((CVS / name).read_bytes()), name) for name in (CHOSEN, *OTHERS)]
        answer = self.recruiter.submit(page, "form#upload", files=files)
        work()
        return self.recruiter.follow(answer)

    def application(self) -> Application:
        return db.session.scalars(
            select(Application).join(Candidate, Candidate.id == Application.candidate_id).where(
                Candidate.first_name == "Ananya"
            )
        ).one()  # fmt: skip

    def move_to(self, *words: str) -> None:
        for word in words:
            page = self.recruiter.get(self.candidate)
            [form] = [f for f in page.soup.select("form.action") if f.get_text(strip=True) == f"To {word}"]
            form["id"] = "chosen"
            assert self.recruiter.submit(page, "form#chosen").status == 303

    def plan(self, name: str) -> None:
        """Plan the next round with the client's user as interviewer, late in the week; find the link of the mail."""
        page = self.recruiter.get(self.candidate)
        page = self.recruiter.get(page.one("a[href$='/interviews/new']")["href"])
        [hana] = [b for b in page.soup.select("input[name=interviewers]") if "Hana" in b.find_parent("label").text]
        page = self.recruiter.submit(page, "main form[method=post]", interviewers=[hana["value"]], round_name=name,
                                     duration="45", guests=f"Gus Guest {GUEST_MAIL}",
                                     slot=[box["value"] for box in page.soup.select(".week input[name=slot]")][-3:],
                                     meeting_link="https://meet.example.org/abc")  # fmt: skip
        assert page.status == 303, page.words("main")[:1500]
        self.interview = page.location
        self.link = link_in(letters(CANDIDATE_MAIL, "time")[-1], "/portal/i/")

    def act(self, browser: Browser, action: str, **values: object) -> Answer:
        """Press a button of the interview's page."""
        return self.sent(browser, self.interview, f"form[data-action={action}]", **values)


@pytest.fixture
def story(company, browse, clock) -> Story:
    return Story(browse, company, clock)


def chosen_candidate(story: Story) -> None:
    """The first chapters: a job, its client's user, CVs read, one reviewed, shortlisted and shared."""
    story.open_a_job_of_a_new_client()
    story.let_the_client_user_in()
    tray = story.upload_cvs()
    assert f"All {len(OTHERS) + 1} files are read" in tray.words("#uploads")
    [line] = [li for li in tray.soup.select("#uploads li") if CHOSEN in li.get_text()]
    review = story.recruiter.get(line.select_one("a[id^=review]")["href"])
    answer = story.recruiter.submit(review, "main form.split-story", first_name="Ananya", email=CANDIDATE_MAIL)
    assert answer.status == 303, answer.words("main")[:1500]
    story.candidate = story.recruiter.follow(answer).response.request.full_path.rstrip("?")
    story.move_to("In review", "Shortlisted")


def test_from_a_clients_opening_to_a_hire_in_two_rounds(story):
    chosen_candidate(story)
    assert story.application().status is ApplicationStatus.SHORTLISTED
    page = None
    for number, name, decision in ((1, "Technical", "pass"), (2, "Culture", "hire")):
        story.plan(name)
        book(story)
        story.act(story.recruiter, "invite")
        interview = db.session.scalars(select(Interview).order_by(Interview.id.desc())).first()
        assert (interview.interview_round, interview.interview_status) == (number, "Scheduled")
        story.go_to(interview.scheduled_end_time + timedelta(minutes=10))
        story.act(story.recruiter, "complete")
        client_user = story.sign_in(CLIENT_MAIL, PASSWORD)
        story.sent(client_user, f"{story.interview}/feedback", rating=str(3 + number), text="Knows what she says.")
        page = story.act(client_user, decision, **({"salary_offered": PAY} if decision == "hire" else {}))
    assert "selected" in page.words("main").lower()
    application, job = story.application(), db.session.scalars(select(Job)).one()
    assert (application.status, application.salary_offered) == (ApplicationStatus.SELECTED, PAY)
    assert timedelta(0) <= now() - application.selected_at < timedelta(minutes=5)
    assert (job.status, job.openings) == (JobStatus.FILLED, 0)
    assert "Filled" in story.recruiter.get(story.job).words("h1")
    assert_everybody_was_told(story)


def book(story: Story, action: str = "book", number: int = 0) -> None:
    """From the mail to the booking in three requests: the page, the choice, what was booked."""
    browser, path = story.browse(), story.link if action == "book" else f"{story.link}/change"
    page = browser.get(path)
    slot = page.soup.select("input[type=radio][name=slot]")[number]["value"]
    answer = browser.submit(page, f"form[data-action={action}]", slot=slot)
    assert browser.follow(answer).words("h1") == "Your interview is booked"


def assert_everybody_was_told(story: Story) -> None:
    """The seed's table of recipients, in the portal and by mail; nobody is mailed about what they did themselves."""
    work()
    names = dict(db.session.execute(select(User.id, User.email)).all())
    told: dict[str, set[str]] = {}
    rows = select(Notification.type, NotificationReader.user_id).join(
        NotificationReader, NotificationReader.notification_id == Notification.id
    )
    for kind, reader in db.session.execute(rows):
        told.setdefault(kind, set()).add(names.get(reader, "the candidate"))
    admin, recruiter = story.world.admin.email, story.world.recruiter.email
    staff, everybody = {admin, recruiter, COLLEAGUE}, {admin, recruiter, COLLEAGUE, CLIENT_MAIL}
    assert {kind: who for kind, who in told.items() if kind != NotificationType.SYSTEM} == {
        NotificationType.CANDIDATE_STATUS_CHANGE: staff,
        NotificationType.INTERVIEW_BOOKED: everybody,
        NotificationType.INTERVIEW_PASSED: everybody,
        NotificationType.HIRING_INITIATED: staff,
        NotificationType.NEW_JOB: {recruiter, COLLEAGUE},
    }
    mailed: dict[str, set[str]] = {}
    for template, to in db.session.execute(select(Mail.template, Mail.to_email)):
        mailed.setdefault(template, set()).add(to)
    assert mailed == {
        "welcome_user": {CLIENT_MAIL},
        "new_job": {COLLEAGUE},
        # A passed round, which the client decides, moves the application too: the recruiter hears of that.
        "status_change": staff,
        "interview_slots": {CANDIDATE_MAIL},
        "booked_notice": everybody,
        "interview_invitation": {CANDIDATE_MAIL, CLIENT_MAIL, GUEST_MAIL},
        "hiring_initiated": staff,
    }
    assert len(list(mailbox_folder().glob("*.eml"))) == db.session.query(Mail).count()


def test_a_moved_and_cancelled_interview_keeps_its_uid_in_everybodys_calendar(story):
    chosen_candidate(story)
    story.plan("Technical")
    book(story)
    story.act(story.recruiter, "invite")
    # A new time brings a new invitation by itself.
    book(story, "move")
    story.act(story.recruiter, "cancel", reason="The client is ill")
    seen = {}
    for address in (CANDIDATE_MAIL, CLIENT_MAIL, GUEST_MAIL):
        objects = [calendar_in(m) for m in letters(address) if has_calendar(m)]
        assert [method for method, _ in objects] == ["REQUEST", "REQUEST", "CANCEL"], address
        numbers = [int(event["SEQUENCE"]) for _, event in objects]
        assert numbers == sorted(set(numbers)), numbers
        assert objects[0][1]["DTSTART"].dt != objects[1][1]["DTSTART"].dt
        assert objects[2][1]["STATUS"] == "CANCELLED"
        seen[address] = {str(event["UID"]) for _, event in objects}
    assert len(set.union(*seen.values())) == 1, seen
