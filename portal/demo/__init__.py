"""The demo company of a first start: invented people, a month of work done by the real verbs at past times."""

from collections.abc import Callable

from sqlalchemy import select

from portal.accounts.models import Company
from portal.core.database import db, reading, transaction
from portal.core.outbound import CheckedUrl
from portal.core.tenancy import as_company, as_system
from portal.demo.company import API_KEY, Place, found_companies, read_cvs
from portal.demo.history import tell_history
from portal.webhooks import services as webhooks

SIGN_INS = (
    ("admin@demo.test", "admin of Demo Talent", "/login"),
    ("recruiter@demo.test", "recruiter", "/login"),
    ("client@demo.test", "user of the client Northwind Software", "/login"),
    ("candidate@demo.test", "candidate with an interview to book", "/portal/login"),
    ("admin@other.test", "admin of a second company", "/login"),
    ("client@other.test", "user of its client", "/login"),
)


def load_demo(progress: Callable[[str], None] = lambda _text: None) -> bool:
    """Load the demo into an empty portal, all or nothing; false if there is a company already."""
    with as_system("is there a company yet"), reading():
        if db.session.scalar(select(Company.id).limit(1)) is not None:
            return False
    progress("Loading the demo company: reading 60 CVs …")
    papers = read_cvs()
    with transaction():
        place = found_companies()
        with as_company(place.company_id):
            tell_history(place, papers)
            show_an_endpoint(place)
    return True


def show_an_endpoint(place: Place) -> None:
    """A webhook endpoint to look at, with a test that waits: it is paused, so nothing leaves this machine."""
    admin, address = place.people["admin@demo.test"], CheckedUrl("https://hooks.example.com/talent-portal")
    events = ["candidate.status_changed", "interview.booked", "interview.passed", "hiring.initiated"]
    endpoint, _secret = webhooks.create_endpoint(address, events, admin, description="HR system (example)")
    webhooks.ping(endpoint, admin)
    webhooks.pause(endpoint, admin)


def sign_ins() -> str:
    """What to print at the start: who can sign in to the demo. Empty when the demo is not there."""
    with as_system("is the demo there"), reading():
        if db.session.scalar(select(Company.id).where(Company.slug == "demo")) is None:
            return ""
    lines = [f"  {email:<22}{who:<40}{path}" for email, who, path in SIGN_INS]
    calls = f"JSON calls (described at /docs): X-API-Key: {API_KEY}"
    return "Sign in (password demo-password-1):\n" + "\n".join([*lines, calls])
