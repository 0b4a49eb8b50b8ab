"""How lists read: narrowed once, as the connection's own rows, with the words that the answer has."""

import contextlib
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from portal.api.payloads import moment
from portal.candidates.models import Application, Candidate
from portal.candidates.queries import lists
from portal.clients.models import Client
from portal.core import keyset, tenancy
from portal.core.columns import among, raw_json, raw_moment
from portal.core.database import db, reading
from portal.core.tenancy import as_company
from portal.jobs import queries
from portal.jobs.models import Job
from portal.notifications.models import Notification
from tests import factories

# Built once, as a list's statement is.
NAMES = select(Client.company_name).order_by(Client.id)


def test_one_statement_built_once_serves_each_company_its_own(app):
    worlds = [factories.a_world(name) for name in ("One", "Two")]
    for _ in range(2):
        for world in worlds:
            with as_company(world.company_id), reading():
                found = db.session.scalars(NAMES).all()
                assert found == db.session.scalars(select(Client.company_name)).all() and len(found) == 1


def test_a_narrowed_statement_without_its_values_raises_instead_of_showing_everybodys(company):
    narrowed = tenancy._FOR_COMPANY.of(NAMES)
    with pytest.raises(StatementError, match="scope_company"):
        db.session.execute(narrowed, execution_options={"unscoped": True}).all()


@pytest.mark.parametrize("reads", [True, False])
def test_rows_have_the_names_of_their_attributes_whoever_reads_them(company, reads):
    """`facts` lies in a column of another name; two tables may have columns of one name."""
    wanted = (
        select(Notification.id, Notification.facts),
        select(Job.id, Client.id, Client.company_name).join(Client, Client.id == Job.client_id),
    )
    with reading() if reads else contextlib.nullcontext():
        assert [list(db.session.execute(one).keys()) for one in wanted] == [
            ["id", "facts"],
            ["id", "id_1", "company_name"],
        ]


def test_what_waits_to_be_written_is_not_read_past(company):
    made = factories.a_client(company_name="Before")
    made.company_name = "After"
    assert "After" in db.session.scalars(NAMES).all()


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 12, 14, 10, 0, tzinfo=UTC),
        datetime(2026, 12, 14, 10, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 12, 14, 10, 0, 0, 120000, tzinfo=UTC),
        datetime(1970, 1, 1, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        None,
    ],
)
def test_a_moment_read_as_text_is_the_one_that_calls_write(company, value):
    application = factories.an_application(factories.a_candidate(), factories.a_job(company.client_id))
    application.selected_at = value
    db.session.commit()
    wanted = select(raw_moment(Application.selected_at)).where(Application.id == application.id)
    with reading():
        assert db.session.scalar(wanted) == moment(value)


def test_json_read_as_text_is_not_written_again(company):
    person = factories.a_candidate(skills=["Gö", 'a "quoted" one'])
    db.session.commit()
    found = db.session.scalar(select(raw_json(Candidate.skills)).where(Candidate.id == person.id))
    assert orjson.loads(orjson.dumps(found)) == ["Gö", 'a "quoted" one']


def test_many_numbers_are_one_value_on_postgresql_and_a_list_that_sqlite_finds_an_index_for():
    wanted = select(Candidate.id).where(among(Candidate.id, "people"), Candidate.deleted_at.is_(None))
    on_postgres = str(wanted.compile(dialect=postgresql.psycopg.dialect()))
    assert "candidates.id = ANY (%(people)s" in on_postgres
    on_sqlite = str(wanted.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": False}))
    assert "candidates.id IN (__[POSTCOMPILE_people])" in on_sqlite and "= 1" not in on_sqlite


@pytest.mark.parametrize("numbers", [[], [1], [1, 2, 10**6]])
def test_among_finds_those_and_no_others(company, numbers):
    people = [factories.a_candidate().id for _ in range(3)]
    db.session.commit()
    wanted = select(Candidate.id).where(among(Candidate.id, "people"))
    with reading():
        assert set(db.session.scalars(wanted, {"people": numbers})) == set(people) & set(numbers)


def test_postgresql_reads_the_limit_in_the_statement_and_so_keeps_its_plan():
    for wanted in (select(Candidate.id).limit(51), lists._first_page(lists.Wanted(), 50, False)):
        compiled = wanted.compile(dialect=postgresql.psycopg.dialect())
        assert compiled.literal_execute_params and "POSTCOMPILE" in str(compiled)


def test_the_first_page_of_a_list_is_put_together_once(company):
    with reading():
        queries.job_page(queries.Wanted(), None, whole=True)
        before = keyset._first_pages[queries._ALL[True]].copy()
        queries.job_page(queries.Wanted(), None, whole=True)
        assert keyset._first_pages[queries._ALL[True]] == before and len(before) >= 1
