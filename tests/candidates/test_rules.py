"""Moves of an application over every pair, and small decisions about a person's record."""

from itertools import product

import pytest

from portal.candidates import rules
from portal.candidates.models import ApplicationStatus as S
from portal.core.errors import BadInput, InvalidState, RuleBroken

# Written by hand from DESIGN.md §3b; SELECTED is reached by the hire alone.
ALLOWED = {
    (S.NEW, S.IN_REVIEW), (S.NEW, S.SHORTLISTED), (S.NEW, S.IN_PROGRESS), (S.NEW, S.REJECTED),
    (S.IN_REVIEW, S.SHORTLISTED), (S.IN_REVIEW, S.IN_PROGRESS), (S.IN_REVIEW, S.REJECTED),
    (S.SHORTLISTED, S.IN_PROGRESS), (S.SHORTLISTED, S.REJECTED),
    (S.IN_PROGRESS, S.SHORTLISTED), (S.IN_PROGRESS, S.REJECTED),
    (S.REJECTED, S.IN_REVIEW), (S.SELECTED, S.IN_PROGRESS),
}  # fmt: skip


@pytest.mark.parametrize(("current", "wanted"), list(product(S, S)))
def test_an_application_moves_as_the_table_says_and_not_otherwise(current, wanted):
    if (current, wanted) in ALLOWED:
        rules.check_move(current, wanted)
        return
    with pytest.raises(InvalidState) as refused:
        rules.check_move(current, wanted)
    assert refused.value.allowed == sorted(b for a, b in ALLOWED if a is current)


@pytest.mark.parametrize("current", list(S))
def test_a_hire_begins_from_any_living_status(current):
    if current in (S.SELECTED, S.REJECTED):
        with pytest.raises(InvalidState):
            rules.check_hire(current)
    else:
        rules.check_hire(current)


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_undo_is_offered_only_where_the_table_has_a_way_back(before, after):
    back = rules.undo_of(before, after)
    assert back is None or (after, back) in ALLOWED


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 501])
def test_a_rejection_needs_a_reason_of_some_words(reason):
    with pytest.raises(BadInput) as refused:
        rules.check_reason(reason)
    assert "reason" in refused.value.fields


@pytest.mark.parametrize("status", list(S))
def test_the_client_keeps_seeing_who_is_shortlisted_or_further(status):
    if status in (S.SHORTLISTED, S.IN_PROGRESS, S.SELECTED):
        with pytest.raises(RuleBroken):
            rules.check_unshare(status)
    else:
        rules.check_unshare(status)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.linkedin.com/in/Priya-R/?x=1", "linkedin.com/in/priya-r"),
        ("in.linkedin.com/in/priya-r", "linkedin.com/in/priya-r"),
        ("https://evil.example/linkedin.com/in/x", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_linkedin_profile_has_one_writing(typed, kept):
    assert rules.linkedin_key(typed) == kept
