"""The secret address at which a person's calendar reads their interviews: made, shown once, replaced, removed."""

import secrets

from sqlalchemy import delete

from portal.accounts import queries
from portal.accounts.models import CalendarFeed, CandidateAccount, User
from portal.accounts.services.links import hash_of
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company, as_system


def make_feed(by: Person) -> str:
    """A new secret (256 bits) for the person's address; the one before opens nothing any more.

    To be called before anything is loaded.
    """
    token = secrets.token_urlsafe(32)
    with as_company(by.company_id):
        # Held, so that of two at once the later replaces the earlier.
        account = queries.hold_account(by)
        drop_feed_of(account)
        db.session.add(
            CalendarFeed(
                token_hash=hash_of(token),
                user_id=None if by.is_candidate else by.id,
                account_id=by.id if by.is_candidate else None,
                created_at=now(),
            )
        )
        record("calendar_feed.made", account, by)
    return token


def remove_feed(by: Person) -> None:
    """The person's address opens nothing any more. Repeating it does nothing. Before anything is loaded."""
    with as_company(by.company_id):
        account = queries.hold_account(by)
        if drop_feed_of(account):
            record("calendar_feed.removed", account, by)


def drop_feed_of(account: User | CandidateAccount) -> bool:
    """End the address of a user or of a candidate's account; false if there was none."""
    is_user = isinstance(account, User)
    mine = CalendarFeed.user_id == account.id if is_user else CalendarFeed.account_id == account.id
    gone = delete(CalendarFeed).where(mine).returning(CalendarFeed.id)
    found = db.session.execute(gone.execution_options(synchronize_session=False)).all()
    db.session.flush()
    return bool(found)


def open_feed(token: str) -> Person | None:
    """Whose interviews the address shows, with that person's eyes and none of their rights; None when it opens none."""
    with as_system("the secret of a feed says whose it is"):
        row = queries.find_feed(hash_of(token))
    if row is None:
        return None
    if row.user_id is not None:
        return Person(
            PersonKind.USER, row.user_id, row.company_id, "", row.user_email, row.role.value,
            client_id=row.client_id, company_name=row.company_name,
        )  # fmt: skip
    return Person(
        PersonKind.CANDIDATE, row.account_id, row.company_id, "", row.account_email, "candidate",
        candidate_id=row.candidate_id if row.email_confirmed_at else None, company_name=row.company_name,
    )  # fmt: skip
