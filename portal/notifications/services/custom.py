"""What machines and later features tell people (seed 002, "Sending Custom Notifications")."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.queries import get_company
from portal.core.clock import now
from portal.core.errors import BadInput
from portal.core.people import PersonKind
from portal.notifications import queries
from portal.notifications.models import MESSAGE_LENGTH, TITLE_LENGTH, Channel, NotificationType
from portal.notifications.queries import Reader, devices
from portal.notifications.rules_preferences import SENT
from portal.notifications.services.push import is_set_up, push_later
from portal.notifications.services.writing import (
    Draft,
    give,
    mail_to,
    named,
    wishes_of,
    write,
)

METADATA_LENGTH, KEY_LENGTH = 8_000, 180
LISTS = {"user": "notifications.index", "candidate": "candidate_portal.notifications"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: a user, or a candidate's account."""

    kind: PersonKind
    id: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The notification, the ways by which it goes to at least one person, and whether it had been sent before."""

    notification_id: int
    channels: tuple[Channel, ...]
    repeated: bool = False


def send_custom(
    recipients: Sequence[Recipient],
    type: NotificationType,
    title: str,
    message: str,
    channels: Collection[Channel],
    metadata: Mapping[str, Any] | None = None,
    *,
    company_id: int,
    key: str | None = None,
) -> Sent:
    """Tell active people of the company something, by those of the channels that each wants for the type.

    `type` is one of seed 002's, or `custom`. `metadata` is JSON of the sender's. A repeated `key` sends nothing more
    and gives the first answer. Raises BadInput, naming each field.
    """
    title, message = _clean(title), _clean(message)
    _check(type, title, message, channels, metadata or {}, key)
    readers = _readers(recipients)
    asked = [channel for channel in Channel if channel in channels]
    wishes = wishes_of(readers, type)
    reached = {Channel.PUSH: _with_devices(readers)}
    going = tuple(c for c in asked if any(wishes.wants(reader, type, c) for reader in reached.get(c, readers)))
    draft = Draft(
        company_id=company_id,
        type=type,
        title=title,
        message=message,
        key=f"custom:{key}" if key is not None else None,
        facts=metadata or {},
        channels=going,
        recipients=[named(reader) for reader in readers],
        created_at=now(),
    )
    notification_id = write(draft)
    if notification_id is None:
        first = queries.find_by_key(draft.key or "")
        return Sent(first.id, tuple(Channel(word) for word in first.channels), repeated=True)
    if Channel.IN_APP in asked:
        give(notification_id, draft, readers, wishes, by_push=Channel.PUSH in asked)
    elif Channel.PUSH in asked:
        push_later(notification_id, type, readers, wishes)
    if Channel.EMAIL in asked:
        company = get_company(company_id)
        for reader in readers:
            if wishes.wants(reader, type, Channel.EMAIL):
                mail_to(
                    reader,
                    company,
                    subject=title,
                    template="notice",
                    key=f"custom:{notification_id}:{reader.kind}:{reader.id}",
                    context={"message": message, "button": "Open the portal"},
                    link=(LISTS[reader.kind], {}),
                )
    return Sent(notification_id, going)


def _with_devices(readers: Sequence[Reader]) -> list[Reader]:
    """Those whom a push can reach."""
    known = {(kind, number) for _, kind, number in devices.devices_of(readers)} if is_set_up() else set()
    return [reader for reader in readers if (reader.kind, reader.id) in known]


def _clean(text: str) -> str:
    """Text without the control characters that no database or mail wants."""
    return "".join(c for c in text if c in "\n\t" or c >= " ").strip()


def _check(
    kind: NotificationType,
    title: str,
    message: str,
    channels: Collection[Channel],
    metadata: Mapping[str, Any],
    key: str | None,
) -> None:
    fields: dict[str, str] = {}
    if kind not in SENT:
        fields["type"] = f"“{kind}” is told by the portal itself. Send one of: {', '.join(sorted(SENT))}."
    if not title or len(title) > TITLE_LENGTH:
        fields["title"] = f"Give a title of 1 to {TITLE_LENGTH} characters."
    if len(message) > MESSAGE_LENGTH:
        fields["message"] = f"Keep the message under {MESSAGE_LENGTH:,} characters."
    if not channels:
        fields["channels"] = f"Name at least one of: {', '.join(Channel)}."
    if key is not None and not 0 < len(key) <= KEY_LENGTH:
        fields["key"] = f"A key has 1 to {KEY_LENGTH} characters."
    try:
        written = json.dumps(metadata, allow_nan=False)
        if len(written) > METADATA_LENGTH or "\\u0000" in written:
            fields["metadata"] = f"Keep the metadata under {METADATA_LENGTH:,} characters of JSON, without NUL."
    except (TypeError, ValueError, RecursionError):
        fields["metadata"] = "Metadata must be a JSON object."
    if fields:
        raise BadInput(fields=fields)


def _readers(recipients: Sequence[Recipient]) -> list[Reader]:
    users = {one.id for one in recipients if one.kind is PersonKind.USER}
    accounts = {one.id for one in recipients if one.kind is PersonKind.CANDIDATE}
    found = [*queries.users_by_id(users), *queries.accounts_by_id(accounts)]
    if not found or len(found) < len(users) + len(accounts):
        raise BadInput(fields={"user_id": "There is no such person here who can sign in."})
    return found
