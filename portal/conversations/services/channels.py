"""What an admin does with channels. A secret is handed back where it is made, and never again."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from portal.accounts import queries as accounts
from portal.accounts.queries import get_company
from portal.conversations import rules
from portal.conversations.channels import CARRIERS, Failed, Outgoing, Sent, TryAgain
from portal.conversations.channels.catalogue import PROVIDERS, Wanted
from portal.conversations.models import Channel, ChannelStatus, ChannelType, Provider
from portal.conversations.queries import channels as queries
from portal.conversations.services.fitness import check_fit
from portal.conversations.services.uses import without_stale
from portal.conversations.templates import Template, check_template, fill, read_templates
from portal.core import outbox
from portal.core.addresses import phone_e164, valid_address
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, InvalidState, PortalError
from portal.core.events import record
from portal.core.people import SYSTEM, Person
from portal.core.signing import check_overlap, new_secret

S = ChannelStatus


class ChangedMeanwhile(Conflict):
    """Somebody else saved the channel since the form was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this channel while you were editing it.")


def create_channel(
    kind: ChannelType, provider: Provider, wanted: Wanted, by: Person, *, secret: str | None = None
) -> tuple[Channel, str | None]:
    """A new channel, and the secret that signs its calls if its provider needs one of ours.

    Raises BadInput by field, ChannelUnfit, RuleBroken when the company has its most.
    """
    about = PROVIDERS[provider]
    if kind not in about.types:
        raise BadInput(f"{about.name} carries no channel of this type.")
    if queries.count_channels() >= rules.MOST_CHANNELS:
        raise rules.TooManyChannels
    settings, secrets = _checked(provider, wanted.values, {})
    channel = Channel(
        company_id=by.company_id,
        type=kind,
        provider=provider,
        name=wanted.name.strip(),
        address=check_address(kind, provider, wanted.address),
        status=S.ACTIVE,
        settings=settings,
        secret=secret or (new_secret() if about.signs else None),
        credentials=json.dumps(secrets) if secrets else None,
        created_at=now(),
        created_by=by.email,
    )
    check_fit(channel)
    db.session.add(channel)
    db.session.flush()
    record("channel.created", channel, by, new=_told(channel), about={"type": kind, "provider": provider})
    return channel, channel.secret


def update_channel(channel: Channel, wanted: Wanted, by: Person, *, version: int) -> Channel:
    """Change its name, address, settings, and those secrets that were entered. `version` is the form's.

    Raises BadInput by field, ChangedMeanwhile.
    """
    if version != channel.version:
        raise ChangedMeanwhile
    stored: dict[str, str] = json.loads(channel.credentials or "{}")
    settings, secrets = _checked(channel.provider, wanted.values, stored)
    before = _told(channel)
    channel.name = wanted.name.strip()
    channel.address = check_address(channel.type, channel.provider, wanted.address)
    # What stands in the settings besides (templates) stays.
    own = {one.key for one in PROVIDERS[channel.provider].settings}
    channel.settings = {**{k: v for k, v in channel.settings.items() if k not in own}, **settings}
    entered = sorted(key for key, value in secrets.items() if stored.get(key) != value)
    if entered:
        channel.credentials = json.dumps(secrets)
    db.session.flush()
    after = _told(channel)
    if before != after or entered:
        record("channel.updated", channel, by, old=before, new=after, about={"secrets": entered})
    return channel


def pause(channel: Channel, by: Person) -> None:
    """Nothing is sent on it until it is resumed. Raises InvalidState."""
    _move(channel, S.PAUSED)
    record("channel.paused", channel, by)


def resume(channel: Channel, by: Person) -> None:
    """Send on it again. Raises InvalidState."""
    _move(channel, S.ACTIVE)
    record("channel.resumed", channel, by)


def rotate_secret(channel: Channel, by: Person, *, overlap_hours: int = 24) -> str:
    """A new secret, which is given back. The old one holds beside it for so many hours: what comes in may be signed
    with either, what goes out is signed with both. Raises InvalidState, BadInput (`overlap_hours`)."""
    if not PROVIDERS[channel.provider].signs:
        raise InvalidState("This channel's provider signs with a secret of its own, which it makes itself.")
    overlap = check_overlap(overlap_hours)
    kept = bool(channel.secret and overlap)
    channel.previous_secret = channel.secret if kept else None
    channel.previous_until = now() + overlap if kept else None
    channel.secret = secret = new_secret()
    db.session.flush()
    record("channel.secret_rotated", channel, by, about={"overlap_hours": overlap_hours if kept else 0})
    return secret


def put_template(channel: Channel, template: Template, by: Person) -> None:
    """Add a template as it was approved at WhatsApp, or replace the one of that name and language. Raises BadInput."""
    checked = check_template(template)
    kept = [t for t in read_templates(channel.settings) if (t.name, t.language) != (checked.name, checked.language)]
    _set_templates(channel, [*kept, checked], by)


def remove_template(channel: Channel, name: str, language: str, by: Person) -> None:
    """Offer it no more. Removing what is not there changes nothing."""
    kept = [t for t in read_templates(channel.settings) if (t.name, t.language) != (name, language)]
    _set_templates(channel, kept, by)


