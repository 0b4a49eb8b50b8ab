"""The verbs of submissions. Each changes, records its event without a secret, and flushes."""

from portal.integrations.services.connecting import (
    address_to_agree,
    finish_connection,
    note_connection,
    registration_of,
    take_in,
)
from portal.integrations.services.mails import send_notice
from portal.integrations.services.submissions import add_note, change_status, data_of, submit, update
from portal.integrations.services.testing import ask_for_test, call_of, note_test

__all__ = [
    "add_note",
    "address_to_agree",
    "ask_for_test",
    "call_of",
    "change_status",
    "data_of",
    "finish_connection",
    "note_connection",
    "note_test",
    "registration_of",
    "send_notice",
    "submit",
    "take_in",
    "update",
]
