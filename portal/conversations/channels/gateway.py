"""A gateway of the company's own (DESIGN.md §6): one small JSON body, signed by Standard Webhooks with its secret."""

import json
from typing import Any

from portal.conversations.channels.carrying import Failed, Outgoing, Sent, post, said, words
from portal.core.clock import now
from portal.core.signing import keys_of, standard_signature

NAME = "The gateway"
ID_LENGTH = 255


def send(out: Outgoing) -> Sent:
    """Post it to the gateway. Raises TryAgain, Failed.

    `webhook-id` is the same for every try, so that a gateway that remembers it takes the message once. The gateway
    may answer with the `channel_message_id` that it gave it; its reports name our `message_id`.
    """
    if not out.secrets:
        raise Failed("The channel has no secret to sign with. An admin can make one.")
    body = json.dumps(body_of(out), ensure_ascii=False, separators=(",", ":")).encode()
    stamp = int(now().timestamp())
    signatures = (standard_signature(key, out.key, stamp, body) for secret in out.secrets for key in keys_of(secret))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": out.key,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signatures),
    }
    answer = post(out, NAME, str(out.settings.get("gateway_url", "")), headers, body)
    told = said(answer)
    if not 200 <= answer.status < 300:
        error = told.get("error")
        message = error.get("message") if isinstance(error, dict) else error or told.get("message")
        raise Failed(words(out, NAME, answer.status, message))
    given = told.get("channel_message_id")
    return Sent(given if isinstance(given, str) and 0 < len(given) <= ID_LENGTH else None)


def body_of(out: Outgoing) -> dict[str, Any]:
    """What the gateway gets; `template` alone where WhatsApp asks for one."""
    body: dict[str, Any] = {
        "message_id": out.message_id,
        "channel_id": out.channel_id,
        "to": out.to,
        "text": out.text,
    }
    if out.template is not None:
        body["template"] = dict(out.template)
    return body
