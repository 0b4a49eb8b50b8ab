"""Deliveries to a real receiver: signed, tried again, given up, sent again by hand."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import outbound
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import InvalidState
from portal.core.events import Event
from portal.core.mail import Mail
from portal.webhooks import queries, services, tasks
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery
from portal.webhooks.rules import NotCalled
from portal.webhooks.tasks import send_on
from tests import factories
from tests.core.receiver import receiver
from tests.webhooks.steps import (
    an_endpoint,
    clock,
    deliveries,
    endpoint_now,
    happen,
    live_through,
    states,
    verify_both,
    work,
)

D = DeliveryState
DAY = 24


def test_an_event_arrives_signed_in_both_ways(company, hook):
    _, secret = an_endpoint(company, hook.url)
    happen(company)
    work()
    [got] = hook.requests
    told = verify_both(got, secret)
    assert told["type"] == "job.status_changed" and told["id"] == got.headers["webhook-id"]
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"].startswith("TalentPortal/")
    assert states() == [(D.DONE, 1, 200)]


@pytest.mark.parametrize("secret", ["webhook_secret_key", "a-secret-of-our-own", None])
def test_peer_18_the_secret_that_is_shown_is_the_one_that_signs(company, hook, admin, secret):
    """Read off the page that shows it, after adding and after changing it, it verifies what arrives."""
    page = admin.submit(
        admin.get("/admin/webhooks/new"), "form.form", url=hook.url, everything="y", secret=secret or ""
    )
    shown = admin.follow(page)
    for number in range(2):
        text = shown.one("#secret")["value"]
        assert secret is None or number or text == secret
        happen(company)
        work()
        verify_both(hook.requests[-1], text)
        again = admin.get(shown.response.request.path)
        assert not again.soup.select("#secret") and text not in again.text
        rotated = admin.submit(admin.get(shown.response.request.path + "/secret"), "form.form", overlap_hours="0")
        shown = admin.follow(rotated)


def test_while_two_secrets_overlap_both_verify(company, hook, standing_clock):
    endpoint, old = an_endpoint(company, hook.url)
    new = services.rotate_secret(endpoint_now(endpoint.id), company.admin, overlap_hours=24)
    happen(company)
    work()
    [got] = hook.requests
    verify_both(got, new)
    from standardwebhooks import Webhook

    assert Webhook(old).verify(got.body, got.headers)
    clock.move_to(now() + timedelta(hours=25))
    happen(company)
    work()
    verify_both(hook.requests[-1], new)
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(old).verify(hook.requests[-1].body, hook.requests[-1].headers)


def test_a_receiver_that_answers_500_for_a_day_gets_everything_afterwards(company, hook, standing_clock):
    endpoint, secret = an_endpoint(company, hook.url)
    hook.status = 500
    began = now()
    events = 8
    for number in range(1, events + 1):
        happen(company)
        live_through(3)
        clock.move_to(began + timedelta(hours=3 * number))
    assert {state for state, *_ in states()} == {D.DUE}
    failed = len(hook.requests)
    hook.status, hook.requests = 200, []
    live_through(80)
    assert set(hook.ids()) == {d.message_id for d in deliveries()} and len(hook.ids()) == events
    assert {state for state, *_ in states()} == {D.DONE}
    assert failed > 4 * events and endpoint_now(endpoint.id).failing_since is None
    verify_both(hook.requests[-1], secret)


def test_each_try_carries_the_same_id_and_the_same_body(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    hook.answers = [500, 302, 404, 200]
    happen(company)
    live_through(DAY)
    assert len(hook.requests) == 4 and len(set(hook.ids())) == 1
    assert len({got.body for got in hook.requests}) == 1
    assert len({got.headers["webhook-timestamp"] for got in hook.requests}) == 4
    assert [seen["status_code"] for seen in deliveries()[0].tries] == [500, 302, 404, 200]


def test_after_ten_attempts_over_three_days_it_is_given_up(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    hook.status = 503
    began = now()
    happen(company)
    live_through(200)
    assert states() == [(D.DEAD, 10, 503)] and len(hook.requests) == 10
    assert timedelta(hours=72) < now() - began < timedelta(hours=90)


def test_after_120_hours_of_failing_only_it_is_off_and_its_owner_is_told(company, hook, standing_clock):
    endpoint, _ = an_endpoint(company, hook.url, description="Our HR system")
    hook.status = 500
    for _ in range(9):
        happen(company)
        live_through(15)
        clock.move_to(now() + timedelta(hours=15))
    found = endpoint_now(endpoint.id)
    assert found.state is EndpointState.OFF and "120 hours" in found.off_reason
    assert {d.state for d in deliveries()} == {D.DEAD}
    [mail] = db.session.scalars(select(Mail)).all()
    assert mail.to_email == company.admin.email and mail.context["host"] == "127.0.0.1"
    before = len(hook.requests)
    happen(company)
    live_through(100)
    assert len(hook.requests) == before and deliveries()[-1].state is D.DEAD
    assert "webhook.switched_off" in db.session.scalars(select(Event.name)).all()


def test_one_success_in_between_keeps_it_on(company, hook, standing_clock):
    endpoint, _ = an_endpoint(company, hook.url)
    hook.status = 500
    for number in range(6):
        happen(company)
        hook.answers = [200] if number == 3 else []
        live_through(15)
        clock.move_to(now() + timedelta(hours=15))
    assert endpoint_now(endpoint.id).state is EndpointState.ACTIVE


def test_410_switches_it_off_at_once(company, hook):
    endpoint, _ = an_endpoint(company, hook.url)
    hook.status = 410
    happen(company, 3)
    work()
    assert len(hook.requests) == 1
    assert endpoint_now(endpoint.id).state is EndpointState.OFF
    assert {d.state for d in deliveries()} == {D.DEAD}


def test_everything_since_it_was_off_can_be_sent_again(company, hook, standing_clock):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company)
    work()
    hook.answers = [410]
    happen(company)
    work()
    clock.move_to(now() + timedelta(hours=1))
    off_at = now()
    happen(company, 2)
    work()
    hook.requests.clear()
    found = endpoint_now(endpoint.id)
    with pytest.raises(NotCalled):
        services.resend_since(found, off_at, company.admin)
    services.switch_on(found, company.admin)
    assert services.resend_since(found, off_at, company.admin) == 2
    work()
    assert hook.ids() == [d.message_id for d in deliveries()[2:]]
    assert services.resend_since(endpoint_now(endpoint.id), off_at - timedelta(days=1), company.admin) == 1
    work()
    assert {d.state for d in deliveries()} == {D.DONE}
    hook.requests.clear()
    found = endpoint_now(endpoint.id)
    assert services.resend_since(found, off_at - timedelta(days=1), company.admin, delivered_too=True) == 4
    work()
    assert len(hook.ids()) == 4


def test_one_delivery_can_be_sent_again_with_the_same_id(company, hook):
    an_endpoint(company, hook.url)
    happen(company)
    work()
    services.resend(deliveries()[0], company.admin)
    work()
    assert len(hook.ids()) == 2 and len(set(hook.ids())) == 1
    assert states() == [(D.DONE, 1, 200)]


def test_what_is_being_sent_is_not_sent_by_hand_too(company, hook):
    an_endpoint(company, hook.url)
    happen(company)
    [delivery] = deliveries()
    assert services.begin(delivery.endpoint_id, delivery.id)
    db.session.commit()
    with pytest.raises(InvalidState):
        services.resend(delivery, company.admin)


def test_retry_after_is_obeyed(company, hook, standing_clock):
    an_endpoint(company, hook.url)
    hook.answers, hook.answer_headers = [503], {"Retry-After": "600"}
    happen(company)
    work()
    clock.move_to(now() + timedelta(seconds=590))
    work()
    assert len(hook.requests) == 1
    clock.move_to(now() + timedelta(seconds=20))
    work()
    assert len(hook.requests) == 2


def test_a_receiver_that_hangs_is_a_failure_after_the_limit(company, hook, monkeypatch):
    monkeypatch.setattr(tasks, "TIME_LIMIT_SECONDS", 0.3)
    an_endpoint(company, hook.url)
    hook.delay = 30
    happen(company)
    work()
    [delivery] = deliveries()
    assert delivery.state is D.DUE and delivery.last_error == "No answer within 0.3 seconds."


def test_peer_19_nothing_that_the_receiver_says_is_kept(company, hook, admin):
    endpoint, _ = an_endpoint(company, hook.url)
    hook.status, hook.body = 500, b"internal words that nobody may read"
    happen(company)
    work()
    [delivery] = deliveries()
    page = admin.get(f"/admin/webhooks/deliveries/{delivery.id}")
    assert "500" in page.words() and "internal words" not in page.text
    listed = admin.get(f"/admin/webhooks/{endpoint.id}")
    assert "internal words" not in listed.text
    assert "internal words" not in str([delivery.tries, delivery.last_error, endpoint_now(endpoint.id).last_error])


def test_peer_16_an_address_that_has_become_private_is_not_called(company, app, monkeypatch):
    """Registered while it was open; the check at the connection is another."""
    with receiver() as hook:
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "1")
        an_endpoint(company, outbound.check_address(hook.url).url)
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "")
        happen(company)
        work()
        assert hook.connections == 0
    assert "private network" in deliveries()[0].last_error


def test_a_paused_endpoint_waits_and_then_gets_what_happened(company, hook):
    endpoint, _ = an_endpoint(company, hook.url)
    services.pause(endpoint_now(endpoint.id), company.admin)
    happen(company, 3)
    work()
    assert hook.requests == [] and {d.state for d in deliveries()} == {D.DUE}
    services.resume(endpoint_now(endpoint.id), company.admin)
    work()
    assert hook.ids() == [d.message_id for d in deliveries()]


def test_a_ping_arrives_whatever_was_chosen(company, hook):
    endpoint, secret = an_endpoint(company, hook.url, ["job.created"])
    services.ping(endpoint_now(endpoint.id), company.admin)
    work()
    assert verify_both(hook.requests[0], secret)["type"] == "ping"


def test_a_deleted_endpoint_is_called_no_more(company, hook):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company, 2)
    services.delete_endpoint(endpoint_now(endpoint.id), company.admin)
    work()
    assert hook.requests == [] and deliveries() == []


def test_a_delivery_whose_endpoint_is_deleted_while_it_runs_ends_quietly(company, hook):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company)
    [delivery] = deliveries()
    held = services.begin(delivery.endpoint_id, delivery.id)
    db.session.commit()
    services.delete_endpoint(endpoint_now(endpoint.id), company.admin)
    db.session.commit()
    send_on(held)
    assert deliveries() == []


def test_two_endpoints_at_one_address_are_told_each(company, hook):
    an_endpoint(company, hook.url)
    an_endpoint(company, hook.url)
    happen(company)
    work()
    assert len(hook.requests) == 2 and len(set(hook.ids())) == 1


def test_an_owner_who_has_left_is_replaced_by_the_admins(company, hook):
    from portal.accounts.models import AccountStatus, Role, User

    endpoint, _ = an_endpoint(company, hook.url)
    second = factories.a_user(Role.ADMIN)
    assert [u.id for u in queries.owners_of(endpoint_now(endpoint.id))] == [company.admin.id]
    db.session.execute(update(User).where(User.id == company.admin.id).values(status=AccountStatus.INACTIVE))
    assert [u.id for u in queries.owners_of(queries.get_endpoint(endpoint.id))] == [second.id]


def test_what_the_worker_notes_does_not_refuse_an_open_form(company, hook):
    endpoint, _ = an_endpoint(company, hook.url)
    version = endpoint.version
    happen(company)
    work()
    found = endpoint_now(endpoint.id)
    assert found.version == version and found.last_status_code == 200
    assert db.session.scalar(select(func.count(WebhookDelivery.id))) == 1
