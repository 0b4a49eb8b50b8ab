"""The verbs of submissions. Each changes, records its event without a secret, and flushes."""

from portal.integrations.services.connecting import (
    address_to_agree,
    finish_connection,
    note_connection,
    registration_of,
    take_in,
)
from portal.integrations.services.forgetting import forget_person, sweep_deliveries
from portal.integrations.services.mails import send_notice
from portal.integrations.services.receiving import prove, receive, take
from portal.integrations.services.renewing import Renewal, access_of, note_no_renewal, note_renewal
from portal.integrations.services.resumes import Wanted, begin_fetching, keep_resume, name_of, say_of_resume
from portal.integrations.services.submissions import (
    add_note,
    change_status,
    data_of,
    operators_address,
    submit,
    update,
)
from portal.integrations.services.testing import ask_for_test, call_after, call_of, check_test, note_test, test_of
from portal.integrations.services.working import (
    Begun,
    answer_now,
    begin_event,
    fail_event,
    finish_event,
    hand_back_event,
    leave_event,
    put_off_event,
    replay,
    wake_waiting,
)

__all__ = [
    "Begun",
    "Renewal",
    "Wanted",
    "access_of",
    "add_note",
    "address_to_agree",
    "answer_now",
    "ask_for_test",
    "begin_event",
    "begin_fetching",
    "call_after",
    "call_of",
    "change_status",
    "check_test",
    "data_of",
    "fail_event",
    "finish_connection",
    "finish_event",
    "hand_back_event",
    "forget_person",
    "keep_resume",
    "name_of",
    "leave_event",
    "note_connection",
    "note_no_renewal",
    "note_renewal",
    "note_test",
    "operators_address",
    "prove",
    "put_off_event",
    "receive",
    "registration_of",
    "replay",
    "say_of_resume",
    "send_notice",
    "submit",
    "sweep_deliveries",
    "take",
    "take_in",
    "test_of",
    "update",
    "wake_waiting",
]
