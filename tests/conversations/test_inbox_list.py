"""The list of the inbox: views, filters, counts, search, pages, and what it costs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Role, User
from portal.conversations import queries, services
from portal.conversations.models import ChannelType, ConversationRead, ConversationStatus
from portal.conversations.queries import View, Wanted
from portal.core.clock import now
from portal.core.database import db
from portal.core.tenancy import Scope, as_company, enter
from tests import factories
from tests.conversations.steps import a_channel, a_contact, a_talk, a_talk_of_a_candidate, contact_writes, many_messages
from tests.queries import MOST_PER_PAGE, count_queries


@pytest.fixture
def assistant(company):
    return db.session.scalars(select(User).where(User.role == Role.AI)).one()


def names(page):
    return [name.get_text(strip=True) for name in page.soup.select(".talk-name")]


def test_each_view_shows_what_its_name_says(company, recruiter, assistant):
    people = {
        "mine": a_talk(company.recruiter.id),
        "theirs": a_talk(company.admin.id),
        "nobody": a_talk(None),
        "assistant": a_talk(assistant.id),
        "offered": a_talk(company.admin.id, offered_at=now()),
        "done": a_talk(company.recruiter.id, status=ConversationStatus.COMPLETED),
    }
    for name, talk in people.items():
        db.session.get(type(a_contact()), talk.contact_id).name = name
    for name in ("mine", "nobody", "offered", "theirs"):
        contact_writes(people[name], "Hello")
    shown = {view: set(names(recruiter.get(f"/conversations?show={view.value}"))) for view in View}
    assert shown == {
        View.ALL: {"mine", "theirs", "nobody", "assistant", "offered"},
        View.MINE: {"mine"},
        View.WAITING: {"mine", "nobody", "offered"},
        View.UNASSIGNED: {"nobody", "offered"},
        View.ASSISTANT: {"assistant"},
    }
    page = recruiter.get("/conversations")
    counts = [(chip.contents[0].strip(), chip.select_one(".count")) for chip in page.soup.select(".talks-views .chip")]
    assert {label: int(count.text) for label, count in counts if count} == {
        "Mine": 1,
        "Waiting for me": 3,
        "Unassigned": 2,
        "Assistant": 1,
    }


@pytest.mark.parametrize("status", ConversationStatus)
def test_a_status_shows_its_own(company, recruiter, status):
    for one in ConversationStatus:
        a_talk(contact_id=a_contact(name=one.value).id, status=one)
    assert names(recruiter.get(f"/conversations?status={status.value}")) == [status.value]


def test_channel_job_and_candidate_narrow_together(company, recruiter):
    talk = a_talk_of_a_candidate(company, first_name="Ada", last_name="Lovelace")
    a_talk_of_a_candidate(company, first_name="Grace", last_name="Hopper")
    job, candidate, channel = talk.job_id, talk.candidate_id, talk.channel_id
    for query in (f"job={job}", f"candidate={candidate}", f"channel={channel}", f"job={job}&channel={channel}"):
        assert names(recruiter.get(f"/conversations?{query}")) == ["Ada Lovelace"], query
    assert names(recruiter.get(f"/conversations?job={job}&channel={channel + 1}")) == []


@pytest.mark.parametrize("query", ["show=x", "status=x", "channel=x", "job=x", "candidate=x", "cursor=", "filters=9"])
def test_a_filter_that_is_none_is_as_if_it_were_not_there(company, recruiter, query):
    a_talk(contact_id=a_contact(name="Ada").id)
    assert names(recruiter.get(f"/conversations?{query}")) == ["Ada"]


def test_who_has_waited_longest_comes_first_where_people_wait(company, recruiter):
    for minutes in (5, 50, 20):
        contact_writes(a_talk(contact_id=a_contact(name=f"{minutes}").id), "Hello", minutes_ago=minutes)
    assert names(recruiter.get("/conversations?show=waiting")) == ["50", "20", "5"]
    assert names(recruiter.get("/conversations")) == ["5", "20", "50"]
    assert "waiting 50 min" in recruiter.get("/conversations").words(".talks")


@pytest.mark.parametrize("view", [View.ALL, View.WAITING])
def test_pages_follow_each_other_without_gap_or_repeat(company, view):
    channel = a_channel()
    wanted = {
        contact_writes(a_talk(channel_id=channel.id), "Hi", minutes_ago=n // 3).conversation_id for n in range(25)
    }
    seen, cursor = [], None
    for _ in range(5):
        page = queries.inbox_page(company.recruiter, Wanted(view=view), cursor, limit=7)
        seen += [row.id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == 25 and set(seen) == wanted


def test_unread_is_counted_for_what_is_mine_or_nobodys_and_forgotten_when_read(company, recruiter, assistant):
    mine, nobodys, his = a_talk(company.recruiter.id), a_talk(None), a_talk(assistant.id)
    last = None
    for talk in (mine, nobodys, his):
        for text in ("One", "Two", "Three"):
            last = contact_writes(talk, text) if talk is mine else contact_writes(talk, text) and last
    page = recruiter.get("/conversations")
    assert [badge.contents[0].strip() for badge in page.soup.select(".talk-unread")] == ["3", "3"]
    assert page.words(".inbox-count") == "2 unread"
    recruiter.post(f"/conversations/{mine.id}/reading", {"upto": last.id})
    page = recruiter.get("/conversations")
    assert len(page.soup.select(".talk-unread")) == 1 and page.words(".inbox-count") == "1 unread"


def test_every_page_says_how_many_wait_and_the_bell_brings_the_number(company, recruiter, client_user):
    contact_writes(a_talk(None), "Hello")
    assert recruiter.get("/jobs").words(".rail .inbox-count") == "1 unread"
    bell = recruiter.get("/notifications/unread", htmx=True)
    assert bell.one(".inbox-count")["hx-swap-oob"] == "innerHTML:.inbox-count"
    assert not client_user.get("/jobs").soup.select(".inbox-count")
    assert "inbox-count" not in client_user.get("/notifications/unread", htmx=True).text


def test_numbers_above_a_hundred_are_not_counted_on(company, recruiter):
    channel = a_channel()
    talks = [a_talk(None, channel_id=channel.id) for _ in range(101)]
    many_messages(talks[0], 240)
    for talk in reversed(talks):
        contact_writes(talk, "Hello")
    page = recruiter.get("/conversations")
    assert page.words(".inbox-count") == "99+ unread"
    assert "99+" in [b.contents[0].strip() for b in page.soup.select(".talk-unread")]
    assert "Unassigned 99+" in page.words(".talks-views")


def test_the_list_costs_the_same_statements_however_long_it_is(company, recruiter):
    def cost():
        recruiter.get("/conversations")
        with count_queries() as sent:
            recruiter.get("/conversations")
        return sent

    contact_writes(a_talk(None), "Hello")
    few = cost()
    channel = a_channel()
    for _ in range(40):
        contact_writes(a_talk(None, channel_id=channel.id), "Hello")
    many = cost()
    assert len(few) == len(many) <= 6, many
    with count_queries() as sent:
        recruiter.get("/conversations?filters=1&q=hello")
    assert len(sent) <= MOST_PER_PAGE, sent


# ---- search ----


@pytest.mark.parametrize(
    "typed",
    ["zoe", "Zoë", "raman", "ama", "98123 45678", "+91 98123", "5678", "zoe@ex", "example", "FORK", "licence card"],
)
def test_somebody_is_found_by_name_number_address_and_words(company, typed):
    contact = a_contact(name="Zoë Priyaraman", phone="+919812345678", email="zoe@example.com")
    talk = a_talk(contact_id=contact.id)
    contact_writes(talk, "I have a forklift licence (card no. 12).")
    other = a_talk(contact_id=a_contact(phone="+4930111").id)
    contact_writes(other, "Guten Tag")
    found = [row.id for row in queries.inbox_page(company.recruiter, Wanted(q=typed)).items]
    assert found == [talk.id]


@pytest.mark.parametrize("typed", ["!!", "'", '"', "a & b", "x:*", "\\", "NEAR(", "zoe zzz", "-- ;", "\x00"])
def test_what_is_not_there_is_not_found_and_breaks_nothing(company, recruiter, typed):
    contact_writes(a_talk(contact_id=a_contact(name="Zoe").id), "Hello there")
    assert queries.inbox_page(company.recruiter, Wanted(q=typed)).items == []
    assert recruiter.get("/conversations", query_string={"q": typed}).status == 200


def test_notes_are_found_lines_are_not_and_a_completed_talk_is(company):
    author = db.session.get(User, company.recruiter.id)
    talk = a_talk(company.recruiter.id)
    services.add_note(talk, "Prefers mornings", author, by=company.recruiter)
    services.complete(talk, by=company.recruiter, why="xylophone")
    assert [r.id for r in queries.inbox_page(company.recruiter, Wanted(q="mornings")).items] == [talk.id]
    assert queries.inbox_page(company.recruiter, Wanted(q="xylophone")).items == []


@pytest.mark.parametrize("loaded", [True, False])
def test_a_renamed_contact_is_found_by_the_new_name_alone(company, loaded):
    contact = a_contact(name="Unknown Sender", phone="+911111222233")
    talk = a_talk(contact_id=contact.id)
    if not loaded:
        db.session.expire(contact)
    contact.name, contact.phone = "Kavita Joshi", "+914444555566"
    db.session.flush()
    for typed, hit in (("kavita", True), ("unknown", False), ("555566", True), ("222233", False)):
        assert bool(queries.inbox_page(company.recruiter, Wanted(q=typed)).items) is hit, typed
    assert talk.id


def test_a_search_looks_at_the_newest_hits_only(company, monkeypatch):
    monkeypatch.setattr("portal.conversations.queries.search.MOST_MESSAGES", 3)
    channel = a_channel()
    talks = [a_talk(channel_id=channel.id) for _ in range(5)]
    for talk in talks:
        contact_writes(talk, "the same word")
    found = [row.id for row in queries.inbox_page(company.recruiter, Wanted(q="same")).items]
    assert sorted(found) == sorted(talk.id for talk in talks[2:])


def test_another_company_finds_nothing_of_it(company):
    contact_writes(a_talk(contact_id=a_contact(name="Zoe").id), "Forklift")
    db.session.commit()
    db.session.expunge_all()
    enter(None)
    rival = factories.a_world("Rival")
    with as_company(rival.company_id):
        for typed in ("zoe", "forklift"):
            assert queries.inbox_page(rival.recruiter, Wanted(q=typed)).items == []
        assert queries.unread_talks(rival.recruiter) == 0
    enter(Scope(company.company_id))


# ---- who may ----


def test_the_inbox_is_for_the_company_alone(company, browse, client_user):
    talk = a_talk(None)
    contact_writes(talk, "Hello")
    paths = ("/conversations", "/conversations/news", f"/conversations/{talk.id}", "/conversations/replies")
    candidate = browse()
    for path in paths:
        assert client_user.get(path).status == 403, path
        assert candidate.get(path).status == 302, path
    assert "Inbox" not in client_user.get("/jobs").words(".rail")


def test_a_channel_of_each_type_has_its_sign(company, recruiter):
    for kind in ChannelType:
        a_talk(channel_id=a_channel(kind).id, contact_id=a_contact(name=kind.value).id)
    signs = [svg["aria-label"] for svg in recruiter.get("/conversations").soup.select(".talk-about > svg")]
    assert sorted(signs) == ["E-mail", "SMS", "Web chat", "WhatsApp"]


def test_reading_moves_forward_only_and_believes_nothing_that_is_not_there(company, recruiter):
    talk, other = a_talk(None), a_talk(None)
    first, second = contact_writes(talk, "One"), contact_writes(talk, "Two")
    beyond = contact_writes(other, "Elsewhere")
    for upto, expected in (
        (second.id, second.id),
        (first.id, second.id),
        (beyond.id + 50, second.id),
        ("x", second.id),
    ):
        recruiter.post(f"/conversations/{talk.id}/reading", {"upto": upto})
        row = db.session.scalars(select(ConversationRead)).one()
        assert row.message_id == expected


def test_opening_a_conversation_writes_nothing(company, recruiter):
    talk = a_talk(None)
    contact_writes(talk, "One")
    page = recruiter.get(f"/conversations/{talk.id}")
    assert page.status == 200 and db.session.scalars(select(ConversationRead)).all() == []
    assert page.one("#reading")["hx-trigger"].startswith("load")


def test_times_are_short(company, recruiter):
    contact_writes(a_talk(None), "Hello", minutes_ago=60 * 24 * 3)
    day = (now() - timedelta(days=3)).strftime("%a")
    assert recruiter.get("/conversations").words(".talk-time") in (
        day,
        (now() - timedelta(days=3, hours=-6)).strftime("%a"),
    )
