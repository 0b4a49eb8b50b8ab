"""When a delivery comes again, when it does not, and what may be chosen. No application."""

import base64
from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from portal.core.clock import now
from portal.core.errors import BadInput, InvalidState
from portal.core.events import EVENTS
from portal.core.retrying import wait_asked
from portal.core.signing import check_overlap, keys_of, new_secret
from portal.webhooks import rules
from portal.webhooks.bodies import difference
from portal.webhooks.catalogue import PUBLIC, SOURCES, offered
from portal.webhooks.models import DeliveryState, EndpointState
from portal.webhooks.rules import Outcome, next_attempt, why_off
from portal.webhooks.signing import headers_for

NOW = now()
S = EndpointState
# The issue's own list, written by hand.
WANTED = """
application.submitted application.completed application.failed candidate.created candidate.updated
candidate.status_changed job.created job.updated job.status_changed interview.scheduled interview.booked
interview.rescheduled interview.cancelled interview.completed interview.passed interview.failed interview.no_show
hiring.initiated conversation.created conversation.ongoing conversation.completed message.received message.sent
""".split()


def test_every_event_that_was_promised_can_be_chosen():
    assert set(WANTED) <= set(PUBLIC)
    assert rules.check_events(WANTED) == list(PUBLIC)


def test_only_what_is_sent_is_offered():
    names = {event.name for events in offered().values() for event in events}
    assert names == set(SOURCES.values())
    assert all(PUBLIC[name].source in EVENTS for name in names)
    # Each public name has its event; besides, a conversation that goes on again is told of as one that begins.
    assert [source for source, name in SOURCES.items() if PUBLIC[name].source != source] == ["conversation.reopened"]


@pytest.mark.parametrize("wanted", [[], ["no.such"], ["job.created", "x"], ["ping"]])
def test_events_that_cannot_be_chosen_are_refused_by_field(wanted):
    with pytest.raises(BadInput) as refusal:
        rules.check_events(wanted)
    assert list(refusal.value.fields) == ["events"]


def test_all_is_all():
    assert rules.check_events(["*", "job.created"]) == ["*"]
    assert rules.wants(["*"], "job.created") and not rules.wants(["job.updated"], "job.created")


@pytest.mark.parametrize("status", range(100, 600, 7))
def test_only_2xx_counts(status):
    assert Outcome(status).succeeded is (200 <= status <= 299)


def test_ten_attempts_over_about_three_days():
    waits = [(next_attempt(n, Outcome(500), NOW) - NOW).total_seconds() for n in range(1, 10)]
    minute, hour = 60, 3600
    wanted = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
    for wait, least in zip(waits, wanted, strict=True):
        assert least <= wait <= least * 1.1
    assert next_attempt(10, Outcome(500), NOW) is None
    assert 72 <= sum(wanted) / hour <= 80


def test_waits_are_spread():
    assert len({next_attempt(3, Outcome(500), NOW) for _ in range(20)}) > 10


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("0", 0), (None, 0), ("", 0), ("-5", 0), ("soon", 0), ("1.5", 0), ("²", 0),
        ("9" * 400, 999_999_999_999), ("Fri, 99 Zzz 2026 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
    ],
)  # fmt: skip
def test_retry_after_is_read_or_left_alone(header, seconds):
    assert wait_asked(header, NOW) == seconds


def test_retry_after_may_be_a_date():
    later = NOW.replace(microsecond=0) + timedelta(minutes=10)
    text = later.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert wait_asked(text, later - timedelta(minutes=10)) == 600


def test_nobody_comes_sooner_than_asked_nor_later_than_a_day():
    assert next_attempt(1, Outcome(503, retry_after="120"), NOW) - NOW == timedelta(seconds=120)
    assert next_attempt(1, Outcome(503, retry_after="1"), NOW) - NOW >= timedelta(seconds=5)
    assert next_attempt(1, Outcome(429, retry_after="99999999"), NOW) - NOW == timedelta(hours=24)


def test_failing_only_for_120_hours_switches_off():
    for hours, off in ((0, False), (119.9, False), (120, True), (500, True)):
        assert bool(why_off(Outcome(500), NOW - timedelta(hours=hours), NOW)) is off
    assert why_off(Outcome(None, "No answer."), None, NOW) is None
    assert "410" in why_off(Outcome(410), None, NOW)


@pytest.mark.parametrize("current", EndpointState)
@pytest.mark.parametrize("wanted", EndpointState)
def test_every_move_of_an_endpoint(current, wanted):
    allowed = {(S.ACTIVE, S.PAUSED), (S.ACTIVE, S.OFF), (S.PAUSED, S.ACTIVE), (S.PAUSED, S.OFF), (S.OFF, S.ACTIVE)}
    if (current, wanted) in allowed:
        rules.check_move(current, wanted)
    else:
        with pytest.raises(InvalidState):
            rules.check_move(current, wanted)


@pytest.mark.parametrize("state", DeliveryState)
def test_every_state_but_running_may_be_sent_by_hand(state):
    if state is DeliveryState.RUNNING:
        with pytest.raises(InvalidState):
            rules.check_resend(state)
    else:
        rules.check_resend(state)


@pytest.mark.parametrize(
    "secret", ["short", "x" * 201, "with spaces in between", "umlaut-äöü-in-there", "whsec_YWJjZGVmYWJjZGVm"]
)
def test_a_secret_that_cannot_be_used_is_refused_by_field(secret):
    with pytest.raises(BadInput) as refusal:
        rules.check_secret(secret)
    assert list(refusal.value.fields) == ["secret"]


@pytest.mark.parametrize("hours", [-1, 169])
def test_an_overlap_outside_a_week_is_refused(hours):
    with pytest.raises(BadInput):
        check_overlap(hours)


@pytest.mark.parametrize(
    ("secret", "given"),
    [
        *[(text, text) for text in ("whsec_VqA2CrRYVMnZ9M946WM3voT45bJHSENMh3bIRGuC93I=", "webhook_secret_key")],
        *[(text, text.encode()) for text in ("webhook_secret_key", "plain-words-that-are-long")],
        *[(text, kind(text)) for text in ("c2l4dGVlbiBieXRlcyBvcg==",) for kind in (str, str.encode)],
    ],
)
def test_the_reference_library_verifies_every_kind_of_secret(secret, given):
    body = '{"name":"Zoë"}'.encode()
    assert Webhook(given).verify(body, headers_for([secret], "evt_1", now(), body)) == {"name": "Zoë"}


def test_a_new_secret_is_256_bits_and_each_is_another():
    assert len(base64.b64decode(new_secret().removeprefix("whsec_"))) == 32
    assert new_secret() != new_secret()


def test_a_key_short_enough_to_be_guessed_is_not_used():
    assert keys_of("________________ab") == [b"________________ab"]


@pytest.mark.parametrize("name", PUBLIC)
def test_what_an_event_changed_is_told_without_a_fault(name):
    assert isinstance(difference(name, {}, {}), dict)
