"""Testing the connection: asked for here, done by the worker, and what came of it."""

from sqlalchemy import update

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person
from portal.integrations import queries
from portal.integrations.catalogue import SYSTEMS
from portal.integrations.models import IntegrationSubmission as M
from portal.integrations.probing import Asked, Result, call_for, call_with
from portal.integrations.rules import NoTest, is_under_way
from portal.integrations.services.renewing import Renewal, access_of, can_be_asked_for
from portal.integrations.services.submissions import data_of, operators_address, person


def call_of(submission: M) -> Asked:
    """The call that tests its values. Raises NoTest."""
    return call_for(submission.integration_type, data_of(submission), operators_address(submission.integration_type))


def check_test(submission: M) -> None:
    """Whether there is something to ask. Raises NoTest, NotConnected."""
    system = SYSTEMS[submission.integration_type]
    if system.probe is not None or system.oauth is None:
        call_of(submission)
    elif not can_be_asked_for(submission):
        raise NoTest(f"{system.name} has no call with which this could be tested.")


def test_of(submission: M) -> Asked | Renewal:
    """What tests it: the call with its key or with its access, or the renewal that comes first. In a transaction.

    Raises NoTest, NotConnected, NoSignIn, BadInput, and NotNow while somebody else renews the access.
    """
    kind = submission.integration_type
    oauth = SYSTEMS[kind].oauth
    if SYSTEMS[kind].probe is not None or oauth is None:
        return call_of(submission)
    access = access_of(submission.id, anew=oauth.probe is None)
    if isinstance(access, Renewal):
        return access
    asked = call_with(kind, access, operators_address(kind))
    if asked is None:  # without such a call the access is always renewed
        raise NoTest(f"{SYSTEMS[kind].name} has no call with which this could be tested.")
    return asked


def call_after(submission: M, access: str) -> Asked | Result:
    """What is still to be asked with access that was renewed just now."""
    kind = submission.integration_type
    asked = call_with(kind, access, operators_address(kind))
    return asked or Result(True, f"{SYSTEMS[kind].name} renewed the portal's access.")


def ask_for_test(submission: M, by: Person) -> None:
    """Have the worker test the connection; while a test is under way, that one is it. Raises NoTest, NotConnected."""
    check_test(submission)
    moment = now()
    if is_under_way(submission.tested_at, submission.test_words, moment):
        return
    # Not through the row: a test is no change over which somebody's save should be refused.
    _set(submission.id, tested_at=moment, test_passed=None, test_words=None)
    key = f"integrations.test:{submission.id}:{moment.timestamp()}"
    outbox.later("integrations.test", {"submission_id": submission.id, "user_id": by.id}, key=key)


def note_test(submission_id: int, result: Result, user_id: int) -> None:
    """Write down what came of it; nothing when the submission or the person is gone meanwhile."""
    found, by = queries.find_submission(submission_id), person(user_id)
    if found is not None and by is not None:
        _set(submission_id, tested_at=now(), test_passed=result.passed, test_words=result.words[:300])
        record("integration.tested", found, by, about={"passed": result.passed, "result": result.words})


def _set(submission_id: int, **values: object) -> None:
    db.session.execute(
        update(M).where(M.id == submission_id).values(**values), execution_options={"synchronize_session": False}
    )
