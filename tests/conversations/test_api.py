"""Conversations by JSON: finding, making, moving, reading, writing, and who answers in them (seeds 004 and 000)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.models import AccountStatus, Role, User
from portal.accounts.permissions import Scope
from portal.conversations.models import ChannelType, Conversation, ConversationStatus, Message, MessageState, Sender
from portal.conversations.queries import find_assistant
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.core.outbox import Effect
from tests import factories
from tests.conversations.arriving import a_channel, a_contact, a_talk, another_company, count, texts
from tests.conversations.steps import contact_writes
from tests.examples import candidate_person

S = ConversationStatus
KEYS = "id company_id channel_id contact_id owner_id candidateId jobId status createdAt updatedAt".split()


@pytest.fixture
def channel(company):
    return a_channel(ChannelType.SMS)


@pytest.fixture
def talk(company, channel):
    return a_talk(channel, a_contact(name="Ada Lovelace"), owner_id=find_assistant().id)


@pytest.fixture
def calls(company, recruiter_calls):
    return recruiter_calls


def test_a_conversation_has_exactly_the_fields_of_the_documents(company, calls, channel):
    person, job = factories.a_candidate(), factories.a_job(company.client_id)
    application = factories.an_application(person, job)
    found = a_talk(
        channel, a_contact(candidate_id=person.id), owner_id=company.recruiter.id, candidate_id=person.id,
        job_id=job.id, application_id=application.id,
    )  # fmt: skip
    shown = calls.get(f"/conversations/{found.id}").json
    assert list(shown) == KEYS
    assert (shown["id"], shown["company_id"], shown["channel_id"]) == (found.id, company.company_id, channel.id)
    assert (shown["candidateId"], shown["jobId"], shown["owner_id"]) == (person.id, job.id, company.recruiter.id)
    assert shown["status"] == "ONGOING" and shown["createdAt"].endswith("Z") and shown["updatedAt"].endswith("Z")


@pytest.mark.parametrize("number", ["999", str(2**62)])
def test_what_is_not_there_is_404_for_every_call(company, calls, number):
    bodies = {"messages": {"text": "x"}, "transfer": {"new_owner_id": company.recruiter.id}, "transfer-toggle": None}
    assert calls.get(f"/conversations/{number}").status == 404
    assert calls.get(f"/conversations/{number}/messages").status == 404
    assert calls.call("PATCH", f"/conversations/{number}", json={"status": "COMPLETED"}).status == 404
    for name, body in bodies.items():
        assert calls.post(f"/conversations/{number}/{name}", body).error["code"] == "NOT_FOUND"


def test_another_companys_conversation_is_not_there(company, call, talk):
    foreign = call(another_company().admin)
    assert foreign.get(f"/conversations/{talk.id}").status == 404
    assert foreign.post(f"/conversations/{talk.id}/messages", {"text": "x"}).status == 404
    assert foreign.get("/conversations").json["items"] == []


# The list.


def ids(reply):
    assert reply.status == 200 and list(reply.json) == ["items", "next"], reply.json
    return [one["id"] for one in reply.json["items"]]


def test_the_list_shows_the_one_last_written_in_first_page_by_page(company, calls, channel):
    talks = [a_talk(channel, a_contact(), last_message_at=now() - timedelta(minutes=n)).id for n in range(5)]
    assert ids(calls.get("/conversations")) == talks
    first = calls.get("/conversations?limit=2")
    second = calls.get(f"/conversations?limit=2&cursor={first.json['next']}")
    third = calls.get(f"/conversations?limit=2&cursor={second.json['next']}")
    assert [*ids(first), *ids(second), *ids(third)] == talks and third.json["next"] is None


def test_each_filter_narrows_the_list(company, calls, channel):
    person, job = factories.a_candidate(), factories.a_job(company.client_id)
    mine = a_talk(channel, a_contact(), owner_id=company.recruiter.id, waiting_since=now())
    its = a_talk(channel, a_contact(), owner_id=find_assistant().id)
    about = a_talk(
        channel, a_contact(), candidate_id=person.id, job_id=job.id, status=S.CREATED, owner_id=company.admin.id
    )
    offered = a_talk(a_channel(), a_contact(name="Zoë Quill"))
    contact_writes(its, "I have a forklift licence")
    for words, wanted in {
        "owner=me": {mine}, "owner=ai": {its}, "owner=none": {offered}, f"owner={company.admin.id}": {about},
        f"owner={encode('user', company.admin.id)}": {about}, "status=CREATED": {about},
        f"channel_id={channel.id}": {mine, its, about}, f"job_id={job.id}": {about},
        f"job_id={encode('job', job.id)}": {about}, f"candidate_id={person.id}": {about}, "waiting=true": {mine},
        "waiting=false": {its, about, offered}, "q=zoe": {offered}, "q=forklift": {its},
        "q=%25": {mine, its, about, offered},
        "status=ONGOING&owner=ai": {its}, "status=COMPLETED": set(),
    }.items():  # fmt: skip
        assert set(ids(calls.get(f"/conversations?{words}"))) == {talk.id for talk in wanted}, words


@pytest.mark.parametrize(
    ("words", "field"),
    [("status=open", "status"), ("owner=somebody", "owner"), ("channel_id=x", "channel_id"), ("limit=0", "limit"),
     ("limit=201", "limit"), ("waiting=perhaps", "waiting"), ("job_id=cand_xyz", "job_id"), ("cursor=x", "cursor")],
)  # fmt: skip
def test_a_filter_that_is_none_is_named(company, calls, words, field):
    reply = calls.get(f"/conversations?{words}")
    assert reply.status == 422 and reply.fields() == {field}


def test_a_key_has_no_conversations_of_its_own(company, with_key):
    reply = with_key(Scope.CONVERSATIONS_WRITE).get("/conversations?owner=me")
    assert reply.status == 422 and reply.fields() == {"owner"}


# Making one.


def test_a_conversation_is_made_for_a_candidate_and_begins_with_its_first_message(company, calls, channel):
    person, job = factories.a_candidate(phone="+46701740633"), factories.a_job(company.client_id)
    factories.an_application(person, job)
    body = {"channel_id": channel.id, "candidate_id": person.id, "job_id": job.id}
    made = calls.post("/conversations", body)
    assert made.status == 201 and list(made.json) == KEYS and made.json["status"] == "CREATED"
    assert (made.json["candidateId"], made.json["jobId"]) == (person.id, job.id)
    again = calls.post("/conversations", body)
    assert again.status == 409 and str(made.json["id"]) in again.error["message"]
    sent = calls.post(f"/conversations/{made.json['id']}/messages", {"text": "Hello"})
    assert sent.status == 201 and calls.get(f"/conversations/{made.json['id']}").json["status"] == "ONGOING"


def test_a_conversation_made_with_text_is_begun_by_its_author(company, calls, channel):
    contact = a_contact()
    made = calls.post("/conversations", {"channel_id": channel.id, "contact_id": contact.id, "text": "Hello"}).json
    assert (made["status"], made["owner_id"]) == ("ONGOING", company.recruiter.id)
    assert [
        one["content"] for one in calls.get(f"/conversations/{made['id']}/messages").json if one["kind"] == "message"
    ] == ["Hello"]


def test_a_candidate_has_one_open_talk_at_a_time(company, calls, channel):
    person = factories.a_candidate(phone="+46701740633")
    a_talk(a_channel(), a_contact(candidate_id=person.id), candidate_id=person.id)
    body = {"channel_id": channel.id, "candidate_id": person.id}
    assert calls.post("/conversations", {**body, "text": "Hello"}).status == 409
    assert count(Conversation) == 1
    assert calls.post("/conversations", body).status == 201


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"channel_id": 999}, 422, "channel_id"), ({"candidate_id": 999}, 422, "candidate_id"),
        ({"job_id": 999}, 422, "job_id"), ({"contact_id": 999, "candidate_id": None}, 422, "contact_id"),
        ({"text": " "}, 422, "text"), ({"author_id": 999, "text": "x"}, 422, "author_id"),
        ({"candidate_id": None}, 422, "body"),
    ],
)  # fmt: skip
def test_what_a_conversation_cannot_be_made_of_is_named(company, calls, channel, change, status, field):
    person = factories.a_candidate(phone="+46701740633")
    reply = calls.post("/conversations", {"channel_id": channel.id, "candidate_id": person.id, **change})
    assert reply.status == status and field in {*reply.fields(), "body"}, reply.json
    assert count(Conversation) == 0


def test_whom_a_channel_does_not_reach_and_a_job_not_applied_for_are_refused(company, calls, channel):
    unreachable = factories.a_candidate(phone=None)
    assert calls.post("/conversations", {"channel_id": channel.id, "candidate_id": unreachable.id}).status == 409
    person, job = factories.a_candidate(phone="+46701740633"), factories.a_job(company.client_id)
    reply = calls.post("/conversations", {"channel_id": channel.id, "candidate_id": person.id, "job_id": job.id})
    assert reply.status == 422 and reply.fields() == {"job_id"}


# Moving.


@pytest.mark.parametrize("current", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_a_status_moves_by_the_table_alone(company, calls, talk, current, wanted):
    talk.status = current
    if current is S.COMPLETED:
        talk.completed_at = now()
    allowed = {(S.CREATED, S.ONGOING), (S.ONGOING, S.COMPLETED)}
    reply = calls.call("PATCH", f"/conversations/{talk.id}", json={"status": wanted})
    if (current, wanted) in allowed:
        assert reply.status == 200 and reply.json["status"] == wanted
    else:
        assert reply.status == 409 and reply.error["code"] == "INVALID_STATE"
        assert calls.get(f"/conversations/{talk.id}").json["status"] == current


@pytest.mark.parametrize("body", [{}, {"status": "open"}, {"status": None}, {"status": "ONGOING", "owner_id": 1}])
def test_a_status_that_is_none_is_refused(company, calls, talk, body):
    assert calls.call("PATCH", f"/conversations/{talk.id}", json=body).status == 422


# Messages.


def test_messages_are_a_bare_list_of_the_newest_two_hundred_oldest_first(company, calls, talk):
    for number in range(205):
        contact_writes(talk, f"message {number}")
    shown = calls.get(f"/conversations/{talk.id}/messages").json
    assert isinstance(shown, list) and [one["content"] for one in shown] == [f"message {n}" for n in range(5, 205)]
    assert {"id", "conversation_id", "sender", "content"} <= set(shown[0]) and shown[0]["sender"] == "contact"
    numbers = [one["id"] for one in shown]
    page = calls.get(f"/conversations/{talk.id}/messages?before={numbers[0]}&limit=3").json
    assert [one["content"] for one in page] == ["message 2", "message 3", "message 4"]
    page = calls.get(f"/conversations/{talk.id}/messages?after={numbers[-3]}").json
    assert [one["id"] for one in page] == numbers[-2:]
    page = calls.get(f"/conversations/{talk.id}/messages?after={numbers[0]}&before={numbers[3]}").json
    assert [one["id"] for one in page] == numbers[1:3]
    assert calls.get(f"/conversations/{talk.id}/messages?after={numbers[-1]}").json == []


def test_a_person_who_writes_takes_over_from_the_assistant(company, calls, talk):
    contact_writes(talk, "Hello?")
    sent = calls.post(f"/conversations/{talk.id}/messages", {"text": "Hello, I am taking over"})
    assert sent.status == 201 and sent.json["sender"] == "agent" and sent.json["author_id"] == company.recruiter.id
    assert sent.json["state"] == "queued" and sent.json["content"] == "Hello, I am taking over"
    shown = calls.get(f"/conversations/{talk.id}").json
    assert shown["owner_id"] == company.recruiter.id
    kinds = db.session.scalars(select(Effect.kind).where(Effect.kind == "send_message")).all()
    assert kinds == ["send_message"]
    assert "conversation.transferred" in db.session.scalars(select(Event.name)).all()


def test_a_completed_talk_goes_on_when_a_person_writes(company, calls, talk):
    talk.status, talk.completed_at = S.COMPLETED, now()
    assert calls.post(f"/conversations/{talk.id}/messages", {"text": "One more thing"}).status == 201
    assert calls.get(f"/conversations/{talk.id}").json["status"] == "ONGOING"


def test_a_message_may_be_anothers_who_is_an_active_person_of_the_company(company, calls, talk):
    sent = calls.post(f"/conversations/{talk.id}/messages", {"author_id": company.admin.id, "text": "Hello"})
    assert sent.status == 201 and sent.json["author_id"] == company.admin.id
    short = calls.post(
        f"/conversations/{talk.id}/messages", {"author_id": encode("user", company.admin.id), "text": "x"}
    )
    assert short.status == 201


def test_who_does_not_write_in_a_companys_conversations_is_refused_by_name(company, calls, talk):
    gone = factories.a_user(Role.RECRUITER, status=AccountStatus.INACTIVE)
    buyer, assistant = company.client_user, find_assistant()
    foreign = another_company().admin
    for author_id in (gone.id, buyer.id, assistant.id, foreign.id, 999_999):
        reply = calls.post(f"/conversations/{talk.id}/messages", {"author_id": author_id, "text": "Hello"})
        assert reply.status == 422 and reply.fields() == {"author_id"}, author_id
    assert count(Message) == 0


def test_a_key_says_who_writes(company, with_key, talk):
    caller = with_key(Scope.CONVERSATIONS_WRITE)
    refused = caller.post(f"/conversations/{talk.id}/messages", {"text": "Hello"})
    assert refused.status == 422 and refused.fields() == {"author_id"}
    sent = caller.post(f"/conversations/{talk.id}/messages", {"text": "Hello", "author_id": company.admin.id})
    assert sent.status == 201 and sent.json["author_id"] == company.admin.id


def test_the_same_idempotency_key_writes_once(company, calls, talk):
    path, body = f"/conversations/{talk.id}/messages", {"text": "Hello"}
    first = calls.post(path, body, headers={"Idempotency-Key": "one"})
    again = calls.post(path, body, headers={"Idempotency-Key": "one"})
    assert again.json == first.json and again.headers["Idempotency-Replayed"] == "true"
    assert calls.post(path, {"text": "Other"}, headers={"Idempotency-Key": "one"}).status in (409, 422)
    assert calls.post(path, body, headers={"Idempotency-Key": "two"}).json["id"] != first.json["id"]
    assert count(select(Message.id).where(Message.sender == Sender.AGENT, Message.kind == "message").subquery()) == 2


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "  \n"}, {"text": "x" * 16_001}, {"text": 5}, {"text": "x", "sender": "ai"}]
)
def test_a_message_that_is_none_is_refused(company, calls, talk, body):
    reply = calls.post(f"/conversations/{talk.id}/messages", body)
    assert reply.status == 422 and count(Message) == 0


def test_a_message_that_failed_is_sent_again_once(company, calls, talk):
    sent = calls.post(f"/conversations/{talk.id}/messages", {"text": "Hello"}).json
    path = f"/conversations/{talk.id}/messages/{sent['id']}/resend"
    assert calls.post(path).status == 409
    db.session.get(Message, sent["id"]).state = MessageState.FAILED
    assert calls.post(path).json["state"] == "queued"
    assert calls.post(path).error["code"] == "INVALID_STATE"
    assert calls.post(f"/conversations/999/messages/{sent['id']}/resend").status == 404


# Who answers.


def test_a_transfer_answers_with_the_conversation(company, calls, talk):
    for owner in (company.admin.id, company.admin.id, find_assistant().id):
        reply = calls.post(f"/conversations/{talk.id}/transfer", {"new_owner_id": owner})
        assert reply.status == 200 and list(reply.json) == KEYS and reply.json["owner_id"] == owner
    assert db.session.get(Conversation, talk.id).owned_by_ai


def test_a_conversation_goes_only_to_the_companys_own_active_people(company, calls, talk):
    gone = factories.a_user(Role.RECRUITER, status=AccountStatus.INACTIVE)
    for owner in (gone.id, company.client_user.id, another_company().admin.id, 999_999, 0, "x"):
        reply = calls.post(f"/conversations/{talk.id}/transfer", {"new_owner_id": owner})
        assert reply.status == 422 and reply.fields() == {"new_owner_id"}, owner


def test_the_toggle_says_in_the_documents_words_who_has_it(company, calls, talk):
    path = f"/conversations/{talk.id}/transfer-toggle"
    assert calls.call("POST", path).json == {"detail": "switched ownership to human"}
    assert calls.get(f"/conversations/{talk.id}").json["owner_id"] == company.recruiter.id
    assert calls.post(path).json == {"detail": "switched ownership to ai"}
    assert calls.get(f"/conversations/{talk.id}").json["owner_id"] == find_assistant().id


def test_a_key_gives_it_to_whoever_answered_last_else_to_the_first_recruiter(company, with_key, calls, talk):
    key, path = with_key(Scope.CONVERSATIONS_WRITE), f"/conversations/{talk.id}"
    key.post(f"{path}/transfer-toggle")
    assert calls.get(path).json["owner_id"] == company.recruiter.id
    calls.post(f"{path}/messages", {"text": "Hello", "author_id": company.admin.id})
    for _ in range(2):
        key.post(f"{path}/transfer-toggle")
    assert calls.get(path).json["owner_id"] == company.admin.id


def test_a_company_without_people_gets_one_support_agent_who_cannot_sign_in(company, with_key, channel):
    key, assistant = with_key(Scope.CONVERSATIONS_WRITE), find_assistant().id
    talks = [a_talk(channel, a_contact(), owner_id=assistant).id for _ in range(3)]
    people = db.session.scalars(select(User).where(User.role.in_([Role.ADMIN, Role.RECRUITER]))).all()
    for user in people:
        user.status = AccountStatus.INACTIVE
    for number in talks[:2]:
        assert key.post(f"/conversations/{number}/transfer-toggle").json == {"detail": "switched ownership to human"}
    [agent] = db.session.scalars(select(User).where(User.first_name == "Support")).all()
    assert agent.role is Role.RECRUITER and agent.password_hash is None and agent.is_active
    assert {db.session.get(Conversation, number).owner_id for number in talks[:2]} == {agent.id}
    agent.status = AccountStatus.INACTIVE
    assert key.post(f"/conversations/{talks[2]}/transfer-toggle").status == 200
    assert len(db.session.scalars(select(User).where(User.first_name == "Support")).all()) == 2


# A candidate's own talk.


@pytest.fixture
def own(company, call):
    """A candidate, a talk of theirs in the portal with a note, and their calls."""
    person = factories.a_candidate()
    account = candidate_person(factories.an_account(person))
    talk = a_talk(
        a_channel(ChannelType.WEBCHAT), a_contact(phone=None, email=person.email, candidate_id=person.id),
        candidate_id=person.id, owner_id=find_assistant().id,
    )  # fmt: skip
    return talk.id, call(account)


def test_a_candidate_reads_their_own_talk_without_notes_and_lines(company, calls, own, talk):
    number, candidate = own
    calls.post(f"/conversations/{number}/messages", {"text": "Hello"})
    assert [one["kind"] for one in calls.get(f"/conversations/{number}/messages").json] == ["line", "message"]
    assert candidate.get(f"/conversations/{number}/messages").json == []  # it is still on its way
    db.session.execute(update(Message).where(Message.text == "Hello").values(state=MessageState.DELIVERED))
    shown = candidate.get(f"/conversations/{number}/messages").json
    assert [one["content"] for one in shown] == ["Hello"] and shown[0]["failure"] is None
    assert ids(candidate.get("/conversations")) == [number]
    assert candidate.get(f"/conversations/{number}").json["id"] == number
    assert candidate.get(f"/conversations/{talk.id}").status == 404
    assert candidate.get(f"/conversations/{talk.id}/messages").status == 404


def test_a_candidate_writes_as_the_contact_and_is_heeded(company, own):
    number, candidate = own
    sent = candidate.post(f"/conversations/{number}/messages", {"text": "When is it?"})
    assert sent.status == 201 and sent.json["sender"] == "contact" and sent.json["author_id"] is None
    assert texts(number) == ["When is it?"]
    assert db.session.scalars(select(Effect.kind).where(Effect.kind == "assistant_turn")).all() == ["assistant_turn"]
    assert candidate.post(f"/conversations/{number}/messages", {"text": "x", "author_id": 1}).status == 422


def test_a_candidate_changes_nothing_else(company, own, talk):
    number, candidate = own
    assert candidate.call("PATCH", f"/conversations/{number}", json={"status": "COMPLETED"}).status == 403
    assert candidate.post(f"/conversations/{number}/transfer", {"new_owner_id": 1}).status == 403
    assert candidate.post(f"/conversations/{number}/transfer-toggle").status == 403
    assert candidate.post(f"/conversations/{talk.id}/messages", {"text": "x"}).status == 404


def test_a_talk_of_another_channel_goes_on_in_the_portal_as_on_its_page(company, own):
    number, candidate = own
    db.session.get(Conversation, number).channel_id = a_channel(ChannelType.SMS).id
    assert candidate.post(f"/conversations/{number}/messages", {"text": "Hello\x07"}).status == 201
    assert texts(number) == ["Goes on in the candidates' portal; until now it went by Sms", "Hello"]
