"""Who is told, and what they have said about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.accounts.models import AccountStatus, CandidateAccount, CustomRole, Role, User
from portal.accounts.permissions import permissions_of_role
from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.interviews.models import Feedback, Interviewer
from portal.notifications.models import Channel, NotificationPreference, NotificationType
from portal.notifications.rules_preferences import Cell, default, types_for


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be told: `kind` is `user` or `candidate`, `id` the user's or the account's, `zone` their own.

    `permissions` are a user's, by the base role or the company's own one.
    """

    kind: str
    id: int
    first_name: str
    last_name: str
    email: str
    zone: str | None
    client_id: int | None = None
    candidate_id: int | None = None
    permissions: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What some people have said about types, where that differs from the default."""

    said: Mapping[tuple[str, int, NotificationType, Channel], bool]

    def wants(self, reader: Reader, kind: NotificationType, channel: Channel) -> bool:
        """Whether the reader wants the type by the channel."""
        return self.said.get((reader.kind, reader.id, kind, channel), default(kind, channel))


def wishes(readers: Sequence[Reader], kind: NotificationType) -> Wishes:
    """What the readers have said about a type."""
    P = NotificationPreference
    users = [reader.id for reader in readers if reader.kind == "user"]
    accounts = [reader.id for reader in readers if reader.kind == "candidate"]
    wanted = select(P.user_id, P.account_id, P.type, P.channel, P.wanted).where(
        P.type == kind, or_(P.user_id.in_(users), P.account_id.in_(accounts))
    )
    said = {}
    for row in db.session.execute(wanted):
        who = ("user", row.user_id) if row.user_id is not None else ("candidate", row.account_id)
        said[(*who, row.type, row.channel)] = row.wanted
    return Wishes(said)


def wanted_cells(by: Person) -> frozenset[Cell]:
    """The cells of the person's own table that are on. To be asked before anything is loaded."""
    P = NotificationPreference
    with as_company(by.company_id):
        rows = db.session.execute(select(P.type, P.channel, P.wanted).where(preference_of(by))).all()
    said = {(row.type, row.channel): row.wanted for row in rows}
    table = [(kind, channel) for kind in types_for(by.role) for channel in Channel]
    return frozenset(cell for cell in table if said.get(cell, default(*cell)))


def preference_of(by: Person) -> ColumnElement[bool]:
    """The person's own preferences."""
    P = NotificationPreference
    return P.account_id == by.id if by.is_candidate else P.user_id == by.id


def lock_person(by: Person) -> None:
    """Hold the person's row until the transaction ends."""
    kind: Any = CandidateAccount if by.is_candidate else User
    db.session.execute(select(kind.id).where(kind.id == by.id).with_for_update()).all()


_USERS = (
    select(
        User.id,
        User.first_name,
        User.last_name,
        User.email,
        User.time_zone,
        User.client_id,
        User.role,
        CustomRole.permissions.label("granted"),
    )
    .outerjoin(CustomRole, CustomRole.id == User.role_id)
    .where(User.status == AccountStatus.ACTIVE, User.role != Role.AI)
)
_ACCOUNTS = select(
    CandidateAccount.id,
    CandidateAccount.first_name,
    CandidateAccount.last_name,
    CandidateAccount.email,
    CandidateAccount.time_zone,
    CandidateAccount.candidate_id,
).where(CandidateAccount.status == AccountStatus.ACTIVE)


def _users(wanted: Any) -> list[Reader]:
    rows = db.session.execute(wanted.order_by(User.id)).all()
    return [
        Reader(
            "user",
            r.id,
            r.first_name,
            r.last_name,
            r.email,
            r.time_zone,
            client_id=r.client_id,
            permissions=permissions_of_role(r.role.value, r.granted),
        )
        for r in rows
    ]


def _accounts(wanted: Any) -> list[Reader]:
    rows = db.session.execute(wanted.order_by(CandidateAccount.id)).all()
    return [
        Reader("candidate", r.id, r.first_name, r.last_name, r.email, r.time_zone, candidate_id=r.candidate_id)
        for r in rows
    ]


def users_in_roles(roles: Iterable[Role], client_id: int | None) -> list[Reader]:
    """Active users of the roles; client users only those of the client."""
    mine = User.client_id.is_(None) if client_id is None else User.client_id.is_(None) | (User.client_id == client_id)
    return _users(_USERS.where(User.role.in_(list(roles)), mine))


def users_by_id(user_ids: Iterable[int]) -> list[Reader]:
    """Those of the users who may sign in."""
    return _users(_USERS.where(User.id.in_(list(user_ids))))


def user_with_address(email: str) -> list[Reader]:
    """The active user with that sign-in name, if there is one."""
    return _users(_USERS.where(User.email == email))


def interviewers_of(interview_id: int, *, client_sees: bool, owing_feedback: bool = False) -> list[Reader]:
    """The active users who interview; people of a client only while it sees the application.

    With `owing_feedback` those alone who have not given any.
    """
    mine = select(Interviewer.user_id).where(Interviewer.interview_id == interview_id)
    wanted = _USERS.where(User.id.in_(mine))
    if not client_sees:
        wanted = wanted.where(User.client_id.is_(None))
    if owing_feedback:
        wanted = wanted.where(User.id.not_in(select(Feedback.user_id).where(Feedback.interview_id == interview_id)))
    return _users(wanted)


def accounts_of(candidate_id: int) -> list[Reader]:
    """The candidate's active portal accounts."""
    return _accounts(_ACCOUNTS.where(CandidateAccount.candidate_id == candidate_id))


def accounts_by_id(account_ids: Iterable[int]) -> list[Reader]:
    """Those of the accounts that may sign in."""
    return _accounts(_ACCOUNTS.where(CandidateAccount.id.in_(list(account_ids))))
