"""Sessions: begun at sign-in, ended at sign-out, by idling, and all of a person's at once when their rights change."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select

from portal.accounts.models import AccountSession, CandidateAccount, SessionKind, SessionMedium, User
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.tenancy import as_system

LONGEST = timedelta(days=14)
TOKEN_LIFE = timedelta(hours=1)


def _idle() -> timedelta:
    return timedelta(hours=current_app.config["SESSION_IDLE_HOURS"])


def start_session(
    account: User | CandidateAccount, *, token_hash: str, csrf: str, user_agent: str = "", is_token: bool = False
) -> AccountSession:
    """A new session of the account; the caller hands out the secret that hashes to `token_hash`.

    A browser's session lives on while it is used; that of a token ends after `TOKEN_LIFE`, used or not.
    """
    moment = now()
    kind = SessionKind.USER if isinstance(account, User) else SessionKind.CANDIDATE
    session = AccountSession(
        company_id=account.company_id,
        token_hash=token_hash,
        kind=kind,
        medium=SessionMedium.TOKEN if is_token else SessionMedium.BROWSER,
        user_id=account.id if kind is SessionKind.USER else None,
        account_id=account.id if kind is SessionKind.CANDIDATE else None,
        csrf=csrf,
        user_agent=user_agent[:200],
        created_at=moment,
        seen_at=moment,
        expires_at=moment + (TOKEN_LIFE if is_token else _idle()),
    )
    db.session.add(session)
    db.session.flush()
    return session


def end_session(session_id: int) -> None:
    """End one session. Ending it twice does nothing."""
    db.session.execute(delete(AccountSession).where(AccountSession.id == session_id))


def end_sessions_of(account: User | CandidateAccount, *, but: int | None = None) -> None:
    """End every session of a person, but the one with id `but`."""
    column = AccountSession.user_id if isinstance(account, User) else AccountSession.account_id
    mine = delete(AccountSession).where(column == account.id)
    db.session.execute(mine if but is None else mine.where(AccountSession.id != but))


def touch_session(session_id: int) -> None:
    """Note that a session is in use, and let it live on; never longer than two weeks in all."""
    moment = now()
    with as_system("a session is in use"), transaction():
        row = db.session.scalars(select(AccountSession).where(AccountSession.id == session_id)).one_or_none()
        if row is not None:
            row.seen_at = moment
            row.expires_at = min(moment + _idle(), row.created_at + LONGEST)


def sweep_sessions() -> int:
    """Delete what has expired; how many rows went."""
    with as_system("sweep expired sessions"), transaction():
        gone = db.session.execute(
            delete(AccountSession).where(AccountSession.expires_at < now()),
            execution_options={"synchronize_session": False},
        )
    return int(getattr(gone, "rowcount", 0))
