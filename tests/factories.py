"""Rows for tests: plain functions that call the product's own verbs where there are some."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount, Company, Plan, Role, User
from portal.accounts.passwords import hash_password
from portal.clients.models import Client
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_company, as_system
from portal.jobs.models import Job, JobStatus

PASSWORD = "demo-password-1"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class World:
    """A company and its people, as those who act, and its first client."""

    company_id: int
    admin: Person
    recruiter: Person
    client_user: Person
    client_id: int


def a_world(name: str = "Acme Talent") -> World:
    """A company with an admin, a recruiter, the assistant, one client and its user. Committed."""
    company = a_company(name)
    with as_company(company.id):
        client = a_client()
        people = {
            role: queries.person_of(a_user(role, client_id=client.id if role is Role.CLIENT_USER else None), company)
            for role in Role
        }
        client_id = client.id
        db.session.commit()
    return World(company.id, people[Role.ADMIN], people[Role.RECRUITER], people[Role.CLIENT_USER], client_id)


def a_company(name: str = "Acme Talent") -> Company:
    """A company, committed."""
    with as_system("a company for a test"):
        number = next(_numbers)
        company = Company(
            name=name, slug=f"acme-{number}", plan=Plan.ENTERPRISE, time_zone="Asia/Kolkata", created_at=now()
        )
        db.session.add(company)
        db.session.commit()
    return company


def a_user(role: Role = Role.RECRUITER, *, client_id: int | None = None, **values: Any) -> User:
    """A user with the demo password."""
    number = next(_numbers)
    user = User(
        **{
            "first_name": role.value.replace("_", " ").title(),
            "last_name": f"Person{number}",
            "email": f"{role.value}{number}@demo.test",
            "role": role,
            "client_id": client_id,
            "password_hash": None if role is Role.AI else hash_password(PASSWORD, rounds=4),
            "created_at": now(),
            **values,
        }
    )
    db.session.add(user)
    db.session.flush()
    return user


def a_client(**values: Any) -> Client:
    """A client of the present company."""
    client = Client(**{"company_name": f"Client {next(_numbers)}", "created_at": now(), **values})
    db.session.add(client)
    db.session.flush()
    return client


def a_job(client_id: int, **values: Any) -> Job:
    """An open job of a client."""
    job = Job(
        **{
            "client_id": client_id,
            "title": f"Engineer {next(_numbers)}",
            "status": JobStatus.OPEN,
            "required_skills": ["Python", "SQL"],
            "created_at": now(),
            **values,
        }
    )
    db.session.add(job)
    db.session.flush()
    return job


def a_candidate(**values: Any) -> Any:
    """A candidate of the present company."""
    from portal.candidates.models import Candidate

    number = next(_numbers)
    candidate = Candidate(
        **{
            "first_name": "Priya",
            "last_name": f"Raman{number}",
            "email": f"priya{number}@example.com",
            "created_at": now(),
            "updated_at": now(),
            **values,
        }
    )
    db.session.add(candidate)
    db.session.flush()
    return candidate


def an_application(candidate: Any, job: Any, **values: Any) -> Any:
    """The candidate's application for the job."""
    from portal.candidates.models import Application

    application = Application(
        **{
            "candidate_id": candidate.id,
            "job_id": job.id,
            "client_id": job.client_id,
            "created_at": now(),
            "moved_at": now(),
            **values,
        }
    )
    db.session.add(application)
    db.session.flush()
    return application


def an_account(candidate: Any = None, **values: Any) -> CandidateAccount:
    """A candidate account with the demo password, linked and confirmed when a candidate is given."""
    number = next(_numbers)
    account = CandidateAccount(
        **{
            "first_name": candidate.first_name if candidate else "Cara",
            "last_name": candidate.last_name if candidate else f"Date{number}",
            "email": candidate.email if candidate else f"cara{number}@example.com",
            "password_hash": hash_password(PASSWORD, rounds=4),
            "candidate_id": candidate.id if candidate else None,
            "email_confirmed_at": now(),
            "status": AccountStatus.ACTIVE,
            "created_at": now(),
            **values,
        }
    )
    db.session.add(account)
    db.session.flush()
    return account


def at(text: str) -> datetime:
    """`at("2026-12-14 10:00")`: that moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
