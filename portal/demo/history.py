"""What happened in the demo company: each candidate's story, told by the verbs that people use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.accounts.models import AccountStatus, CandidateAccount
from portal.accounts.passwords import hash_password
from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.candidates import services as candidates
from portal.candidates.models import Application, ApplicationStatus, Candidate, CoverLetterTemplate, SavedAnswer
from portal.candidates.rules_letters import key_of
from portal.candidates.rules_uploads import fields_of
from portal.candidates.services.documents import add_document
from portal.candidates.services.uploads import create_read
from portal.core.clock import as_of, now
from portal.core.database import db
from portal.core.people import Person, PersonKind
from portal.demo.company import PASSWORD, Paper, Place
from portal.interviews import services as interviews
from portal.interviews.models import Interview, InterviewMode
from portal.interviews.queries import slots_of
from portal.interviews.rules import Span
from portal.jobs import services as jobs
from portal.jobs.queries import get_job
from portal.storage import services as storage

S = ApplicationStatus
INDIA = ZoneInfo("Asia/Kolkata")
# The story of each job's five people, in the order of the CVs.
STORIES: dict[str, tuple[str, ...]] = {
    "Backend Engineer": ("second_round", "scheduled_today", "decision_owed", "new", "in_review"),
    "Data Analyst": ("awaiting", "shortlisted", "new", "rejected", "in_review"),
    "QA Engineer": ("shortlisted", "new", "in_review", "rejected", "cancelled"),
    "DevOps Engineer": ("confirmed", "decision_owed", "draft", "new", "new"),
    "Registered Nurse": ("hired", "scheduled", "awaiting", "in_review", "failed"),
    "Ward Manager": ("no_show", "shortlisted", "in_review", "new", "rejected"),
    "Warehouse Supervisor": ("hired", "failed", "rejected", "rejected", "passed"),
    "Forklift Driver": ("rejected", "rejected", "in_review", "new", "shortlisted"),
    "Sales Manager": ("passed", "confirmed", "in_review", "new", "new"),
    "Key Account Executive": ("in_review", "new", "new", "shortlisted", "rejected"),
    "Financial Controller": ("decision_owed", "shortlisted", "in_review", "new", "rejected"),
    "Payroll Specialist": ("awaiting", "new", "in_review", "rejected", "shortlisted"),
}
REASONS = (
    "not enough experience for this post",
    "salary expectation above the range",
    "withdrawn",
    "chose another offer",
)


@dataclass
class Diary:
    """Hands out times that no interview of the demo shares: an hour each, on working days, in India."""

    today: datetime
    past: int = 0
    future: int = 0
    taken: set[datetime] = field(default_factory=set)

    def before(self) -> datetime:
        """An hour of the last two weeks, at least two days ago."""
        self.past += 1
        return self._hour(-2 - (self.past // 4), self.past)

    def after(self) -> datetime:
        """An hour of the coming days."""
        self.future += 1
        return self._hour(2 + (self.future // 4), self.future)

    def _hour(self, days: int, number: int) -> datetime:
        step = 1 if days > 0 else -1
        local = self.today.astimezone(INDIA) + timedelta(days=days)
        start = local.replace(hour=10 + 2 * (number % 4), minute=0, second=0, microsecond=0)
        while start.weekday() > 4 or start in self.taken:
            start += timedelta(days=step)
        self.taken.add(start)
        return start.astimezone(UTC)


@dataclass
class Story:
    """One person's way through one job."""

    place: Place
    diary: Diary
    candidate: Candidate
    application: Application
    begun: datetime
    number: int

    @property
    def interviewer(self) -> Person:
        """The client's own person who asks and decides."""
        found = [p for p in self.place.people.values() if p.client_id == self.application.client_id]
        return found[0]

    @property
    def self(self) -> Person:
        """The candidate, acting in the portal."""
        person = self.candidate
        return Person(
            PersonKind.CANDIDATE, 0, person.company_id, person.name, person.email or "", "candidate",
            candidate_id=person.id, permissions=frozenset(ROLE_PERMISSIONS["candidate"]),
        )  # fmt: skip

    def move(self, status: ApplicationStatus, days: float, reason: str | None = None) -> None:
        """Move the application some days after it began."""
        with as_of(min(self.begun + timedelta(days=days), self.place.today - timedelta(minutes=20 + self.number))):
            candidates.move(self.application, status, by=self.place.recruiter, reason=reason)

    def shortlist(self) -> None:
        """Reviewed and shown to the client."""
        self.move(S.IN_REVIEW, 1)
        self.move(S.SHORTLISTED, 2.2)

    def plan(self, name: str, starts: list[datetime], at: datetime, *, send: bool = True) -> Interview:
        """Plan a round and offer times."""
        facts = interviews.Facts(
            round_name=name,
            mode=InterviewMode.VIDEO,
            duration=45,
            zone=self.place.people[self.interviewer.email].time_zone,
            interviewer_ids=[self.interviewer.id],
            meeting_link=f"https://meet.example/{self.number:03d}-{name.split()[0].lower()}",
            instructions="Please have your CV at hand. We begin with ten minutes about you.",
        )
        slots: list[Span] = [(start, start + timedelta(minutes=45)) for start in starts]
        with as_of(at):
            return interviews.plan_interview(self.application, facts, slots, self.place.recruiter, send=send)

    def held(self, name: str) -> Interview:
        """A round that took place, with feedback."""
        start = self.diary.before()
        interview = self.plan(name, [start, start + timedelta(hours=1)], start - timedelta(days=3))
        self.book(interview, start - timedelta(days=2))
        with as_of(start - timedelta(days=1, hours=20)):
            interviews.send_invite(interview, self.place.recruiter)
        with as_of(start + timedelta(minutes=50)):
            interviews.mark_completed(interview, self.place.recruiter)
        with as_of(start + timedelta(hours=2)):
            words = ("Clear answers, good examples.", "Solid; a little short on details.", "Strong. I would go on.")
            interviews.give_feedback(interview, 3 + self.number % 3, words[self.number % 3], self.interviewer)
        return interview

    def book(self, interview: Interview, at: datetime) -> None:
        """The candidate takes the first time."""
        with as_of(at):
            interviews.book_slot(interview, slots_of(interview.id)[0], self.self)


