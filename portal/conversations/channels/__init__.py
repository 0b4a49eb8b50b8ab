"""Who carries a channel's messages: one file for each provider, which knows that provider's own words.

A carrier has one verb, `send`, which is called outside any transaction with all that the call needs. What providers
send to us is read by plain functions of the same files.
"""

from collections.abc import Callable, Mapping

from portal.conversations.channels import gateway, here, mailing, meta, twilio
from portal.conversations.channels.carrying import Failed, Outgoing, Sent, TryAgain
from portal.conversations.models import Provider

Carrier = Callable[[Outgoing], Sent]

CARRIERS: Mapping[Provider, Carrier] = {
    Provider.GATEWAY: gateway.send,
    Provider.META: meta.send,
    Provider.TWILIO: twilio.send,
    Provider.SMTP: mailing.send,
    Provider.PORTAL: here.send,
    Provider.TEST: here.send,
}
# Nothing leaves the portal, so that nothing can hang or fail: such a message is sent where it is taken up.
STAY_HERE = frozenset({Provider.PORTAL, Provider.TEST})

__all__ = ["CARRIERS", "STAY_HERE", "Carrier", "Failed", "Outgoing", "Sent", "TryAgain"]
