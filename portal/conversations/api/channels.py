"""The doors of channels: what providers bring and report. Each call is proven before anything is written.

Formats and signatures are those of `channels/` (one file for each provider).
"""

import logging
import re
from collections.abc import Callable
from hmac import compare_digest
from typing import Any

import orjson
from flask import Response, request

from portal.api import door
from portal.api.access import open_to_all
from portal.api.calls import file_answer
from portal.conversations.api import inbound
from portal.conversations.channels import meta, twilio
from portal.conversations.channels.letters import read_letter
from portal.conversations.channels.reports import Report
from portal.conversations.incoming import Incoming
from portal.conversations.models import Channel, ChannelType, MessageState, Provider
from portal.conversations.payloads_channels import MailOut, MetaOut, ReportIn, StatusOut, TwilioQuery
from portal.conversations.queries import get_channel
from portal.conversations.services.entering import Door, find_door
from portal.conversations.services.inbound import receive
from portal.conversations.services.mail_in import take_letter
from portal.conversations.services.sending import report
from portal.conversations.signing import InvalidSignature, check_signed
from portal.core.clock import now
from portal.core.errors import BadInput, Missing
from portal.core.links import address
from portal.core.people import SYSTEM
from portal.core.tenancy import enter, scope_of

log = logging.getLogger(__name__)
ONE = "/channels/<int:channel_id>"
SIGNED = "the call is proven by its signature, with the secret of the channel in its address"
A_MAIL = {"required": True, "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}}}
AN_OBJECT = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
A_FORM = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
# What Meta gives to be sent back; nothing else is echoed.
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,200}")


def prove(
    channel_id: int, check: Callable[[Door], None], *providers: Provider, kind: ChannelType | None = None
) -> Door:
    """The channel that is called, once `check` has let the call pass; from then on the company's rows are seen.

    Raises Missing for no such channel, InvalidSignature, TooMany.
    """
    with door.counting_strangers():
        found = find_door(channel_id, *providers, kind=kind)
        check(found)
    door.count_channel(channel_id)
    enter(scope_of(SYSTEM(found.company_id)))
    return found


def signed(found: Door) -> None:
    """The headers of Standard Webhooks. Raises InvalidSignature."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    check_signed(found.secrets, headers, request.get_data(), now())


@inbound.post(f"{ONE}/status", StatusOut)
@open_to_all(SIGNED, integration="channel_id")
def status(channel_id: int, body: ReportIn) -> Any:
    """Take in how far a message has come, from a gateway of the company's own (Standard Webhooks headers)."""
    prove(channel_id, signed, Provider.GATEWAY, Provider.TEST)
    if body.message_id == 0:
        return {"success": True, "message_id": 0, "state": None}
    told = Report(MessageState(body.status), message_id=body.message_id, reason=body.reason or "")
    message = report(get_channel(channel_id), told)
    if message is None:
        raise Missing
    return {"success": True, "message_id": message.id, "state": message.state.value}


@inbound.post(f"{ONE}/email", MailOut, request_body=A_MAIL)
@open_to_all(SIGNED, integration="channel_id", takes_bytes=True)
def email(channel_id: int) -> Any:
    """Take in an e-mail as it came (`message/rfc822`), signed by the headers of Standard Webhooks."""
    prove(channel_id, signed, kind=ChannelType.EMAIL)
    letter = read_letter(request.get_data())  # before anything is held, for a long one takes its time
    taken = take_letter(get_channel(channel_id), letter)
    return {"result": taken.result, "conversation_id": taken.conversation_id, "message_id": taken.message_id}


@inbound.get(f"{ONE}/meta", file_answer("text/plain"))
@open_to_all("the verify token of the channel proves the call", integration="channel_id")
def meta_challenge(channel_id: int) -> Any:
    """Answer Meta's question whether the address is ours: its `hub.challenge`, if it has the verify token."""

    def knows_the_token(found: Door) -> None:
        wanted, given = found.credentials.get("verify_token", ""), request.args.get("hub.verify_token", "")
        if not wanted or not compare_digest(wanted.encode(), given.encode()):
            raise InvalidSignature

    prove(channel_id, knows_the_token, Provider.META)
    challenge = request.args.get("hub.challenge", "")
    if request.args.get("hub.mode") != "subscribe" or not CHALLENGE.fullmatch(challenge):
        raise BadInput("Send hub.mode=subscribe and a hub.challenge.")
    return Response(challenge, mimetype="text/plain")


@inbound.post(f"{ONE}/meta", MetaOut, request_body=AN_OBJECT)
@open_to_all(SIGNED, integration="channel_id")
def from_meta(channel_id: int) -> Any:
    """Take in WhatsApp messages and their states from Meta (`X-Hub-Signature-256`)."""
    raw = request.get_data()

    def genuine(found: Door) -> None:
        secret = found.credentials.get("app_secret", "")
        if not secret or not meta.is_genuine(secret, request.headers.get("X-Hub-Signature-256", ""), raw):
            raise InvalidSignature

    found = prove(channel_id, genuine, Provider.META)
    messages, reports = meta.read(_object(raw), str(found.settings["phone_number_id"]))
    channel = get_channel(channel_id)
    taken = sum([_taken(channel, one) for one in messages])
    known = sum([report(channel, one) is not None for one in reports])
    return {"messages": taken, "reports": known}


@inbound.post(f"{ONE}/twilio", file_answer("text/xml"), request_body=A_FORM)
@open_to_all(SIGNED, integration="channel_id")
def from_twilio(channel_id: int) -> Any:
    """Take in a text message from Twilio (`X-Twilio-Signature`), and answer it with nothing."""
    prove(channel_id, _signed_by_twilio, Provider.TWILIO)
    incoming = twilio.read_message(request.form)
    if incoming is not None:
        _taken(get_channel(channel_id), incoming)
    return _nothing_to_say()


@inbound.post(f"{ONE}/twilio/status", file_answer("text/xml"), request_body=A_FORM)
@open_to_all(SIGNED, integration="channel_id")
def twilio_status(channel_id: int, query: TwilioQuery) -> Any:
    """Take in how far a message has come, from Twilio."""
    prove(channel_id, _signed_by_twilio, Provider.TWILIO)
    told = twilio.read_status(request.form, query.message)
    if told is not None:
        report(get_channel(channel_id), told)
    return _nothing_to_say()


def _signed_by_twilio(found: Door) -> None:
    """Twilio signs the address that it was given, which behind a proxy is not the one that we are called by."""
    token, query = found.credentials.get("auth_token", ""), request.query_string.decode("latin-1")
    url = address(str(request.endpoint), channel_id=found.channel_id) + (f"?{query}" if query else "")
    given = request.headers.get("X-Twilio-Signature", "")
    if not token or not twilio.is_genuine(token, given, url, request.form.to_dict(flat=False)):
        raise InvalidSignature


def _nothing_to_say() -> Response:
    return Response(twilio.EMPTY_ANSWER, mimetype="text/xml")


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise door.NotJson("The body is not JSON that we can read.") from error
    if not isinstance(found, dict):
        raise BadInput("The body is no object.", fields={"body": "Send an object."})
    return found


def _taken(channel: Channel, incoming: Incoming) -> bool:
    """Take a message in; false for one of no use (empty, too long), which its provider would only send again."""
    try:
        receive(channel, incoming)
    except BadInput as refusal:
        log.warning("a message on channel %s cannot be used: %s", channel.id, refusal.fields)
        return False
    return True
