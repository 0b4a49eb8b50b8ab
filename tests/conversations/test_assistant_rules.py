"""When the assistant may speak and what it may propose: values in, a reason or words out."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.assistant import Act, Asked, InterviewFacts, Memory, Proposal, Question, Situation, Time, Trigger
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Opens, Sender
from portal.conversations.queries.situation import zone_of_number

NOW = datetime(2026, 12, 14, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FREE = (Time(1, NOW + HOUR, NOW + 2 * HOUR), Time(2, NOW + 3 * HOUR, NOW + 4 * HOUR))


def situation(trigger=Trigger.REPLY, **interview):
    facts = InterviewFacts("Round 1", "Video", 60, **{"free": FREE, **interview})
    return Situation(trigger, NOW, "UTC", "Acme", interview=facts, questions=(Question(7, "Why?"),))


WITHOUT = Situation(Trigger.REPLY, NOW, "UTC", "Acme")
AGREED = {"agreed": Time(3, NOW + 30 * HOUR, NOW + 31 * HOUR)}


@pytest.mark.parametrize(
    ("proposal", "shown", "fine"),
    [
        (Proposal(Act.SAY, "Hello"), WITHOUT, True),
        (Proposal(Act.SAY, "  "), WITHOUT, False),
        (Proposal(Act.ASK, "Why?", question_id=7), situation(), True),
        (Proposal(Act.ASK, "Why?", question_id=8), situation(), False),
        (Proposal(Act.KEEP, "Thanks", question_id=7, answer="so"), situation(), True),
        (Proposal(Act.KEEP, "Thanks", question_id=7, answer=" "), situation(), False),
        (Proposal(Act.KEEP, "Thanks", question_id=7, answer="so"), situation(Trigger.OPEN), False),
        (Proposal(Act.OFFER, "1, 2", memory=Memory(offered=(2, 1))), situation(Trigger.OFFER), True),
        (Proposal(Act.OFFER, "1, 3", memory=Memory(offered=(1, 3))), situation(Trigger.OFFER), False),
        (Proposal(Act.OFFER, "1, 2"), WITHOUT, False),
        (Proposal(Act.BOOK, "Done", slot_id=2), situation(), True),
        (Proposal(Act.BOOK, "Done", slot_id=3), situation(), False),
        (Proposal(Act.BOOK, "Done"), situation(), False),
        (Proposal(Act.BOOK, "Done", slot_id=2), situation(**AGREED), False),
        (Proposal(Act.BOOK, "Done", slot_id=2), situation(Trigger.NUDGE), False),
        (Proposal(Act.BOOK, "Done", slot_id=2), WITHOUT, False),
        (Proposal(Act.MOVE, "Done", slot_id=2), situation(**AGREED), True),
        (Proposal(Act.MOVE, "Done", slot_id=2), situation(), False),
        (Proposal(Act.MOVE, "Done", slot_id=2), situation(**AGREED, may_change=False), False),
        (Proposal(Act.CANCEL, "Done"), situation(**AGREED), True),
        (Proposal(Act.CANCEL, "Done"), situation(), False),
        (Proposal(Act.CANCEL, "Done"), situation(**AGREED, may_change=False), False),
        (Proposal(Act.DECLINE, "Asked"), situation(), True),
        (Proposal(Act.DECLINE, "Asked"), WITHOUT, False),
        (Proposal(Act.STOP), WITHOUT, True),
        (Proposal(Act.STOP), situation(Trigger.OPEN), False),
        *((Proposal(act), WITHOUT, True) for act in (Act.HAND_OVER, Act.COMPLETE, Act.WAIT)),
    ],
)
def test_what_may_be_tried(proposal, shown, fine):
    assert (rules.why_not(proposal, shown) is None) is fine


@pytest.mark.parametrize("opens", list(Opens))
@pytest.mark.parametrize("source", ["greenhouse", "popp", "generic", "careers", "manual", "upload", "api", "", None])
def test_which_applications_open_a_talk(opens, source):
    brought = source in {"greenhouse", "popp", "generic", "careers"}
    wanted = {Opens.ALL: True, Opens.NEVER: False, Opens.ATS: brought}[opens]
    assert rules.opens_for(opens, source) is wanted


def a_message(sender=Sender.AI, extras=None, sends=0):
    return SimpleNamespace(id=5, sender=sender, extras=extras, sends=sends)


@pytest.mark.parametrize("by_ai", [True, False])
@pytest.mark.parametrize("stopped", [None, NOW])
@pytest.mark.parametrize("last", [("ai", 5), ("agent", 9), ("contact", 9)])
def test_who_owns_and_who_has_stopped_decides_right_before_sending(by_ai, stopped, last):
    talk = SimpleNamespace(owned_by_ai=by_ai, last_sender=last[0], last_message_id=last[1])
    contact = SimpleNamespace(stopped_at=stopped)
    assert (rules.why_silent(a_message(), talk, contact) is None) is (by_ai and stopped is None)
    assert (rules.why_silent(a_message(extras={"last_word": True}), talk, contact) is None) is (last[0] != "agent")
    assert (rules.why_silent(a_message(sends=1), talk, contact) is None) is (stopped is None)
    assert rules.why_silent(a_message(Sender.AGENT), talk, contact) is None


@pytest.mark.parametrize("asked", list(Asked))
def test_what_it_remembers_survives_the_row(asked):
    memory = Memory(asked, 7, (3, 1, 2), 1)
    assert rules.memory_of(rules.remembered(memory)) == memory


@pytest.mark.parametrize("kept", [{}, {"asked": "something new"}, {"offered": []}, {"offer": 3, "done": True}])
def test_a_memory_of_another_version_is_read(kept):
    assert rules.memory_of(kept) == Memory()


@pytest.mark.parametrize("asked", list(Asked))
def test_changed_times_are_forgotten_and_questions_are_not(asked):
    found = rules.memory_of(rules.without_times(rules.remembered(Memory(asked, 7, (1, 2)))))
    about_times = asked in (Asked.TIME, Asked.CONFIRM_TIME, Asked.CONFIRM_CANCEL)
    assert found == Memory(Asked.NOTHING if about_times else asked, 7, ())


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+919876543210", "Asia/Kolkata"),
        ("+4915112345678", "Europe/Berlin"),
        ("+14155550123", "America/Los_Angeles"),
        ("+447400123456", "Europe/London"),
        ("+61412345678", None),
        ("+77012345678", None),
        ("+88", None),
        ("nonsense", None),
    ],
)
def test_a_number_tells_a_zone_where_its_clocks_agree(phone, zone):
    assert zone_of_number(phone, NOW) == zone


def test_times_are_numbered_and_said_in_the_readers_zone():
    assert rules.numbered(FREE, "Asia/Kolkata") == (
        "1. Mon 14 Dec 2026, 09:30 IST – 10:30\n2. Mon 14 Dec 2026, 11:30 IST – 12:30"
    )
