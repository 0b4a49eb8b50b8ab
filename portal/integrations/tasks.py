"""What the worker does for submissions: calls other systems, from threads of their own.

What is cut off leaves nothing to be done again: a test is asked for again by a press, and a code is good once.
"""

from functools import partial
from typing import Any

from portal.core.database import transaction
from portal.core.errors import PortalError
from portal.core.lanes import Lane, take_place
from portal.core.outbox import task
from portal.core.tenancy import as_company
from portal.integrations import oauth, probing, queries, services
from portal.integrations.oauth import NoTokens, Registration
from portal.integrations.probing import Asked, Result


@task("integrations.test", attempts=3, lease=60)
def test(payload: dict[str, Any]) -> None:
    """Ask the vendor whether the key of a submission is good. Raises NotNow when every thread is busy."""
    place = take_place(Lane.SLOW)
    try:
        found = queries.find_submission(payload["submission_id"])
        if found is None:
            place.leave()
            return
        asked: Asked | Result = _call(found)
    except BaseException:
        place.leave()
        raise
    place.run(partial(_test, found.company_id, payload, asked))


def _call(found: Any) -> Asked | Result:
    try:
        return services.call_of(found)
    except PortalError as refusal:  # somebody took the key away meanwhile
        return Result(False, refusal.message)


def _test(company_id: int, payload: dict[str, Any], asked: Asked | Result) -> None:
    result = asked if isinstance(asked, Result) else probing.ask(asked)
    with as_company(company_id), transaction():
        services.note_test(payload["submission_id"], result, payload["user_id"])


@task("integrations.connect", attempts=3, lease=60)
def connect(payload: dict[str, Any]) -> None:
    """Exchange the code of an agreement for tokens. A repeat finds it done."""
    place = take_place(Lane.SLOW)
    try:
        found = queries.find_submission(payload["submission_id"])
        waiting = _waiting(found) if found is not None else None
    except BaseException:
        place.leave()
        raise
    if found is None or waiting is None:
        place.leave()
        return
    place.run(partial(_connect, found.company_id, payload, waiting))


def _waiting(found: Any) -> tuple[Registration, str, str] | str | None:
    try:
        return services.finish_connection(found)
    except PortalError as refusal:
        return refusal.message


def _connect(company_id: int, payload: dict[str, Any], waiting: tuple[Registration, str, str] | str) -> None:
    token, words = None, "Connected."
    try:
        token = oauth.exchange(*waiting) if isinstance(waiting, tuple) else None
        words = words if isinstance(waiting, tuple) else waiting
    except (NoTokens, PortalError) as refusal:
        words = str(refusal)
    with as_company(company_id), transaction():
        services.note_connection(payload["submission_id"], token, words, payload["user_id"])
