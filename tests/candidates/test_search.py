"""The search over people: what it finds, whose, and that no text breaks it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.candidates import services
from portal.candidates.queries import lists
from portal.candidates.queries.lists import Wanted, people
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.paging import write_cursor
from portal.core.tenancy import as_company, as_person
from tests.factories import a_job, a_world


@pytest.fixture
def priya(company):
    fields = {
        "name": "Zoë Priyaraman",
        "email": "zoe.p@mail.example.com",
        "phone": "98400 12345",
        "skills": ["C++", "Python"],
        "location": "Chennai",
        "experience": [{"title": "Engineer", "company": "Zoho Corp"}],
    }
    made = services.create_candidate(fields, by=company.recruiter, cv_text="Wrote a compiler for .NET; O'Brien & Söhne")
    db.session.commit()
    return made


def found(company, **wanted):
    return [row.id for row in people(company.company_id, Wanted(**wanted)).items]


@pytest.mark.parametrize(
    "q",
    ["zoë", "ZOE", "priya", "raman", "zoe.p@mail.example.com", "98400 12345", "+91 98400 12345", "c++", "zoho",
     "zoho co", "compil", ".net", "o'brien", "sohne", "chennai zoe", "python"],
)  # fmt: skip
def test_a_person_is_found_by(company, priya, q):
    assert found(company, q=q) == [priya.id]
    assert found(company, q=q, sort="name") == [priya.id]


@pytest.mark.parametrize("q", ["zoho berlin", "compi wrote", "!!!", '"', "rust", "80 L"])
def test_a_person_is_not_found_by(company, priya, q):
    assert found(company, q=q) == []


def test_a_skill_is_a_filter_under_any_of_its_names(company, priya):
    assert found(company, skill="c++") == [priya.id]
    assert found(company, skill="C") == []
    assert found(company, q="zoho", skill="Python") == [priya.id]


def test_what_is_corrected_is_found_anew_and_what_is_deleted_no_more(company, priya):
    services.update_candidate(priya, {"location": "Reykjavik"}, by=company.recruiter)
    assert found(company, q="reykj") == [priya.id]
    assert found(company, q="chennai") == []
    assert found(company, q="compiler") == [priya.id]
    services.delete_candidate(priya, by=company.recruiter)
    assert found(company, q="compiler") == []
    assert found(company) == []


def test_expected_pay_is_no_word_of_the_search(company):
    services.create_candidate({"name": "A B", "expected_salary": "fortytwo lakh"}, by=company.recruiter)
    assert found(company, q="fortytwo") == []


def test_the_search_gives_nobody_of_another_company(app, company, priya):
    db.session.expunge_all()
    other = a_world("Other")
    with as_company(other.company_id):
        mine = services.create_candidate({"name": "Zoë Other"}, by=other.recruiter)
        db.session.commit()
        assert found(other, q="zoe") == [mine.id]
        # Even a search that were told the wrong company reads its hits through the narrowed table.
        assert people(company.company_id, Wanted(q="zoe")).items == []


def test_a_client_user_finds_who_is_shared_and_nobody_else(company, priya):
    services.create_candidate({"name": "Zoë Hidden"}, by=company.recruiter)
    shared = services.apply(priya, a_job(company.client_id), by=company.recruiter)
    services.share_with_client(shared, by=company.recruiter)
    db.session.commit()
    db.session.expunge_all()
    with as_person(company.client_user):
        assert found(company, q="zoe") == [shared.candidate_id]
        assert found(company) == [shared.candidate_id]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60), skill=st.text(max_size=20), sort=st.sampled_from(["newest", "name"]))
def test_peer_13_any_text_is_only_ever_looked_for(company, priya, q, skill, sort):
    assert set(found(company, q=q, skill=skill, sort=sort)) <= {priya.id}


@pytest.mark.parametrize(
    "q", ['zoe"', 'zoe" OR "x', "NEAR(zoe priya)", "zoe*", "words:zoe", "-zoe", "zoe AND", "'; DROP TABLE"]
)
def test_signs_of_the_query_language_mean_nothing(company, priya, q):
    assert set(found(company, q=q)) <= {priya.id}


@pytest.mark.parametrize("sort", ["newest", "name"])
@pytest.mark.parametrize("q", ["", "person"])
def test_pages_follow_each_other_without_gap_or_repeat(company, sort, q):
    for number in range(12):
        services.create_candidate({"name": f"Person {chr(75 - number)}"}, by=company.recruiter)
    seen, cursor = [], None
    while True:
        page = people(company.company_id, Wanted(sort=sort, q=q), cursor, limit=5)
        seen += [row.id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 12
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("sort", ["newest", "name"])
def test_neighbours_are_those_of_the_list(company, sort):
    made = [services.create_candidate({"name": f"Person {chr(75 - n)}"}, by=company.recruiter) for n in range(3)]
    newest, middle, oldest = made[2], made[1], made[0]
    for q in ("", "person"):
        wanted = Wanted(sort=sort, q=q)
        assert lists.neighbours(company.company_id, wanted, middle) == (newest.id, oldest.id)
        assert lists.neighbours(company.company_id, wanted, newest) == (None, middle.id)


@pytest.mark.parametrize("values", [["x", 1], [1, 2], [None, 1], [True, False], [1.5, "a"]])
def test_a_forged_cursor_is_refused(company, values):
    with pytest.raises(BadInput):
        people(company.company_id, Wanted(), write_cursor(values))
