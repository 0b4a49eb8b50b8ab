"""The demo's channels: WhatsApp and SMS for trying out, the portal's own mail, and its chat."""

from sqlalchemy import select

from portal.conversations.models import Channel, ChannelType, Provider
from portal.conversations.services.channels import give_default_channels, put_template
from portal.conversations.services.uses import use_template
from portal.conversations.templates import NUDGE_TEMPLATE, OFFER_TEMPLATE, OPENING_TEMPLATE, Template
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import SYSTEM

# Each with what the assistant uses it for, and what fills its places.
TEMPLATES = (
    (
        OPENING_TEMPLATE,
        Template(
            "application_received",
            "en",
            "Hello {{1}}, this is the automated assistant of {{2}}. Thank you for your application as {{3}}. "
            "May I ask you a few questions?",
        ),
        ("first_name", "company", "job"),
    ),
    (
        OFFER_TEMPLATE,
        Template(
            "interview_times",
            "en",
            "Hello {{1}}, this is the automated assistant of {{2}}. There are times for your interview. "
            "Shall I send them to you?",
        ),
        ("first_name", "company"),
    ),
    (
        NUDGE_TEMPLATE,
        Template(
            "still_interested",
            "en",
            "Hello {{1}}, the automated assistant of {{2}} here. Are you still interested in {{3}}? "
            "Just answer this message.",
        ),
        ("first_name", "company", "job"),
    ),
)


def channels_of(company_id: int) -> dict[ChannelType, Channel]:
    """The company's channels by type, made if there are none. Called in its scope.

    The first has no secret, so that a message can be played in by one plain call. Nothing that is sent on the first
    two leaves the portal.
    """
    found = _by_type()
    if found:
        return found
    _for_trying_out(company_id, ChannelType.WHATSAPP, "WhatsApp", "+914440001234")
    _for_trying_out(company_id, ChannelType.SMS, "SMS", "+914440005678")
    give_default_channels(company_id)
    found = _by_type()
    for use, template, names in TEMPLATES:
        put_template(found[ChannelType.WHATSAPP], template, SYSTEM(company_id))
        use_template(found[ChannelType.WHATSAPP], use, template, names, SYSTEM(company_id))
    return found


def _by_type() -> dict[ChannelType, Channel]:
    return {channel.type: channel for channel in db.session.scalars(select(Channel).order_by(Channel.id.desc()))}


def _for_trying_out(company_id: int, kind: ChannelType, name: str, number: str) -> None:
    channel = Channel(
        company_id=company_id,
        type=kind,
        provider=Provider.TEST,
        name=name,
        address=number,
        settings={},
        created_at=now(),
    )
    db.session.add(channel)
    db.session.flush()
    record("channel.created", channel, SYSTEM(company_id), about={"type": kind, "provider": Provider.TEST})
