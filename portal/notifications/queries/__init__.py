"""What is asked of notifications."""

from portal.notifications.queries.lists import COUNTED, find_by_key, get_notification, notification_page, unread_count
from portal.notifications.queries.people import (
    Reader,
    Wishes,
    accounts_by_id,
    accounts_of,
    interviewers_of,
    lock_person,
    preference_of,
    user_with_address,
    users_by_id,
    users_in_roles,
    wanted_cells,
    wishes,
)
from portal.notifications.queries.reminders import asked_at, waiting_reminders
from portal.notifications.queries.told import Told, told_of

__all__ = [
    "COUNTED",
    "Reader",
    "Told",
    "Wishes",
    "accounts_by_id",
    "accounts_of",
    "asked_at",
    "find_by_key",
    "get_notification",
    "interviewers_of",
    "lock_person",
    "notification_page",
    "preference_of",
    "told_of",
    "unread_count",
    "user_with_address",
    "users_by_id",
    "users_in_roles",
    "waiting_reminders",
    "wanted_cells",
    "wishes",
]
