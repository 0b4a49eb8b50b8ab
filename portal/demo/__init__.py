"""The demo company of a first start: invented people, a month of work done by the real verbs at past times."""

import json
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import Company
from portal.accounts.queries import get_company
from portal.core.clock import as_of, now
from portal.core.database import db, reading, transaction
from portal.core.outbound import CheckedUrl
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_company, as_system
from portal.demo.company import API_KEY, Place, found_companies, read_cvs
from portal.demo.conversations import show_conversations, show_the_other_company
from portal.demo.history import tell_history
from portal.ingestion import services as ingestion
from portal.integrations import services as integrations
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import SubmissionStatus
from portal.webhooks import services as webhooks

SIGN_INS = (
    ("admin@demo.test", "admin of Demo Talent", "/login"),
    ("recruiter@demo.test", "recruiter", "/login"),
    ("client@demo.test", "user of the client Northwind Software", "/login"),
    ("candidate@demo.test", "candidate with an interview to book", "/portal/login"),
    ("admin@other.test", "admin of a second company", "/login"),
    ("client@other.test", "user of its client", "/login"),
)

A_MONTH_IN_A_SECOND = 31 * 24 * 3600


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
            show_submissions(place)
            show_a_feed(place)
            show_conversations(place)
            let_the_past_be_due_now()
        with as_company(place.other_company_id):
            show_the_other_company(place.other_company_id)
    return True


def let_the_past_be_due_now() -> None:
    """What the history has left to the worker has waited for a second, and not for a month; its order stays."""
    moment = now()
    waiting = select(Effect).where(Effect.state == EffectState.DUE, Effect.due_at < moment)
    for effect in db.session.scalars(waiting).all():
        effect.due_at = moment - (moment - effect.due_at) / A_MONTH_IN_A_SECOND


def show_an_endpoint(place: Place) -> None:
    """A webhook endpoint to look at, with a test that waits: it is paused, so nothing leaves this machine."""
    admin, address = place.people["admin@demo.test"], CheckedUrl("https://hooks.example.com/talent-portal")
    events = ["candidate.status_changed", "interview.booked", "interview.passed", "hiring.initiated"]
    endpoint, _secret = webhooks.create_endpoint(address, events, admin, description="HR system (example)")
    webhooks.ping(endpoint, admin)
    webhooks.pause(endpoint, admin)


def show_submissions(place: Place) -> None:
    """Two submissions, with keys that open nothing, what came for one of them, and whom notices may go to."""
    admin, recruiter = place.people["admin@demo.test"], place.people["recruiter@demo.test"]
    get_company(place.company_id).mail_allow_list = ["demo.test"]
    with as_of(place.today - timedelta(days=3)):
        values = {"apiKey": "example-key-that-opens-nothing", "companyId": "123"}
        ours = integrations.submit(IntegrationType.JOBADDER, values, recruiter, source="integration_overview")
        integrations.change_status(ours, SubmissionStatus.IN_PROGRESS, admin, "JobAdder has been asked for access.")
    with as_of(place.today - timedelta(days=1)):
        values = {"webhookSecret": "example-secret-that-signs-nothing"}
        ours = integrations.submit(IntegrationType.GREENHOUSE, values, admin, source="integration_overview")
        for event in (
            {"action": "ping", "payload": {}},
            {"action": "office_deleted", "payload": {"office": {"id": 1}}},
        ):
            came = integrations.take("greenhouse", place.company_id, json.dumps(event).encode(), {}, (ours.id, None))
            integrations.answer_now(came[0], came[1], admin)


def show_a_feed(place: Place) -> None:
    """A call of a feed whose jobs could not be taken, with the reasons; its jobs would change what the demo tells."""
    sent = [
        {"external_id": "4711", "title": "Data Engineer", "company": "Example Corp", "type": "whenever"},
        {"external_id": "4712", "title": "", "company": "Example Corp", "apply_url": "example.com/apply"},
    ]
    with as_of(place.today - timedelta(days=1)):
        run = ingestion.take_in("example feed", sent, place.people["admin@demo.test"])
        while ingestion.work_on_next(run.id, place.company_id):
            pass


def sign_ins() -> str:
    """What to print at the start: who can sign in to the demo. Empty when the demo is not there."""
    with as_system("is the demo there"), reading():
        if db.session.scalar(select(Company.id).where(Company.slug == "demo")) is None:
            return ""
    lines = [f"  {email:<22}{who:<40}{path}" for email, who, path in SIGN_INS]
    calls = f"JSON calls (described at /docs): X-API-Key: {API_KEY}"
    return "Sign in (password demo-password-1):\n" + "\n".join([*lines, calls])
