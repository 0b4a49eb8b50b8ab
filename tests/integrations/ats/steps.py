"""What the tests of other systems' events do: send them as their vendors do, let the worker work, look at the log."""

import contextvars
import hashlib
import hmac
import itertools
import json
from pathlib import Path
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.candidates.models import Application, Candidate
from portal.core.clock import now
from portal.core.database import db
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import InboundDelivery
from portal.jobs.models import Job
from tests.caller import Reply, inspect
from tests.integrations.steps import a_submission, work

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "ats"
SECRET = "a-long-secret-of-the-webhook-42"
KEY = "an-api-key-of-the-vendor-4242"
_numbers = itertools.count(1)


def raw(name: str) -> bytes:
    """A fixture as its vendor would send it: `greenhouse/ping`."""
    return (FIXTURES / f"{name}.json").read_bytes()


def body(name: str) -> dict[str, Any]:
    """The same to be changed."""
    found: dict[str, Any] = json.loads(raw(name))
    return found


def written(payload: Any) -> bytes:
    """A payload with the escapes that Greenhouse sends."""
    text = json.dumps(payload).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return text.encode()


def digest(content: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def signed(source: str, content: bytes, secret: str = SECRET, event_id: str | None = None) -> dict[str, str]:
    """The headers with which the vendor sends it."""
    made = digest(content, secret)
    headers = {
        "greenhouse": {"Signature": f"sha256 {made}", "Greenhouse-Event-ID": event_id or f"event-{next(_numbers)}"},
        "ashby": {"Ashby-Signature": f"sha256={made}"},
        "workable": {"X-Workable-Signature": made},
        "lever": {},
    }
    return {"Content-Type": "application/json", **headers[source]}


def of_lever(payload: dict[str, Any], secret: str = SECRET, token: str | None = None, at: Any = None) -> bytes:
    """Lever's body, signed inside."""
    moment = int((at or now()).timestamp() * 1000)
    token = token or f"token-{next(_numbers)}"
    return json.dumps(
        {**payload, "triggeredAt": moment, "token": token, "signature": digest(f"{token}{moment}".encode(), secret)}
    ).encode()


def connected(by: Any, source: str, **data: str) -> int:
    """A submission with a secret for webhooks; its number."""
    values = {"webhookSecret": SECRET, **({"subdomain": "kite"} if source == "workable" else {}), **data}
    return a_submission(by, IntegrationType(source), values)


def send(app: Any, source: str, number: int, content: bytes, headers: dict[str, str] | None = None) -> Reply:
    """POST it to the address of the submission; every answer is inspected."""
    db.session.commit()
    wanted = signed(source, content) if headers is None else headers
    client = app.test_client(use_cookies=False)
    reply = Reply(
        contextvars.Context().run(lambda: client.post(f"/webhooks/ats/{source}/{number}", data=content, headers=wanted))
    )
    db.session.expire_all()
    inspect(reply)
    return reply


def deliver(app: Any, source: str, number: int, content: bytes, headers: dict[str, str] | None = None) -> Any:
    """Send it, have the worker work, and give what the log says."""
    reply = send(app, source, number, content, headers)
    assert reply.status == 200, reply.json
    work()
    return last()


def last() -> InboundDelivery:
    """The newest delivery, with its body."""
    return deliveries()[-1]


def deliveries() -> list[InboundDelivery]:
    """All of the company, the oldest first."""
    db.session.commit()
    db.session.expire_all()
    wanted = select(InboundDelivery).options(undefer(InboundDelivery.body)).order_by(InboundDelivery.id)
    return list(db.session.scalars(wanted))


def address(endpoint: str, **values: Any) -> str:
    """The path of a page."""
    with current_app.test_request_context():
        return url_for(endpoint, **values)


def applications() -> list[Application]:
    db.session.expire_all()
    return list(db.session.scalars(select(Application).order_by(Application.id)))


def people() -> list[Candidate]:
    """Everybody who is not deleted."""
    db.session.expire_all()
    return list(db.session.scalars(select(Candidate).where(Candidate.deleted_at.is_(None)).order_by(Candidate.id)))


def jobs() -> list[Job]:
    db.session.expire_all()
    return list(db.session.scalars(select(Job).order_by(Job.id)))
