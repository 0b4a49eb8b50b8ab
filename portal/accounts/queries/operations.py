"""What admins ask of the mails and effects of their company."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select

from portal.accounts.models import AccountStatus, ApiKey, CandidateAccount, Role, User
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.mail import Mail, MailAttempt, MailState
from portal.core.outbox import Effect, EffectState
from portal.core.paging import Page, page_of, read_cursor

MANY = 100


def mails_page(text: str, states: Sequence[str], cursor: str | None, limit: int = 50) -> Page[Row[Any]]:
    """Mails of the company, the newest first; `text` is looked for in the address and the subject."""
    wanted: Any = select(Mail.id, Mail.to_email, Mail.to_name, Mail.subject, Mail.state, Mail.reason, Mail.created_at)
    if text:
        like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        wanted = wanted.where(or_(Mail.to_email.ilike(like, escape="\\"), Mail.subject.ilike(like, escape="\\")))
    if states:
        wanted = wanted.where(Mail.state.in_([MailState(state) for state in states]))
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(Mail.id < after[0])
    rows = db.session.execute(wanted.order_by(Mail.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda r: (r.id,))


def get_mail(mail_id: int) -> Mail:
    """A mail of the company. Raises Missing."""
    found = db.session.scalars(select(Mail).where(Mail.id == mail_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def open_effects_page(states: Sequence[str], cursor: str | None, limit: int = 50) -> Page[Row[Any]]:
    """Effects that are not done, the newest first: given up, running, due; of the due ones, unless they are asked for
    by their state, not those that simply wait for their time (reminders)."""
    wanted: Any = select(
        Effect.id, Effect.kind, Effect.state, Effect.attempts, Effect.due_at, Effect.last_error, Effect.created_at
    )
    if states:
        wanted = wanted.where(Effect.state.in_([EffectState(state) for state in states]))
    else:
        waits = (Effect.state == EffectState.DUE) & ((Effect.due_at <= now()) | Effect.last_error.is_not(None))
        wanted = wanted.where(Effect.state.in_([EffectState.DEAD, EffectState.RUNNING]) | waits)
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(Effect.id < after[0])
    rows = db.session.execute(wanted.order_by(Effect.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda r: (r.id,))


def get_effect(effect_id: int) -> Effect:
    """An effect of the company. Raises Missing."""
    found = db.session.scalars(select(Effect).where(Effect.id == effect_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def attempts_of(mail_id: int) -> Sequence[MailAttempt]:
    """Every try to send a mail, the newest first, at most 100."""
    wanted = select(MailAttempt).where(MailAttempt.mail_id == mail_id)
    return db.session.scalars(wanted.order_by(MailAttempt.id.desc()).limit(MANY)).all()


@dataclass(frozen=True)
class Overview:
    """What the first page of the admins counts."""

    staff: int  # admins and recruiters who can sign in
    keys: int  # the company's own keys that open something now
    portal_users: int  # candidates with an account, counted up to 1,001
    failed_mails: int  # that could not be sent, counted up to 100
    dead_effects: int  # that were given up, counted up to 100


def overview() -> Overview:
    """Every count of an admin's first page, in one question."""
    staff = select(User.id).where(User.status == AccountStatus.ACTIVE, User.role.in_([Role.ADMIN, Role.RECRUITER]))
    keys = select(ApiKey.id).where(ApiKey.account_id.is_(None), ApiKey.revoked_at.is_(None))
    counted = (
        staff,
        keys.where(or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now())),
        select(CandidateAccount.id).limit(1001),
        select(Mail.id).where(Mail.state == MailState.FAILED).limit(MANY),
        select(Effect.id).where(Effect.state == EffectState.DEAD).limit(MANY),
    )
    numbers = [select(func.count()).select_from(rows.subquery()).scalar_subquery() for rows in counted]
    return Overview(*db.session.execute(select(*numbers)).one())
