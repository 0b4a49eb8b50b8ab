"""`POST /webhooks/inbound`: what a contact wrote, from the gateway of a channel (seed 004)."""

from typing import Any

from flask import request

from portal.api.access import open_to_all
from portal.api.door import count_channel, counting_strangers
from portal.conversations import services
from portal.conversations.api import inbound
from portal.conversations.incoming import Incoming, Sender
from portal.conversations.payloads import InboundIn, InboundOut
from portal.conversations.queries import inbound as queries
from portal.conversations.signing import check_signed
from portal.core.clock import now
from portal.core.people import SYSTEM
from portal.core.tenancy import enter, scope_of


@inbound.post("/inbound", InboundOut, status=201, answers={200: InboundOut})
@open_to_all("a channel's gateway is known by its signature", counts_itself=True)
def receive(body: InboundIn) -> Any:
    """Take in a message of a contact. A channel with a secret takes what is signed with it (Standard Webhooks)."""
    enter(scope_of(SYSTEM(body.company_id)))
    with counting_strangers():
        sender = Sender.read(body.sender)
        talk = queries.ongoing_talk(body.channel_id, sender.phone, sender.email) if sender else None
        channel = talk.channel if talk else queries.receiving_channel(body.channel_id)
        check_signed(channel.living_secrets(now()), _headers(), request.get_data(), now())
        sender = sender or Sender.read_within(body.sender, channel.settings.get("country"))
    count_channel(channel.id)
    incoming = Incoming(
        body.channel_message_id, body.text, sender.phone, sender.email, name=body.name, sent_at=body.moment()
    )
    found = services.receive(channel, incoming, talk)
    answer = {"conversation_id": found.conversation_id, "message_id": found.message_id, "contact_id": found.contact_id}
    return {**answer, "duplicate": found.duplicate}, 200 if found.duplicate else 201


def _headers() -> dict[str, str]:
    """The headers by their names in small letters."""
    return {name.lower(): value for name, value in request.headers.items()}
