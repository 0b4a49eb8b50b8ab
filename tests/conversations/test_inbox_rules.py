"""Canned replies, templates, links and lines of a thread, without a database."""

from types import SimpleNamespace

import pytest

from portal.conversations import showing
from portal.conversations.models import ChannelType, MessageKind, MessageState, Sender
from portal.conversations.rules_canned import (
    VARIABLES,
    check_values,
    check_variables,
    fill,
    templates_of,
)
from portal.conversations.rules_reaching import address_for
from portal.core.errors import BadInput
from portal.web.linking import linked
from tests.factories import at


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_may_stand_in_a_reply_and_is_filled(name):
    check_variables(f"Hello {{{name}}}!")
    assert fill(f"Hello {{{name}}}!", {name: "Ada"}).text == "Hello Ada!"


@pytest.mark.parametrize("text", ["Hello {firstname}", "{}", "{first name}", "{FIRST_NAME}", "{first_name} {salary}"])
def test_an_unknown_variable_is_refused_by_name(text):
    with pytest.raises(BadInput, match="There is no variable"):
        check_variables(text)
    assert "There is no variable" in fill(text, dict.fromkeys(VARIABLES, "x")).refusal


def test_a_variable_without_a_value_makes_a_reply_unusable_there():
    filled = fill("About {job}", {"job": ""})
    assert filled.text == "" and "{job}" in filled.refusal


def test_what_is_filled_in_is_not_filled_once_more():
    assert fill("{first_name}", {"first_name": "{company}", "company": "x"}).text == "{company}"


def test_a_template_has_its_places_in_order_and_each_once():
    settings = {"templates": [{"name": "a", "language": "en", "text": "{{1}} {{job}} {{1}} {{ 2 }}"}]}
    (template,) = templates_of(settings)
    assert template.places == ("1", "job", "2")
    assert template.with_values(["Ada", "QA", "10:00"]) == "Ada QA Ada 10:00"


@pytest.mark.parametrize("settings", [{}, {"templates": None}, {"templates": ["x", {"name": "a"}, {"text": "b"}, 3]}])
def test_what_is_no_template_is_left_out(settings):
    assert templates_of(settings) == []


def test_every_place_of_a_template_needs_a_value():
    (template,) = templates_of({"templates": [{"name": "a", "text": "{{1}} {{2}}"}]})
    for values in ([], ["a"], ["a", " "], ["a", "b", "c"], ["a", "b" * 301]):
        with pytest.raises(BadInput):
            check_values(template, values)
    assert check_values(template, [" Ada\nL. ", "x"]) == ["Ada L.", "x"]


def test_the_first_numbered_place_is_most_often_the_first_name():
    (template,) = templates_of({"templates": [{"name": "a", "text": "{{1}} {{job}} {{2}}"}]})
    assert [template.variable(n) for n in range(3)] == ["first_name", "job", ""]
    assert [template.label(n) for n in range(3)] == ["The contact's first name", "The job's title", "Place 2"]


def test_the_places_of_a_template_that_the_assistant_uses_are_known():
    kept = {"name": "a", "language": "en", "text": "Hello {{1}}, {{2}} about {{3}}"}
    named = kept | {"text": "Hello {first_name}, {company} about {job}"}
    (template,) = templates_of({"templates": [kept], "offer_template": named})
    assert [template.variable(n) for n in range(3)] == ["first_name", "company", "job"]
    for other in (named | {"language": "de"}, named | {"text": "Hello {first_name}"}, named | {"text": "{a} {b} {c}"}):
        (template,) = templates_of({"templates": [kept], "offer_template": other})
        assert [template.variable(n) for n in range(3)] == ["first_name", "", ""]


@pytest.mark.parametrize("kind", ChannelType)
def test_every_channel_knows_whom_it_reaches(kind):
    assert address_for(kind, None, None) == (None, None)
    assert sum(part is not None for part in address_for(kind, "+911234567890", "A@example.com")) == 1
    assert showing.CHANNELS[kind]


