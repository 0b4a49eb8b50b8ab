"""Nothing is lost and at most one effect per kill repeated: worker, web, Redis; embedded and Celery, both databases."""

import os
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pytest
from sqlalchemy import func, select

from portal.core.database import db
from portal.core.mail import Mail, MailState
from portal.core.outbox import Effect, EffectState, later
from tests.core.engines import counted, house, kill, until
from tests.core.smtp import Post, smtp_server
from tests.servers import ROOT, free_port, make_database, wait_until_answers

MANY, MAIL_EVERY = 500, 5
DEAD = select(func.count(Effect.id)).where(Effect.state == EffectState.DEAD)
MAILS = MANY // MAIL_EVERY
PG = pytest.mark.postgres
# The one that everybody starts with is tried by `make test`, the others by `make test-all`.
ENGINES = [
    "sqlite",
    pytest.param("postgres", marks=[PG, pytest.mark.slow]),
    pytest.param("sqlite redis", marks=pytest.mark.slow),
    pytest.param("postgres redis", marks=[PG, pytest.mark.slow]),
]


@pytest.fixture
def engine(request, tmp_path, built):
    """A house on a database, embedded or on Redis; `.redis` is the server where there is one."""
    database = None
    if "postgres" in request.param:
        database = make_database(request.getfixturevalue("postgres_server"), f"t{secrets.token_hex(6)}")
    redis = request.getfixturevalue("redis") if "redis" in request.param else None
    with house(tmp_path, built, database, redis.url if redis else "") as made:
        made.redis = redis
        yield made


def check_mails(post, kills):
    """Every mail has come, and a repeat carries the Message-ID of the first, so that the receiver knows it."""
    receivers = post.receivers()
    assert set(receivers) == {f"person{n}@example.com" for n in range(0, MANY, MAIL_EVERY)}
    assert len(receivers) <= MAILS + kills
    assert len({mail["Message-ID"] for mail in post.mails}) == MAILS
    assert set(db.session.scalars(select(Mail.state))) == {MailState.SENT}


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_nothing_is_lost_when_workers_are_killed_in_the_middle_of_500(engine):
    post = Post()
    with smtp_server(post) as port:
        smtp = {"SMTP_URL": f"smtp://127.0.0.1:{port}"}
        engine.write(MANY, mail_every=MAIL_EVERY)
        with engine.worker(**smtp) as first, engine.worker(**smtp) as second:
            until(lambda: len(post.mails) >= 20)
            kill(first)
            until(lambda: len(post.mails) >= 40)
            kill(second)
        assert 0 < engine.left() < MANY
        engine.end_leases()
        with engine.worker(**smtp):
            until(lambda: engine.left() == 0)
    check_mails(post, kills=2)


@pytest.mark.parametrize("engine", [ENGINES[0], ENGINES[3]], indirect=True)
def test_what_was_committed_happens_although_the_web_process_was_killed_before_it_handed_over(engine):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.core.dying_web:app", "--bind", f"127.0.0.1:{port}"]
    web = subprocess.Popen(command, cwd=ROOT, env=engine.env, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/health")
        form = urllib.parse.urlencode({"email": engine.world.recruiter.email}).encode()
        with pytest.raises((urllib.error.URLError, OSError)) as fault:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/forgot-password", form, timeout=20)
        assert not isinstance(fault.value, urllib.error.HTTPError)
    finally:
        # gunicorn has started another web process meanwhile.
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()
    rows = db.session.execute(select(Effect.kind, Effect.state)).all()
    db.session.rollback()
    assert rows == [("accounts.reset", EffectState.DUE)]
    post = Post()
    with smtp_server(post) as smtp, engine.worker(SMTP_URL=f"smtp://127.0.0.1:{smtp}"):
        until(lambda: post.receivers() == [engine.world.recruiter.email])


@pytest.mark.parametrize("engine", ENGINES[2:], indirect=True)
def test_nothing_is_lost_when_redis_forgets_everything_and_is_killed(engine):
    post = Post()
    with smtp_server(post) as port:
        smtp = {"SMTP_URL": f"smtp://127.0.0.1:{port}"}
        engine.write(MANY, mail_every=MAIL_EVERY)
        with engine.worker(**smtp), engine.worker(**smtp):
            until(lambda: len(post.mails) >= 20)
            engine.redis.flush()
            until(lambda: len(post.mails) >= 40)
            engine.redis.kill()
            engine.redis.start()
            until(lambda: engine.left() == 0)
    # No worker was killed: nothing is repeated.
    check_mails(post, kills=0)


@pytest.mark.parametrize("engine", [ENGINES[0], ENGINES[3]], indirect=True)
def test_a_worker_that_is_told_to_stop_ends_what_it_has_in_hand_and_leaves_the_rest(engine):
    post = Post(delay=1)
    with smtp_server(post) as port:
        engine.write(2, mail_every=1)
        with engine.worker(SMTP_URL=f"smtp://127.0.0.1:{port}") as worker:
            until(lambda: len(post.mails) == 1)
            worker.terminate()
            assert worker.wait(20) == 0
    assert len(post.mails) == 1
    states = sorted(db.session.scalars(select(Effect.state)))
    assert states == [EffectState.DONE, EffectState.DUE]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_effect_that_kills_every_worker_is_given_up_and_holds_up_nobody(engine):
    later("poison", {}, key="poison")
    db.session.commit()
    later("accounts.reset", {"kind": "user", "id": 0}, key="harmless")
    db.session.commit()
    command = [sys.executable, "-m", "tests.core.dying_worker"]
    for _ in range(2):
        assert subprocess.run(command, cwd=ROOT, env=engine.env, timeout=60, check=False).returncode == -9
        engine.end_leases()
    third = subprocess.Popen(command, cwd=ROOT, env=engine.env)
    try:
        until(lambda: engine.left() == counted(DEAD) == 1)
    finally:
        kill(third)
    error = db.session.scalar(select(Effect.last_error).where(Effect.key == "poison"))
    assert error == "Given up: the worker ended 2 times while it ran."
