"""A contact who is silent is asked once more, twice at most, by day, and only as long as the question stands."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.assistant import Act, Asked
from portal.conversations import rules_assistant as rules
from portal.conversations import services
from portal.conversations.models import ChannelType, ConversationStatus
from portal.conversations.services.settings import save_settings
from tests.conversations.talks import (
    a_channel,
    a_contact,
    a_talk,
    again,
    carried_out,
    hears,
    remembering,
    said,
    says,
    the_recruiter,
    turns_of,
)

HOURS = timedelta(hours=1)
# 10:00 in Berlin, where the contacts' numbers are.
NOON = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
ASKS = {"memory": remembering(asked=Asked.QUESTION)}


@pytest.fixture
def clock(monday):
    monday.move_to(NOON)
    return monday


@pytest.fixture
def talk(company, clock, maker):
    """A talk in which the assistant has asked something."""
    maker(says("Are you allowed to work here?", **ASKS), says("Are you still there?", **ASKS))
    found = a_talk()
    hears(found, "hi")
    carried_out()
    return found


def passed(clock, hours):
    clock.shift(hours * HOURS)
    carried_out()


def test_silence_brings_two_nudges_and_no_third(talk, clock):
    for hours, count in ((23, 1), (2, 2), (25, 3), (25, 3), (100, 3)):
        passed(clock, hours)
        assert len(said(talk)) == count
    assert again(talk).nudges == 2


def test_an_answer_ends_it_and_begins_the_count_anew(talk, clock, maker):
    passed(clock, 25)
    maker(says("Thank you.", memory=remembering()))
    hears(talk, "yes")
    carried_out()
    assert again(talk).nudges == 0
    passed(clock, 60)
    assert said(talk)[-1] == "Thank you."


def test_a_person_who_has_taken_over_is_not_interrupted(talk, clock, company):
    services.take_over(again(talk), the_recruiter(company), by=company.recruiter)
    passed(clock, 25)
    assert len(said(talk)) == 1


def test_a_completed_talk_is_left_alone(talk, clock, company):
    services.complete(again(talk), by=company.recruiter)
    passed(clock, 25)
    assert len(said(talk)) == 1 and again(talk).status is ConversationStatus.COMPLETED


def test_who_has_stopped_is_left_alone(talk, clock):
    hears(talk, "STOP")
    passed(clock, 25)
    assert [text for text in said(talk) if "still there" in text] == []


def test_a_talk_in_which_nothing_was_asked_has_no_nudge(company, clock, maker):
    maker(says("Hello."))
    talk = a_talk()
    hears(talk, "hi")
    carried_out()
    passed(clock, 60)
    assert len(said(talk)) == 1


def test_the_company_says_after_how_long(company, clock, maker):
    save_settings({"nudge_after_hours": 2}, company.admin)
    maker(says("Well?", **ASKS))
    talk = a_talk()
    hears(talk, "hi")
    carried_out()
    passed(clock, 2)
    assert len(said(talk)) == 2


def test_what_is_due_at_night_waits_for_the_morning(company, clock, maker):
    save_settings({"nudge_after_hours": 12}, company.admin)
    maker(says("Well?", **ASKS))
    talk = a_talk()
    hears(talk, "hi")
    carried_out()
    passed(clock, 13)  # 23:00 in Berlin
    assert len(said(talk)) == 1
    passed(clock, 9)  # 08:00
    assert len(said(talk)) == 2


def test_a_worker_that_comes_late_does_not_write_at_night(talk, clock):
    passed(clock, 36)  # due at 10:00, looked at 22:00
    assert len(said(talk)) == 1
    passed(clock, 10)
    assert len(said(talk)) == 2


def test_on_whatsapp_a_nudge_needs_a_template_once_the_window_is_closed(company, clock, maker):
    maker(says("Well?", **ASKS))
    template = {"name": "nudge", "text": "The automated assistant of {company} has a question for you, {first_name}."}
    for settings, count in (({}, 1), ({"nudge_template": template}, 2)):
        talk = a_talk(channel=a_channel(ChannelType.WHATSAPP, settings=settings), contact=a_contact(name="Priya R"))
        hears(talk, "hi")
        carried_out()
        passed(clock, 25)
        assert len(said(talk)) == count
        assert turns_of(talk)[-1] == ("say", "done" if count == 2 else "silent")
    assert said(talk)[-1] == "The automated assistant of Acme Talent has a question for you, Priya."


def test_a_nudge_changes_nothing(company, clock, maker):
    maker(says("Hm?", **ASKS), says("Booked!", Act.STOP))
    talk = a_talk()
    hears(talk, "hi")
    carried_out()
    passed(clock, 25)
    assert turns_of(talk)[-1] == ("stop", "refused")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("hour", range(24))
def test_every_hour_becomes_one_of_the_day(zone, hour):
    from portal.core.formats import zone as clocks_of

    moment = datetime(2026, 3, 29, hour, 30, tzinfo=UTC)
    found = rules.by_day(moment, zone)
    assert moment <= found < moment + 13 * HOURS
    assert 8 <= found.astimezone(clocks_of(zone)).hour < 20
