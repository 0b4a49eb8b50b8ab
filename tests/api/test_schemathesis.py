"""The document against the calls: thousands of generated requests, right and wrong ones, as an admin and a candidate.

Every answer must be one that the document has: its status, its type, its headers, its schema. What the document forbids
must be refused, and what it allows must be taken unless a rule of the business stands against it. The requests are the
same in every run.
"""

import contextvars
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup

from portal.api.document import document_of
from portal.core import outbound
from portal.core.database import db, set_reading
from portal.core.ids import Prefix, encode
from tests.caller import token_of
from tests.examples import Examples, make_examples
from tests.test_isolation import restore

# Each call is tried so often with what the document allows, and so often with what it forbids.
RIGHT, WRONG = 9, 6
FEWEST_CASES = 1000
# The ids of the example rows by the names that addresses and bodies have for them.
NAMES = {
    "account_id": Prefix.CANDIDATE_ACCOUNT, "client_id": Prefix.CLIENT, "job_id": Prefix.JOB,
    "candidate_id": Prefix.CANDIDATE, "application_id": Prefix.APPLICATION, "interview_id": Prefix.INTERVIEW,
    "slot_id": Prefix.SLOT, "notification_id": Prefix.NOTIFICATION, "endpoint_id": Prefix.WEBHOOK_ENDPOINT,
    "role_id": Prefix.ROLE, "delivery_id": Prefix.INBOUND_DELIVERY,
    "ingestion_id": Prefix.INGESTION, "resume_id": Prefix.RESUME, "template_id": Prefix.COVER_LETTER_TEMPLATE,
    "answer_id": Prefix.SAVED_ANSWER, "task_id": Prefix.TASK, "cover_letter_template_id": Prefix.COVER_LETTER_TEMPLATE,
}  # fmt: skip
# And those that are integers: the example rows are the first of their kind; a delivery's integration is too.
NUMBERS = {"conversation_id": 1, "message_id": 1, "channel_id": 1, "contact_id": 1, "company_id": 1}
# What a schema cannot say: whether an address is one (names of hosts, RFC 5321), whether words are a telephone number,
# a time zone or a profile, that a slot lies ahead and on five minutes, that a name is not all spaces, what goes
# together. These answer 422 with the field's name. (409, a rule that stands against it now, is expected anyway.)
ALSO_REFUSED = ["2xx", "401", "403", "404", "409", "422", "429", "503"]
# A call that needs what another call of the same run has made would be judged by chance of order.
LEFT_OUT = {"use_after_free", "ensure_resource_availability"}
# A mail is text to whoever generates it.
schemathesis.serializer.alias("message/rfc822", "text/plain")
World = tuple[Flask, Examples, Path, dict[str, str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, _app: Flask, built: Path) -> Iterator[World]:
    """The example rows, a token each for the admin and the candidate, in a server that answers a fault with 500."""
    folder, kept = Path(_app.config["DATA_DIR"]), tmp_path_factory.mktemp("generated") / "data"
    with _app.app_context():
        db.engine.dispose()
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        set_reading(False)
        examples = make_examples()
        tokens = {"admin": token_of(_app, examples.admin), "candidate": token_of(_app, examples.candidate)}
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(folder, kept)
    before, resolve = _app.config["RATE_LIMITS"], outbound.resolve
    _app.testing, _app.config["RATE_LIMITS"] = False, 10**9
    outbound.resolve = no_such_name
    yield _app, examples, kept, tokens
    outbound.resolve = resolve
    _app.testing, _app.config["RATE_LIMITS"] = True, before


def no_such_name(host: str, port: int) -> list[Any]:
    """Generated names of hosts are nobody's; no network is asked for them."""
    raise OSError(f"{host}:{port}")


def schema_of(app: Flask) -> Any:
    with app.app_context():
        document = document_of(app)
    acceptance = {"positive_data_acceptance": {"expected-statuses": ALSO_REFUSED}}
    # NUL stands in no text that a database takes: 400, whatever the field.
    config = SchemathesisConfig.from_dict({"checks": acceptance, "generation": {"allow-x00": False}})
    schema = schemathesis.openapi.from_dict({**document, "servers": [{"url": "http://localhost/"}]}, config=config)
    schema.app = app
    return schema


def with_real_ids(case: Any, examples: Examples, kept: bool) -> Any:
    """The case about rows that there are, so that it comes to the services; every fifth stays as generated."""
    if not kept:
        return case
    for place in (case.path_parameters, case.body if isinstance(case.body, dict) else {}):
        for name in (place or {}).keys() & NAMES.keys():
            if place[name] is not None:
                place[name] = str(encode(NAMES[name], examples.ids[NAMES[name]]))
        for name in (place or {}).keys() & NUMBERS.keys():
            if place[name] is not None:
                place[name] = NUMBERS[name]
    return case


def try_call(operation: Any, mode: Any, times: int, examples: Examples, token: str, found: dict[str, str]) -> int:
    """So many cases of a call; failures go into `found` by what they say. How many there were."""
    made = 0

    @hypothesis.seed(20261125)
    @settings(
        max_examples=times, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(mode), real=st.integers(0, 4))
    def run(case: Any, real: int) -> None:
        nonlocal made
        made += 1
        right = mode is schemathesis.GenerationMode.POSITIVE
        case = with_real_ids(case, examples, right and real > 0)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            contextvars.Context().run(case.call_and_validate, headers=headers, excluded_checks=excluded())
        except (FailureGroup, Failure) as failure:
            for one in getattr(failure, "exceptions", [failure]):
                found.setdefault(f"{operation.label}: {one.title}", f"{one}\n{case.as_curl_command()}"[:3000])

    try:
        run()
    except hypothesis.errors.Unsatisfiable:
        pass  # nothing wrong can be sent: no parameter, no body
    return made


def excluded() -> list[Any]:
    schemathesis.checks.load_all_checks()
    return [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in LEFT_OUT]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["admin", "candidate"])
def test_generated_requests_are_answered_as_the_document_says(world: World, who: str):
    app, examples, kept, tokens = world
    found: dict[str, str] = {}
    made = 0
    for result in schema_of(app).get_all_operations():
        restore(app, kept)
        operation = result.ok()
        made += try_call(operation, schemathesis.GenerationMode.POSITIVE, RIGHT, examples, tokens[who], found)
        made += try_call(operation, schemathesis.GenerationMode.NEGATIVE, WRONG, examples, tokens[who], found)
    restore(app, kept)
    assert made >= FEWEST_CASES / 2, f"only {made} requests were made"
    assert not found, f"{len(found)} of {made}:\n" + "\n\n".join(f"{k}\n{v}" for k, v in found.items())
