"""Testing the connection: asked for here, done by the worker, and what came of it."""

from sqlalchemy import update

from portal.accounts import queries as accounts
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person
from portal.integrations import queries
from portal.integrations.models import IntegrationSubmission as M
from portal.integrations.probing import Asked, Result, call_for
from portal.integrations.rules import is_under_way
from portal.integrations.services.submissions import data_of, operators_address


def call_of(submission: M) -> Asked:
    """The call that tests its values. Raises NoTest."""
    return call_for(submission.integration_type, data_of(submission), operators_address(submission.integration_type))


def ask_for_test(submission: M, by: Person) -> None:
    """Have the worker test the connection; while a test is under way, that one is it. Raises NoTest."""
    call_of(submission)
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


def person(user_id: int) -> Person | None:
    """The user as somebody who acts, or None."""
    user = accounts.find_user_by_id(user_id)
    return accounts.person_of(user, accounts.get_company(user.company_id)) if user is not None else None


def _set(submission_id: int, **values: object) -> None:
    db.session.execute(
        update(M).where(M.id == submission_id).values(**values), execution_options={"synchronize_session": False}
    )
