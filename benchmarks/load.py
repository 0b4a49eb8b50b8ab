"""Fill a database with a company of a chosen size, as a year of work would have left it."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from portal.accounts import queries as accounts
from portal.accounts.models import Company, LinkPurpose, OneTimeLink, Plan, Role, User
from portal.accounts.passwords import hash_password
from portal.accounts.services.links import hash_of
from portal.candidates.models import Application, ApplicationStatus, Candidate, CandidateText
from portal.candidates.queries import search
from portal.clients.models import Client
from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageState,
    Provider,
    Sender,
)
from portal.core.database import db, transaction
from portal.core.events import Event
from portal.core.people import Person
from portal.core.tenancy import as_system
from portal.interviews.models import Interview, InterviewSlot, InterviewStatus
from portal.jobs.models import Job

FIRST = "Priya Lena Tom Amara Wei Olga Juan Fatima Kofi Hana Ravi Emma Noah Aisha Marta Ivan Chen Sara Luis Mei".split()
LAST = "Raman Fischer Okafor Silva Novak Haddad Kim Patel Garcia Mueller Rossi Dubois Tan Ali Kowalska Smith".split()
SKILLS = (
    "Python SQL Java React Docker Kubernetes Excel Payroll Nursing Logistics SAP Sales Negotiation Linux Git".split()
)
WORDS = (
    "managed built designed led improved delivered team clients budget planning quality safety process reporting "
    "training migration analysis support operations warehouse ward audit forecast pipeline testing release"
).split()
WORK = [
    {
        "title": "Engineer",
        "company": "Analytical Engines",
        "start": "2020-01",
        "current": True,
        "description": "Did it.",
    },
    {"title": "Junior engineer", "company": "Difference Works", "start": "2017-03", "end": "2019-12"},
]
STUDY = [{"degree": "B.Tech Computer Science", "institution": "Anna University", "start": "2013", "end": "2017"}]
STATUSES = [s for s in ApplicationStatus]
CHUNK = 5000
# Who writes to the company, and how much was said in the first conversation.
CHANNEL, TALKS, SAID = 101, 1000, 20_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(candidates: int, *, jobs: int = 200) -> Person:
    """Write a company with so many candidates; gives its recruiter. Job 1 has 100 cards, candidate 1 a history."""
    chance = random.Random(7)
    with as_system("load for a benchmark"), transaction():
        company = Company(name="Bench", slug="bench", plan=Plan.ENTERPRISE, time_zone="Asia/Kolkata", created_at=START)
        db.session.add(company)
        db.session.flush()
        user = User(
            company_id=company.id, first_name="Ben", last_name="Bench", email="bench@example.com", role=Role.RECRUITER,
            password_hash=hash_password("benchmark password", rounds=4), created_at=START,
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        person = accounts.person_of(user, company)
    many(
        Client,
        [{"company_id": person.company_id, "company_name": f"Client {n}", "created_at": START} for n in range(20)],
    )
    many(Job, [_job(person.company_id, n) for n in range(jobs)])
    for first in range(0, candidates, CHUNK):
        numbers = range(first, min(first + CHUNK, candidates))
        people = [_candidate(person.company_id, n, chance) for n in numbers]
        many(Candidate, people)
        many(CandidateText, [_text(one, n, chance) for one, n in zip(people, numbers, strict=True)])
        many(Application, [_application(person.company_id, n, jobs, chance) for n in numbers])
    with as_system("load for a benchmark"), transaction():
        search.rebuild()
    many(Interview, [_interview(person.company_id, n, jobs) for n in range(min(candidates, 4000))])
    many(Event, [_event(person, n) for n in range(60)])
    talk(person.company_id)
    return person


def talk(company: int) -> None:
    """A channel without a secret, people who write on it, in talks of the assistant; much in the first."""
    with as_system("load for a benchmark"), transaction():
        assistant = User(
            company_id=company, first_name="Bench", last_name="Assistant", email="assistant@example.com", role=Role.AI,
            created_at=START,
        )  # fmt: skip
        db.session.add(assistant)
        db.session.flush()
        owner = assistant.id
    values = {"company_id": company, "created_at": START}
    whatsapp = {"type": ChannelType.WHATSAPP, "provider": Provider.TEST, "name": "Bench", "settings": {}}
    many(Channel, [{**values, "id": CHANNEL, **whatsapp}])
    many(Contact, [{**values, "id": n + 1, "name": f"Contact {n}", "phone": number_of(n)} for n in range(TALKS)])
    many(Conversation, [_conversation(company, n, owner) for n in range(TALKS)])
    for first in range(0, SAID, CHUNK):
        many(Message, [_message(company, n) for n in range(first, first + CHUNK)])


def number_of(contact: int) -> str:
    """The telephone number of a contact."""
    return f"+91987{contact:07d}"


def _conversation(company: int, n: int, owner: int) -> dict[str, Any]:
    return {
        "company_id": company, "id": n + 1, "channel_id": CHANNEL, "contact_id": n + 1, "owner_id": owner,
        "owned_by_ai": True, "status": ConversationStatus.ONGOING, "created_at": START, "updated_at": START,
        "opened_at": START, "last_message_at": START + timedelta(minutes=n), "last_text": "Is there any news?",
    }  # fmt: skip


def _message(company: int, n: int) -> dict[str, Any]:
    mine = n % 2 == 0
    return {
        "company_id": company, "conversation_id": 1, "channel_id": CHANNEL,
        "sender": Sender.CONTACT if mine else Sender.AI, "text": f"What was said as number {n}, in a sentence or two.",
        "state": MessageState.RECEIVED if mine else MessageState.SENT, "created_at": START + timedelta(minutes=n),
    }  # fmt: skip


def many(model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows by the driver's fast path; a benchmark's rows carry their company."""
    with as_system("load for a benchmark"), transaction():
        db.session.execute(insert(model), rows, execution_options={"unscoped": True})


