"""Events are sealed into a chain, and whatever is done to them behind the portal's back is found."""

import json
import secrets
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select, text

from portal import create_app
from portal.core import outbox
from portal.core.database import db, reading, set_reading, transaction
from portal.core.events import Event, record, wipe_details
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_company, as_system
from portal.governance import rules, tasks
from portal.governance.models import EventChain, EventSeal
from portal.governance.services import sealing
from portal.governance.services.verifying import verify
from tests import factories
from tests.servers import make_database


def some_events(world, count=6):
    """Events about one client, with old and new values. Committed; their ids."""
    client = factories.a_client()
    found = [
        record(
            "client.updated", client, world.recruiter, old={"city": f"A{n}"}, new={"city": f"B{n}"}, about={"n": n}
        ).id
        for n in range(count)
    ]
    db.session.commit()
    db.session.expunge_all()
    return found


def seal(world):
    """What the worker does."""
    tasks.seal({"company_id": world.company_id})


def findings(world, expected=None):
    db.session.rollback()
    db.session.expunge_all()
    with reading():
        return verify(world.company_id, expected)


def tamper(*statements):
    """What somebody with the database's file does, who takes the triggers away first."""
    db.session.commit()
    db.session.expunge_all()
    with sqlite3.connect(Path(current_app.config["DATA_DIR"]) / "portal.sqlite") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            if name.startswith("event"):
                connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def links():
    return db.session.execute(select(EventSeal.position, EventSeal.event_id).order_by(EventSeal.position)).all()


def test_events_are_sealed_in_order_and_the_chain_verifies(company):
    ids = some_events(company)
    seal(company)
    assert [tuple(row) for row in links()] == [(n + 1, number) for n, number in enumerate(ids)]
    found = findings(company)
    assert (found.sealed, found.unsealed, found.wiped, found.is_whole) == (6, 0, 0, True)
    chain = db.session.scalars(select(EventChain)).one()
    assert (chain.position, chain.hash) == (found.position, found.hash)


def test_what_was_recorded_is_sealed_within_seconds_by_an_effect_of_its_own(company, monkeypatch):
    from portal.governance import reactions

    monkeypatch.setattr(reactions, "EVERY", 1)
    some_events(company)
    effects = db.session.scalars(select(Effect).where(Effect.kind == "governance.seal")).all()
    assert 1 <= len(effects) <= 2, "one asks for all that is recorded in its seconds"
    for effect in effects:
        effect.due_at = effect.created_at
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    assert findings(company).sealed == 6
    assert {e.state for e in db.session.scalars(select(Effect).where(Effect.kind == "governance.seal"))} == {
        EffectState.DONE
    }


def test_a_change_that_is_rolled_back_to_a_savepoint_still_has_its_events_sealed(company):
    client = factories.a_client()
    with pytest.raises(ZeroDivisionError), db.session.begin_nested():
        record("client.updated", client, company.admin)
        1 / 0  # noqa: B018
    record("client.updated", client, company.admin)
    assert db.session.query(Effect).filter_by(kind="governance.seal").count() == 1


