"""Signing in at another system for the portal: begun by a link, taken in once, exchanged by the worker."""

import json
from typing import Any

from sqlalchemy import update

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person
from portal.integrations import oauth, queries, states
from portal.integrations.models import IntegrationSubmission as M
from portal.integrations.oauth import Registration
from portal.integrations.rules import StateRefused
from portal.integrations.services.submissions import data_of, operators_address, person
from portal.integrations.states import State

CODE_LENGTH = 2000


def registration_of(submission: M) -> Registration:
    """How the portal is known at the other system. Raises NoSignIn, BadInput."""
    kind = submission.integration_type
    return oauth.registration(kind, data_of(submission), operators_address(kind))


def address_to_agree(submission: M, by: Person) -> str:
    """Where this person agrees, within 15 minutes. Writes nothing. Raises NoSignIn, BadInput."""
    state = State(
        submission.company_id, submission.id, by.id, submission.integration_type.value, submission.connections
    )
    return oauth.address_to_agree(registration_of(submission), states.issue(state))


def take_in(submission: M, code: str, state: str, by: Person) -> None:
    """The other system has sent the person back with a code: have the worker exchange it.

    Raises StateRefused when the state is not ours, too old, used, for another submission, or of another person.
    """
    said = states.read(state)
    if (said.company_id, said.submission_id, said.user_id) != (by.company_id, submission.id, by.id):
        raise StateRefused("This connection was begun by somebody else. Begin your own.")
    if not 1 <= len(code) <= CODE_LENGTH:
        raise StateRefused("The other system gave no code. Begin the connection again.")
    found = queries.find_submission(submission.id)
    kept = json.loads(found.tokens or "{}") if found is not None else {}
    taken: Any = db.session.execute(
        update(M)
        .where(M.id == submission.id, M.connections == said.number)
        .values(
            connections=M.connections + 1,
            connection_words=None,
            tokens=json.dumps({**kept, "pending": {"code": code, "state": state}}),
        ),
        execution_options={"synchronize_session": False},
    )
    if taken.rowcount != 1:
        raise StateRefused("This answer was used already. Begin the connection again.")
    payload = {"submission_id": submission.id, "user_id": by.id}
    outbox.later("integrations.connect", payload, key=f"integrations.connect:{submission.id}:{said.number}")


def finish_connection(submission: M) -> tuple[Registration, str, str] | None:
    """What the worker needs for the exchange: how we are known, code and state; None when nothing waits.

    Raises NoSignIn, BadInput.
    """
    pending = json.loads(submission.tokens or "{}").get("pending")
    return (registration_of(submission), pending["code"], pending["state"]) if pending else None


def note_connection(submission_id: int, token: dict[str, Any] | None, words: str, user_id: int) -> None:
    """Keep the tokens, encrypted, or write down why there are none; what was there before then stays."""
    found, by = queries.find_submission(submission_id), person(user_id)
    if found is None or by is None:
        return
    kept = json.loads(found.tokens or "{}")
    kept.pop("pending", None)
    values: dict[str, Any] = {"connection_words": words[:300], "tokens": json.dumps(kept)}
    if token is not None:
        values |= {"tokens": json.dumps({"token": token}), "connected_at": now()}
    db.session.execute(
        update(M).where(M.id == submission_id).values(**values), execution_options={"synchronize_session": False}
    )
    record("integration.connected", found, by, about={"passed": token is not None, "result": words})
