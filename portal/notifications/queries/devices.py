"""Browsers that are told by push: a person's own, those of the people who are told, and one that is sent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import undefer

from portal.accounts.models import AccountStatus, CandidateAccount, Company, User
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.people import Person
from portal.core.tenancy import as_company, as_system
from portal.interviews.models import Interview
from portal.notifications import rules_push
from portal.notifications.models import Notification, NotificationReader, NotificationType, PushSubscription
from portal.notifications.queries.people import Reader

P = PushSubscription


def device_of(by: Person) -> ColumnElement[bool]:
    """The person's own devices."""
    return P.account_id == by.id if by.is_candidate else P.user_id == by.id


def own_devices(by: Person) -> Sequence[Any]:
    """The person's devices, the newest first. Columns id, device, endpoint_hash, created_at, reached_at.

    To be asked before anything is loaded.
    """
    wanted = (
        select(P.id, P.device, P.endpoint_hash, P.created_at, P.reached_at).where(device_of(by)).order_by(P.id.desc())
    )
    with as_company(by.company_id):
        return db.session.execute(wanted).all()


def own_device(device_id: int, by: Person) -> PushSubscription:
    """One of the person's own. In the company's scope. Raises Missing."""
    found = db.session.scalars(select(P).where(P.id == device_id, device_of(by))).one_or_none()
    if found is None:
        raise Missing
    return found


def owner_of(digest: str) -> Any:
    """Whose a browser is, in whichever company. Columns id, company_id, user_id, account_id; None for nobody's."""
    with as_system("a browser that was another person's, perhaps in another company"):
        wanted = select(P.id, P.company_id, P.user_id, P.account_id)
        return db.session.execute(wanted.where(P.endpoint_hash == digest)).one_or_none()


def devices_of(readers: Sequence[Reader]) -> list[tuple[int, str, int]]:
    """(id, kind, person's id) of the devices of these people."""
    users = [reader.id for reader in readers if reader.kind == "user"]
    accounts = [reader.id for reader in readers if reader.kind == "candidate"]
    wanted = select(P.id, P.user_id, P.account_id).where(or_(P.user_id.in_(users), P.account_id.in_(accounts)))
    rows = db.session.execute(wanted.order_by(P.id)).all()
    return [(r.id, "user", r.user_id) if r.user_id is not None else (r.id, "candidate", r.account_id) for r in rows]


def surplus_of(by: Person, most: int) -> Sequence[PushSubscription]:
    """Those of the person's devices that are more than so many, the oldest. In the company's scope."""
    return db.session.scalars(select(P).where(device_of(by)).order_by(P.id.desc()).offset(most)).all()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notification for a device, with what is needed to send it. `company` is the name; after `until` nobody is
    helped by it."""

    type: NotificationType
    until: datetime
    company: str
    is_candidate: bool
    listed: bool
    endpoint: str
    p256dh: str
    auth: str


def parcel(notification_id: int, device_id: int) -> Parcel | None:
    """None when there is nothing to send any more: read meanwhile, the device gone, the person locked out, the company
    closed."""
    device = db.session.scalars(
        select(P).options(undefer(P.endpoint), undefer(P.p256dh), undefer(P.auth)).where(P.id == device_id)
    ).one_or_none()
    if device is None or not _may_sign_in(device):
        return None
    N, R = Notification, NotificationReader
    mine = R.user_id == device.user_id if device.user_id is not None else R.account_id == device.account_id
    row = db.session.execute(
        select(N.type, N.created_at, Company.name, R.id.label("reader"), R.read_at, Interview.scheduled_start_time)
        .join(Company, Company.id == N.company_id)
        .outerjoin(R, (R.notification_id == N.id) & mine)
        .outerjoin(Interview, (Interview.id == N.entity_id) & (N.entity_type == "interview"))
        .where(N.id == notification_id, Company.status == AccountStatus.ACTIVE)
    ).one_or_none()
    if row is None or row.read_at is not None:
        return None
    until = rules_push.until(row.type, row.created_at, row.scheduled_start_time)
    return Parcel(
        row.type, until, row.name, device.account_id is not None, row.reader is not None,
        device.endpoint, device.p256dh, device.auth,
    )  # fmt: skip


def _may_sign_in(device: PushSubscription) -> bool:
    who: Any = User if device.user_id is not None else CandidateAccount
    wanted = select(func.count()).select_from(who).where(who.id == (device.user_id or device.account_id))
    return bool(db.session.scalar(wanted.where(who.status == AccountStatus.ACTIVE)))


def find_device(device_id: int) -> PushSubscription | None:
    """A device, if it is there."""
    return db.session.scalars(select(P).where(P.id == device_id)).one_or_none()
