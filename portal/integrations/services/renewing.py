"""Access that was given by signing in: used while it lasts, renewed by one worker, given up when it is refused."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, update

from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.outbox import NotNow
from portal.integrations import queries
from portal.integrations.catalogue import SYSTEMS
from portal.integrations.models import IntegrationSubmission as M
from portal.integrations.oauth import Registration
from portal.integrations.rules import NotConnected
from portal.integrations.services.connecting import registration_of
from portal.integrations.services.submissions import person

# A call that takes long must not be made with access that ends meanwhile.
EARLY_SECONDS = 60
# Longer than the call to the other system may take; whoever held it longer has died.
HELD = timedelta(seconds=60)
WAIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a worker needs to renew the access to a system; while it is held nobody else gets it."""

    submission_id: int
    known: Registration
    token: dict[str, Any]


def can_be_asked_for(submission: M) -> bool:
    """Whether its access can be tested: by the system's call, or by renewing it. Raises NotConnected."""
    token, oauth = _token_of(submission), SYSTEMS[submission.integration_type].oauth
    return oauth is not None and (oauth.probe is not None or "refresh_token" in token or not _is_good(token))


def access_of(submission_id: int, *, anew: bool = False) -> str | Renewal:
    """The access token while it is good; else what is needed to renew it, for the caller alone. In a transaction.

    With `anew` it is renewed in any case. Raises NotConnected, NoSignIn, BadInput, and NotNow while somebody else
    renews it.
    """
    found = _found(submission_id)
    token = _token_of(found)
    if not anew and _is_good(token):
        return str(token["access_token"])
    known, moment = registration_of(found), now()
    claimed: Any = db.session.execute(
        update(M)
        .where(M.id == submission_id, or_(M.renewing_since.is_(None), M.renewing_since < moment - HELD))
        .values(renewing_since=moment),
        execution_options={"synchronize_session": False},
    )
    if claimed.rowcount != 1:
        raise NotNow("Somebody else renews the access.", seconds=WAIT_SECONDS)
    # Only now is it known that nobody has renewed it between the look at the row and the claim.
    token = _token_of(_found(submission_id))
    if not anew and _is_good(token):
        _set(submission_id, renewing_since=None)
        return str(token["access_token"])
    return Renewal(submission_id, known, token)


def note_renewal(renewal: Renewal, token: dict[str, Any], user_id: int) -> None:
    """Keep the new tokens and let others use them. Nothing when somebody has signed in anew meanwhile."""
    found, by = _still(renewal), person(user_id)
    if found is not None and by is not None:
        _set(found.id, tokens=json.dumps({**json.loads(found.tokens or "{}"), "token": token}))
        record("integration.access_renewed", found, by, about={"system": SYSTEMS[found.integration_type].name})


def note_no_renewal(renewal: Renewal, words: str, user_id: int, *, lost: bool) -> None:
    """Let others try; `lost` when the system refuses for good: then somebody has to sign in there again."""
    found, by = _still(renewal), person(user_id)
    if found is None or by is None or not lost:
        return
    kept = {name: value for name, value in json.loads(found.tokens or "{}").items() if name != "token"}
    told = f"{words} Sign in again: the portal has no access any more."
    _set(found.id, tokens=json.dumps(kept), connection_words=told[:300])
    record("integration.access_lost", found, by, about={"result": words})


def _still(renewal: Renewal) -> M | None:
    """The submission, given free, where its tokens are still those that were renewed."""
    found = queries.find_submission(renewal.submission_id)
    if found is None:
        return None
    _set(found.id, renewing_since=None)
    return found if json.loads(found.tokens or "{}").get("token") == renewal.token else None


def _found(submission_id: int) -> M:
    found = queries.find_submission(submission_id)
    if found is None:
        raise NotConnected("It is gone.")
    return found


def _token_of(submission: M) -> dict[str, Any]:
    token: dict[str, Any] | None = json.loads(submission.tokens or "{}").get("token")
    if token is None:
        raise NotConnected("Sign in there first: that access is what is tested.")
    return token


def _is_good(token: dict[str, Any]) -> bool:
    """Whether it lasts; access without an end (RFC 6749 §5.1 lets it out) is good until it is refused."""
    ends = token.get("expires_at")
    return not isinstance(ends, int | float) or ends - EARLY_SECONDS > time.time()


def _set(submission_id: int, **values: object) -> None:
    db.session.execute(
        update(M).where(M.id == submission_id).values(**values), execution_options={"synchronize_session": False}
    )
