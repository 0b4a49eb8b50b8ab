"""Telling people, reminding them, and their own part in it: reading, and what they want to be told.

`telling`: an event becomes notifications and mails · `reminders`: what is due before and after interviews ·
`matches`: jobs that fit · `unread`: messages that candidates have not read · `custom`: what machines and later features
send · `push`: browsers · `preferences`, `reading`: each person's own · `selection`: the good news · `writing`: what all
of these stand on. Everything changes the present transaction and flushes; nothing commits.
"""

from portal.notifications.services.custom import Recipient, Sent, send_custom
from portal.notifications.services.matches import candidates_to_tell, tell_of_match
from portal.notifications.services.preferences import save_preferences
from portal.notifications.services.push import (
    digest_of,
    forget_browser,
    is_set_up,
    not_reached,
    reached,
    remove,
    subscribe,
)
from portal.notifications.services.reading import mark_all_read, mark_read
from portal.notifications.services.reminders import plan_reminders, remind
from portal.notifications.services.selection import send_selection_notification
from portal.notifications.services.telling import tell
from portal.notifications.services.unread import tell_of_unread

__all__ = [
    "Recipient",
    "Sent",
    "candidates_to_tell",
    "digest_of",
    "forget_browser",
    "is_set_up",
    "mark_all_read",
    "mark_read",
    "not_reached",
    "plan_reminders",
    "reached",
    "remind",
    "remove",
    "save_preferences",
    "send_custom",
    "send_selection_notification",
    "subscribe",
    "tell",
    "tell_of_match",
    "tell_of_unread",
]
