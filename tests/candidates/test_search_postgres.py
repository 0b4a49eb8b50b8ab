"""The same search on the other database."""

import secrets
from pathlib import Path

import pytest

from portal import create_app
from portal.candidates import rules, services
from portal.candidates.queries.lists import Wanted, neighbours, people
from portal.core.database import db, set_reading
from portal.core.tenancy import as_company
from tests.factories import a_world
from tests.servers import make_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(postgres_server: str, tmp_path: Path):
    url = make_database(postgres_server, f"t{secrets.token_hex(6)}")
    settings = {"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url}
    with create_app({**settings, "SQLALCHEMY_ENGINE_OPTIONS": {}}).app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        made = a_world()
        with as_company(made.company_id):
            yield made
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_the_search_finds_the_same_people_on_postgresql(world):
    fields = {"name": "Zoë Priyaraman", "email": "zoe@example.com", "skills": ["C++"]}
    made = services.create_candidate(fields, by=world.recruiter, cv_text="Zoho Corp: a compiler for .NET; O'Brien")
    hits = ("zoe", "raman", "zoho co", "c++", "o'brien", ".net", "compil")
    misses = ("!!", "'", "a & b", "zoho berlin", "x:*", "\\", "\x00")
    for sort in ("newest", "name"):
        assert [q for q in hits if _found(world, q=q, sort=sort) != [made.id]] == []
        assert [q for q in misses if _found(world, q=q, sort=sort)] == []
    assert _found(world, skill="c++") == [made.id]
    assert neighbours(world.company_id, Wanted(q="zoe"), made) == (None, None)


def test_a_taken_address_is_told_by_the_constraint_on_postgresql(world, monkeypatch):
    services.create_candidate({"name": "A", "email": "a@example.com"}, by=world.recruiter)
    truth, asked = services.people.queries.owners_of, []
    monkeypatch.setattr(
        services.people.queries, "owners_of", lambda *a, **k: truth(*a, **k) if asked else asked.append(1) or {}
    )
    with pytest.raises(rules.Taken):
        services.create_candidate({"name": "B", "email": "a@example.com"}, by=world.recruiter)


def _found(world, **wanted):
    return [row.id for row in people(world.company_id, Wanted(**wanted)).items]
