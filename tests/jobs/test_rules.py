"""What may happen to a job, as plain functions."""

from decimal import Decimal

import pytest

from portal.core.errors import BadInput
from portal.jobs import rules
from portal.jobs.models import JobStatus, PayPeriod, Priority
from portal.jobs.rules import JobCannotMove, NoApplications

S = JobStatus
# Written by hand from the table of moves: every pair that is not here is refused.
ALLOWED = {
    (S.OPEN, S.ON_HOLD),
    (S.ON_HOLD, S.OPEN),
    (S.OPEN, S.CLOSED),
    (S.ON_HOLD, S.CLOSED),
    (S.OPEN, S.FILLED),
    (S.ON_HOLD, S.FILLED),
    (S.CLOSED, S.OPEN),
    (S.FILLED, S.OPEN),
}


@pytest.mark.parametrize("wanted", S)
@pytest.mark.parametrize("current", S)
def test_a_job_moves_as_the_table_says_and_no_other_way(current, wanted):
    if (current, wanted) in ALLOWED:
        rules.check_move(current, wanted)
        return
    with pytest.raises(JobCannotMove) as refused:
        rules.check_move(current, wanted)
    assert refused.value.allowed == sorted(w for c, w in ALLOWED if c is current)


@pytest.mark.parametrize("status", S)
def test_open_jobs_and_jobs_on_hold_take_applications_and_no_other(status):
    if status in (S.OPEN, S.ON_HOLD):
        rules.check_takes_applications(status)
        return
    with pytest.raises(NoApplications, match="takes no new applications"):
        rules.check_takes_applications(status)


@pytest.mark.parametrize("status", S)
def test_every_status_has_its_word_and_every_priority_its_weight(status):
    assert rules.WORDS[status]
    assert set(rules.URGENCY) == set(Priority)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Python, SQL", ["Python", "SQL"]),
        (" Python ;; python\nREST   APIs, ", ["Python", "REST APIs"]),
        (["Go", "go", ""], ["Go"]),
        ("", []),
        (None, []),
    ],
)
def test_skills_are_told_apart_whatever_stands_between_them(text, skills):
    assert rules.tidy_skills(text) == skills


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        (3, 7, "3–7 years"),
        (3, 3, "3 years"),
        (3, None, "from 3 years"),
        (None, 7, "up to 7 years"),
        (0, 2, "0–2 years"),
    ],
)
def test_experience_is_said_in_words(low, high, words):
    assert rules.experience_words(low, high) == words


def a_job(**values):
    return {
        "title": "Engineer",
        "openings": 1,
        "salary_currency": "INR",
        "salary_period": PayPeriod.YEAR,
        **values,
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"experience_min": 5, "experience_max": 2}, "experience_max"),
        ({"experience_min": -1}, "experience_min"),
        ({"experience_max": 99}, "experience_max"),
        ({"salary_min": Decimal(5), "salary_max": Decimal(4)}, "salary_max"),
        ({"salary_min": Decimal(-1)}, "salary_min"),
        ({"salary_max": Decimal(10) ** 13}, "salary_max"),
        ({"openings": 0}, "openings"),
        ({"openings": None}, "openings"),
        ({"openings": 10_001}, "openings"),
        ({"salary_currency": "XXX"}, "salary_currency"),
        ({"salary_period": "week"}, "salary_period"),
        ({"required_skills": ["x" * 61]}, "required_skills"),
        ({"nice_to_have_skills": [str(n) for n in range(41)]}, "nice_to_have_skills"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(values, field):
    with pytest.raises(BadInput) as refused:
        rules.check_values(a_job(**values), S.OPEN)
    assert set(refused.value.fields) == {field}


def test_every_problem_is_found_at_once():
    found = rules.problems_of(a_job(title="", openings=0, salary_min=Decimal(2), salary_max=Decimal(1)), S.OPEN)
    assert set(found) == {"title", "openings", "salary_max"}


@pytest.mark.parametrize("values", [{}, {"experience_min": 2, "experience_max": 2}, {"salary_min": Decimal(0)}])
def test_a_job_with_equal_or_single_bounds_is_fine(values):
    rules.check_values(a_job(**values), S.OPEN)


@pytest.mark.parametrize("status", S)
def test_only_a_job_that_is_over_may_have_no_opening(status):
    found = rules.problems_of(a_job(openings=0), status)
    assert ("openings" in found) is (status in (S.OPEN, S.ON_HOLD))
