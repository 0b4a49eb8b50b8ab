"""Browsers that take push messages, for the tests of this feature: each has keys, and reads what comes."""

import base64
import json

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from portal.core import outbox
from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_system
from portal.notifications import services
from portal.notifications.models import Channel, NotificationType, PushSubscription
from portal.notifications.services.custom import Recipient, send_custom

T, C = NotificationType, Channel
PHONE = "Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Browser:
    """A browser's half of a subscription: its keys, and its address at the push service."""

    def __init__(self, service, name="one"):
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), bytes(range(16))
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.endpoint = f"http://127.0.0.1:{service.port}/{name}"
        self.keys = {"p256dh": base64url(point), "auth": base64url(self.secret)}

    def allow(self, by, agent=PHONE):
        """Have it show the notifications of a person; committed."""
        db.session.commit()
        db.session.expunge_all()
        services.subscribe(self.endpoint, self.keys["p256dh"], self.keys["auth"], agent, by)
        db.session.commit()
        db.session.expunge_all()
        return self

    def read(self, got):
        """What a request brings, as the browser alone can read it."""
        plain = http_ece.decrypt(got.body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(plain)


def tell(by: Person, channels=(C.IN_APP, C.PUSH), kind=T.CUSTOM, **more):
    sent = send_custom([Recipient(by.kind, by.id)], kind, "Ada Lovelace failed", "Score 12", channels,
                       company_id=by.company_id, **more)  # fmt: skip
    db.session.commit()
    db.session.expunge_all()
    return sent


def work():
    outbox.run_due()
    db.session.rollback()
    db.session.expunge_all()


def devices():
    with as_system("a look at all"):
        return db.session.scalar(select(func.count()).select_from(PushSubscription))