def new(story: Story) -> None:
    """Nobody has looked yet."""


def in_review(story: Story) -> None:
    story.move(S.IN_REVIEW, 1)


def shortlisted(story: Story) -> None:
    story.shortlist()


def rejected(story: Story) -> None:
    story.move(S.IN_REVIEW, 1)
    story.move(S.REJECTED, 3, REASONS[story.number % len(REASONS)])


def draft(story: Story) -> None:
    story.shortlist()
    story.plan("Technical Round", [], story.place.today - timedelta(hours=20), send=False)


def awaiting(story: Story) -> None:
    story.shortlist()
    starts = [story.diary.after() for _ in range(3)]
    story.plan("Technical Round", starts, story.place.today - timedelta(days=1))


def confirmed(story: Story) -> Interview:
    story.shortlist()
    start = story.diary.after()
    interview = story.plan(
        "Technical Round", [start, start + timedelta(hours=1)], story.place.today - timedelta(days=2)
    )
    story.book(interview, story.place.today - timedelta(days=1))
    return interview


def scheduled(story: Story) -> None:
    interview = confirmed(story)
    with as_of(story.place.today - timedelta(hours=12)):
        interviews.send_invite(interview, story.place.recruiter)


def scheduled_today(story: Story) -> None:
    """An interview that begins in about an hour."""
    story.shortlist()
    start = story.place.today.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    interview = story.plan("Technical Round", [start], story.place.today - timedelta(days=3))
    story.book(interview, story.place.today - timedelta(days=2))
    with as_of(story.place.today - timedelta(days=1)):
        interviews.send_invite(interview, story.place.recruiter)


def decision_owed(story: Story) -> None:
    story.shortlist()
    story.held("Technical Round")


def passed(story: Story) -> Interview:
    story.shortlist()
    interview = story.held("First Round")
    with as_of((interview.scheduled_end_time or now()) + timedelta(hours=4)):
        interviews.pass_round(interview, story.interviewer)
    return interview


def second_round(story: Story) -> None:
    """The candidate of the demo's sign-in: one round passed, the next waits for a time."""
    passed(story)
    starts = [story.diary.after() for _ in range(4)]
    story.plan("Meet the team", starts, story.place.today - timedelta(hours=6))


