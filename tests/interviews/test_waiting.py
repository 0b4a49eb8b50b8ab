"""Whom an application waits for, as plain functions."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.candidates.models import ApplicationStatus
from portal.interviews.models import InterviewStatus
from portal.interviews.waiting import waits_for

NOW = datetime(2026, 12, 14, 10, tzinfo=UTC)
A, S = ApplicationStatus, InterviewStatus
# Written by hand: what a card says for each status of a living interview, in an application that goes on.
EXPECTED = {
    S.DRAFT: "times to offer",
    S.AWAITING: "the candidate",
    S.CONFIRMED: "the invitation",
    S.SCHEDULED: None,
    S.COMPLETED: "the client",
    S.PASSED: "the next round",
    S.FAILED: None,
    S.NO_SHOW: "new times",
    S.CANCELLED: None,
}


@pytest.mark.parametrize("interview", S)
def test_an_application_waits_for_whoever_its_interview_waits_for(interview):
    assert waits_for(A.IN_PROGRESS, interview, NOW + timedelta(hours=1), NOW) == EXPECTED[interview]


@pytest.mark.parametrize("interview", S)
@pytest.mark.parametrize("status", [A.SELECTED, A.REJECTED])
def test_what_has_ended_waits_for_nobody(status, interview):
    assert waits_for(status, interview, NOW, NOW) is None


@pytest.mark.parametrize("status", A)
def test_without_an_interview_the_status_says_it(status):
    assert bool(waits_for(status, None, None, NOW)) is (status not in (A.SELECTED, A.REJECTED))


@pytest.mark.parametrize("interview", [S.CONFIRMED, S.SCHEDULED])
def test_a_time_that_is_over_waits_for_word(interview):
    assert waits_for(A.IN_PROGRESS, interview, NOW, NOW) == "word of how it went"


def test_the_client_is_told_that_the_decision_is_theirs():
    assert waits_for(A.IN_PROGRESS, S.COMPLETED, NOW, NOW, for_client=True) == "your decision"
