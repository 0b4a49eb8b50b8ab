"""The demo's companies, people, clients and jobs, and the CVs as the reader reads them."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.accounts import queries as accounts
from portal.accounts.models import Company, Plan, Role, User
from portal.accounts.passwords import hash_password
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Scope
from portal.accounts.services.api_keys import create_api_key
from portal.accounts.services.roles import create_role
from portal.candidates.reading import Reading, read_cv, sniff
from portal.clients.models import Client
from portal.clients.services import create_client
from portal.core.clock import as_of, now
from portal.core.database import db
from portal.core.names import split_name
from portal.core.people import Person
from portal.core.tenancy import as_company, as_system
from portal.demo.channels import channels_of
from portal.jobs.models import EmploymentType, Job, PayPeriod, Priority
from portal.jobs.services import create_job
from portal.jobs.services_questions import add_question

HERE = Path(__file__).parent
PASSWORD = "demo-password-1"
API_KEY = "demo-api-key-company-1"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# What JSON cannot hold of a job.
KINDS: dict[str, Any] = {
    "salary_min": Decimal,
    "salary_max": Decimal,
    "salary_period": PayPeriod,
    "employment_type": EmploymentType,
    "priority": Priority,
}

USUAL = {
    "salary_currency": "INR",
    "salary_period": "year",
    "employment_type": "full_time",
    "priority": "medium",
    "openings": 1,
}
ABOUT = (
    "We find people for teams that build software, in Bengaluru, Pune and from anywhere.\n\n"
    "You apply once; we tell you within a week where you stand, and you choose your interview times yourself."
)


@dataclass
class Paper:
    """One CV of the demo: its bytes, what was read in it, and the job it is for."""

    name: str
    data: bytes
    media_type: str
    reading: Reading
    job: str


@dataclass
class Place:
    """The demo company while its history is being told."""

    company_id: int
    today: datetime
    people: dict[str, Person] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    clients: list[Client] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    other_company_id: int = 0

    @property
    def recruiter(self) -> Person:
        """Who does the daily work."""
        return self.people["recruiter@demo.test"]


def read_cvs() -> list[Paper]:
    """All CVs of the demo, read by the reader that reads everybody's."""
    papers = []
    for entry in json.loads((HERE / "cvs" / "index.json").read_text()):
        data = (HERE / "cvs" / entry["file"]).read_bytes()
        reading = read_cv(data, sniff(data, entry["file"]))
        media_type = MEDIA_TYPES[Path(entry["file"]).suffix]
        papers.append(Paper(entry["file"], data, media_type, reading, entry["job"]))
    return papers


def found_companies() -> Place:
    """Company 1 with its people, clients and jobs, and company 2, which must never see any of it."""
    plan = json.loads((HERE / "company.json").read_text())
    today = now()
    password = hash_password(PASSWORD)
    with as_system("found the demo companies"):
        with as_of(today - timedelta(days=45)):
            demo = _company("Demo Talent", "demo", "Asia/Kolkata", ABOUT)
            other = _company("Other Talent", "other", "Europe/London")
        place = Place(demo, today, plans=plan["jobs"], other_company_id=other)
    with as_company(demo), as_of(today - timedelta(days=44)):
        company = accounts.get_company(demo)
        _users(place, company, [u for u in plan["users"] if "client" not in u], password)
        channels_of(demo)
        admin = place.people["admin@demo.test"]
        place.clients = [create_client(values, admin) for values in plan["clients"]]
        _users(place, company, [u for u in plan["users"] if "client" in u], password)
        create_role(
            role_name="Sourcer",
            description="Finds people and puts them forward; leaves the deciding to others.",
            base_role=Role.RECRUITER.value,
            permissions=ROLE_PERMISSIONS["recruiter"] - {Permission.INTERVIEWS_DECIDE, Permission.CLIENTS_WRITE},
            by=admin,
        )
        create_api_key("Everything, for trying the calls", list(Scope), admin, key=API_KEY)
        for number, values in enumerate(plan["jobs"]):
            with as_of(today - timedelta(days=43 - 2 * number, hours=number)):
                job = _job(place, values)
                place.jobs[job.title] = job
    with as_company(other), as_of(today - timedelta(days=44)):
        _other_company(other, password)
        channels_of(other)
    return place


def _company(name: str, slug: str, time_zone: str, about: str = "") -> int:
    company = Company(name=name, slug=slug, plan=Plan.ENTERPRISE, time_zone=time_zone, about=about, created_at=now())
    db.session.add(company)
    db.session.flush()
    return company.id


def _user(values: dict[str, Any], password: str, client_id: int | None) -> User:
    first, last = split_name(values["name"])
    role = Role(values["role"])
    user = User(
        first_name=first,
        last_name=last,
        email=values["email"],
        role=role,
        client_id=client_id,
        password_hash=None if role is Role.AI else password,
        time_zone=values.get("time_zone"),
        working_hours=values.get("working_hours", {}),
        created_at=now(),
        created_by="admin@demo.test",
    )
    db.session.add(user)
    db.session.flush()
    return user


def _users(place: Place, company: Company, users: list[dict[str, Any]], password: str) -> None:
    for values in users:
        client_id = place.clients[values["client"]].id if "client" in values else None
        place.people[values["email"]] = accounts.person_of(_user(values, password, client_id), company)


def _job(place: Place, values: dict[str, Any]) -> Job:
    wanted = {**USUAL, **{k: v for k, v in values.items() if k not in ("client", "status", "questions")}}
    for name, kind in KINDS.items():
        if name in wanted:
            wanted[name] = kind(wanted[name])
    job = create_job(place.clients[values["client"]].id, wanted, place.recruiter)
    for question in values.get("questions", ()):
        add_question(job, question, place.recruiter)
    return job


def _other_company(company_id: int, password: str) -> None:
    company = accounts.get_company(company_id)
    _user({"name": "Olive Assistant", "email": "assistant@other.test", "role": "ai"}, password, None)
    admin = _user({"name": "Oscar Admin", "email": "admin@other.test", "role": "admin"}, password, None)
    person = accounts.person_of(admin, company)
    client = create_client({"company_name": "Elsewhere Ltd", "city": "Bristol", "country": "United Kingdom"}, person)
    _user({"name": "Olga Client", "email": "client@other.test", "role": "client_user"}, password, client.id)
    kinds = {"salary_period": PayPeriod.YEAR, "employment_type": EmploymentType.FULL_TIME, "priority": Priority.LOW}
    create_job(client.id, {**USUAL, **kinds, "title": "Receptionist", "location": "Bristol"}, person)
