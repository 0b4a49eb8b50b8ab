"""What a candidate is told and may ask for; no app, no rows."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.candidate_portal import rules
from portal.candidate_portal.rules import Phase
from portal.candidates.models import ApplicationStatus
from portal.candidates.rules import WITHDRAWN
from portal.candidates.rules_told import application_words
from portal.core.errors import BadInput, RuleBroken, TooMany
from portal.interviews.models import InterviewStatus as S

START = datetime(2026, 12, 16, 5, 0, tzinfo=UTC)
END = START + timedelta(minutes=45)
BEFORE, DURING, AFTER = START - timedelta(days=1), START + timedelta(minutes=5), END

# Status → what it is to the candidate before, during and after the time, with times to choose from.
PHASES = {
    S.DRAFT: (Phase.CHOOSE, Phase.CHOOSE, Phase.CHOOSE),
    S.AWAITING: (Phase.CHOOSE, Phase.CHOOSE, Phase.CHOOSE),
    S.CONFIRMED: (Phase.BOOKED, Phase.NOW, Phase.OVER),
    S.SCHEDULED: (Phase.BOOKED, Phase.NOW, Phase.OVER),
    S.COMPLETED: (Phase.OVER, Phase.OVER, Phase.OVER),
    S.PASSED: (Phase.OVER, Phase.OVER, Phase.OVER),
    S.FAILED: (Phase.OVER, Phase.OVER, Phase.OVER),
    S.NO_SHOW: (Phase.MISSED, Phase.MISSED, Phase.MISSED),
    S.CANCELLED: (Phase.CANCELLED, Phase.CANCELLED, Phase.CANCELLED),
}


@pytest.mark.parametrize("status", S)
def test_the_phase_follows_the_status_and_the_clock(status):
    found = tuple(rules.phase_of(status, START, END, times=2, now=now) for now in (BEFORE, DURING, AFTER))
    assert found == PHASES[status]


def test_without_a_free_time_there_is_nothing_to_choose():
    assert rules.phase_of(S.AWAITING, None, None, times=0, now=BEFORE) is Phase.WAIT


def test_passed_and_failed_look_the_same_to_the_candidate():
    assert PHASES[S.PASSED] == PHASES[S.FAILED]


@pytest.mark.parametrize("text", ["", "   ", "\n", "x" * 1001])
def test_a_message_says_something_and_not_too_much(text):
    with pytest.raises(BadInput) as refusal:
        rules.check_message(text)
    assert list(refusal.value.fields) == ["message"]


@pytest.mark.parametrize("phase", Phase)
def test_other_times_are_asked_for_while_the_interview_can_still_happen(phase):
    if phase in (Phase.OVER, Phase.CANCELLED, Phase.NOW):
        with pytest.raises(RuleBroken):
            rules.check_may_ask(phase, 0)
    else:
        rules.check_may_ask(phase, rules.MESSAGES_A_DAY - 1)
        with pytest.raises(TooMany):
            rules.check_may_ask(phase, rules.MESSAGES_A_DAY)


@pytest.mark.parametrize("status", ApplicationStatus)
@pytest.mark.parametrize("interviewed", [True, False])
def test_an_application_has_words_that_tell_nothing_internal(status, interviewed):
    words = " ".join(application_words(status, "too expensive for Northwind", interviewed=interviewed))
    assert "expensive" not in words and status.value not in words


def test_a_withdrawal_is_told_as_such_and_a_rejection_without_its_reason():
    assert application_words(ApplicationStatus.REJECTED, WITHDRAWN)[0] == "Withdrawn"
    assert application_words(ApplicationStatus.REJECTED, "no SQL")[0] == "Not going ahead"


@pytest.mark.parametrize("status", ApplicationStatus)
def test_what_has_ended_cannot_be_withdrawn(status):
    ended = status in (ApplicationStatus.REJECTED, ApplicationStatus.SELECTED)
    assert rules.may_withdraw(status) is not ended
