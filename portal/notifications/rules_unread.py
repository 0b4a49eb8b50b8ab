"""When a candidate hears elsewhere of a message that lies unread in the portal's chat, and in which words. Pure.

Once for as long as they look away: the oldest unread message tells, and those that follow it before they have looked
tell nothing more.
"""

from datetime import timedelta

# Whoever has the page open has read it by then.
PATIENCE = timedelta(minutes=10)


def title(company: str, sender: str) -> str:
    """Who has written. `sender` is a person's name; empty for the assistant."""
    return f"{sender} of {company} has written to you" if sender else f"{company} has written to you"
