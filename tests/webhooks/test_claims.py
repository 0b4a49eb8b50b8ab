"""Who sends a delivery, who goes on with the next, and what happens when a worker ends in the middle."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from portal.webhooks import rules, services, tasks
from portal.webhooks.models import DeliveryState
from portal.webhooks.tasks import send_on
from tests.webhooks.steps import an_endpoint, clock, deliveries, happen, live_through, states, work

D = DeliveryState


def begin(delivery):
    held = services.begin(delivery.endpoint_id, delivery.id)
    db.session.commit()
    return held


def test_a_delivery_is_claimed_once(company, hook):
    an_endpoint(company, hook.url)
    happen(company)
    [delivery] = deliveries()
    assert begin(delivery) is not None and begin(delivery) is None


def test_an_endpoint_gets_one_at_a_time_and_does_not_hold_up_another(company, hook):
    an_endpoint(company, hook.url)
    happen(company, 3)
    waiting = deliveries()
    first = begin(waiting[0])
    assert [begin(d) for d in waiting[1:]] == [None] * 2
    an_endpoint(company, hook.url)
    happen(company)
    assert begin(deliveries()[-1]) is not None
    services.finish(first, rules.Outcome(200), go_on=False)
    db.session.commit()
    assert begin(waiting[1]) is not None


def test_whoever_ends_a_call_goes_on_with_what_waited(company, hook):
    """The effects of the others have come and gone while the first one ran: none of them may be forgotten."""
    an_endpoint(company, hook.url)
    happen(company, 4)
    waiting = deliveries()
    held = begin(waiting[0])
    work()  # every effect finds the endpoint busy
    assert hook.requests == []
    send_on(held)
    assert hook.ids() == [d.message_id for d in waiting]


def test_when_its_turn_is_over_it_leaves_an_effect_behind(company, hook, monkeypatch):
    monkeypatch.setattr(tasks, "GO_ON_SECONDS", -1)
    an_endpoint(company, hook.url)
    happen(company, 3)
    waiting = deliveries()
    held = begin(waiting[0])
    work()
    send_on(held)
    assert len(hook.requests) == 1
    work()
    assert hook.ids() == [d.message_id for d in waiting]


def test_a_worker_that_ends_in_the_middle_leaves_a_delivery_that_is_taken_up_again(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    happen(company)
    [delivery] = deliveries()
    held = begin(delivery)
    tasks.call(held)  # it arrives, and the worker is gone before it is written down
    work()
    assert len(hook.requests) == 1
    live_through(1)
    assert len(hook.ids()) == 2 and len(set(hook.ids())) == 1
    assert states() == [(D.DONE, 2, 200)]


def test_who_lost_the_claim_does_not_write_its_end(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    happen(company)
    [delivery] = deliveries()
    slow = begin(delivery)
    clock.move_to(now() + timedelta(seconds=rules.LEASE_SECONDS + 1))
    quick = begin(deliveries()[0])
    services.finish(slow, rules.Outcome(500), go_on=False)
    assert states() == [(D.RUNNING, 2, None)]
    services.finish(quick, rules.Outcome(200), go_on=False)
    services.finish(slow, rules.Outcome(500), go_on=False)
    assert states() == [(D.DONE, 2, 200)]


def test_what_waits_without_an_effect_is_found_by_the_sweep(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    happen(company)
    db.session.execute(delete(Effect).where(Effect.kind == "webhooks.deliver"))
    work()
    assert hook.requests == []
    clock.move_to(now() + timedelta(hours=2))
    services.sweep()
    work()
    assert len(hook.requests) == 1


def test_the_sweep_forgets_what_ended_long_ago(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    happen(company)
    work()
    clock.move_to(now() + timedelta(days=rules.KEPT_DAYS - 1))
    services.sweep()
    assert len(deliveries()) == 1
    clock.move_to(now() + timedelta(days=2))
    services.sweep()
    db.session.commit()
    assert deliveries() == []


def test_nothing_is_left_to_do_when_everything_is_delivered(company, hook):
    an_endpoint(company, hook.url)
    happen(company, 5)
    work()
    assert (
        db.session.scalar(
            select(func.count(Effect.id)).where(Effect.kind == "webhooks.deliver", Effect.state != "done")
        )
        == 0
    )
