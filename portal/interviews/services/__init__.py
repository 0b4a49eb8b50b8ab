"""The verbs of interviews: plan, offer, book, invite, hold, decide. Each changes, records its event, and flushes."""

from portal.interviews.services.booking import (
    book_slot,
    choose_slot,
    decline_times,
    give_back,
    invite_again,
    move_booking,
)
from portal.interviews.services.deciding import fail, give_feedback, initiate_hiring, pass_round
from portal.interviews.services.ending import cancel, mark_completed, mark_no_show
from portal.interviews.services.inviting import send_invite
from portal.interviews.services.planning import (
    Facts,
    add_slots,
    edit_interview,
    plan_interview,
    send_slots,
    set_slots,
    withdraw_slot,
)

__all__ = [
    "Facts",
    "add_slots",
    "book_slot",
    "cancel",
    "choose_slot",
    "decline_times",
    "edit_interview",
    "fail",
    "give_back",
    "give_feedback",
    "initiate_hiring",
    "invite_again",
    "mark_completed",
    "mark_no_show",
    "move_booking",
    "pass_round",
    "plan_interview",
    "send_invite",
    "send_slots",
    "set_slots",
    "withdraw_slot",
]
