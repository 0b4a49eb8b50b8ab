"""The candidate's messages: own talks alone, what was sent alone, and buttons that do what their words say."""

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.queries import get_user
from portal.conversations import services
from portal.conversations.models import (
    Contact,
    ConversationStatus,
    Message,
    MessageState,
    Sender,
)
from portal.conversations.services import webchat
from portal.core import outbox
from portal.core.database import db, set_reading
from portal.core.events import Event
from portal.core.outbox import Effect
from portal.interviews.models import InterviewSlot
from portal.jobs.models import QuestionKind
from tests.candidate_portal.talking import KEY, again, arrives, forms_on, path, texts, writes
from tests.candidates.test_pages import PAYLOADS
from tests.conversations.talks import a_question, hears, said
from tests.interviews import steps
from tests.queries import MOST_PER_PAGE, count_queries

M, S = MessageState, ConversationStatus


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(steps.NOW, tick=False):
        yield


def test_the_list_shows_own_talks_with_the_last_words_that_arrived(me, stranger, talk, company):
    arrives(talk, "Hello from us")
    arrives(talk, "This waits to be sent", state=M.QUEUED)
    arrives(talk, "This could not be sent", state=M.FAILED)
    services.add_note(talk, "Not for the candidate", get_user(company.recruiter.id), by=company.recruiter)
    page = me.get("/portal/messages")
    assert "Engineer" in page.words(".my-talks") and "Assistant: Hello from us" in page.words(".my-talks")
    assert "waits" not in page.text and "could not" not in page.text and "Not for" not in page.text
    assert "You have no messages here yet" in stranger.get("/portal/messages").words("main")


def test_a_thread_shows_who_wrote_when_and_nothing_internal(me, talk, company):
    arrives(talk, "Good day")
    hears(talk, "Hello")
    arrives(talk, "Ravi here", Sender.AGENT, author_id=company.recruiter.id)
    arrives(talk, "This waits", state=M.QUEUED)
    services.add_note(talk, "Not for the candidate", get_user(company.recruiter.id), by=company.recruiter)
    services.add_line(talk, "A line for colleagues")
    page = me.get(path(talk))
    words = page.words("#messages")
    assert "Assistant (automated) Good day" in words and "You Hello" in words and "Recruiter Ravi here" in words
    assert "Today" in words and company.recruiter.name not in page.text
    for hidden in ("waits", "Not for", "colleagues"):
        assert hidden not in page.text


def test_a_talks_page_goes_on_counting_the_news(me, talk, company, application):
    steps.an_interview(company, application=application)
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    counts = [me.get(at).words("#news") for at in ("/portal/messages", path(talk))]
    assert counts[0] == counts[1] != ""


@pytest.mark.parametrize("rest", ["", "/news?mark=x"])
def test_anothers_talk_is_not_there(stranger, talk, rest):
    arrives(talk, "Hello")
    assert stranger.get(path(talk, rest), htmx=bool(rest)).status == 404


@pytest.mark.parametrize("rest", ["", "/reading", "/person", "/stopping", "/starting"])
def test_nothing_can_be_done_in_anothers_talk(stranger, talk, rest):
    message = arrives(talk, "Hello")
    data = {"text": "Hello", "send_key": KEY, "upto": message.id}
    assert stranger.post(path(talk, rest), data).status == 404
    found = again(talk)
    assert found.owned_by_ai and not texts(talk) and db.session.get(Message, message.id).state is M.DELIVERED
    assert db.session.get(Contact, talk.contact_id).stopped_at is None


def test_writing_stores_the_message_once_and_has_it_answered(me, talk):
    page = me.get(path(talk))
    for _ in range(2):
        answer = me.submit(page, "#write form", text="  Where is the office?\r\n")
        assert answer.status == 303 and answer.location.endswith(f"{path(talk)}#write")
    assert texts(talk) == ["Where is the office?"]
    found = again(talk)
    assert found.last_sender == "contact" and found.last_inbound_id == found.last_message_id
    assert len(db.session.scalars(select(Effect).where(Effect.kind == "assistant_turn")).all()) == 1
    (event,) = db.session.scalars(select(Event).where(Event.name == "message.received")).all()
    assert (event.actor_kind, event.candidate_id) == ("candidate", talk.candidate_id)


