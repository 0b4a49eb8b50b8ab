"""What is asked of companies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from portal.accounts.models import AccountStatus, Company
from portal.core.database import db
from portal.core.errors import Missing

_COLUMNS: Any = select(Company.id, Company.name, Company.slug).where(Company.status == AccountStatus.ACTIVE)


def get_company(company_id: int, *, locked: bool = False) -> Company:
    """The company itself; `locked` lets nobody else lock it until the transaction ends. Raises Missing."""
    wanted = select(Company).where(Company.id == company_id)
    found = db.session.scalars(wanted.with_for_update() if locked else wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def find_company_by_slug(slug: str) -> Row[Any] | None:
    """The active company with that address. Columns id, name, slug. Asked as_system."""
    return db.session.execute(_COLUMNS.where(Company.slug == slug.lower())).one_or_none()


def find_active_company(company_id: int) -> Row[Any] | None:
    """The active company with that id. Columns id, name, slug. Asked as_system."""
    return db.session.execute(_COLUMNS.where(Company.id == company_id)).one_or_none()


def first_company() -> Row[Any] | None:
    """The oldest active company: whose portal it is when nobody says so. Columns id, name, slug. Asked as_system."""
    return db.session.execute(_COLUMNS.order_by(Company.id).limit(1)).first()


def slug_taken(slug: str, company_id: int | None) -> bool:
    """Whether another company has that address."""
    return (
        db.session.scalar(select(Company.id).where(Company.slug == slug, Company.id != (company_id or 0))) is not None
    )


def company_numbers() -> Sequence[int]:
    """The ids of all companies, closed ones among them. Asked as_system."""
    return db.session.scalars(select(Company.id).order_by(Company.id)).all()
