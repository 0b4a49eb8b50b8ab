"""Turns at once, on SQLite and on PostgreSQL: whatever overtakes what, nobody is answered twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from portal import create_app
from portal.assistant import Act, Trigger
from portal.conversations import queries, services
from portal.conversations.models import AssistantTurn, Conversation, Message, MessageKind, Sender, TurnOutcome
from portal.conversations.queries.talks import lock_talk
from portal.conversations.services import thinking, turns
from portal.conversations.services.offering import TakenByAnother, take
from portal.conversations.services.starting import start_for_application
from portal.conversations.tasks_assistant import assistant_turn
from portal.core import llm
from portal.core.crypto import new_key
from portal.core.database import db, reading, set_reading, transaction
from portal.core.lanes import close_lanes, open_lanes
from portal.core.outbox import Effect, EffectState, NotNow
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company
from portal.interviews.models import Interview
from portal.interviews.queries import slots_of
from tests import factories
from tests.conversations.talks import FakeMaker, a_channel, a_talk, hears, says, the_recruiter
from tests.interviews import steps

AT_ONCE = 8


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


@pytest.fixture
def world(made):
    return factories.a_world()


def use(monkeypatch, *proposals, **values):
    fake = FakeMaker(*proposals, **values)
    monkeypatch.setattr(thinking, "makers", lambda: [fake])
    return fake


def rows(world, act):
    """Make or read rows of the company; what was made is committed."""
    set_reading(False)
    with as_company(world.company_id):
        found = act()
        db.session.commit()
        return found


def at_once(made, world, jobs):
    """Run the jobs from the same moment on, each in its own thread, as tasks; their faults."""
    gate, faults = threading.Barrier(len(jobs)), []

    def run(job):
        with made.app_context():
            gate.wait(30)
            try:
                with as_company(world.company_id), reading():
                    job()
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))
    return faults


def said(number):
    wanted = select(Message.text).where(
        Message.conversation_id == number, Message.kind == MessageKind.MESSAGE, Message.sender == Sender.AI
    )
    return list(db.session.scalars(wanted))


def a_waiting_talk(*texts):
    talk = a_talk()
    for text in texts:
        hears(talk, text)
    return talk.id


def test_many_workers_at_one_message_answer_it_once(made, world, monkeypatch):
    number = rows(world, lambda: a_waiting_talk("Hello"))
    use(monkeypatch, says("Hello."))
    faults = at_once(made, world, [lambda: assistant_turn({"conversation_id": number})] * AT_ONCE)
    assert not faults
    assert len(rows(world, lambda: said(number))) == 1


def test_messages_that_come_while_it_answers_get_one_reply_each_at_most(made, world, monkeypatch):
    number = rows(world, lambda: a_waiting_talk("first"))
    fake = use(monkeypatch, says("Hello."))

    def write():
        with transaction():
            hears(queries.get_conversation(number), "more")

    def answer():
        for _ in range(3):
            try:
                assistant_turn({"conversation_id": number})
            except NotNow:
                continue

    faults = at_once(made, world, [write, answer, write, answer, answer, write, answer])
    assert not faults
    with as_company(world.company_id):
        with reading():
            assistant_turn({"conversation_id": number})
            talk = queries.get_conversation(number)
            replies, heard = len(said(number)), 4
            dealt = (talk.answered_id, talk.last_inbound_id)
    assert 1 <= replies <= heard and dealt[0] == dealt[1]
    assert "".join(s.text for s in fake.shown).count("more") >= 3


def test_a_person_and_the_assistant_at_once_never_both_have_the_last_word(made, world, monkeypatch):
    for _ in range(4):
        number = rows(world, lambda: a_waiting_talk("Hello"))
        use(monkeypatch, says("Hello from the machine."))

        def write(number=number):
            with transaction():
                talk = queries.lock_conversation(number)
                services.write(talk, "Hello from Ravi.", the_recruiter(world), by=world.recruiter)

        faults = at_once(made, world, [write, lambda number=number: assistant_turn({"conversation_id": number})])
        assert not faults

        def look(number=number):
            talk = queries.get_conversation(number)
            return talk.last_sender, talk.owned_by_ai

        assert rows(world, look) == ("agent", False)


def test_one_slot_wished_in_two_talks_is_booked_once(made, world, monkeypatch):
    def two():
        busy = steps.an_interviewer()
        found = []
        for _ in range(2):
            interview = steps.an_interview(world, interviewer_ids=[busy], slots=coming())
            talk = a_talk(steps.queries.get_application(interview.application_id))
            hears(talk, "the first")
            found.append((talk.id, interview.id, slots_of(interview.id)[0].id))
        return found

    talks = rows(world, two)
    slot_by_talk = {number: slot for number, _, slot in talks}

    class Books(FakeMaker):
        def propose(self, situation):
            free = {time.slot_id for time in situation.interview.free}
            return says("Booked!", Act.BOOK, slot_id=next(s for s in slot_by_talk.values() if s in free))

    monkeypatch.setattr(thinking, "makers", lambda: [Books()])
    jobs = [lambda number=number: assistant_turn({"conversation_id": number}) for number, _, _ in talks]
    assert not at_once(made, world, jobs)

    def look():
        texts = [said(number)[-1] for number, _, _ in talks]
        booked = db.session.scalar(select(func.count(Interview.id)).where(Interview.scheduled_start_time.is_not(None)))
        return booked, sum("Booked!" in text for text in texts), sum("has just been taken" in text for text in texts)

    assert rows(world, look) == (1, 1, 1)


def coming():
    from datetime import timedelta

    from portal.core.clock import now
    from portal.interviews.rules import on_grain

    start = on_grain(now()) + timedelta(days=3)
    return [(start, start + timedelta(minutes=45)), (start + timedelta(hours=2), start + timedelta(hours=3))]


def test_two_applications_of_one_candidate_open_one_talk(made, world, monkeypatch):
    def two():
        a_channel()
        candidate = factories.a_candidate(phone="+919876500001")
        return [
            start_for_application(
                factories.an_application(candidate, factories.a_job(world.client_id), source="lever"),
                by=SYSTEM(world.company_id),
            ).id
            for _ in range(4)
        ]

    numbers = rows(world, two)
    use(monkeypatch, says("Hi."))
    jobs = [lambda n=n: assistant_turn({"conversation_id": n, "trigger": "open"}) for n in numbers * 2]
    assert not at_once(made, world, jobs)
    assert rows(world, lambda: sum(len(said(number)) for number in numbers)) == 1


def test_one_application_begun_many_times_at_once_makes_one_conversation(made, world):
    def one():
        a_channel()
        return factories.an_application(
            factories.a_candidate(phone="+919876500001"), factories.a_job(world.client_id), source="lever"
        ).id

    number = rows(world, one)

    def start():
        with transaction():
            start_for_application(steps.queries.get_application(number), by=SYSTEM(world.company_id))

    assert not at_once(made, world, [start] * AT_ONCE)
    assert rows(world, lambda: db.session.scalar(select(func.count(Conversation.id)))) == 1


def test_of_many_who_take_an_offer_one_has_it(made, world):
    def offered():
        talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
        return talk.id, [factories.a_user().id for _ in range(4)]

    number, users = rows(world, offered)

    def taking(user_id):
        from portal.accounts.queries import get_user

        with transaction():
            take(number, get_user(user_id), by=world.recruiter, seen_owner=world.recruiter.id)

    faults = at_once(made, world, [lambda u=u: taking(u) for u in users])
    assert [type(fault) for fault in faults] == [TakenByAnother] * 3


def test_a_worker_killed_between_thinking_and_speaking_has_said_nothing_and_is_made_up_for(made, world, monkeypatch):
    number = rows(world, lambda: a_waiting_talk("Hello"))
    use(monkeypatch, says("Hello."))
    with as_company(world.company_id), reading():
        thought = turns.think(number, Trigger.REPLY)
    with as_company(world.company_id), pytest.raises(KeyboardInterrupt), transaction():
        turns.finish(thought, says("Hello."), "fake")
        raise KeyboardInterrupt
    assert rows(world, lambda: (said(number), lock_talk(number).conversation.answered_id)) == ([], None)
    with as_company(world.company_id), reading():
        assistant_turn({"conversation_id": number})
    assert len(rows(world, lambda: said(number))) == 1


@pytest.fixture
def slow(made, monkeypatch):
    """A maker that waits for another system, asked from lanes."""
    monkeypatch.setattr(llm, "configured", lambda: True)
    open_lanes(made, 4)
    yield
    close_lanes(10)


def test_a_slow_maker_is_asked_once_and_from_a_lane(made, world, monkeypatch, slow):
    number = rows(world, lambda: a_waiting_talk("Hello"))
    asked, go_on = threading.Event(), threading.Event()
    fake = use(monkeypatch, says("Hello."))
    original = fake.propose

    def propose(situation):
        asked.set()
        go_on.wait(20)
        return original(situation)

    fake.propose = propose
    with as_company(world.company_id), reading():
        assistant_turn({"conversation_id": number})  # returns at once
        assert asked.wait(20)
        with pytest.raises(NotNow):
            assistant_turn({"conversation_id": number})
    with as_company(world.company_id), transaction():  # others write meanwhile
        hears(a_talk(), "Hello too")
    go_on.set()
    assert close_lanes(20) == 0
    assert len(fake.shown) == 1 and len(rows(world, lambda: said(number))) == 1
    assert rows(world, lambda: lock_talk(number).conversation.thinking_until) is None


def test_a_process_that_ends_while_a_slow_maker_thinks_is_made_up_for(made, world, monkeypatch, slow):
    number = rows(world, lambda: a_waiting_talk("Hello"))
    with as_company(world.company_id), transaction():
        assert turns.begin_thinking(number, Trigger.REPLY, None)
        assert not turns.begin_thinking(number, Trigger.REPLY, None)
    use(monkeypatch, says("Hello."))

    def passed():
        """The time of the one that died is over."""
        db.session.execute(update(Conversation).values(thinking_until=steps.NOW - steps.DAY * 3000))
        wanted = select(Effect.payload, Effect.state).where(Effect.key.startswith("thinking:"))
        return db.session.execute(wanted).one()

    payload, state = rows(world, passed)
    assert state is EffectState.DUE
    with as_company(world.company_id), reading():
        assistant_turn(payload)
    close_lanes(20)
    assert len(rows(world, lambda: said(number))) == 1


def test_a_person_who_writes_while_a_slow_maker_thinks_silences_it(made, world, monkeypatch, slow):
    number = rows(world, lambda: a_waiting_talk("Hello"))

    def write():
        talk = queries.lock_conversation(number)
        services.write(talk, "Ravi here.", the_recruiter(world), by=world.recruiter)

    use(monkeypatch, says("Too late."), meanwhile=write)
    with as_company(world.company_id), reading():
        assistant_turn({"conversation_id": number})
    close_lanes(20)
    outcomes = rows(world, lambda: list(db.session.scalars(select(AssistantTurn.outcome))))
    assert rows(world, lambda: said(number)) == [] and outcomes == [TurnOutcome.SILENT]