def test_an_empty_message_is_refused_and_a_long_one_keeps_what_was_typed(me, talk):
    assert "Write something first." in writes(me, talk, " ").words("#refusal")
    answer = writes(me, talk, "x" * 16_001)
    assert answer.status == 422 and answer.one("#text").get_text().startswith("xxx") and not texts(talk)
    swap = writes(me, talk, " ", htmx=True)
    assert swap.status == 422 and swap.one("#write") and "<html" not in swap.text


@pytest.mark.parametrize("htmx", [True, False])
def test_other_words_in_a_form_that_was_sent_are_not_lost(me, talk, htmx):
    """After the browser's Back, or a tap on a second answer: what differs is no repeat, and is kept to be sent."""
    writes(me, talk, "Hello", htmx=htmx)
    answer = writes(me, talk, "Where is it?", htmx=htmx)
    assert answer.status == 422 and answer.one("#text").get_text() == "Where is it?"
    assert "sent with this form before" in answer.words("#refusal")
    writes(me, talk, "Where is it?", key=answer.one("#write input[name=send_key]")["value"])
    assert texts(talk) == ["Hello", "Where is it?"]


def test_an_htmx_press_answers_with_an_empty_box_and_a_new_key(me, talk):
    answer = writes(me, talk, "Hello", htmx=True)
    assert answer.status == 200 and answer.headers["HX-Trigger"] == "wake"
    assert answer.one("#text").get_text() == "" and answer.one("input[name=send_key]")["value"] != KEY


def test_the_page_that_lies_open_is_told_only_what_is_new(me, talk):
    page = me.get(path(talk))
    live = page.one("#live")["hx-get"]
    with count_queries() as sent:
        assert me.get(live, htmx=True).status == 204
    assert len(sent) <= 6, str(sent)
    arrives(talk, "This waits", state=M.QUEUED)
    assert me.get(live, htmx=True).status == 204
    message = arrives(talk, "Hello")
    news = me.get(live, htmx=True)
    assert news.status == 200 and news.one(f"#m-{message.id}") and news.one("#live")["hx-get"] != live
    assert "waits" not in news.text
    assert me.get(news.one("#live")["hx-get"], htmx=True).status == 204
    assert me.get(live).location.endswith(path(talk))


def test_a_message_that_arrives_late_is_not_missed(me, talk):
    late = arrives(talk, "I was slow", state=M.QUEUED)
    writes(me, talk, "Hello?")
    live = me.get(path(talk)).one("#live")["hx-get"]
    set_reading(False)
    late.state = M.DELIVERED
    db.session.flush()
    assert me.get(live, htmx=True).one(f"#m-{late.id}")


def test_reading_moves_what_arrived_forward_and_nothing_else(me, talk):
    before = (M.QUEUED, M.SENT, M.DELIVERED, M.READ, M.FAILED)
    rows = [arrives(talk, state.value, state=state) for state in before]
    later = arrives(talk, "later")
    page = me.get("/portal/messages")
    assert page.words("#unread-messages") == "3 unread" and "New" in page.words(".my-talks")
    assert me.post(path(talk, "/reading"), {"upto": rows[-1].id}, htmx=True).status == 204
    db.session.expire_all()
    assert [row.state for row in rows] == [M.QUEUED, M.READ, M.READ, M.READ, M.FAILED]
    assert later.state is M.DELIVERED and rows[1].read_at is not None
    assert me.get("/portal/messages").words("#unread-messages") == "1 unread"


def test_a_talk_with_unread_messages_leaves_the_count_of_the_news_alone(me, talk):
    before = me.get("/portal/messages").words(".portal-nav")
    assert "True" not in before
    arrives(talk, "Hello", state=M.DELIVERED)
    page = me.get(path(talk))
    assert page.words(".portal-nav") == before.replace("Messages", "Messages 1 unread")
    assert page.one("#reading")["hx-post"]


def test_the_mark_is_brought_up_to_date_along_with_the_news(me, talk):
    arrives(talk, "Hello")
    assert me.get("/portal/notifications/unread", htmx=True).words("#unread-messages") == "1 unread"


