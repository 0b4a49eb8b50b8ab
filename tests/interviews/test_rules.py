"""What may happen to an interview: every pair of statuses, every action, every kind of person."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.core.errors import BadInput, Conflict, InvalidState, NotAllowed, RuleBroken
from portal.core.people import SYSTEM, Person, PersonKind
from portal.interviews import rules
from portal.interviews.models import InterviewStatus as S
from portal.interviews.rules import Action, Situation

NOW = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)

# Written by hand from DESIGN.md §3b, so that a slip in the table is seen.
ALLOWED = {
    (S.DRAFT, S.AWAITING),
    (S.DRAFT, S.CANCELLED),
    (S.AWAITING, S.CONFIRMED),
    (S.AWAITING, S.CANCELLED),
    (S.CONFIRMED, S.CONFIRMED),
    (S.CONFIRMED, S.SCHEDULED),
    (S.CONFIRMED, S.AWAITING),
    (S.CONFIRMED, S.COMPLETED),
    (S.CONFIRMED, S.NO_SHOW),
    (S.CONFIRMED, S.CANCELLED),
    (S.SCHEDULED, S.CONFIRMED),
    (S.SCHEDULED, S.AWAITING),
    (S.SCHEDULED, S.COMPLETED),
    (S.SCHEDULED, S.NO_SHOW),
    (S.SCHEDULED, S.CANCELLED),
    (S.NO_SHOW, S.AWAITING),
    (S.NO_SHOW, S.CANCELLED),
    (S.COMPLETED, S.PASSED),
    (S.COMPLETED, S.FAILED),
}

# From which statuses each action begins, by hand as well.
BEGINS = {
    Action.EDIT: {S.DRAFT, S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW},
    Action.ADD_SLOTS: {S.DRAFT, S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW},
    Action.SEND_SLOTS: {S.DRAFT},
    Action.BOOK: {S.AWAITING},
    Action.MOVE: {S.CONFIRMED, S.SCHEDULED},
    Action.GIVE_BACK: {S.CONFIRMED, S.SCHEDULED},
    Action.INVITE: {S.CONFIRMED},
    Action.COMPLETE: {S.CONFIRMED, S.SCHEDULED},
    Action.NO_SHOW: {S.CONFIRMED, S.SCHEDULED},
    Action.INVITE_AGAIN: {S.NO_SHOW},
    Action.FEEDBACK: {S.CONFIRMED, S.SCHEDULED, S.COMPLETED, S.PASSED, S.FAILED},
    Action.PASS: {S.COMPLETED},
    Action.FAIL: {S.COMPLETED},
    Action.HIRE: {S.COMPLETED},
    Action.CANCEL: {S.DRAFT, S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW},
}

STAFF_ONLY = {
    Action.EDIT,
    Action.ADD_SLOTS,
    Action.SEND_SLOTS,
    Action.INVITE,
    Action.COMPLETE,
    Action.NO_SHOW,
    Action.INVITE_AGAIN,
    Action.CANCEL,
}
CLIENT_MAY = {Action.FEEDBACK, Action.PASS, Action.FAIL, Action.HIRE}
CANDIDATE_MAY = {Action.BOOK, Action.MOVE, Action.GIVE_BACK}


def person(role, **more):
    kind = PersonKind.CANDIDATE if role == "candidate" else PersonKind.USER
    permissions = frozenset(ROLE_PERMISSIONS[role])
    return Person(kind, 5, 1, "Somebody", "somebody@example.org", role, permissions=permissions, **more)


RECRUITER = person("recruiter")
CLIENT = person("client_user", client_id=3)
CANDIDATE = person("candidate", candidate_id=7)


def situation(status, **more):
    # Over, so that neither the notice time nor the end of the interview decides.
    facts = {"start": NOW + timedelta(hours=9), "end": NOW - timedelta(minutes=1), "free_slots": 2, "notice_hours": 4}
    return Situation(status, client_id=3, candidate_id=7, **{**facts, **more})


@pytest.mark.parametrize("current", S)
@pytest.mark.parametrize("wanted", S)
def test_an_interview_moves_by_the_table_and_no_other_way(current, wanted):
    if (current, wanted) in ALLOWED:
        rules.check_move(current, wanted)
        return
    with pytest.raises(InvalidState) as refusal:
        rules.check_move(current, wanted)
    assert refusal.value.allowed == sorted(b.value for a, b in ALLOWED if a is current)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("action", Action)
def test_an_action_begins_from_its_own_statuses(action, status):
    by = CANDIDATE if action in CANDIDATE_MAY else RECRUITER
    if status in BEGINS[action]:
        rules.check_action(action, situation(status), by, NOW)
        return
    with pytest.raises(InvalidState) as refusal:
        rules.check_action(action, situation(status), by, NOW)
    assert refusal.value.allowed == sorted(b.value for a, b in ALLOWED if a is status)


@pytest.mark.parametrize("action", Action)
def test_every_action_that_leads_somewhere_follows_the_moves(action):
    asks = rules.ACTIONS[action]
    for begin in asks.begins if asks.leads else ():
        rules.check_move(begin, asks.leads)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize(("by", "may"), [(CLIENT, CLIENT_MAY), (CANDIDATE, CANDIDATE_MAY)], ids=["client", "candidate"])
def test_peer_08_clients_and_candidates_may_do_only_what_is_theirs(action, by, may):
    status = min(BEGINS[action])
    if action in may:
        rules.check_action(action, situation(status), by, NOW)
        return
    with pytest.raises(NotAllowed):
        rules.check_action(action, situation(status), by, NOW)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", ["admin", "recruiter"])
def test_staff_may_do_everything(action, role):
    rules.check_action(action, situation(min(BEGINS[action])), person(role), NOW)


@pytest.mark.parametrize("action", sorted(CLIENT_MAY))
def test_another_client_decides_nothing(action):
    stranger = person("client_user", client_id=4)
    with pytest.raises(NotAllowed):
        rules.check_action(action, situation(S.COMPLETED), stranger, NOW)


@pytest.mark.parametrize("action", sorted(CANDIDATE_MAY))
def test_another_candidate_books_nothing(action):
    stranger = person("candidate", candidate_id=8)
    with pytest.raises(NotAllowed):
        rules.check_action(action, situation(min(BEGINS[action])), stranger, NOW)


def test_the_portal_itself_may_act():
    rules.check_action(Action.CANCEL, situation(S.AWAITING), SYSTEM(1), NOW)


@pytest.mark.parametrize("action", [Action.MOVE, Action.GIVE_BACK])
@pytest.mark.parametrize(("minutes", "allowed"), [(241, True), (240, False), (239, False), (-5, False)])
def test_a_candidate_changes_a_booking_until_the_notice_time(action, minutes, allowed):
    booked = situation(S.SCHEDULED, start=NOW + timedelta(minutes=minutes), notice_hours=4)
    assert rules.may(action, booked, CANDIDATE, NOW) is allowed
    assert rules.may(action, booked, RECRUITER, NOW)


def test_the_notice_time_is_named_in_the_refusal():
    with pytest.raises(rules.TooLate, match="1 hour before"):
        rules.check_notice(NOW, 1, NOW)


@pytest.mark.parametrize("action", [Action.SEND_SLOTS, Action.INVITE_AGAIN])
def test_nothing_is_sent_without_a_time_to_offer(action):
    with pytest.raises(RuleBroken, match="at least one slot"):
        rules.check_action(action, situation(min(BEGINS[action]), free_slots=0), RECRUITER, NOW)


@pytest.mark.parametrize("status", S)
def test_feedback_waits_for_the_end(status):
    coming = situation(status, end=NOW + timedelta(minutes=1))
    assert rules.may(Action.FEEDBACK, coming, RECRUITER, NOW) is (status in {S.COMPLETED, S.PASSED, S.FAILED})


def test_a_hire_taken_back_may_begin_again_and_no_other_passed_round():
    assert rules.may(Action.HIRE, situation(S.PASSED, hire_undone=True), CLIENT, NOW)
    assert not rules.may(Action.HIRE, situation(S.PASSED), CLIENT, NOW)
    assert not rules.may(Action.HIRE, situation(S.CANCELLED, hire_undone=True), CLIENT, NOW)


@pytest.mark.parametrize("rating", [None, -1, 0, 6, 100])
def test_a_rating_outside_one_to_five_is_refused_by_name(rating):
    with pytest.raises(BadInput) as refusal:
        rules.check_rating(rating)
    assert list(refusal.value.fields) == ["rating"]


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_a_rating_from_one_to_five_is_taken(rating):
    rules.check_rating(rating)


@pytest.mark.parametrize(
    ("ratings", "mean"), [([], None), ([3], 3), ([3, 4], 4), ([1, 2], 2), ([1, 1, 2], 1), ([5, 5, 4], 5), ([2, 5], 4)]
)
def test_the_rating_of_an_interview_is_the_rounded_mean(ratings, mean):
    assert rules.mean_rating(ratings) == mean


@pytest.mark.parametrize("status", S)
def test_a_round_may_be_planned_again_only_when_its_interview_is_gone(status):
    if status in {S.FAILED, S.CANCELLED}:
        rules.check_round(1, {1: [status]})
        return
    with pytest.raises(Conflict, match="Round 1 already has"):
        rules.check_round(1, {1: [status]})


@pytest.mark.parametrize("status", S)
def test_the_next_round_waits_until_the_one_before_is_passed(status):
    if status is S.PASSED:
        rules.check_round(2, {1: [status]})
        return
    with pytest.raises(RuleBroken, match="once round 1 has been passed"):
        rules.check_round(2, {1: [status]})


@pytest.mark.parametrize("wanted", [0, -1])
def test_rounds_count_from_one(wanted):
    with pytest.raises(BadInput):
        rules.check_round(wanted, {})


@pytest.mark.parametrize(
    ("rounds", "wanted"),
    [
        ({}, 1),
        ({1: [S.CANCELLED]}, 1),
        ({1: [S.AWAITING]}, 1),
        ({1: [S.CANCELLED, S.PASSED]}, 2),
        ({1: [S.PASSED], 2: [S.PASSED]}, 3),
    ],
)
def test_the_next_round_follows_the_passed_ones(rounds, wanted):
    assert rules.next_round(rounds) == wanted


def at(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("slots", "sentence"),
    [
        ([(at(60), at(60))], "end after it begins"),
        ([(at(90), at(60))], "end after it begins"),
        ([(at(61), at(90))], "multiple of five"),
        ([(at(60), at(91))], "multiple of five"),
        ([(at(60) + timedelta(seconds=1), at(90))], "multiple of five"),
        ([(at(0), at(30))], "in the future"),
        ([(at(-60), at(-30))], "in the future"),
        ([(at(60), at(60 + 485))], "at most 8 hours"),
        ([(at(60 * 24 * 367), at(60 * 24 * 367 + 30))], "next year"),
        ([(at(60), at(120)), (at(115), at(150))], "overlap"),
        ([(at(60), at(120)), (at(60), at(120))], "overlap"),
        ([(at(60 * n), at(60 * n + 30)) for n in range(1, 42)], "at most 40"),
    ],
)
def test_a_slot_that_cannot_be_offered_is_refused_on_the_field(slots, sentence):
    with pytest.raises(BadInput) as refusal:
        rules.check_slots(slots, NOW)
    assert sentence in refusal.value.fields["slots"]


def test_touching_slots_may_be_offered():
    rules.check_slots([(at(60), at(120)), (at(120), at(180))], NOW, taken=[(at(30), at(60))])


def test_a_new_slot_may_not_overlap_one_that_is_offered_already():
    with pytest.raises(BadInput, match="overlap"):
        rules.check_slots([(at(60), at(120))], NOW, taken=[(at(90), at(150))])


steps = st.integers(min_value=0, max_value=2000)


@given(steps, st.integers(1, 96), steps, st.integers(1, 96))
def test_cells_meet_exactly_when_bookings_overlap(first, length, second, other):
    a, b = (at(5 * first), at(5 * (first + length))), (at(5 * second), at(5 * (second + other)))
    overlap = a[0] < b[1] and b[0] < a[1]
    assert bool(set(rules.cells(*a)) & set(rules.cells(*b))) is overlap
    assert len(rules.cells(*a)) == length


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_grain_is_the_five_minutes_before(moment):
    begun = rules.on_grain(moment)
    assert begun <= moment < begun + rules.GRAIN
    assert begun.timestamp() % 300 == 0


def test_a_slot_that_has_begun_is_not_booked():
    rules.check_bookable(at(1), NOW)
    with pytest.raises(rules.SlotTaken) as refusal:
        rules.check_bookable(NOW, NOW)
    assert (refusal.value.code, refusal.value.status) == ("SLOT_TAKEN", 409)


def test_facts_are_refused_all_at_once():
    with pytest.raises(BadInput) as refusal:
        rules.check_facts(duration=7, round_name=" ", link="javascript:alert(1)", interviewers=13, guests=13)
    assert set(refusal.value.fields) == {"interview_duration", "round_name", "meeting_link", "interviewers", "guests"}


@pytest.mark.parametrize("duration", [0, 4, 485, -5])
def test_a_duration_out_of_reach_is_refused(duration):
    with pytest.raises(BadInput, match="5 to 480"):
        rules.check_facts(duration=duration, round_name="Round", link=None, interviewers=0, guests=0)


def test_a_reason_is_needed_and_trimmed():
    assert rules.check_reason("  too far away ") == "too far away"
    with pytest.raises(BadInput):
        rules.check_reason("  ")


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("by", [RECRUITER, CLIENT], ids=["staff", "client"])
def test_every_status_says_what_comes_next(status, by):
    assert rules.next_step(status, by).endswith(".")
    assert rules.next_step(status, by, hiring=True) == "The hire has begun: the candidate is selected."
