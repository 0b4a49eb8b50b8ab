"""The thread: what it shows, what it costs, and what is new in it."""

import pytest
from sqlalchemy import event, select

from portal.accounts.models import Role, User
from portal.candidates.models import ScreeningAnswer
from portal.conversations import services
from portal.conversations.models import (
    AssistantTurn,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    TurnOutcome,
)
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from tests.conversations.steps import (
    a_contact,
    a_talk,
    a_talk_of_a_candidate,
    contact_writes,
    many_messages,
)
from tests.queries import MOST_PER_PAGE, count_queries

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
    "</textarea><script>",
    "\u202etxt.exe",
    "مرحبا",
    "👩🏽‍💻",
    "x" * 5000,
    "a\u0300" * 300,
    "https://a.example/'onmouseover='alert(1)",
]


@pytest.fixture
def assistant(company):
    return db.session.scalars(select(User).where(User.role == Role.AI)).one()


@pytest.fixture
def author(company):
    return db.session.get(User, company.recruiter.id)


def written(conversation_id, kind=MessageKind.MESSAGE):
    wanted = select(Message).where(Message.conversation_id == conversation_id, Message.kind == kind)
    return db.session.scalars(wanted.order_by(Message.id)).all()


def key_of(page):
    return page.soup.select_one("#write input[name=send_key]")["value"]


# ---- what it shows ----


@pytest.mark.parametrize("text", HOSTILE)
def test_peer_10_23_what_a_contact_writes_stays_words(company, recruiter, text):
    talk = a_talk(None, contact_id=a_contact(name=text[:200]).id, subject=text[:300])
    contact_writes(talk, text, extras={"subject": text, "attachments": [text]})
    page = recruiter.get(f"/conversations/{talk.id}")
    assert text.split("\n")[0][:60] in page.soup.select_one(".line-in .bubble").get_text()
    assert not page.soup.select("img[src=x], [onerror], [onload], [onmouseover], svg[onload], main script")
    assert not [a for a in page.soup.select("a[href]") if a["href"].lower().startswith(("javascript", "data"))]
    assert "7*7" in text or "49" not in page.words(".line-in .bubble")  # the clock may say 49


def test_who_wrote_and_what_became_of_it(company, recruiter, author, assistant):
    talk = a_talk(assistant.id, contact_id=a_contact(name="Ada").id)
    contact_writes(talk, "Hello", minutes_ago=9)
    services.say(talk, "I am automated", by=company.recruiter)
    services.write(talk, "I am a person", author, by=company.recruiter)
    services.add_note(talk, "Between us", author, by=company.recruiter)
    page = recruiter.get(f"/conversations/{talk.id}")
    shown = [
        (next(c for c in line["class"] if c.startswith("line-")), line.get_text(" "))
        for line in page.soup.select(".line")
    ]
    assert [look for look, _ in shown] == ["line-in", "line-ai", "line-line", "line-out", "line-note"]
    assert "Ada" in shown[0][1] and "Assistant" in shown[1][1] and author.name in shown[3][1]
    assert shown[2][1].strip().startswith(f"{author.name} took over")
    assert "only colleagues" in shown[4][1] and "Sending" in shown[3][1]


@pytest.mark.parametrize("state", set(MessageState) - {MessageState.RECEIVED})
def test_every_state_is_told_and_a_failed_message_can_be_sent_again(company, recruiter, author, state):
    talk = a_talk(company.recruiter.id)
    message = services.write(talk, "Hi", author, by=company.recruiter) if contact_writes(talk, "Hello") else None
    message.state, message.failure = state, "No such number" if state is MessageState.FAILED else None
    db.session.flush()
    page = recruiter.get(f"/conversations/{talk.id}")
    foot = page.one(f"#s-{message.id}")
    failed = state is MessageState.FAILED
    assert (("No such number" in foot.get_text()), bool(foot.select("form"))) == (failed, failed)
    answer = recruiter.post(f"/conversations/{talk.id}/messages/{message.id}/sending")
    db.session.refresh(message)
    assert (answer.status, message.state) == ((303, MessageState.QUEUED) if failed else (409, state))
    if failed:
        assert message.sends == 1 and message.failure is None
        keys = db.session.scalars(select(Effect.key).where(Effect.kind == "send_message")).all()
        assert f"message:{message.id}:1" in keys


def test_why_the_assistant_did_it_stands_behind_a_word(company, recruiter, assistant):
    talk = a_talk(assistant.id)
    asked = contact_writes(talk, "Can I speak to a person?")
    said = services.say(talk, "Of course", by=company.recruiter)
    for message_id, why in ((said.id, "They asked for a person."), (None, "Nothing to say.")):
        db.session.add(
            AssistantTurn(
                conversation_id=talk.id,
                at=now(),
                trigger="reply",
                maker="local",
                act="say",
                why=why,
                outcome=TurnOutcome.DONE,
                message_id=message_id,
                answers_id=asked.id,
            )
        )
    page = recruiter.get(f"/conversations/{talk.id}")
    assert "They asked for a person." in page.one(f"#m-{said.id} details.why").get_text()
    assert "Nothing to say." in page.one(f"#m-{asked.id} details.why").get_text()