def test_sealing_goes_on_where_it_stopped_and_takes_many_in_batches(company, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    some_events(company, 9)
    seal(company)
    some_events(company, 3)
    seal(company)
    seal(company)
    assert [row.position for row in links()] == list(range(1, 13))
    assert findings(company).is_whole


def test_each_company_has_a_chain_of_its_own(company):
    some_events(company, 2)
    db.session.expunge_all()
    other = factories.a_world("Other")
    with as_company(other.company_id):
        some_events(other, 3)
        seal(other)
        assert [row.position for row in links()] == [1, 2, 3]
        assert findings(other).sealed == 3
    assert (findings(company).sealed, findings(company).unsealed) == (0, 2)


def test_ended_in_the_middle_sealing_leaves_whole_batches(company, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    some_events(company, 10)
    truth, calls = rules.seal_of, []

    def ends(*args):
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return truth(*args)

    monkeypatch.setattr(rules, "seal_of", ends)
    with pytest.raises(KeyboardInterrupt):
        seal(company)
    db.session.rollback()
    db.session.expunge_all()
    monkeypatch.setattr(rules, "seal_of", truth)
    assert (findings(company).sealed, findings(company).unsealed) == (4, 6)
    seal(company)
    assert (findings(company).sealed, findings(company).is_whole) == (10, True)


def test_an_event_that_appears_late_with_a_lower_number_is_sealed_too(company):
    """On PostgreSQL numbers are given out before transactions end."""
    ids = some_events(company, 5)
    tamper(f"CREATE TABLE away AS SELECT * FROM events WHERE id = {ids[1]}", f"DELETE FROM events WHERE id = {ids[1]}")
    seal(company)
    tamper("INSERT INTO events SELECT * FROM away")
    seal(company)
    assert [row.event_id for row in links()] == [ids[0], *ids[2:], ids[1]]


COPY = (
    "INSERT INTO events (id, at, name, action_type, actor_kind, actor_id, actor_name, actor_email, actor_role, "
    "entity_type, entity_id, client_id, job_id, candidate_id, application_id, interview_id, about, details_digest, "
    "company_id) SELECT {new}, at, name, action_type, actor_kind, actor_id, actor_name, actor_email, actor_role, "
    "entity_type, entity_id, client_id, job_id, candidate_id, application_id, interview_id, about, NULL, company_id "
    "FROM events WHERE id = {old}"
)
TAMPERING = {
    "a changed row": (["UPDATE events SET actor_email = 'somebody@else.test' WHERE id = {2}"], "altered", "Event {2} "),
    "a changed time": (["UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE id = {2}"], "altered", "Event {2} "),
    "changed facts": (["UPDATE events SET about = '{{\"n\": 7}}' WHERE id = {2}"], "altered", "Event {2} "),
    "a changed digest": (["UPDATE events SET details_digest = NULL WHERE id = {2}"], "altered", "Event {2} "),
    "swapped rows": (
        [
            "UPDATE events SET about = (SELECT about FROM events WHERE id = {3}) WHERE id = {2}",
            "UPDATE events SET about = '{{\"n\": 2}}' WHERE id = {3}",
        ],
        "altered",
        "Event {3} ",
    ),
    "a deleted row": (
        ["DELETE FROM events WHERE id = {2}"],
        "missing",
        "Event {2} ",
    ),
    "changed details": (["UPDATE event_details SET new = '{{\"n\": \"X\"}}' WHERE event_id = {2}"], "altered", "{2} "),
    "details of another event": (
        ["UPDATE event_details SET (old, new, salt) = "
         "(SELECT old, new, salt FROM event_details WHERE event_id = {3}) WHERE event_id = {2}"],
        "altered",
        "{2} ",
    ),
    "details emptied without the salt": (
        ["UPDATE event_details SET old = '{{}}', new = '{{}}' WHERE event_id = {2}"],
        "altered",
        "{2} ",
    ),
    "deleted details": (["DELETE FROM event_details WHERE event_id = {2}"], "missing", "{2} "),
    "a deleted seal": (["DELETE FROM event_seals WHERE event_id = {2}"], "missing", "position"),
    "a changed seal": (["UPDATE event_seals SET hash = previous_hash WHERE event_id = {2}"], "altered", "Event {2} "),
    "swapped seals": (
        [
            "UPDATE event_seals SET position = -1 WHERE event_id = {2}",
            "UPDATE event_seals SET position = 3 WHERE event_id = {3}",
            "UPDATE event_seals SET position = 4 WHERE event_id = {2}",
        ],
        "altered",
        "does not follow",
    ),
    "the end cut off": (
        ["DELETE FROM event_seals WHERE event_id = {5}", "DELETE FROM event_details WHERE event_id = {5}",
         "DELETE FROM events WHERE id = {5}"],
        "missing",
        "The last 1 seals",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_and_named(company, what):
    ids = some_events(company)
    seal(company)
    statements, kind, words = TAMPERING[what]
    tamper(*(statement.format(*ids) for statement in statements))
    found = findings(company)
    assert not found.is_whole and getattr(found, kind) >= 1
    assert any(words.format(*ids) in problem for problem in found.problems), found.problems


def test_a_row_put_in_among_sealed_ones_is_found(company, monkeypatch):
    first = some_events(company, 2)
    db.session.execute(text(COPY.format(new=first[-1] + 50, old=first[-1])), execution_options={"unscoped": True})
    db.session.commit()
    monkeypatch.setattr(rules, "LATEST", rules.LATEST * 0)
    for _ in range(3):
        seal(company)
    assert findings(company).is_whole
    tamper(COPY.format(new=first[-1] + 7, old=first[-1]))
    seal(company)
    found = findings(company)
    assert found.altered == 1 and f"Event {first[-1] + 7} was put in" in found.problems[0]


def test_an_end_noted_down_elsewhere_gives_a_new_chain_away(company):
    ids = some_events(company)
    seal(company)
    noted = (findings(company).position, findings(company).hash)
    assert findings(company, noted).is_whole
    tamper(
        "DELETE FROM event_seals",
        "DELETE FROM event_chains",
        f"UPDATE events SET actor_name = 'Somebody else' WHERE id = {ids[1]}",
    )
    seal(company)
    assert findings(company).is_whole, "the new chain fits itself"
    assert not findings(company, noted).is_whole
    assert not findings(company, (noted[0] + 1, noted[1])).is_whole


def test_wiped_details_are_told_and_are_no_fault(company):
    ids = some_events(company)
    seal(company)
    wipe_details(ids[:2])
    db.session.commit()
    found = findings(company)
    assert (found.wiped, found.is_whole) == (2, True)


def test_the_command_tells_what_it_finds_and_ends_with_1_when_something_is_wrong(app, company):
    ids = some_events(company)
    seal(company)
    some_events(company, 2)
    runner = app.test_cli_runner()
    db.session.expunge_all()
    told = runner.invoke(args=["verify-events", "--company", str(company.company_id)])
    assert told.exit_code == 0 and "6 sealed, 2 not sealed yet, 0 wiped, 0 altered, 0 missing" in told.output
    end = told.output.strip().rpartition(" ")[2]
    kept = ["verify-events", "--company", str(company.company_id), "--expect", end]
    assert runner.invoke(args=kept).exit_code == 0
    assert runner.invoke(args=["verify-events", "--expect", end]).exit_code == 1
    assert runner.invoke(args=["verify-events", "--company", "999"]).exit_code == 1
    tamper(f"UPDATE events SET name = 'client.created' WHERE id = {ids[3]}")
    db.session.expunge_all()
    told = runner.invoke(args=["verify-events"])
    assert told.exit_code == 1 and f"Event {ids[3]} " in told.output and "1 altered" in told.output


@pytest.fixture
def on_postgres(postgres_server: str, tmp_path: Path):
    url = make_database(postgres_server, f"t{secrets.token_hex(6)}")
    app = create_app({"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url,
                      "SQLALCHEMY_ENGINE_OPTIONS": {}})  # fmt: skip
    with app.app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgres
def test_several_workers_who_seal_at_once_make_one_chain_while_events_come_in(on_postgres):
    world = factories.a_world()

    def work(seals):
        with on_postgres.app_context():
            set_reading(False)
            with as_company(world.company_id):
                for _ in range(12):
                    if seals:
                        tasks.seal({"company_id": world.company_id})
                        continue
                    with transaction():
                        client = factories.a_client()
                        for n in range(3):
                            record("client.updated", client, world.recruiter, new={"rate": 0.1 * n, "n": [n, None]})
                    db.session.expunge_all()

    threads = [threading.Thread(target=work, args=(n % 2 == 0,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with as_company(world.company_id):
        seal(world)
        found = findings(world)
        assert (found.sealed, found.unsealed, found.is_whole) == (108, 0, True), found.problems
        assert len({row.event_id for row in links()}) == 108


@pytest.mark.postgres
def test_an_event_committed_after_later_ones_were_sealed_is_sealed_on_postgresql(on_postgres):
    world = factories.a_world()
    began, sealed = threading.Event(), threading.Event()

    def slow():
        with on_postgres.app_context():
            set_reading(False)
            with as_company(world.company_id), transaction():
                record("client.updated", factories.a_client(), world.recruiter, new={"late": True})
                began.set()
                sealed.wait(20)

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(20)
    with as_company(world.company_id):
        some_events(world, 2)
        seal(world)
        sealed.set()
        thread.join(20)
        seal(world)
        order = [row.event_id for row in links()]
        assert len(order) == 3 and order[-1] == min(order)
        assert findings(world).is_whole


def test_the_hash_is_over_every_column_of_an_event_but_its_details(company):
    assert set(rules.SEALED) == {column.key for column in Event.__table__.columns}
    event = record("client.created", factories.a_client(), company.admin, new={"a": 1})
    before = rules.seal_of(event, 1, rules.BEGINNING)
    assert before == rules.seal_of(event, 1, rules.BEGINNING)
    assert before != rules.seal_of(event, 2, rules.BEGINNING) != rules.seal_of(event, 2, "1" * 64)
    assert json.dumps(before)
    db.session.rollback()
    with as_system("nothing is left"):
        assert db.session.query(EventSeal).count() == 0


def test_the_sweep_seals_what_a_silent_company_has_left_behind(company):
    some_events(company)
    db.session.execute(text("DELETE FROM effects"), execution_options={"unscoped": True})
    db.session.commit()
    db.session.expunge_all()
    tasks.sweep()
    assert findings(company).unsealed == 0