def ask_for_test(channel: Channel, to: str, by: Person, *, text: str = "", template: Template | None = None) -> None:
    """Have the worker send a message that belongs to no conversation. Raises BadInput (`to`, `text`), ChannelPaused."""
    if channel.status is not S.ACTIVE:
        raise rules.ChannelPaused(channel.name)
    receiver = _receiver(channel.type, to)
    payload: dict[str, Any] = {"channel_id": channel.id, "to": receiver, "user_id": by.id}
    if template is not None:
        places = [f"example {n + 1}" for n in range(template.places)]
        payload |= {"text": fill(template, places)[0], "template": fill(template, places)[1]}
    else:
        payload |= {"text": rules.check_text(text)}
    moment = now()
    _note(channel.id, tested_at=moment, test_passed=None, test_words=None)
    outbox.later("channels.test", payload, key=f"channels.test:{channel.id}:{moment.timestamp()}")


def test_of(channel: Channel, payload: dict[str, Any]) -> Outgoing | Failed:
    """What such a message is to its carrier, or why it cannot be sent."""
    try:
        check_fit(channel)
    except PortalError as refusal:
        return Failed(refusal.message)
    moment = now().timestamp()
    return Outgoing(
        message_id=0,
        key=f"test-{channel.id}-{int(moment)}",
        channel_id=channel.id,
        type=channel.type,
        to=payload["to"],
        text=payload["text"],
        address=channel.address,
        settings=channel.settings,
        secrets=channel.living_secrets(now()),
        credentials=json.loads(channel.credentials or "{}"),
        template=payload.get("template"),
        company_name=get_company(channel.company_id).name,
        mail={"subject": "A test message"},
    )


def carry_test(provider: Provider, out: Outgoing) -> Sent | TryAgain | Failed:
    """Have it carried, once. Never inside a transaction."""
    try:
        return CARRIERS[provider](out)
    except (TryAgain, Failed) as fault:
        return fault


def note_test(channel_id: int, result: Sent | TryAgain | Failed, user_id: int) -> None:
    """Write down what came of it."""
    passed = isinstance(result, Sent)
    words = "It was taken." if isinstance(result, Sent) else str(result)[:300]
    channel, user = queries.get_with_secrets(channel_id), accounts.find_user_by_id(user_id)
    _note(channel_id, tested_at=now(), test_passed=passed, test_words=words)
    company = get_company(channel.company_id)
    by = accounts.person_of(user, company) if user is not None else SYSTEM(channel.company_id)
    record("channel.tested", channel, by, about={"passed": passed, "result": words})


def give_default_channels(company_id: int) -> None:
    """The two channels that need nothing set up: the portal's mail, and its chat."""
    for kind, provider, name in (
        (ChannelType.EMAIL, Provider.SMTP, "E-mail"),
        (ChannelType.WEBCHAT, Provider.PORTAL, "Chat in the portal"),
    ):
        db.session.add(
            Channel(company_id=company_id, type=kind, provider=provider, name=name, settings={}, created_at=now())
        )
    db.session.flush()


def check_address(kind: ChannelType, provider: Provider, text: str) -> str:
    """The company's own number or address on the channel, in its usual form. Raises BadInput (`address`)."""
    text = text.strip()
    if not text or kind is ChannelType.WEBCHAT:
        if kind is ChannelType.SMS and provider is Provider.TWILIO:
            raise BadInput(fields={"address": "Enter the number that messages are sent from."})
        return ""
    try:
        return _receiver(kind, text)
    except BadInput as refusal:
        raise BadInput(fields={"address": refusal.message}) from refusal


def _receiver(kind: ChannelType, text: str) -> str:
    if kind is ChannelType.EMAIL:
        try:
            return valid_address(text)
        except BadInput as refusal:
            raise BadInput(fields={"to": refusal.message}) from refusal
    found = phone_e164(text)
    if found is None:
        raise BadInput(fields={"to": "Enter a number with its country code, like +91 98400 12345."})
    return found


def _checked(
    provider: Provider, values: Mapping[str, str], stored: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings and the secrets of a provider. Raises BadInput with a sentence for each that is wrong."""
    settings: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in PROVIDERS[provider].settings:
        value = (values.get(one.key) or "").strip() or (stored.get(one.key, "") if one.is_secret else "")
        if not value:
            if one.required:
                wrong[one.key] = f"Enter the {one.label[:1].lower()}{one.label[1:]}."
            continue
        if not re.fullmatch(one.pattern, value) or not value.isprintable():
            wrong[one.key] = one.wrong
            continue
        (secrets if one.is_secret else settings)[one.key] = value
    if wrong:
        raise BadInput(fields=wrong)
    return settings, secrets


def _told(channel: Channel) -> dict[str, Any]:
    """What an event may tell of a channel: no secret, and of an address of the internet the host alone."""
    settings = {k: v for k, v in channel.settings.items() if k != "gateway_url"}
    url = str(channel.settings.get("gateway_url") or "")
    host = {"gateway_host": re.sub(r"^https?://([^/?#]*).*$", r"\1", url)} if url else {}
    return {"name": channel.name, "address": channel.address, "settings": {**settings, **host}}


def _set_templates(channel: Channel, templates: list[Template], by: Person) -> None:
    before = _told(channel)
    settings = without_stale(channel.settings, templates)
    channel.settings = {**settings, "templates": [t.as_json() for t in templates]}
    db.session.flush()
    record("channel.updated", channel, by, old=before, new=_told(channel))


def _move(channel: Channel, wanted: ChannelStatus) -> None:
    if channel.status is wanted:
        raise InvalidState(f"This channel is {wanted} already.", allowed=set(S) - {wanted})
    channel.status = wanted
    db.session.flush()


def _note(channel_id: int, **values: object) -> None:
    # Not through the row: a test is no change over which somebody's save should be refused.
    db.session.execute(
        update(Channel).where(Channel.id == channel_id).values(**values),
        execution_options={"synchronize_session": False},
    )
