"""Whether a channel may be used where the portal runs."""

import json

from flask import current_app

from portal.conversations import rules
from portal.conversations.channels.catalogue import VERIFIES
from portal.conversations.models import Channel


def check_fit(channel: Channel) -> None:
    """Raises ChannelUnfit for a channel that production does not allow. Its secrets must be loaded."""
    name = VERIFIES.get(channel.provider)
    known = channel.secret if name is None else json.loads(channel.credentials or "{}").get(name)
    rules.check_provider(channel.provider, bool(known), production=current_app.config["PRODUCTION"])
