"""What may be done with an upload, and what of a reading is taken over: no app."""

import pytest

from portal.candidates import rules_uploads as rules
from portal.candidates.models import UploadState
from portal.candidates.rules_uploads import UploadMove
from portal.core.errors import BadInput
from tests.factories import at

U, M = UploadState, UploadMove
ALLOWED = {
    (U.WAITING, M.READ): U.WAITING,
    (U.READING, M.READ): U.WAITING,
    (U.UNREADABLE, M.READ): U.WAITING,
    (U.DUPLICATE, M.JOIN): U.JOINED,
    (U.DUPLICATE, M.SEPARATE): U.ADDED,
    (U.UNREADABLE, M.ENTER): U.ADDED,
    (U.DUPLICATE, M.DISMISS): U.DISMISSED,
    (U.UNREADABLE, M.DISMISS): U.DISMISSED,
    (U.REFUSED, M.DISMISS): U.DISMISSED,
}


@pytest.mark.parametrize("state", UploadState)
@pytest.mark.parametrize("move", UploadMove)
def test_only_the_moves_of_the_table_are_possible(state, move):
    if (state, move) in ALLOWED:
        assert rules.after(state, move) is ALLOWED[state, move]
    else:
        with pytest.raises(rules.UploadCannotMove):
            rules.after(state, move)


@pytest.mark.parametrize("state", UploadState)
def test_a_file_is_stuck_when_nobody_read_it_for_long(state):
    dropped = at("2026-12-14 10:00")
    assert not rules.is_stuck(state, dropped, dropped + rules.STUCK_AFTER)
    assert rules.is_stuck(state, dropped, at("2026-12-14 10:11")) is (state in (U.WAITING, U.READING))


@pytest.mark.parametrize(("count", "fine"), [(0, False), (1, True), (50, True), (51, False)])
def test_a_batch_holds_one_to_fifty_files(count, fine):
    if fine:
        rules.check_batch(count)
    else:
        with pytest.raises(BadInput) as refusal:
            rules.check_batch(count)
        assert "files" in refusal.value.fields


def test_what_was_not_read_is_no_field():
    assert rules.fields_of({"email": "a@b.example", "first_name": None, "skills": [], "summary": ""}) == {
        "email": "a@b.example"
    }


def test_a_profile_among_links_becomes_the_linkedin_field():
    fields = rules.fields_of({"links": ["https://github.com/p", "https://www.linkedin.com/in/Priya-R/"]})
    assert fields["linkedin"] == "linkedin.com/in/priya-r"


def test_a_person_needs_a_name_or_a_way_to_reach_them():
    assert not rules.says_who({"skills": ["SQL"], "location": "Chennai"})
    assert rules.says_who({"phone": "+919840012345"}) and rules.says_who({"first_name": "Priya"})


def test_what_is_there_already_is_not_missing():
    assert rules.only_missing({"email": "a@b.example", "location": None, "skills": []}, {
        "email": "x@y.example", "location": "Pune", "skills": ["SQL"],
    }) == {"location": "Pune", "skills": ["SQL"]}  # fmt: skip
