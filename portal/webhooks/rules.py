"""When a delivery is tried again and when it is given up; what an endpoint may be. Pure."""

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core.errors import BadInput, Conflict, InvalidState, RuleBroken
from portal.core.retrying import wait_asked
from portal.core.signing import PREFIX, keys_of
from portal.webhooks.catalogue import EVERYTHING, PUBLIC
from portal.webhooks.models import DeliveryState, EndpointState

# Seconds from one attempt to the next, as the Standard Webhooks specification proposes them ("Deliverability and
# reliability"): ten attempts over 75.6 hours, which is a little more than three days.
MINUTE, HOUR = 60, 3600
DELAYS = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
ATTEMPTS = len(DELAYS) + 1
# Up to so much is added to a delay, so that many deliveries that failed together do not come back together.
JITTER = 0.1
# However long a receiver asks us to wait, the next attempt is within this.
LONGEST_WAIT = 24 * HOUR
TIME_LIMIT_SECONDS = 15
# Longer than a call can take: a delivery whose worker was ended is taken up again after this.
LEASE_SECONDS = 45
# Failing only, for so long: the endpoint is switched off.
PATIENCE = timedelta(hours=120)
GONE = 410
MOST_ENDPOINTS = 20
SECRET_LENGTHS = (16, 200)
OVERDUE_MINUTES = 5
KEPT_DAYS = 30
KEPT_TRIES = 30

S = EndpointState
MOVES: dict[EndpointState, set[EndpointState]] = {
    S.ACTIVE: {S.PAUSED, S.OFF},
    S.PAUSED: {S.ACTIVE, S.OFF},
    S.OFF: {S.ACTIVE},
}
WORDS = {S.ACTIVE: "active", S.PAUSED: "paused", S.OFF: "switched off"}


class EndpointCannotMove(InvalidState):
    """An endpoint cannot go from one state to another."""

    def __init__(self, current: EndpointState, wanted: EndpointState) -> None:
        allowed = [WORDS[state] for state in MOVES[current]]
        super().__init__(f"An endpoint that is {WORDS[current]} cannot become {WORDS[wanted]}.", allowed=allowed)


class NotCalled(RuleBroken):
    """Nothing is sent to an endpoint that is paused or switched off."""

    def __init__(self, state: EndpointState) -> None:
        step = "Resume it" if state is S.PAUSED else "Switch it on"
        super().__init__(f"This endpoint is {WORDS[state]}, so nothing is sent to it. {step} first.")


class ChangedMeanwhile(Conflict):
    """Somebody else saved the endpoint since the form was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this endpoint while you were editing it.")


def check_move(current: EndpointState, wanted: EndpointState) -> None:
    """Raises EndpointCannotMove."""
    if wanted not in MOVES[current]:
        raise EndpointCannotMove(current, wanted)


def check_called(state: EndpointState) -> None:
    """Raises NotCalled unless the endpoint is active."""
    if state is not S.ACTIVE:
        raise NotCalled(state)


def check_resend(state: DeliveryState) -> None:
    """Whether a delivery may be sent (again) by hand. Raises InvalidState for one that is being sent now."""
    if state is DeliveryState.RUNNING:
        raise InvalidState("This delivery is being sent at this moment.")


def check_count(present: int) -> None:
    """Raises RuleBroken when the company has as many endpoints as it may have."""
    if present >= MOST_ENDPOINTS:
        raise RuleBroken(f"A company can have {MOST_ENDPOINTS} endpoints. Delete one that is no longer needed.")


def check_events(wanted: Iterable[str]) -> list[str]:
    """The chosen events in the order of the catalogue; all of them are `["*"]`. Raises BadInput."""
    chosen = set(wanted)
    if EVERYTHING in chosen:
        return [EVERYTHING]
    unknown = sorted(chosen - set(PUBLIC))
    if unknown:
        raise BadInput(fields={"events": f"There is no event called {unknown[0]!r}."})
    if not chosen:
        raise BadInput(fields={"events": "Choose at least one event, or all of them."})
    return [name for name in PUBLIC if name in chosen]


def check_secret(secret: str) -> str:
    """A secret that somebody chose. Raises BadInput."""
    shortest, longest = SECRET_LENGTHS
    if not shortest <= len(secret) <= longest or any(not 33 <= ord(c) <= 126 for c in secret):
        sentence = f"A secret has {shortest} to {longest} letters, digits and signs, without spaces."
        raise BadInput(fields={"secret": sentence})
    if secret.startswith(PREFIX) and not 24 <= len(keys_of(secret)[0]) <= 64:
        raise BadInput(fields={"secret": f"Behind {PREFIX} stands the base64 of 24 to 64 bytes."})
    return secret


def wants(events: Collection[str], name: str) -> bool:
    """Whether an endpoint with these events is told of that one."""
    return EVERYTHING in events or name in events


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went: the status, if there was an answer; else a sentence. `retry_after` as the header had it."""

    status: int | None
    error: str | None = None
    retry_after: str | None = None
    seconds: float = 0.0

    @property
    def succeeded(self) -> bool:
        """Only 2xx counts; a redirect is not followed, so it is a failure."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def word(self) -> str:
        """What the metrics count: delivered, refused (another status), no_answer."""
        if self.status is None:
            return "no_answer"
        return "delivered" if self.succeeded else "refused"

    @property
    def sentence(self) -> str | None:
        """Why it failed, without anything that the receiver said."""
        if self.succeeded:
            return None
        if self.status is None:
            return self.error
        if 300 <= self.status < 400:
            return f"Answered {self.status}: redirects are not followed."
        return f"Answered {self.status}."


def next_attempt(attempts: int, outcome: Outcome, moment: datetime) -> datetime | None:
    """When to try again after that many attempts, or None when it is given up."""
    if attempts >= ATTEMPTS:
        return None
    delay = DELAYS[attempts - 1] * (1 + random.uniform(0, JITTER))
    asked = wait_asked(outcome.retry_after, moment)
    return moment + timedelta(seconds=max(delay, min(asked, LONGEST_WAIT)))


def why_off(outcome: Outcome, failing_since: datetime | None, moment: datetime) -> str | None:
    """Why an endpoint is switched off after a failed attempt, or None when it stays on."""
    if outcome.status == GONE:
        return "It answered 410: it is gone for good."
    if failing_since is not None and moment - failing_since >= PATIENCE:
        hours = int(PATIENCE.total_seconds() // HOUR)
        return f"Every delivery has failed for {hours} hours. Last: {outcome.sentence}"
    return None
