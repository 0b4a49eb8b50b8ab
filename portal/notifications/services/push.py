"""Push: a person's browsers, one effect for each that is told, and what became of it."""

import hashlib
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import update

from portal.core import push
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import SYSTEM, Person
from portal.core.tenancy import as_company
from portal.notifications import queries, rules_push
from portal.notifications.models import Channel, NotificationType, PushSubscription
from portal.notifications.queries import Reader, Wishes, devices

URL_LENGTH = 1000


def is_set_up() -> bool:
    """Whether the portal has a key to send with."""
    return bool(current_app.config["VAPID_PRIVATE_KEY"])


def subscribe(endpoint: str, p256dh: str, auth: str, agent: str, by: Person) -> None:
    """Have a browser show the person's notifications, and nobody else's from now on. Repeated it is the same device.

    Beyond ten the oldest is forgotten. To be called before anything is loaded. Raises BadInput (`endpoint`, `keys`).
    """
    if not is_set_up():
        raise BadInput(fields={"endpoint": "Push messages are not set up on this portal."})
    if len(endpoint) > URL_LENGTH or not push.is_service(endpoint, current_app.config["PUSH_SERVICES"]):
        raise BadInput(fields={"endpoint": "This browser's push service is not known here."})
    try:
        push.check_browser_keys(p256dh, auth)
    except ValueError as fault:
        raise BadInput(fields={"keys": "The browser's keys cannot be used."}) from fault
    digest = digest_of(endpoint)
    known = devices.owner_of(digest)
    if known is not None and (known.account_id if by.is_candidate else known.user_id) == by.id:
        with as_company(by.company_id):
            _renew(known.id, p256dh, auth)
        return
    if known is not None:
        with as_company(known.company_id):
            _forget(devices.find_device(known.id), SYSTEM(known.company_id))
    with as_company(by.company_id):
        queries.lock_person(by)
        number = insert_once(
            PushSubscription,
            ["endpoint_hash"],
            company_id=by.company_id,
            user_id=None if by.is_candidate else by.id,
            account_id=by.id if by.is_candidate else None,
            endpoint=endpoint,
            endpoint_hash=digest,
            p256dh=p256dh,
            auth=auth,
            device=rules_push.device_name(agent),
            failures=0,
            created_at=now(),
        )
        if number is not None:
            made = devices.own_device(number, by)
            record("device.added", made, by, about={"device": made.device})
        for spare in devices.surplus_of(by, rules_push.MOST_DEVICES):
            _forget(spare, by)


def forget_browser(digest: str, by: Person) -> None:
    """Stop telling the browser with the digest, if it is the person's. To be called before anything is loaded."""
    known = devices.owner_of(digest)
    if known is not None and (known.account_id if by.is_candidate else known.user_id) == by.id:
        with as_company(by.company_id):
            _forget(devices.find_device(known.id), by)


def remove(device_id: int, by: Person) -> None:
    """Stop telling one of the person's devices. To be called before anything is loaded. Raises Missing."""
    with as_company(by.company_id):
        _forget(devices.own_device(device_id, by), by)


def push_later(
    notification_id: int,
    kind: NotificationType,
    readers: Sequence[Reader],
    wishes: Wishes,
    *,
    read_by: int | None = None,
) -> bool:
    """An effect for each device of those who want the type by push, but the user `read_by`; whether there is any."""
    if not is_set_up():
        return False
    wanting = [
        reader
        for reader in readers
        if wishes.wants(reader, kind, Channel.PUSH) and not (reader.kind == "user" and reader.id == read_by)
    ]
    found = devices.devices_of(wanting) if wanting else []
    for device_id, _, _ in found:
        payload = {"notification_id": notification_id, "device_id": device_id}
        later("notifications.push", payload, key=f"notifications.push:{notification_id}:{device_id}")
    return bool(found)


def reached(device_id: int) -> None:
    """The push service took a message for the device."""
    device = devices.find_device(device_id)
    if device is not None:
        device.reached_at, device.failures = now(), 0
        db.session.flush()


def not_reached(device_id: int, *, gone: bool) -> None:
    """The browser has no such subscription any more, or was not reached once more: many times in a row is gone too."""
    device = devices.find_device(device_id)
    if device is None:
        return
    device.failures += 1
    if gone or device.failures >= rules_push.MOST_FAILURES:
        _forget(device, SYSTEM(device.company_id))
    db.session.flush()


def _renew(device_id: int, p256dh: str, auth: str) -> None:
    P = PushSubscription
    db.session.execute(
        update(P).where(P.id == device_id).values(p256dh=p256dh, auth=auth),
        execution_options={"synchronize_session": False},
    )


def _forget(device: PushSubscription | None, by: Person) -> None:
    """By whoever did it: the portal itself where another person turned the same browser on."""
    if device is not None:
        record("device.removed", device, by, about={"device": device.device})
        db.session.delete(device)
        db.session.flush()


def digest_of(endpoint: str) -> str:
    """What stands for the address of a browser, which is a secret."""
    return hashlib.sha256(endpoint.encode("utf-8", "replace")).hexdigest()
