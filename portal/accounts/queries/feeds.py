"""The secret addresses at which calendars read: whose one is, and whether a person has one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from portal.accounts.models import AccountStatus, CalendarFeed, CandidateAccount, Company, Role, User
from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_company


def feed_of(by: Person) -> datetime | None:
    """Since when the person has an address; None without one. To be asked before anything is loaded."""
    with as_company(by.company_id):
        return db.session.scalar(select(CalendarFeed.created_at).where(own_feed(by)))


def own_feed(by: Person) -> ColumnElement[bool]:
    """The person's own feed."""
    return CalendarFeed.account_id == by.id if by.is_candidate else CalendarFeed.user_id == by.id


def find_feed(token_hash: str) -> Row[Any] | None:
    """Whose feed it is, if the person may still sign in. Asked as_system: columns alone, nothing stays loaded."""
    wanted: Any = (
        select(
            CalendarFeed.company_id,
            CalendarFeed.user_id,
            CalendarFeed.account_id,
            User.client_id,
            User.role,
            CandidateAccount.candidate_id,
            CandidateAccount.email_confirmed_at,
            User.email.label("user_email"),
            CandidateAccount.email.label("account_email"),
            Company.name.label("company_name"),
        )
        .join(Company, Company.id == CalendarFeed.company_id)
        .outerjoin(User, and_(User.id == CalendarFeed.user_id, User.status == AccountStatus.ACTIVE))
        .outerjoin(
            CandidateAccount,
            and_(CandidateAccount.id == CalendarFeed.account_id, CandidateAccount.status == AccountStatus.ACTIVE),
        )
        .where(
            CalendarFeed.token_hash == token_hash,
            Company.status == AccountStatus.ACTIVE,
            or_(and_(User.id.is_not(None), User.role != Role.AI), CandidateAccount.id.is_not(None)),
        )
    )
    return db.session.execute(wanted).one_or_none()
