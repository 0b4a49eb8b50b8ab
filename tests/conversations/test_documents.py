"""The calls of seed 004 as its README has them, by curl against the started demo; a key is all that is added."""

import json
import shlex
import shutil
import subprocess
import time

import pytest

from portal.demo.company import API_KEY

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
JSON = "-H 'Content-Type: application/json'"


def inbound(number, text):
    """A message as the document sends it, of a number and with an id of its own."""
    sent = {"company_id": 1, "channel_id": 1, "from": f"+1555000{number}", "text": text}
    return f"-X POST HOST/webhooks/inbound {JSON} -d '{json.dumps({**sent, 'channel_message_id': f'demo-{number}'})}'"


def curl(demo, words, *, key=True):
    """Run curl with these words; what it prints, read as JSON."""
    line = shlex.split(words.replace("HOST", demo.url))
    told = ["-H", f"X-API-Key: {API_KEY}"] if key else []
    done = subprocess.run(["curl", "-s", "-S", *line, *told], capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout.rpartition("\n\n")[2] if "-i" in line else done.stdout)


def test_the_documents_lines_do_what_it_says(demo):
    line = inbound(9999, "hello from curl")
    first = curl(demo, line, key=False)
    assert set(first) == {"conversation_id", "message_id", "contact_id", "duplicate"} and first["duplicate"] is False
    assert curl(demo, line, key=False) == {**first, "duplicate": True}
    shown = curl(demo, "HOST/conversations/1")
    assert {"id", "company_id", "channel_id", "contact_id", "owner_id"} <= set(shown) and shown["company_id"] == 1
    listed = curl(demo, "HOST/conversations/1/messages")
    assert listed and {"id", "conversation_id", "sender", "content"} <= set(listed[0])
    assert {one["sender"] for one in listed} <= {"contact", "agent", "ai"}


def test_an_agent_writes_and_has_it_and_hands_it_back(demo):
    talk = curl(demo, inbound(8888, "Hello"), key=False)["conversation_id"]
    said = {"author_id": 2, "text": "Hello, I am taking over"}
    sent = curl(demo, f"-X POST HOST/conversations/{talk}/messages {JSON} -d '{json.dumps(said)}'")
    assert (sent["content"], sent["sender"], sent["author_id"]) == (said["text"], "agent", 2)
    assert curl(demo, f"HOST/conversations/{talk}")["owner_id"] == 2
    moved = curl(demo, f"-i -X POST HOST/conversations/{talk}/transfer {JSON} -d '{json.dumps({'new_owner_id': 1})}'")
    assert moved["owner_id"] == 1
    assert curl(demo, f"-X POST HOST/conversations/{talk}/transfer-toggle") == {"detail": "switched ownership to human"}
    assert curl(demo, f"-X POST HOST/conversations/{talk}/transfer-toggle") == {"detail": "switched ownership to ai"}


def test_every_conversation_that_the_document_names_is_there(demo):
    for number in range(1, 6):
        assert curl(demo, f"HOST/conversations/{number}")["company_id"] == 1
    detail = curl(demo, "-X POST HOST/conversations/5/transfer-toggle")["detail"]
    assert detail in ("switched ownership to human", "switched ownership to ai")


def test_the_assistant_answers_within_seconds(demo):
    talk = curl(demo, inbound(7777, "Hello!"), key=False)["conversation_id"]
    end = time.monotonic() + 20
    while "ai" not in {one["sender"] for one in curl(demo, f"HOST/conversations/{talk}/messages")}:
        assert time.monotonic() < end, "The assistant said nothing."
        time.sleep(0.2)


def test_without_a_key_nothing_is_told(demo):
    assert curl(demo, "HOST/conversations/1", key=False)["error"]["code"] == "INVALID_TOKEN"