def test_the_panel_beside_it_knows_the_candidate(company, recruiter):
    talk = a_talk_of_a_candidate(company, first_name="Ada", last_name="Lovelace", location="London")
    from portal.jobs.models import ScreeningQuestion

    question = ScreeningQuestion(job_id=talk.job_id, text="Notice period?", created_at=now())
    db.session.add(question)
    db.session.flush()
    db.session.add(
        ScreeningAnswer(
            application_id=talk.application_id,
            question_id=question.id,
            question="Notice period?",
            answer="<b>60 days</b>",
            answered_at=now(),
        )
    )
    other = a_talk(None, contact_id=talk.contact_id, status=ConversationStatus.COMPLETED)
    contact = db.session.get(type(a_contact()), talk.contact_id)
    contact.stopped_at, contact.stopped_words = now(), "STOP <i>"
    db.session.flush()
    page = recruiter.get(f"/conversations/{talk.id}")
    panel = page.words("#person")
    for words in (
        "Ada Lovelace",
        "London",
        "Backend Engineer",
        "Notice period?",
        "<b>60 days</b>",
        "STOP <i>",
        contact.phone,
        "New",
        "Plan interview",
    ):
        assert words in panel, words
    assert page.soup.select(f'#person a[href="/conversations/{other.id}"]')


# ---- what it costs ----


def cost(recruiter, path, htmx=False):
    """Statements, and the steps of the database's machine in hundreds: rows that are read cost steps."""
    steps = []

    def count(connection, _record=None):
        connection.set_progress_handler(lambda: steps.append(1) and 0, 100)

    recruiter.get(path, htmx=htmx)
    event.listen(db.engine, "connect", count)
    db.engine.dispose()
    try:
        recruiter.get(path, htmx=htmx)
        steps.clear()
        with count_queries() as sent:
            answer = recruiter.get(path, htmx=htmx)
    finally:
        event.remove(db.engine, "connect", count)
        db.engine.dispose()
    assert answer.status in (200, 204)
    return len(sent), len(steps), sent


@pytest.mark.parametrize("part", ["", "/earlier?before={}", "/news?mark=x&after={}"])
def test_a_thread_costs_the_same_with_60_and_with_2000_messages(company, recruiter, assistant, part):
    found = []
    thought = {"at": now(), "trigger": "reply", "maker": "local", "act": "say", "outcome": TurnOutcome.DONE}
    for number in (60, 2000):
        talk = a_talk(assistant.id)
        many_messages(talk, number)
        last = contact_writes(talk, "Last")
        services.mark_read(talk, last.id, company.recruiter)
        db.session.add_all(
            AssistantTurn(conversation_id=talk.id, message_id=message.id, **thought)
            for message in written(talk.id)[::2]
        )
        db.session.commit()
        found.append(cost(recruiter, f"/conversations/{talk.id}{part.format(last.id)}", htmx=bool(part)))
    (few, few_steps, _), (many, many_steps, sent) = found
    assert few == many <= MOST_PER_PAGE, sent
    assert many_steps <= few_steps * 1.25 + 5, (few_steps, many_steps)


def test_a_list_costs_the_same_beside_a_conversation_of_5000_messages(company, recruiter):
    talk = a_talk(None)
    for _ in range(20):
        contact_writes(a_talk(None, channel_id=talk.channel_id), "Hello")
    contact_writes(talk, "Hello")
    _, before, _ = cost(recruiter, "/conversations")
    many_messages(a_talk(company.admin.id, channel_id=talk.channel_id), 5000)
    _, after, _ = cost(recruiter, "/conversations")
    assert after <= before * 1.25 + 5, (before, after)


def test_earlier_messages_come_by_fifty_without_gap_or_repeat(company, recruiter):
    talk = a_talk(None)
    many_messages(talk, 120)
    wanted = [message.text for message in written(talk.id)]
    page = recruiter.get(f"/conversations/{talk.id}")
    seen = [text.get_text() for text in page.soup.select(".bubble-text")]
    assert len(seen) == 50
    while (more := page.soup.select_one("#older a")) is not None:
        page = recruiter.get(more["hx-get"], htmx=True)
        seen = [text.get_text() for text in page.soup.select(".bubble-text")] + seen
    assert seen == wanted


def test_earlier_messages_work_without_a_script(company, recruiter):
    talk = a_talk(None)
    many_messages(talk, 70)
    page = recruiter.get(recruiter.get(f"/conversations/{talk.id}").one("#older a")["href"])
    assert len(page.soup.select(".bubble-text")) == 20 and page.soup.select(".thread-more a")


# ---- live ----


def ask(recruiter, page):
    return recruiter.get(page.one("#live")["hx-get"], htmx=True)


