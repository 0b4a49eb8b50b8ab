"""The comparison and the story, as plain functions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.rules import WEIGHTS, JobFacts, PersonFacts, compare
from portal.matching.rules_story import tell

CV = "Backend Engineer at Zoho\nBuilt services with Python, Django and PostgreSQL.\nRan k8s clusters."
PRIYA = PersonFacts(
    skills=["Python", "Django"],
    years=6,
    experience=[{"title": "Backend Engineer", "company": "Zoho", "description": "Built services with Python"}],
    current_role="Backend Engineer",
    location="Chennai, India",
    text=CV,
)
JOB = JobFacts(
    title="Senior Backend Engineer",
    required=["Python", "Kubernetes", "Go"],
    nice=["Django"],
    years_min=4,
    years_max=8,
    location="Chennai",
)


def test_a_skill_counts_under_any_of_its_names_and_says_where_it_was_seen():
    part = compare(PRIYA, JOB).part("required")
    assert part.met == ["Python", "Kubernetes"]
    assert part.missing == ["Go"]
    assert [e.text for e in part.evidence] == ["Python", "k8s"]
    assert all(CV[e.start : e.end] == e.text for e in part.evidence)


def test_the_score_is_the_sum_of_its_parts():
    match = compare(PRIYA, JOB)
    total = sum(WEIGHTS.values()) - WEIGHTS["type"]  # nobody has said how they would like to be employed
    assert match.score == round(100 * sum(p.weight * p.share for p in match.parts) / total)
    assert match.confidence == 1.0


@pytest.mark.parametrize(
    ("change", "key"),
    [({"years": None}, "experience"), ({"location": ""}, "place"), ({"experience": (), "current_role": ""}, "role")],
)
def test_missing_data_lowers_the_confidence_and_not_the_score(change, key):
    whole, less = compare(PRIYA, JOB), compare(replace(PRIYA, **change), JOB)
    assert less.part(key).share is None
    assert less.confidence < whole.confidence
    judged = [p for p in whole.parts if p.key != key]
    assert less.score == round(100 * sum(p.weight * p.share for p in judged) / sum(p.weight for p in judged))


def test_what_the_job_does_not_ask_for_does_not_count():
    match = compare(PRIYA, JobFacts(title="", required=["Python"]))
    assert [p.key for p in match.parts] == ["required"]
    assert match.score == 100


def test_nobody_is_judged_without_anything_to_judge_by():
    match = compare(PersonFacts(), JOB)
    assert match.score is None
    assert match.confidence == 0
    assert tell(PersonFacts(), JOB, match).headline.text == "There is nothing to compare yet."


def test_less_experience_than_asked_counts_in_proportion():
    assert compare(replace(PRIYA, years=2), JOB).part("experience").share == 0.5


def test_a_job_for_anywhere_asks_for_no_place():
    assert compare(PRIYA, replace(JOB, location="Remote")).part("place") is None


def test_a_word_inside_another_is_no_skill():
    person = PersonFacts(text="Worked at Gogo on going concerns")
    assert compare(person, JobFacts(title="", required=["Go"])).part("required").met == []


def test_the_comparison_takes_nothing_of_a_persons_name_age_gender_picture_or_school():
    assert set(PersonFacts.__dataclass_fields__) == {
        "skills", "years", "experience", "current_role", "location", "text",
        "places", "types",
    }  # fmt: skip
    other = CV + "\nName: Aarav, male, born 1970, IIT Madras"
    assert compare(replace(PRIYA, text=other), JOB).score == compare(PRIYA, JOB).score


def test_an_employer_whose_name_ends_in_a_stop_ends_the_sentence():
    person = replace(PRIYA, experience=[{"title": "Engineer", "company": "Zoho Inc.", "description": "Python"}])
    strengths = tell(person, JOB, compare(person, JOB)).strengths
    assert "Python: used as Engineer at Zoho Inc." in [s.text for s in strengths]


def test_every_statement_of_the_story_names_what_it_rests_on():
    story = tell(PRIYA, JOB, compare(PRIYA, JOB))
    told = [story.headline, *story.strengths, *story.gaps, *story.questions]
    assert len(told) > 5
    assert all(statement.evidence for statement in told)
    assert "Python: used as Backend Engineer at Zoho." in [s.text for s in story.strengths]
    assert "Go is required and not seen in the CV or the profile." in [s.text for s in story.gaps]
    assert any("Go" in s.text for s in story.questions)


WORDS = st.lists(st.sampled_from(["Python", "Go", "SQL", "Excel", "Rust", "Zzyzx"]), max_size=4)


@given(
    skills=WORDS,
    required=WORDS,
    nice=WORDS,
    years=st.none() | st.floats(0, 50),
    least=st.none() | st.integers(0, 20),
    text=st.text(max_size=200),
    location=st.text(max_size=20),
)
def test_the_story_never_invents(skills, required, nice, years, least, text, location):
    person = PersonFacts(skills=skills, years=years, text=text, location=location)
    job = JobFacts(title="Clerk", required=required, nice=nice, years_min=least, location="Pune")
    match = compare(person, job)
    assert match.score is None or 0 <= match.score <= 100
    assert 0 <= match.confidence <= 1
    story = tell(person, job, match)
    for statement in [story.headline, *story.strengths, *story.gaps, *story.questions]:
        assert statement.evidence, statement
        for evidence in statement.evidence:
            if evidence.start is not None:
                assert text[evidence.start : evidence.end] == evidence.text
    for part in match.parts:
        assert set(part.met) <= {*required, *nice, *skills}


def test_a_place_one_would_like_to_work_at_counts_as_ones_own():
    job = JobFacts(title="", location="Pune")
    assert compare(replace(PRIYA, location="Chennai", places=["Remote", "Pune"]), job).part("place").share == 1.0
    assert compare(replace(PRIYA, location="Chennai", places=["Mumbai"]), job).part("place").share == 0.0


def test_the_type_of_employment_counts_for_those_who_have_said_what_they_want():
    job = JobFacts(title="", type="contract")
    assert compare(replace(PRIYA, types=["contract"]), job).part("type").share == 1.0
    assert compare(replace(PRIYA, types=["full_time"]), job).part("type").share == 0.0
    assert compare(PRIYA, job).part("type") is None
