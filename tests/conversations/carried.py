"""Channels that lead to a local double of their provider, messages on them, and signed calls of providers."""

import base64
import contextvars
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from standardwebhooks import Webhook

from portal.conversations.channels import twilio
from portal.conversations.models import Channel, ChannelType, Message, Provider
from portal.conversations.services.writing import write
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.signing import new_secret
from tests.conversations.talks import a_channel, a_contact, a_talk, hears, the_recruiter

SID = "AC" + "0" * 32
META = {"access_token": "meta-access-token", "app_secret": "meta-app-secret", "verify_token": "meta-verify-token"}
TWILIO = {"auth_token": "twilio-auth-token"}


def a_carried(provider: Provider, url: str = "https://93.184.215.14/", **values: Any) -> Channel:
    """An active channel of the provider; a gateway is at `url`."""
    kind = {Provider.META: ChannelType.WHATSAPP, Provider.SMTP: ChannelType.EMAIL}.get(provider, ChannelType.SMS)
    about: dict[Provider, dict[str, Any]] = {
        Provider.GATEWAY: {"settings": {"gateway_url": url}, "secret": new_secret()},
        Provider.META: {"settings": {"phone_number_id": "106540352242922"}, "credentials": json.dumps(META)},
        Provider.TWILIO: {
            "settings": {"account_sid": SID},
            "credentials": json.dumps(TWILIO),
            "address": "+15005550006",
        },
        Provider.SMTP: {"secret": new_secret()},
    }
    return a_channel(values.pop("kind", kind), provider=provider, **{**about.get(provider, {}), **values})


def a_written(world: Any, channel: Channel, text: str = "Hello", **values: Any) -> Message:
    """A person's message on the channel to somebody who has just written; queued, in an open transaction."""
    contact = values.pop("contact", None) or a_contact(
        **({"phone": None, "email": "priya@example.com"} if channel.type is ChannelType.EMAIL else {})
    )
    talk = a_talk(channel=channel, contact=contact, owner_id=world.recruiter.id, owned_by_ai=False)
    hears(talk, "Hi")
    return write(talk, text, the_recruiter(world), by=world.recruiter, **values)


def worked() -> None:
    """Commit, and let the worker do what is due."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    db.session.expunge_all()


def row(message_id: int) -> Message:
    """The message as the database has it."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Message).where(Message.id == message_id)).one()


def standard(secret: str, raw: bytes, at: datetime | None = None, name: str = "msg_1") -> dict[str, str]:
    """The headers of Standard Webhooks, made by the reference library."""
    moment = at or now()
    signature = Webhook(secret).sign(name, moment, raw.decode())
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
        "Content-Type": "application/json",
    }


def of_meta(raw: bytes, secret: str = META["app_secret"]) -> dict[str, str]:
    """Meta's header over a body."""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def of_twilio(app: Any, path: str, form: dict[str, str], token: str = TWILIO["auth_token"]) -> dict[str, str]:
    """Twilio's header over the public address and a form."""
    url = app.config["PUBLIC_URL"] + path
    return {"X-Twilio-Signature": twilio.signature(token, url, {name: [value] for name, value in form.items()})}


def post(app: Any, path: str, raw: bytes | dict[str, str], headers: dict[str, str]) -> Any:
    """POST bytes as they are, or a form; the answer, whose JSON is `.json`."""
    db.session.commit()
    client = app.test_client(use_cookies=False)
    db.session.expunge_all()
    answer = contextvars.Context().run(lambda: client.post(path, data=raw, headers=headers))
    db.session.rollback()
    db.session.expire_all()
    return answer


def basic(header: str) -> str:
    """What a Basic header says."""
    return base64.b64decode(header.removeprefix("Basic ")).decode()