@pytest.mark.parametrize("state", set(MessageState) - {MessageState.RECEIVED})
def test_every_state_of_what_went_out_has_its_word(state):
    assert showing.STATES[state]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("see https://example.com/a?b=1&c=2.", "https://example.com/a?b=1&c=2"),
        ("(https://example.com/x_(y))", "https://example.com/x_(y)"),
        ("www.example.com!", "https://www.example.com"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
    ],
)
def test_an_address_becomes_a_link_that_tells_nothing_of_us(text, target):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(linked(text), "html.parser")
    (link,) = soup.select("a")
    assert link["href"] == target and {"noopener", "noreferrer", "nofollow"} <= set(link["rel"])
    assert soup.get_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://user:pw@example.com",
        "https://bank.example@evil.example",
        "https://localhost",
        "https://[::1",
        "https://exa\u202emple.com/x",
        "https://exa\u200bmple.com",
        "ftp://example.com",
        "//example.com",
        "http://",
        "https://example.com:notaport/",
    ],
)
def test_what_could_lead_astray_stays_words(text):
    made = linked(text)
    assert "<a " not in made or 'href="javascript' not in made.lower()
    if "@" in text or "\u202e" in text or "\u200b" in text or not text.lower().startswith("https://"):
        assert "<a " not in made


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", 'https://x.example/"><svg onload=alert(1)>', "'\"&<>"]
)
def test_markup_in_a_message_is_escaped(text):
    made = linked(text)
    assert "<img" not in made and "<svg" not in made and made.unescape().count("<a ") <= 1


def row(number, text="x", sender=Sender.CONTACT, moment="2026-11-26 10:00", kind=MessageKind.MESSAGE, **more):
    facts = {
        "id": number,
        "text": text,
        "sender": sender,
        "created_at": at(moment),
        "kind": kind,
        "failure": None,
        "state": MessageState.RECEIVED,
        "extras": None,
        "first_name": "Ravi",
        "last_name": "Kumar",
    }
    return SimpleNamespace(**(facts | more))


def test_days_are_those_of_the_reader():
    rows = [row(1, moment="2026-11-25 18:00"), row(2, moment="2026-11-25 19:00"), row(3, moment="2026-11-26 10:00")]
    days = [line.day for line in showing.lines(rows, [], "Ada", "Asia/Kolkata", at("2026-11-26 11:00"))]
    assert days == ["Yesterday", "Today", ""]  # 18:00 UTC is 23:30 in India, 19:00 is half past midnight
    assert [line.day for line in showing.lines(rows, [], "Ada", "UTC", at("2026-11-26 11:00"))] == [
        "Yesterday",
        "",
        "Today",
    ]


def test_messages_of_one_sender_within_minutes_share_a_heading():
    rows = [row(1), row(2, moment="2026-11-26 10:03"), row(3, moment="2026-11-26 10:09"), row(4, sender=Sender.AGENT)]
    assert [line.joined for line in showing.lines(rows, [], "Ada", "UTC", at("2026-11-26 11:00"))] == [
        False,
        True,
        False,
        False,
    ]


def test_a_thought_stands_with_the_message_it_made_or_answered():
    turns = [
        SimpleNamespace(message_id=2, answers_id=1, why="said"),
        SimpleNamespace(message_id=None, answers_id=1, why="handed over"),
    ]
    lines = showing.lines([row(1), row(2, sender=Sender.AI)], turns, "Ada", "UTC", at("2026-11-26 11:00"))
    assert [[turn.why for turn in line.turns] for line in lines] == [["handed over"], ["said"]]


@pytest.mark.parametrize("text", ["x" * 64_000, "word " * 9_000, "\n" * 3000, "short"])
def test_a_long_text_is_cut_and_nothing_of_it_is_lost(text):
    shown, rest = showing.split(text)
    assert shown + rest == text and len(shown) <= showing.SHOWN_LENGTH + 200


def test_waiting_is_told_in_the_largest_unit_that_fits():
    present = at("2026-11-26 12:00")
    told = [
        showing.waited(at(m), present)
        for m in ("2026-11-26 12:01", "2026-11-26 11:48", "2026-11-26 09:00", "2026-11-20 12:00")
    ]
    assert told == ["1 min", "12 min", "3 h", "6 d"]
