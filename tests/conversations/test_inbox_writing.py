"""Writing in a conversation: once, refused, by template; who answers; canned replies; beginning one."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.models import Role, User
from portal.candidates.queries import search
from portal.conversations import services
from portal.conversations.models import (
    ChannelStatus,
    ChannelType,
    Conversation,
    Message,
    MessageKind,
)
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from tests import factories
from tests.conversations.steps import (
    a_channel,
    a_contact,
    a_talk,
    a_talk_of_a_candidate,
    contact_writes,
)


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


# ---- writing ----


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("kind", ["message", "note"])
def test_a_form_sent_twice_is_one_message(company, recruiter, kind, htmx):
    talk = a_talk(company.recruiter.id)
    contact_writes(talk, "Hello")
    page = recruiter.get(f"/conversations/{talk.id}")
    data = {"kind": kind, "text": "Once", "send_key": key_of(page)}
    answers = [recruiter.post(f"/conversations/{talk.id}/messages", data, htmx=htmx) for _ in range(2)]
    assert [answer.status for answer in answers] == ([200, 200] if htmx else [303, 303])
    found = [row for row in written(talk.id, MessageKind(kind)) if row.text == "Once"]
    assert len(found) == 1
    effects = db.session.scalars(select(Effect).where(Effect.kind == "send_message")).all()
    assert len(effects) == (1 if kind == "message" else 0)
    if htmx:
        assert key_of(answers[0]) != data["send_key"] and answers[0].headers["HX-Trigger"] == "wake"


@pytest.mark.parametrize("htmx", [True, False])
def test_other_words_in_a_form_that_was_sent_are_not_lost(company, recruiter, htmx):
    """A browser's Back brings the form with its old key: what is written there then is no repeat."""
    talk = a_talk(company.recruiter.id)
    contact_writes(talk, "Hello")
    data = {"kind": "note", "text": "Ask Ravi", "send_key": key_of(recruiter.get(f"/conversations/{talk.id}"))}
    recruiter.post(f"/conversations/{talk.id}/messages", data, htmx=htmx)
    changed = {**data, "kind": "message", "text": "Tomorrow at ten"}
    answer = recruiter.post(f"/conversations/{talk.id}/messages", changed, htmx=htmx)
    assert answer.status == 422 and "sent with this form before" in answer.text and "Tomorrow at ten" in answer.text
    again = {**changed, "send_key": key_of(answer)}
    assert recruiter.post(f"/conversations/{talk.id}/messages", again, htmx=htmx).status == (200 if htmx else 303)
    assert written(talk.id)[-1].text == "Tomorrow at ten"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("empty", "Write something"),
        ("long", "16,000"),
        ("paused", "paused"),
        ("window", "24 hours"),
        ("key", "too old"),
    ],
)
def test_what_cannot_be_sent_says_why_and_stays_written(company, recruiter, problem, words, htmx):
    channel = a_channel(status=ChannelStatus.PAUSED if problem == "paused" else ChannelStatus.ACTIVE)
    talk = a_talk(company.recruiter.id, channel_id=channel.id)
    contact_writes(talk, "Hello", minutes_ago=60 * 25 if problem == "window" else 1)
    text = {"empty": " ", "long": "y" * 16_001}.get(problem, "My dear draft")
    data = {"kind": "message", "text": text, "send_key": "" if problem == "key" else "a-key-of-mine"}
    answer = recruiter.post(f"/conversations/{talk.id}/messages", data, htmx=htmx)
    assert answer.status == 422 and words in answer.words("#refusal"), answer.words("#compose")
    assert answer.one("#text").get_text().strip() == text.strip()
    assert written(talk.id)[1:] == []


