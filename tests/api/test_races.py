"""Calls at once against servers of several processes, on both databases: one wins, the others are told so."""

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from portal.core.database import db
from portal.core.ids import encode
from tests import factories
from tests.interviews.arena import Arena, arena, at_once
from tests.interviews.steps import DAY, FIRST, an_interview

MANY = 12


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Arena, str]]:
    """A portal of two processes with one company, and a token of its recruiter."""
    from tests.servers import make_database

    address = None
    if request.param == "postgres":
        address = make_database(request.getfixturevalue("postgres_server"), "calls_at_once")
    with arena(Path(tmp_path_factory.mktemp("calls")), address) as running:
        body = {"email": running.world.recruiter.email, "password": factories.PASSWORD}
        yield running, ask((running, ""), "POST", "/api/auth/login", body, Authorization="")[1]["access_token"]


def ask(servers: tuple[Arena, str], method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The status of a call over the wire, and its JSON."""
    running, token = servers
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=60)
    try:
        wanted = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        connection.request(method, path, json.dumps(body) if body is not None else None, wanted)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def all_at_once(servers: tuple[Arena, str], path: str, bodies: list[Any], **headers: str) -> list[tuple[int, Any]]:
    told: list[Any] = [None] * len(bodies)

    def call(number: int) -> int:
        told[number] = ask(servers, "POST", path, bodies[number], **headers)
        return 0

    at_once([lambda number=number: call(number) for number in range(len(bodies))])  # type: ignore[misc]
    return told


def test_of_many_calls_for_one_slot_one_books_and_the_others_hear_what_is_left(servers: tuple[Arena, str]):
    running, _ = servers
    with running.rows():
        later = FIRST + 300 * DAY
        slots = [(later, later + DAY / 32), (later + DAY / 16, later + 3 * DAY / 32)]
        interview = an_interview(running.world, slots=slots)
        path = f"/api/interviews/{encode('int', interview.id)}"
    offered = ask(servers, "GET", path)[1]["proposed_slots"]
    told = all_at_once(servers, f"{path}/book-slot", [{"slot_id": offered[0]["slot_id"]}] * MANY)
    assert Counter(status for status, _ in told) == {200: 1, 409: MANY - 1}
    for status, said in told:
        if status == 409:
            assert said["error"]["code"] == "SLOT_TAKEN" and said["error"]["details"] == [offered[1]]
    assert ask(servers, "GET", path)[1]["selected_slot_id"] == offered[0]["slot_id"]


def test_of_many_calls_with_one_address_one_adds_the_person_and_the_others_hear_who_it_is(servers: tuple[Arena, str]):
    running, _ = servers
    with running.rows():
        path = f"/api/jobs/{encode('job', factories.a_job(running.world.client_id).id)}/candidates"
        db.session.flush()
    person = {"email": "ada@example.com", "skills": ["Python"], "experience": [{"title": "Engineer", "company": "ä"}]}
    told = all_at_once(servers, path, [{"name": f"Ada Number{n}", **person} for n in range(MANY)])
    assert Counter(status for status, _ in told) == {201: 1, 409: MANY - 1}
    made = next(said for status, said in told if status == 201)
    for status, said in told:
        if status == 409:
            assert said["error"]["details"][0]["candidate_id"] == made["candidate_id"]
    assert ask(servers, "GET", path)[1]["items"] == [made]
    assert made["skills"] == ["Python"] and made["experience"] == person["experience"]


def test_one_request_sent_many_times_with_its_key_makes_one_person(servers: tuple[Arena, str]):
    running, _ = servers
    with running.rows():
        path = f"/api/jobs/{encode('job', factories.a_job(running.world.client_id).id)}/candidates"
    told = all_at_once(servers, path, [{"name": "Grace Hopper"}] * MANY, **{"Idempotency-Key": "grace"})
    assert {status for status, _ in told} == {201} and all(said == told[0][1] for _, said in told)
    assert len(ask(servers, "GET", path)[1]["items"]) == 1


@pytest.mark.parametrize("path", ["/api/candidates", "/api/jobs", "/api/interviews", "/api/interviews/stats/pipeline"])
def test_every_list_answers_on_both_databases(servers: tuple[Arena, str], path: str):
    status, said = ask(servers, "GET", f"{path}?limit=200")
    assert status == 200 and said
