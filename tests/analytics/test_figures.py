"""The page of figures: one metric over time, told apart, and the same as CSV."""

import csv
import io

from portal.candidates import services as candidates
from portal.core.database import db
from tests import factories
from tests.queries import count_queries


def applied(company, *sources):
    job = factories.a_job(company.client_id, title="Engineer <b>")
    for n, source in enumerate(sources):
        person = candidates.create_candidate({"name": f"Person {n}"}, by=company.recruiter)
        candidates.apply(person, job, by=company.recruiter, source=source)
    db.session.commit()


def test_figures_are_shown_as_a_chart_a_table_and_told_apart_by_name(company, admin):
    applied(company, "linkedin", "linkedin", "=cmd()")
    page = admin.get("/figures?metric=applications&period=7&by=job")
    assert [strong.text for strong in page.soup.select(".figure strong")] == ["3", "0"]
    assert len(page.soup.select("svg[role=img] rect")) == 7
    assert "Engineer <b>" in page.words("table.rows") and "<b>" not in page.text.split("table", 1)[1].split("rect")[0]
    by_source = admin.get("/figures?by=source")
    assert "linkedin 2" in by_source.words("table.rows")
    by_who = admin.get("/figures?by=recruiter")
    assert company.recruiter.name in by_who.words("table.rows")


def test_the_csv_has_the_same_numbers_and_no_formula(company, admin):
    applied(company, "linkedin", "=cmd()")
    reply = admin.client.get("/figures.csv?metric=applications&period=7&by=source")
    rows = list(csv.DictReader(io.StringIO(reply.get_data(as_text=True))))
    assert reply.mimetype == "text/csv" and "applications.csv" in reply.headers["Content-Disposition"]
    assert {row["source"] for row in rows} == {"linkedin", "'=cmd()"}
    assert sum(int(row["applications"]) for row in rows) == 2
    assert len({row["date"] for row in rows}) == 7


def test_nonsense_in_the_address_shows_the_usual(company, admin):
    page = admin.get("/figures?metric=colour&period=x&by=star")
    assert page.status == 200 and "Applications, 30 days" in page.words(".figures")
    assert admin.get("/figures?metric=hires&by=recruiter").status == 200


def test_figures_are_for_admins(company, recruiter, client_user):
    assert recruiter.get("/figures").status == 403 and client_user.get("/figures").status == 403


def test_a_page_of_figures_asks_few_questions(company, admin):
    applied(company, "linkedin")
    with count_queries() as asked:
        admin.get("/figures?by=source&period=365")
    assert len(asked) <= 20
