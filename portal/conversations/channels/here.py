"""Providers that are the portal itself: the candidates' own pages, and a channel for trying things out."""

from portal.conversations.channels.carrying import Outgoing, Sent


def send(out: Outgoing) -> Sent:
    """Nothing leaves: who may read it reads the row."""
    return Sent(delivered=True)