def test_talk_to_a_person_hands_over_and_says_so(me, talk, company):
    page = me.get(path(talk))
    assert forms_on(page) == {"person", "stop"}
    me.submit(page, "form[data-action=person]")
    found = again(talk)
    assert not found.owned_by_ai and found.waiting_since is not None
    assert "will answer you here" in said(found)[-1]
    assert forms_on(me.get(path(talk))) == {"stop"}
    me.submit(page, "form[data-action=person]")
    assert len(said(again(talk))) == 1


def test_stop_ends_automated_messages_and_start_allows_them_again(me, talk):
    page = me.get(path(talk))
    me.submit(page, "form[data-action=stop]")
    contact = db.session.get(Contact, talk.contact_id)
    assert contact.stopped_at is not None and not again(talk).owned_by_ai
    page = me.get(path(talk))
    assert forms_on(page) == {"start"} and "You have stopped automated messages" in page.words("#talk-who")
    me.submit(page, "form[data-action=start]")
    assert again(talk) and db.session.get(Contact, talk.contact_id).stopped_at is None
    assert "stop" in forms_on(me.get(path(talk)))


def test_a_press_of_a_button_by_htmx_disturbs_nothing_that_is_typed(me, talk):
    answer = me.post(path(talk, "/person"), htmx=True)
    assert answer.status == 204 and answer.headers["HX-Trigger"] == "wake"


def test_offered_times_can_be_tapped_by_their_number(me, talk, company, application):
    interview = steps.an_interview(company, application=application)
    ids = list(db.session.scalars(select(InterviewSlot.id).where(InterviewSlot.interview_id == interview.id)))
    talk.memory = {"asked": "time", "offered": ids}
    arrives(talk, "I can offer these times")
    page = me.get(path(talk))
    buttons = page.soup.select("#answers button")
    assert [button["value"] for button in buttons] == ["1", "2", "3", "None of these suits me"]
    me.post(path(talk), {"text": buttons[1]["value"], "send_key": page.one("#answers [name=send_key]")["value"]})
    assert texts(talk) == ["2"]
    assert not me.get(path(talk)).soup.select("#answers button")


@pytest.mark.parametrize(
    ("kind", "options", "shown"),
    [
        (QuestionKind.YES_NO, [], ["Yes", "No"]),
        (QuestionKind.CHOICE, ["Pune", "Chennai"], ["Pune", "Chennai"]),
        (QuestionKind.TEXT, [], []),
        (QuestionKind.NUMBER, [], []),
    ],
)
def test_a_screening_question_with_few_answers_can_be_tapped(me, talk, kind, options, shown):
    question = a_question(talk.job_id, kind=kind, options=options)
    talk.memory = {"asked": "question", "question_id": question.id}
    arrives(talk, "May I ask?")
    assert [button["value"] for button in me.get(path(talk)).soup.select("#answers button")] == shown


def test_nothing_is_tapped_where_a_person_answers(me, talk, company):
    talk.memory = {"asked": "confirm_cancel"}
    arrives(talk, "Shall I?")
    services.take_over(talk, get_user(company.recruiter.id), by=company.recruiter)
    assert not me.get(path(talk)).soup.select("#answers button")


@pytest.mark.parametrize("words", PAYLOADS)
def test_peer_10_and_23_hostile_words_are_text_on_both_sides(me, recruiter, talk, words):
    writes(me, talk, words)
    arrives(talk, words, extras={"subject": words, "attachments": [words]})
    for page in (me.get(path(talk)), me.get("/portal/messages"), recruiter.get(f"/conversations/{talk.id}")):
        assert words in page.soup.get_text()
        assert not page.soup.select("main img, main script, main [onload], main [onerror], a[href^=javascript]")


def test_a_long_talk_costs_what_a_short_one_does(me, talk):
    from tests.conversations.steps import many_messages

    many_messages(talk, 200)
    with count_queries() as sent:
        page = me.get(path(talk))
    assert len(sent) <= MOST_PER_PAGE, str(sent)
    assert len(page.soup.select("#messages .bubble")) == 50
    older = me.get(page.one("#older a")["href"])
    assert len(older.soup.select("#messages .bubble")) == 50 and not older.soup.select("#live, #write")


def test_the_verbs_do_not_answer_what_a_person_answers(talk, company):
    services.take_over(talk, get_user(company.recruiter.id), by=company.recruiter)
    webchat.ask_for_person(talk.id, by=company.recruiter)
    assert not said(talk) and talk.owner_id == company.recruiter.id
