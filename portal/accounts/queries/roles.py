"""What is asked of a company's own roles."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, column, func, or_, select, table

from portal.accounts.models import Company, CustomRole, Role, User
from portal.core.database import db
from portal.core.errors import Missing

# Clients come later in the order of features, so they are named by their table.
_clients = table("clients", column("id"), column("company_id"), column("company_name"))


def roles_of_company() -> Sequence[Row[Any]]:
    """All own roles, by name. Columns id, role_name, description, base_role, permissions, client_id, client_name,
    created_at, version, people (how many have it)."""
    people = select(func.count(User.id)).where(User.role_id == CustomRole.id).correlate(CustomRole).scalar_subquery()
    wanted: Any = (
        select(
            CustomRole.id,
            CustomRole.role_name,
            CustomRole.description,
            CustomRole.base_role,
            CustomRole.permissions,
            CustomRole.client_id,
            CustomRole.created_at,
            CustomRole.version,
            _clients.c.company_name.label("client_name"),
            people.label("people"),
        )
        .outerjoin(_clients, (_clients.c.id == CustomRole.client_id) & (_clients.c.company_id == CustomRole.company_id))
        .order_by(func.lower(CustomRole.role_name), CustomRole.id)
    )
    return db.session.execute(wanted).all()


def get_role(role_id: int) -> CustomRole:
    """One of the company's own roles. Raises Missing."""
    found = db.session.scalars(select(CustomRole).where(CustomRole.id == role_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_role_named(role_name: str, besides: int = 0) -> int | None:
    """The id of another role with that name, capitals or not."""
    wanted = select(CustomRole.id).where(func.lower(CustomRole.role_name) == role_name.lower())
    return db.session.scalar(wanted.where(CustomRole.id != besides).limit(1))


def roles_for(base_roles: Sequence[Role], client_id: int | None = None) -> Sequence[CustomRole]:
    """The roles that a user of one of these base roles, and of that client, can be given; by name."""
    mine = or_(CustomRole.client_id.is_(None), CustomRole.client_id == client_id)
    wanted = select(CustomRole).where(CustomRole.base_role.in_(base_roles), mine)
    return db.session.scalars(wanted.order_by(func.lower(CustomRole.role_name), CustomRole.id)).all()


def users_with_role(role_id: int) -> Sequence[User]:
    """Everybody who has the role, by name."""
    return db.session.scalars(select(User).where(User.role_id == role_id).order_by(User.first_name, User.id)).all()


def client_exists(company_id: int, client_id: int) -> bool:
    """Whether the company has this client."""
    wanted = (
        select(_clients.c.id)
        .select_from(Company)
        .join(_clients, _clients.c.company_id == Company.id)
        .where(Company.id == company_id, _clients.c.id == client_id)
    )
    return db.session.scalar(wanted) is not None