def test_a_note_can_be_written_at_any_time(company, recruiter):
    talk = a_talk(company.recruiter.id, channel_id=a_channel(status=ChannelStatus.PAUSED).id)
    page = recruiter.get(f"/conversations/{talk.id}")
    assert (
        recruiter.post(
            f"/conversations/{talk.id}/messages", {"kind": "note", "text": "Hm", "send_key": key_of(page)}
        ).status
        == 303
    )
    assert [note.text for note in written(talk.id, MessageKind.NOTE)] == ["Hm"]


def test_whoever_writes_takes_over_and_has_read_it(company, recruiter, assistant):
    talk = a_talk(assistant.id)
    contact_writes(talk, "Hello")
    page = recruiter.get(f"/conversations/{talk.id}")
    recruiter.post(f"/conversations/{talk.id}/messages", {"kind": "message", "text": "Hi", "send_key": key_of(page)})
    db.session.refresh(talk)
    assert (talk.owner_id, talk.owned_by_ai, talk.waiting_since) == (company.recruiter.id, False, None)
    assert recruiter.get("/conversations").words(".inbox-count") == ""


TEMPLATES = {"templates": [{"name": "again", "language": "en", "text": "Hello {{1}}, still interested in {{job}}?"}]}


def test_outside_the_window_a_template_is_sent_with_what_stands_in_its_places(company, recruiter):
    talk = a_talk_of_a_candidate(company, first_name="Ada", last_name="Lovelace")
    db.session.get(type(a_channel()), talk.channel_id).settings = TEMPLATES
    db.session.flush()
    page = recruiter.get(f"/conversations/{talk.id}")
    assert [field["value"] for field in page.soup.select(".template input[name=value]")] == ["Ada", "Backend Engineer"]
    answer = recruiter.submit(page, ".template form")
    assert answer.status == 422  # the form of the test sends one of two equal names
    data = {"send_key": key_of(page), "template": "again/en", "value": ["Ada", "QA"]}
    for _ in range(2):
        assert recruiter.post(f"/conversations/{talk.id}/templates", data).status == 303
    (message,) = written(talk.id)
    assert message.text == "Hello Ada, still interested in QA?"
    assert message.extras == {"template": {"name": "again", "language": "en", "values": ["Ada", "QA"]}}
    gone = recruiter.post(
        f"/conversations/{talk.id}/templates", {**data, "template": "other/en", "send_key": "another-key"}
    )
    assert gone.status == 422 and "not there any more" in gone.words("#refusal")


# ---- who answers ----


def test_taking_over_handing_on_offering_and_completing(company, recruiter, assistant):
    talk = a_talk(assistant.id)
    contact_writes(talk, "Hello")
    at = f"/conversations/{talk.id}"
    for owner, expected in (
        ("me", company.recruiter.id),
        (str(company.admin.id), company.admin.id),
        ("assistant", assistant.id),
        ("all", None),
    ):
        assert recruiter.post(f"{at}/owner", {"owner": owner}).status == 303
        db.session.refresh(talk)
        assert talk.owner_id == expected
    assert recruiter.post(f"{at}/completion", htmx=True).status == 204
    assert recruiter.post(f"{at}/completion").status == 409
    lines = [line.text for line in written(talk.id, MessageKind.LINE)]
    me = company.recruiter.name
    assert [line.removeprefix(me) for line in lines] == [
        " took over",
        f" handed the conversation to {company.admin.name}",
        " handed the conversation to the assistant",
        " offered the conversation to all",
        " completed the conversation",
    ]


def test_the_second_who_takes_a_conversation_is_told_by_whom_it_was_taken(company, recruiter):
    talk = a_talk()
    other = factories.a_user(Role.RECRUITER, first_name="Meera", last_name="Iyer")
    talk.owner_id, talk.owned_by_ai = other.id, False
    db.session.commit()
    answer = recruiter.post(f"/conversations/{talk.id}/owner", {"owner": "me", "seen": ""})
    assert answer.status == 409 and "Meera Iyer" in answer.text
    db.session.refresh(talk)
    assert talk.owner_id == other.id


