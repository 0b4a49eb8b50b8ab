"""Wrong passwords slow an account and an address down, whether or not there is such an account."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from portal.accounts import queries, rules
from portal.accounts.models import SignInFailure
from portal.core import metrics
from portal.core.clock import now
from portal.core.database import db, insert_once, transaction
from portal.core.errors import TooMany
from portal.core.tenancy import as_system

MINUTE = timedelta(minutes=1)


def count_try(kind: str, name: str, address: str) -> None:
    """Count a try at signing in before its password is looked at, so that many at once count as many.

    `kind` is the sign-in's (user, candidate), `name` what was typed, `address` where the request comes from. Written in
    a transaction of its own, which outlives the refusal that may follow. Raises TooMany.
    """
    try:
        _count_try(kind, name, address)
    except TooMany:
        metrics.sign_in_failures.labels(kind, "too_many").inc()
        raise


def _count_try(kind: str, name: str, address: str) -> None:
    with as_system("count a try at signing in"), transaction():
        moment = now()
        _count_address(address, moment)
        row = _row(_subject(kind, name), moment)
        if row.blocked_until is not None and row.blocked_until > moment:
            raise _wait(row.blocked_until - moment)
        if moment - row.window_start > rules.TRIES_FORGOTTEN_AFTER:
            row.count = 0
        row.count += 1
        row.window_start = moment
        wait = rules.wait_after(row.count)
        row.blocked_until = moment + wait if wait else None


def count_request(address: str) -> None:
    """Count a request that costs us a mail. Raises TooMany."""
    with as_system("count a request of an address"), transaction():
        _count_address(address, now())


def forgive(kind: str, name: str, address: str | None = None) -> None:
    """The password was right (or is a new one): the account begins again, the address gets its try back."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.subject == _subject(kind, name)))
    if address is not None:
        db.session.execute(
            update(SignInFailure)
            .where(SignInFailure.subject == f"address:{address}", SignInFailure.count > 0)
            .values(count=SignInFailure.count - 1)
            .execution_options(synchronize_session=False)
        )


def sweep_tries() -> None:
    """Forget tries that no longer matter."""
    with as_system("sweep old tries"), transaction():
        db.session.execute(
            delete(SignInFailure).where(SignInFailure.window_start < now() - rules.TRIES_FORGOTTEN_AFTER),
            execution_options={"synchronize_session": False},
        )


def _count_address(address: str, moment: datetime) -> None:
    row = _row(f"address:{address}", moment)
    if moment - row.window_start >= MINUTE:
        row.count, row.window_start = 0, moment
    if row.count >= rules.TRIES_PER_MINUTE:
        raise _wait(row.window_start + MINUTE - moment)
    row.count += 1


def _row(subject: str, moment: datetime) -> SignInFailure:
    row = queries.find_tries(subject)
    if row is None:
        insert_once(SignInFailure, ["subject"], subject=subject, count=0, window_start=moment)
        row = queries.find_tries(subject)
    if row is None:
        raise LookupError(subject)
    return row


def _subject(kind: str, name: str) -> str:
    return f"{kind}:{name.strip().lower()}"[:300]


def _wait(left: timedelta) -> TooMany:
    seconds = max(1, int(left.total_seconds() + 0.999))
    words = f"{seconds} seconds" if seconds < 90 else f"{-(-seconds // 60)} minutes"
    return TooMany(f"That were too many tries. Wait {words}, then try again.", retry_after=seconds)