def test_what_is_new_comes_once_and_then_nothing(company, recruiter, author):
    talk = a_talk(company.recruiter.id)
    first = contact_writes(talk, "First")
    sent = services.write(talk, "Answer", author, by=company.recruiter)
    page = recruiter.get(f"/conversations/{talk.id}")
    assert ask(recruiter, page).status == 204
    second = contact_writes(talk, "Second <b>")
    news = ask(recruiter, page)
    assert [text.get_text() for text in news.soup.select("ol .bubble-text")] == ["Second <b>"]
    assert news.one(f"#m-{second.id}") and not news.soup.select(f"#m-{first.id}")
    assert "Second <b>" in news.one("#said").get_text()
    assert ask(recruiter, news).status == 204
    sent.state = MessageState.DELIVERED
    db.session.flush()
    news = ask(recruiter, news)
    assert "Delivered" in news.one(f"#s-{sent.id}").get_text() and not news.soup.select("ol .bubble-text")
    assert ask(recruiter, news).status == 204


def test_the_news_of_a_quiet_thread_cost_four_statements(company, recruiter):
    talk = a_talk(None)
    contact_writes(talk, "Hello")
    page = recruiter.get(f"/conversations/{talk.id}")
    path = page.one("#live")["hx-get"]
    recruiter.get(path, htmx=True)
    with count_queries() as sent:
        assert recruiter.get(path, htmx=True).status == 204
    assert len(sent) <= 4, sent
    path = recruiter.get("/conversations").one("#live")["hx-get"]
    with count_queries() as sent:
        assert recruiter.get(path, htmx=True).status == 204
    assert len(sent) <= 2, sent


def test_the_list_is_brought_when_something_happens_elsewhere(company, recruiter, author):
    page = recruiter.get("/conversations")
    assert ask(recruiter, page).status == 204
    talk = a_talk(company.recruiter.id, contact_id=a_contact(name="Newcomer").id)
    contact_writes(talk, "Hello")
    services.write(talk, "Hello", author, by=company.recruiter)
    assert "Newcomer" in ask(recruiter, page).words("#talks")


def test_a_page_that_has_missed_more_than_fifty_is_made_anew(company, recruiter):
    talk = a_talk(None)
    first = contact_writes(talk, "First")
    many_messages(talk, 80)
    news = recruiter.get(f"/conversations/{talk.id}/news?after={first.id}&mark=old", htmx=True)
    assert news.status == 204 and news.headers["HX-Refresh"] == "true"


def test_when_the_contact_writes_again_free_text_is_back(company, recruiter):
    talk = a_talk(company.recruiter.id)
    old = contact_writes(talk, "Hello", minutes_ago=60 * 30)
    page = recruiter.get(f"/conversations/{talk.id}")
    assert page.soup.select(".compose.is-closed") and "free=0" in page.one("#live")["hx-get"]
    contact_writes(talk, "Here I am")
    news = ask(recruiter, page)
    assert news.one("#compose") and not news.soup.select(".is-closed") and old


def test_the_search_follows_to_the_conversation_that_is_opened(company, recruiter):
    first, second = a_talk(company.recruiter.id), a_talk(company.recruiter.id)
    page = recruiter.get(f"/conversations/{first.id}?q=contact")
    assert page.one(".inbox-find")["hx-get"] == f"/conversations/{first.id}"
    opened = recruiter.get(f"/conversations/{second.id}?q=contact", htmx=True)
    narrow = opened.one("#narrow")
    assert narrow["hx-swap-oob"] and opened.one(".inbox-find")["hx-get"] == f"/conversations/{second.id}"
    assert opened.one("#find")["value"] == "contact"
    assert f"/conversations/{second.id}?" in narrow.select_one("a[hx-get]")["hx-get"]
    assert opened.one("title").get_text().startswith(opened.words("#head h2"))


def test_the_panel_beside_the_thread_is_brought_up_to_date_with_it(company, recruiter):
    contact = a_contact()
    talk = a_talk(company.recruiter.id, contact_id=contact.id)
    contact_writes(talk, "STOP")
    page = recruiter.get(f"/conversations/{talk.id}")
    assert "no automated messages" not in page.words("#person")
    contact.stopped_at = now()
    contact_writes(talk, "I mean it")
    assert "Wants no automated messages" in ask(recruiter, page).words("#person")


def test_the_box_says_who_reads_what_is_written_in_it(company, recruiter):
    talk = a_talk(company.recruiter.id)
    contact_writes(talk, "Hello")
    page = recruiter.get(f"/conversations/{talk.id}")
    assert page.one("#text")["placeholder"].startswith("Write to ")
    assert page.one("#kind-message")["data-placeholder"] == page.one("#text")["placeholder"]
    data = {"text": "Between us", "kind": "note", "send_key": key_of(page)}
    after = recruiter.post(f"/conversations/{talk.id}/messages", data, htmx=True)
    assert after.one("#text")["placeholder"] == after.one("#kind-note")["data-placeholder"]
    assert "colleagues" in after.one("#text")["placeholder"]