def test_the_assistant_gets_no_talk_of_somebody_who_wants_none_of_it(company, recruiter):
    """It would be silent, and what waits for an answer would stand in nobody's list."""
    talk = a_talk(company.recruiter.id, contact_id=a_contact(stopped_at=now()).id)
    contact_writes(talk, "When is my interview?")
    answer = recruiter.post(f"/conversations/{talk.id}/owner", {"owner": "assistant"})
    assert answer.status == 409 and "wants no automated messages" in answer.text
    db.session.expire_all()
    found = db.session.get(Conversation, talk.id)
    assert found.owner_id == company.recruiter.id and found.waiting_since is not None


@pytest.mark.parametrize("owner", ["", "0", "x", "99999", "-1", "client"])
def test_a_conversation_cannot_be_handed_to_nobody_or_a_client(company, recruiter, owner):
    talk = a_talk(company.recruiter.id)
    wanted = str(company.client_user.id) if owner == "client" else owner
    assert recruiter.post(f"/conversations/{talk.id}/owner", {"owner": wanted}).status in (404, 422)
    db.session.refresh(talk)
    assert talk.owner_id == company.recruiter.id


def test_the_people_to_choose_from_are_the_companys_own_active_ones(company, recruiter):
    factories.a_user(Role.RECRUITER, first_name="Gone", last_name="Away", status="inactive")
    talk = a_talk(company.recruiter.id)
    words = recruiter.get(f"/conversations/{talk.id}/handing").words("main")
    assert company.admin.name in words and "Assistant" in words
    assert "Gone Away" not in words and company.client_user.name not in words


def test_the_page_keeps_its_list_when_something_is_done(company, recruiter):
    talk = a_talk(None)
    answer = recruiter.post(f"/conversations/{talk.id}/owner?show=unassigned&q=x", {"owner": "me"})
    assert re.search(r"/conversations/\d+\?show=unassigned&q=x$", answer.location)


# ---- canned replies ----


def test_canned_replies_are_made_changed_and_deleted(company, recruiter, admin):
    page = recruiter.get("/conversations/replies/new")
    assert recruiter.submit(page, "main form", title="Hello", text="Hi {first_name}").status == 303
    again = admin.submit(page, "main form", title="Hello", text="x", csrf_token=form_token(admin))
    assert again.status == 422 and "this title already" in again.words()
    wrong = recruiter.submit(page, "main form", title="Other", text="Hi {vorname}")
    assert wrong.status == 422 and "There is no variable {vorname}" in wrong.words()
    edit = recruiter.get("/conversations/replies/1")
    assert recruiter.submit(edit, "main form", text="Hi {name}").status == 303
    stale = recruiter.submit(edit, "main form", text="Hi again")
    assert stale.status == 409 and "Hi again" in stale.one("#text").get_text()
    assert "Hi {name}" in recruiter.get("/conversations/replies").words()
    assert recruiter.post("/conversations/replies/1/deletion").status == 303
    assert recruiter.get("/conversations/replies/1").status == 404


def form_token(browser):
    return browser.get("/conversations/replies/new").one("main form input[name=csrf_token]")["value"]


def test_a_reply_is_filled_before_it_is_sent_and_one_that_cannot_be_says_why(company, recruiter):
    services.create_canned("Hello", "Hi {first_name}, {my_name} here", company.recruiter)
    services.create_canned("Job", "About {job}", company.recruiter)
    talk = a_talk(company.recruiter.id, contact_id=a_contact(name="Ada Lovelace").id)
    contact_writes(talk, "Hello")
    panel = recruiter.get(f"/conversations/{talk.id}/replies", htmx=True)
    assert panel.one("a[data-insert]")["data-text"] == f"Hi Ada, {company.recruiter.name} here"
    assert "Nothing is known here for {job}" in panel.words(".canned-not")
    page = recruiter.get(panel.one("a[data-insert]")["href"].partition("#")[0])
    assert page.one("#text").get_text().strip() == f"Hi Ada, {company.recruiter.name} here"
    page = recruiter.get(f"/conversations/{talk.id}?reply=2")
    assert "{job}" in page.words("#refusal")


