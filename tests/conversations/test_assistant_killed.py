"""A worker process that is killed while the assistant thinks: nothing was said, and the next one says it once."""

import os
import subprocess
import sys
import time
from datetime import timedelta

from sqlalchemy import select, update

from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_system, current_scope, enter
from tests.conversations.talks import a_talk, again, carried_out, hears, said, says
from tests.servers import ROOT


def until(done, seconds=60.0):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.05)


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


def test_a_killed_worker_has_said_nothing_and_the_next_says_it_once(app, company, maker, tmp_path):
    talk = a_talk()
    hears(talk, "Hello?")
    db.session.commit()
    begun = tmp_path / "begun"
    names = ("DATA_DIR", "PUBLIC_URL", "SECRET_KEY", "ENCRYPTION_KEYS")
    env = {**os.environ, **{name: app.config[name] for name in names}, "HAS_BEGUN": str(begun)}
    process = subprocess.Popen([sys.executable, "-m", "tests.conversations.dreaming_worker"], cwd=ROOT, env=env)
    try:
        until(begun.exists)
    finally:
        process.kill()
        process.wait()
    assert said(talk) == [] and again(talk).answered_id is None
    states = db.session.scalars(select(Effect.state).where(Effect.kind == "assistant_turn")).all()
    assert states == [EffectState.RUNNING]
    lease_is_over()
    maker(says("Hello."))
    for _ in range(2):
        carried_out()
    assert len(said(talk)) == 1 and again(talk).answered_id == again(talk).last_inbound_id
