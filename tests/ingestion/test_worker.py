"""The worker's part: what a kill leaves, two runs at once on both databases, and what a thousand jobs cost."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal import create_app
from portal.clients.models import Client
from portal.core.clock import now
from portal.core.crypto import new_key
from portal.core.database import db, set_reading
from portal.core.events import Event
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_company, as_system, current_scope, enter
from portal.ingestion import services
from portal.ingestion.models import IngestionRun, RunState
from portal.ingestion.rules import BATCH
from portal.ingestion.tasks import work as carry_out
from portal.jobs.models import Job
from tests import factories
from tests.ingestion.steps import a_posting, counts, events, ingest, jobs, run_now, work
from tests.queries import count_queries
from tests.servers import ROOT


def lease_is_over():
    """What a killed worker held is free once its lease is over."""
    scope = current_scope()
    db.session.expunge_all()
    enter(None)
    with as_system("a test moves the clock"):
        gone = update(Effect).where(Effect.state == EffectState.RUNNING).values(lease_until=now() - timedelta(1))
        db.session.execute(gone, execution_options={"synchronize_session": False})
        db.session.commit()
    enter(scope)


def test_a_killed_worker_leaves_whole_batches_and_the_next_one_goes_on(app, company):
    number = 3 * BATCH
    run_id = services.take_in("custom", [a_posting(n) for n in range(number)], company.recruiter).id
    db.session.commit()
    names = ("DATA_DIR", "PUBLIC_URL", "SECRET_KEY", "ENCRYPTION_KEYS")
    env = {**os.environ, **{name: app.config[name] for name in names}}
    dead = subprocess.run(
        [sys.executable, "-m", "tests.ingestion.dying_worker"], cwd=ROOT, env=env, timeout=60, check=False
    )
    assert dead.returncode == -signal.SIGKILL
    assert (counts(run_now(run_id)), len(jobs()), events("job.created")) == ((BATCH, 0, 0, 0), BATCH, BATCH)
    lease_is_over()
    work()
    run = run_now(run_id)
    assert (run.state, counts(run)) == (RunState.COMPLETED, (number, 0, 0, 0))
    assert (len(jobs()), events("job.created")) == (number, number)


def test_an_effect_that_is_repeated_changes_nothing(company):
    run_id = ingest(company, a_posting()).id
    carry_out({"run_id": run_id})
    assert (counts(run_now(run_id)), len(jobs()), events("job.created")) == ((1, 0, 0, 0), 1, 1)


def test_a_fault_in_a_batch_takes_nothing_of_it_and_is_counted(company, monkeypatch):
    run_id = services.take_in("custom", [a_posting()], company.recruiter).id
    db.session.commit()

    def broken(*_args):
        raise RuntimeError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(services, "_refuse", broken)
        with pytest.raises(RuntimeError):
            carry_out({"run_id": run_id})
    assert (run_now(run_id).faults, jobs()) == (1, {})
    carry_out({"run_id": run_id})
    assert (run_now(run_id).state, set(jobs())) == (RunState.COMPLETED, {"custom-1"})


@pytest.fixture
def made(database, tmp_path, monkeypatch):
    """An application on an empty database of either kind."""
    if database:
        monkeypatch.setenv("DATABASE_URL", database)  # the pool's options go by it
    app = create_app(
        {
            "TESTING": True, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": new_key(),
            "SQLALCHEMY_DATABASE_URI": database or f"sqlite:///{tmp_path / 'portal.sqlite'}",
        }
    )  # fmt: skip
    set_reading(False)
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, company_id, run_ids):
    """Each run in a thread of its own, all at once; what went wrong in them."""
    faults, gate = [], threading.Barrier(len(run_ids))

    def one(run_id):
        try:
            with app.app_context(), as_company(company_id):
                gate.wait()
                carry_out({"run_id": run_id})
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one, args=(run_id,)) for run_id in run_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


def test_runs_at_once_make_each_job_and_each_client_once(made):
    world, number = factories.a_world(), 2 * BATCH
    with as_company(world.company_id):
        # The second and the third in another order and with other words, the fourth of another source.
        sent = [a_posting(n, company=f"Company {n % 7}") for n in range(number)]
        again = [{**one, "location": "Berlin"} for one in reversed(sent)]
        ids = [services.take_in("custom", jobs, world.recruiter).id for jobs in (sent, again, sent)]
        ids.append(services.take_in("other", sent, world.recruiter).id)
        db.session.commit()
    faults = at_once(made, world.company_id, [*ids, ids[0], ids[1]])
    with as_company(world.company_id):
        runs = db.session.scalars(select(IngestionRun)).all()
        assert (faults, {run.state for run in runs}) == ([], {RunState.COMPLETED})
        assert all(sum(counts(run)) == number for run in runs)
        assert db.session.scalar(select(func.count(Job.id))) == 2 * number
        assert db.session.scalar(select(func.count(Client.id)).where(Client.imported)) == 7
        assert db.session.scalar(select(func.count(Event.id)).where(Event.name == "job.created")) == 2 * number
        db.session.rollback()


def test_a_thousand_jobs_cost_few_statements_and_the_same_again_far_fewer(company):
    sent = [a_posting(n, company=f"Company {n % 100}") for n in range(1000)]
    numbers = []
    for _ in range(2):
        run_id = services.take_in("custom", sent, company.recruiter).id
        db.session.commit()
        with count_queries() as asked:
            carry_out({"run_id": run_id})
        numbers.append(len(asked))
    # Each new job has its event, which each listening part is asked about; one that is the same has nothing.
    assert numbers[0] <= 5 * 1000, numbers
    assert numbers[1] <= 15 * 1000 // BATCH, numbers