# ---- beginning ----


def test_a_conversation_is_begun_from_the_candidates_page_and_once(company, recruiter):
    a_channel(ChannelType.SMS)
    candidate = factories.a_candidate(first_name="Ada", last_name="Lovelace", phone="+919812345678")
    job = factories.a_job(company.client_id, title="QA Engineer")
    factories.an_application(candidate, job)
    profile = recruiter.get(f"/candidates/{candidate.id}")
    page = recruiter.get(next(a["href"] for a in profile.soup.select(".page-actions a") if "Message" in a.get_text()))
    answers = [recruiter.submit(page, "main form", text="Hello Ada") for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303] and answers[0].location == answers[1].location
    (talk,) = db.session.scalars(select(Conversation)).all()
    assert (talk.candidate_id, talk.job_id, talk.owner_id) == (candidate.id, job.id, company.recruiter.id)
    assert [message.text for message in written(talk.id)] == ["Hello Ada"]
    assert recruiter.get(f"/conversations/new?candidate={candidate.id}").location.endswith(f"/conversations/{talk.id}")
    other = recruiter.post(
        f"/conversations/new?candidate={candidate.id}",
        {"send_key": "another-key", "channel": "1", "job": "", "text": "x"},
    )
    assert other.status == 422 and "open conversation already" in other.words()


def test_a_conversation_is_begun_from_the_inbox_with_whoever_is_found(company, recruiter):
    empty = recruiter.get("/conversations/whom")
    assert "no candidate yet" in empty.words("#people")
    a_channel(ChannelType.SMS)
    ada = factories.a_candidate(first_name="Ada", last_name="Lovelace", phone="+919812345678")
    factories.a_candidate(first_name="Grace", last_name="Hopper")
    search.index(ada)
    page = recruiter.get(recruiter.get("/conversations").one(".inbox-top a[aria-label='New conversation']")["href"])
    assert {link.get_text() for link in page.soup.select("#people a")} == {"Ada Lovelace", "Grace Hopper"}
    found = recruiter.get("/conversations/whom?q=lovelace", htmx=True)
    assert recruiter.get(found.one("#people a")["href"]).words("h1") == f"Write to {ada.name}"
    assert "Nobody was found for “zzz”" in recruiter.get("/conversations/whom?q=zzz").words("#people")


def test_who_has_neither_number_nor_address_cannot_be_reached(company, recruiter):
    a_channel(ChannelType.SMS)
    candidate = factories.a_candidate(email=None)
    page = recruiter.get(f"/conversations/new?candidate={candidate.id}")
    assert "No channel reaches" in page.words("main") and not page.soup.select("main textarea")


def test_a_first_whatsapp_is_a_template(company, recruiter):
    channel = a_channel(settings=TEMPLATES)
    candidate = factories.a_candidate(first_name="Ada", phone="+919812345678", email=None)
    page = recruiter.get(f"/conversations/new?candidate={candidate.id}")
    data = {
        "send_key": page.soup.select_one("input[name=send_key]")["value"],
        "channel": channel.id,
        "job": "",
        "template": "again/en",
        "value": ["Ada", "QA"],
    }
    assert recruiter.post(f"/conversations/new?candidate={candidate.id}", data).status == 303
    assert db.session.scalars(select(Message.text).where(Message.kind == MessageKind.MESSAGE)).all() == [
        "Hello Ada, still interested in QA?"
    ]


def test_old_news_are_not_of_today(company, recruiter):
    talk = a_talk(None)
    contact_writes(talk, "Old", minutes_ago=60 * 24 * 40)
    contact_writes(talk, "New")
    days = [day.get_text(strip=True) for day in recruiter.get(f"/conversations/{talk.id}").soup.select(".day")]
    assert len(days) == 2 and days[1] == "Today"