def _job(company: int, n: int) -> dict[str, Any]:
    return {
        "company_id": company, "client_id": n % 20 + 1, "title": f"Role {n}", "description": "What to do.",
        "location": "Chennai", "required_skills": ["Python", "SQL"], "nice_to_have_skills": [], "openings": 3,
        "created_at": START + timedelta(minutes=n),
    }  # fmt: skip


def _candidate(company: int, n: int, chance: random.Random) -> dict[str, Any]:
    at = START + timedelta(seconds=60 * n)
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return {
        "company_id": company, "first_name": first, "last_name": last,
        "email": f"{first}.{last}.{n}@example.com".lower(),
        "phone": f"+9198{n:08d}", "location": chance.choice(["Chennai", "Pune", "Leeds", "Hamburg"]),
        "current_role": chance.choice(["Engineer", "Nurse", "Accountant"]), "current_company": f"Firm {n % 500}",
        "skills": chance.sample(SKILLS, 5), "experience": WORK, "education": STUDY, "languages": ["English"],
        "links": ["https://www.example.com/portfolio"], "summary": "Ten years of building what people use. " * 4,
        "created_at": at, "updated_at": at,
    }  # fmt: skip


def _text(person: dict[str, Any], n: int, chance: random.Random) -> dict[str, Any]:
    company, words = person["company_id"], " ".join(chance.choices(WORDS, k=60)) + f" unique{n}"
    skills = {f"{company}s{skill.lower()}" for skill in person["skills"]}
    entries = " ".join([*sorted(skills), *sorted({f"{company}x{word}" for word in words.split()})])
    return {"company_id": company, "candidate_id": n + 1, "cv_text": words, "words": entries}


def _application(company: int, n: int, jobs: int, chance: random.Random) -> dict[str, Any]:
    # The first hundred candidates are the hundred cards of job 1, the rest spread over the others.
    job = 0 if n < 100 else 1 + n % (jobs - 1)
    at = START + timedelta(seconds=60 * n)
    return {
        "company_id": company, "candidate_id": n + 1, "job_id": job + 1, "client_id": job % 20 + 1,
        "status": STATUSES[n % len(STATUSES)], "client_sees": n % 6 > 1, "match_score": chance.random(),
        "created_at": at, "moved_at": at,
    }  # fmt: skip


def _interview(company: int, n: int, jobs: int) -> dict[str, Any]:
    job = 0 if n < 100 else 1 + n % (jobs - 1)
    at = START + timedelta(hours=n)
    return {
        "company_id": company, "application_id": n + 1, "candidate_id": n + 1, "job_id": job + 1,
        "client_id": job % 20 + 1, "interview_status": InterviewStatus.AWAITING, "interview_duration": 45,
        "round_name": "Technical Round", "ics_uid": f"bench-{n}", "created_at": at, "updated_at": at,
    }  # fmt: skip


def _event(person: Person, n: int) -> dict[str, Any]:
    return {
        "company_id": person.company_id, "at": START + timedelta(hours=n), "name": "candidate.updated",
        "action_type": "CANDIDATE_UPDATE", "actor_kind": "user", "actor_id": person.id, "actor_name": person.name,
        "actor_email": person.email, "actor_role": person.role, "entity_type": "candidate", "entity_id": 1,
        "candidate_id": 1, "about": {},
    }  # fmt: skip


def secret_of(interview: int) -> str:
    """The secret of the link that opens an interview in this benchmark."""
    return f"bench-interview-{interview}"


def offer(company: int, interviews: range) -> None:
    """One time to each of the interviews, far in the future, and the link by which its candidate books it."""
    first = datetime(2027, 6, 1, 8, tzinfo=UTC)
    slots = [
        {
            "id": n, "company_id": company, "interview_id": n, "start": first + timedelta(hours=n),
            "end": first + timedelta(hours=n, minutes=45), "is_chosen": False, "created_at": START,
        }
        for n in interviews
    ]  # fmt: skip
    links = [
        {
            "company_id": company, "interview_id": n, "purpose": LinkPurpose.INTERVIEW, "created_at": START,
            "token_hash": hash_of(secret_of(n)), "expires_at": first + timedelta(days=365),
        }
        for n in interviews
    ]  # fmt: skip
    many(InterviewSlot, slots)
    many(OneTimeLink, links)
