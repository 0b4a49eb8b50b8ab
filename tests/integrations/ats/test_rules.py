"""Which stage is which status, what is older, who is the same."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.candidates.models import ApplicationStatus as S
from portal.candidates.rules import MOVES
from portal.integrations.models import DeliveryState
from portal.integrations.rules_ats import (
    REPLAYABLE,
    STAGES,
    STATE_WORDS,
    CannotReplay,
    applied_with,
    check_replay,
    is_older,
    is_same_person,
    status_of_stage,
)

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "kind", "status"),
    [
        ("Application Review", "", S.IN_REVIEW),
        ("  phone   SCREEN ", "", S.IN_PROGRESS),
        ("Pre-Screen", "Active", S.IN_PROGRESS),
        ("Whatever they call it", "shortlisted", S.SHORTLISTED),
        ("Offer", "", S.IN_PROGRESS),
        ("Hired", "hired", None),
        ("Rejected", "", None),
        ("Archived", "Archived", None),
        ("Lunch", "", None),
        ("", "", None),
    ],
)
def test_a_stage_is_a_status_where_that_is_clear(stage, kind, status):
    assert status_of_stage(stage, kind) is status


def test_no_stage_selects_or_rejects_and_none_stands_for_two_statuses():
    assert not {S.SELECTED, S.REJECTED, S.NEW} & set(STAGES)
    names = [name for names in STAGES.values() for name in names]
    assert len(names) == len(set(names)) and all(name == name.lower() for name in names)
    assert all(any(status in moves for moves in MOVES.values()) for status in STAGES)


def test_what_is_older_is_told_by_the_vendors_time_and_the_time_never_goes_back():
    applied = applied_with({}, "status", NOON)
    for seconds, older in ((-1, True), (0, False), (1, False)):
        assert is_older(applied, "status", NOON + timedelta(seconds=seconds)) is older
    assert is_older(applied, "status", None) is False and is_older(applied, "person", NOON - timedelta(days=9)) is False
    assert applied_with(applied, "status", NOON - timedelta(days=1)) == applied == applied_with(applied, "status", None)


@pytest.mark.parametrize(
    ("theirs", "email", "name", "same"),
    [
        ({"first_name": "Asha", "last_name": "Verma"}, None, "Asha V", True),
        ({"first_name": "Asha", "last_name": "Verma", "email": "a@example.com"}, "b@example.com", "Asha Verma", True),
        ({"first_name": "Asha", "last_name": "Verma", "email": "a@example.com"}, "b@example.com", "Asha V", False),
        ({"first_name": "Asha", "last_name": "Verma"}, None, "Ravi Verma", False),
        ({}, "b@example.com", "Ravi Verma", True),
    ],
)
def test_who_has_the_same_telephone_is_the_same_person_unless_the_names_say_otherwise(theirs, email, name, same):
    assert is_same_person(theirs, email, name) is same


@pytest.mark.parametrize("state", DeliveryState)
def test_what_is_being_worked_on_or_has_no_body_is_not_run_again(state):
    assert state in STATE_WORDS
    if state in REPLAYABLE:
        check_replay(state, True)
    else:
        with pytest.raises(CannotReplay):
            check_replay(state, True)
    with pytest.raises(CannotReplay):
        check_replay(state, False)
