"""The addresses that a provider must be told, so that what contacts write reaches the channel."""

from dataclasses import dataclass

from flask import current_app

from portal.conversations.models import Channel, ChannelType, Provider
from portal.core.links import address


@dataclass(frozen=True, slots=True)
class DoorAddress:
    """An address of ours, under a label, with where it belongs at the provider."""

    key: str
    label: str
    url: str
    hint: str


def doors_of(channel: Channel) -> list[DoorAddress]:
    """The addresses of a channel, none where nothing comes from outside."""
    number = channel.id
    if channel.provider is Provider.META:
        hint = "In Meta's app under WhatsApp, Configuration, with your verify token; subscribe to “messages”."
        return [DoorAddress("meta", "Callback URL", address("inbound.from_meta", channel_id=number), hint)]
    if channel.provider is Provider.TWILIO:
        hint = "At the number or the messaging service, under “A message comes in”, as HTTP POST."
        return [DoorAddress("twilio", "Webhook", address("inbound.from_twilio", channel_id=number), hint)]
    if channel.type is ChannelType.EMAIL:
        hint = "Post each mail to it as it came (message/rfc822), signed with the secret."
        return [DoorAddress("email", "Incoming mail", address("inbound.email", channel_id=number), hint)]
    if channel.provider is Provider.GATEWAY:
        messages = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/webhooks/inbound"
        told = f"With company_id {channel.company_id} and channel_id {number}, signed with the secret."
        status = address("inbound.status", channel_id=number)
        return [
            DoorAddress("messages", "Incoming messages", messages, told),
            DoorAddress(
                "status", "Delivery reports", status, "sent, delivered, read or failed, signed with the secret."
            ),
        ]
    return []