def failed(story: Story) -> None:
    story.shortlist()
    interview = story.held("First Round")
    with as_of((interview.scheduled_end_time or now()) + timedelta(hours=5)):
        interviews.fail(interview, story.interviewer, "Not enough depth for this post.")


def hired(story: Story) -> None:
    story.diary.past += 8  # two rounds: the first a while ago
    passed(story)
    story.diary.past -= 8
    second = story.held("Final Round")
    with as_of((second.scheduled_end_time or now()) + timedelta(hours=6)):
        interviews.initiate_hiring(second, story.interviewer, "36,000 a year")


def no_show(story: Story) -> None:
    story.shortlist()
    start = story.diary.before()
    interview = story.plan("First Round", [start], start - timedelta(days=3))
    story.book(interview, start - timedelta(days=2))
    with as_of(start + timedelta(minutes=40)):
        interviews.mark_no_show(interview, story.place.recruiter)


def cancelled(story: Story) -> None:
    interview = confirmed(story)
    with as_of(story.place.today - timedelta(hours=5)):
        interviews.cancel(interview, story.place.recruiter, "The job is on hold.")


TELLERS: dict[str, Callable[[Story], Any]] = {
    f.__name__: f
    for f in (
        new, in_review, shortlisted, rejected, draft, awaiting, confirmed, scheduled, scheduled_today, decision_owed,
        passed, second_round, failed, hired, no_show, cancelled,
    )
}  # fmt: skip


def tell_history(place: Place, papers: list[Paper]) -> None:
    """Let sixty people come, and let each job end as the plan says."""
    diary = Diary(place.today)
    # Loaded anew: a scope ends with an empty session.
    place.jobs = {title: get_job(job.id) for title, job in place.jobs.items()}
    # Everybody applies before anybody is hired: a filled job takes nobody more.
    for story, name in list(_stories(place, diary, papers)):
        TELLERS[name](story)
    for plan in place.plans:
        job = place.jobs[plan["title"]]
        with as_of(place.today - timedelta(hours=3)):
            if plan["status"] == "on_hold":
                jobs.hold_job(job, place.recruiter)
            elif plan["status"] == "closed":
                jobs.close_job(job, place.recruiter)


def _stories(place: Place, diary: Diary, papers: list[Paper]) -> Iterator[tuple[Story, str]]:
    seen: dict[str, int] = {}
    for number, paper in enumerate(papers):
        turn = seen[paper.job] = seen.get(paper.job, -1) + 1
        begun = place.today - timedelta(days=20 - 3 * turn - number % 3, hours=number % 9, minutes=7 * (number % 8))
        name = STORIES[paper.job][turn]
        with as_of(begun):
            person = _person(place, paper, "candidate@demo.test" if name == "second_round" else None)
            application = candidates.apply(person, place.jobs[paper.job], by=place.recruiter, source="upload")
        yield Story(place, diary, person, application, begun, number), name


def _person(place: Place, paper: Paper, email: str | None) -> Candidate:
    reading = paper.reading.to_json()
    fields = fields_of(reading)
    if email:
        fields["email"] = email
    person = create_read(fields, reading, by=place.recruiter)
    stored = storage.put(
        paper.data, name=paper.name, media_type=paper.media_type, owner_kind="candidate", owner_id=person.id
    )
    add_document(person, stored, reading, by=place.recruiter)
    if email:
        db.session.add(
            CandidateAccount(
                first_name=person.first_name, last_name=person.last_name, email=email,
                password_hash=hash_password(PASSWORD), candidate_id=person.id, email_confirmed_at=now(),
                status=AccountStatus.ACTIVE, created_at=now(), created_by=place.recruiter.email,
            )
        )  # fmt: skip
        _kept_for_applications(person)
    db.session.flush()
    return person


def _kept_for_applications(person: Candidate) -> None:
    """What the candidate of the demo keeps: a letter and an answer."""
    about = {"company_id": person.company_id, "candidate_id": person.id, "updated_at": now()}
    body = "Dear team,\n\n{{job_title}} in {{location}} is the work I look for.\n\n{{name}}"
    question = "What is your notice period?"
    db.session.add(CoverLetterTemplate(name="In short", body=body, is_default=True, created_at=now(), **about))
    db.session.add(SavedAnswer(question=question, key=key_of(question), answer="30 days", **about))
