"""Users: staff of the company and users of its clients."""

from collections.abc import Mapping
from typing import Any, Literal

from portal.accounts import queries, rules
from portal.accounts.models import AccountStatus, CustomRole, Role, User
from portal.accounts.passwords import check_password, hash_password
from portal.accounts.permissions import Permission, permissions_of_role
from portal.accounts.services.account_mails import send_reset, send_welcome
from portal.accounts.services.addresses import one_account_per_address
from portal.accounts.services.feeds import drop_feed_of
from portal.accounts.services.password_changes import end_access
from portal.accounts.services.roles import give_role
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, NotAllowed
from portal.core.events import changes, record
from portal.core.formats import is_zone
from portal.core.people import Person, PersonKind

__all__ = [
    "activate_user",
    "create_client_user",
    "create_staff_user",
    "deactivate_user",
    "reset_password",
    "send_welcome",
    "update_profile",
    "update_user",
]
# What a form may change; anything else that comes in is left out.
FIELDS = frozenset({"first_name", "last_name", "email", "phone", "time_zone"})


def create_staff_user(
    *,
    first_name: str,
    last_name: str,
    email: str,
    role: Role,
    by: Person,
    phone: str | None = None,
    password: str | None = None,
    custom: CustomRole | None = None,
) -> User:
    """A new admin or recruiter, who gets a mail with the link to set a password.

    A `password` given by somebody else opens the account until its owner has set another; `custom` is one of the
    company's own roles. Raises BadInput, NotAllowed.
    """
    rules.check_staff_role(role)
    rules.check_gives(permissions_of_role(role.value, custom.permissions if custom else None), by)
    user = _add(first_name, last_name, email, phone, role, None, by, password)
    if custom is not None:
        give_role(user, custom, by)
    send_welcome(user, by)
    return user


def create_client_user(
    client_id: int,
    *,
    first_name: str,
    last_name: str,
    email: str,
    by: Person,
    phone: str | None = None,
    password: str | None = None,
    custom: CustomRole | None = None,
) -> User:
    """A new user of a client of this company, who gets a mail with the link to set a password.

    `custom` is one of the company's own roles. Raises BadInput, NotAllowed.
    """
    if by.kind is PersonKind.USER:
        rules.check_gives(permissions_of_role(Role.CLIENT_USER, custom.permissions if custom else None), by)
    user = _add(first_name, last_name, email, phone, Role.CLIENT_USER, client_id, by, password)
    if custom is not None:
        give_role(user, custom, by)
    send_welcome(user, by)
    return user


def _add(
    first_name: str,
    last_name: str,
    email: str,
    phone: str | None,
    role: Role,
    client_id: int | None,
    by: Person,
    password: str | None = None,
) -> User:
    if password is not None:
        check_password(password, about=(first_name, last_name, email))
    user = User(
        company_id=by.company_id,
        first_name=first_name,
        last_name=last_name,
        email=email.strip().lower(),
        phone=phone or None,
        role=role,
        client_id=client_id,
        password_hash=hash_password(password) if password is not None else None,
        must_change_password=password is not None,
        status=AccountStatus.ACTIVE,
        created_at=now(),
        created_by=by.email,
    )
    with one_account_per_address():
        db.session.add(user)
    record("user.created", user, by, new={"name": user.name, "email": user.email, "role": role, "client_id": client_id})
    return user


def update_user(
    user: User,
    values: Mapping[str, Any],
    by: Person,
    *,
    role: Role | None = None,
    custom: CustomRole | None | Literal["keep"] = "keep",
    version: int | None = None,
) -> User:
    """Change a user's name, address, phone, zone, or role. Raises BadInput, Conflict, NotAllowed, RuleBroken.

    `role` is for staff alone; `custom` one of the company's own roles, None for the base role as it is. A new role or
    address ends the person's sessions, tokens and mailed links. `version` is that of the form.
    """
    rules.check_fresh(user.version, version)
    wanted = {key: value for key, value in values.items() if key in FIELDS}
    if role is not None and role is not user.role:
        _check_new_role(user, role, custom, by)
        wanted["role"] = role
    old, new = changes(user, wanted)
    if "email" in new:
        rules.check_not_above(queries.permissions_of_user(user), by)
    if new:
        with one_account_per_address():
            for key, value in new.items():
                setattr(user, key, value)
            if "role" in new:  # a role of the company's own is for people of its base alone
                user.role_id = None
        if "role" in new or "email" in new:
            end_access(user)
        record("user.updated", user, by, old=old, new=new)
    if custom != "keep":
        give_role(user, custom, by)
    return user


def _check_new_role(user: User, role: Role, custom: CustomRole | None | Literal["keep"], by: Person) -> None:
    if user.client_id is not None:
        raise NotAllowed("A client's user stays a client's user.")
    rules.check_staff_role(role)
    rules.check_not_oneself(user.id, by.id)
    _check_an_admin_stays(user)
    rules.check_not_above(queries.permissions_of_user(user), by)
    given = custom if isinstance(custom, CustomRole) else None
    rules.check_gives(permissions_of_role(role.value, given.permissions if given else None), by)


def update_profile(user: User, values: Mapping[str, Any], hours: Mapping[str, Any] | None, by: Person) -> User:
    """One's own name, phone, zone and weekly working hours; the address is an admin's to change. Raises BadInput."""
    wanted = {key: value for key, value in values.items() if key in FIELDS - {"email"}}
    if wanted.get("time_zone") and not is_zone(wanted["time_zone"]):
        raise BadInput(fields={"time_zone": "Choose a time zone from the list."})
    if hours is not None:
        wanted["working_hours"] = dict(hours)
    old, new = changes(user, wanted)
    if new:
        for key, value in new.items():
            setattr(user, key, value)
        record("user.updated", user, by, old=old, new=new)
    return user


def deactivate_user(user: User, by: Person) -> None:
    """The person can no longer sign in; all sessions and links end. Repeating it does nothing. Raises RuleBroken."""
    if user.status is AccountStatus.INACTIVE:
        return
    rules.check_not_oneself(user.id, by.id)
    _check_an_admin_stays(user)
    rules.check_not_above(queries.permissions_of_user(user), by)
    user.status = AccountStatus.INACTIVE
    end_access(user)
    drop_feed_of(user)
    record("user.deactivated", user, by, old={"status": "active"}, new={"status": "inactive"})


def activate_user(user: User, by: Person) -> None:
    """The person can sign in again, with the password from before. Repeating it does nothing."""
    if user.status is AccountStatus.ACTIVE:
        return
    rules.check_not_above(queries.permissions_of_user(user), by)
    user.status = AccountStatus.ACTIVE
    db.session.flush()
    record("user.activated", user, by, old={"status": "inactive"}, new={"status": "active"})


def reset_password(user: User, by: Person) -> None:
    """End the person's access and mail a link for a new password; the old one no longer opens. Raises RuleBroken."""
    if not user.is_active:
        raise BadInput("Activate the account first: this person cannot sign in.")
    rules.check_not_above(queries.permissions_of_user(user), by)
    user.password_hash = None
    end_access(user)
    record("user.updated", user, by, new={"password": "reset"})
    send_reset("user", user.id)


def _check_an_admin_stays(user: User) -> None:
    if Permission.COMPANY_ADMIN not in queries.permissions_of_user(user):
        return
    # Two admins who close each other at the same moment wait here for one another.
    queries.get_company(user.company_id, locked=True)
    if user.status is AccountStatus.ACTIVE:
        rules.check_an_admin_stays(queries.active_admins())
