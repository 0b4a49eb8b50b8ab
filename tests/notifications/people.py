"""Who reads and what they were told, for the tests of this feature."""

from typing import Any

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import CandidateAccount, User
from portal.core import outbox
from portal.core.database import db
from portal.core.mail import Mail
from portal.core.people import Person
from portal.notifications.models import Channel, Notification, NotificationReader, NotificationType
from portal.notifications.rules_preferences import default, types_for
from portal.notifications.services import save_preferences


def carried_out() -> None:
    """Commit, let the worker run what is due, and begin anew in the company's scope."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()


def person(account: User | CandidateAccount) -> Person:
    """The account as somebody who acts."""
    company = accounts.get_company(account.company_id)
    make: Any = accounts.person_of if isinstance(account, User) else accounts.candidate_person
    found: Person = make(account, company)
    return found


def switch(by: Person, kind: NotificationType, channel: Channel, on: bool) -> None:
    """The person switches one cell of their table, all others as by default; committed."""
    db.session.commit()
    db.session.expunge_all()
    cells = {(k, c): default(k, c) for k in types_for(by.role) for c in Channel}
    cells[kind, channel] = on
    save_preferences(frozenset(cell for cell, wanted in cells.items() if wanted), by)
    db.session.commit()


def in_list(by: Person, kind: NotificationType | None = None) -> list[str]:
    """The titles in a person's list, of one type if it is named, the oldest first."""
    mine = NotificationReader.account_id if by.is_candidate else NotificationReader.user_id
    wanted = select(Notification.title).join(NotificationReader).where(mine == by.id).order_by(NotificationReader.id)
    if kind is not None:
        wanted = wanted.where(Notification.type == kind)
    return list(db.session.scalars(wanted))


def mailed(template: str) -> list[str]:
    """Who got a mail of the template, in order."""
    return sorted(db.session.scalars(select(Mail.to_email).where(Mail.template == template)))
