"""Companies: founding one with its first admin, and its settings."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from portal.accounts import queries, rules
from portal.accounts.models import AccountStatus, Company, LinkPurpose, Plan, Role, User
from portal.accounts.passwords import check_password, hash_password
from portal.accounts.services import links
from portal.accounts.services.addresses import one_account_per_address
from portal.accounts.services.sign_in import begin
from portal.core.clock import now
from portal.core.database import db, reading
from portal.core.errors import BadInput, Missing
from portal.core.events import changes, record
from portal.core.formats import is_zone
from portal.core.links import address
from portal.core.people import SYSTEM, Browser, Person
from portal.core.tenancy import as_company, as_system

FIELDS = frozenset(
    {"name", "slug", "time_zone", "notice_hours", "jobs_public_default", "accent", "about", "mail_allow_list"}
)
LONGEST_NOTICE_HOURS = 14 * 24


def is_open_for_setup() -> bool:
    """Whether the portal has no admin yet, so that `/setup` makes the first."""
    with reading(), as_system("is the portal set up"):
        return not queries.any_admin_exists()


def company_at(slug: str) -> Row[Any] | None:
    """The active company with that name in addresses. Columns id, name, slug."""
    with reading(), as_system("which company an address names"):
        return queries.find_company_by_slug(slug)


def first_company_id() -> int | None:
    """The oldest active company, to which a candidate comes who names none."""
    with reading(), as_system("whose portal this is"):
        found = queries.first_company()
    return found.id if found else None


def company_for_candidates(company_id: int | None, slug: str | None) -> int:
    """The active company that a candidate names by id or by its name in addresses; the oldest one for who names none.

    Raises BadInput (`company_id`, `company`), Missing for a portal without a company.
    """
    if slug:
        row = company_at(slug)
        if row is None or company_id not in (None, row.id):
            raise BadInput(fields={"company": "There is no such company."})
        return int(row.id)
    if company_id is not None:
        with reading(), as_system("which company a candidate names"):
            if queries.find_active_company(company_id) is None:
                raise BadInput(fields={"company_id": "There is no such company."})
        return company_id
    first = first_company_id()
    if first is None:
        raise Missing
    return first


def set_up(
    *, company_name: str, time_zone: str, first_name: str, last_name: str, email: str, password: str, browser: Browser
) -> Person:
    """The first company of an empty portal and its admin, signed in. Of two who do it at once one wins.

    Raises Missing when there has ever been an admin, BadInput.
    """
    if not is_open_for_setup():
        raise Missing
    check_password(password, about=(first_name, last_name, email, company_name))
    password_hash = hash_password(password)
    company_id = found_company(company_name, time_zone, only_first=True)
    with as_company(company_id):
        admin = _first_admin(first_name, last_name, email, password_hash)
        return begin(admin, browser)


def create_company(
    *, name: str, first_name: str, last_name: str, email: str, time_zone: str = "Asia/Kolkata"
) -> tuple[int, str]:
    """A company with its assistant and an admin; its id and the address at which the admin sets a password.

    Raises BadInput.
    """
    company_id = found_company(name, time_zone)
    with as_company(company_id):
        admin = _first_admin(first_name, last_name, email, None)
        token = links.make_link(LinkPurpose.SET_PASSWORD, {"company_id": company_id, "user_id": admin.id})
        return company_id, address("accounts.set_password", token=token)


def found_company(name: str, time_zone: str, *, only_first: bool = False) -> int:
    """A new company and its assistant; the company's id. Raises Missing (`only_first`), BadInput."""
    if not is_zone(time_zone):
        raise BadInput(fields={"time_zone": "Choose a time zone from the list."})
    with as_system("found a company"):
        if only_first:
            queries.wait_for_setup()
            if queries.any_admin_exists():
                raise Missing
        company = Company(
            name=name,
            slug=_free_slug(rules.slug_of(name)),
            plan=Plan.FREE,
            status=AccountStatus.ACTIVE,
            time_zone=time_zone,
            created_at=now(),
        )
        db.session.add(company)
        db.session.flush()
        number, slug = company.id, company.slug
    with as_company(number):
        assistant = User(
            first_name="Assistant",
            last_name="",
            email=f"assistant@{slug}.invalid",
            role=Role.AI,
            created_at=now(),
        )
        with one_account_per_address():
            db.session.add(assistant)
        record("company.created", queries.get_company(number), SYSTEM(number), new={"name": name, "slug": slug})
    return number


def _free_slug(wanted: str) -> str:
    slug, number = wanted, 1
    while queries.slug_taken(slug, None):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _first_admin(first_name: str, last_name: str, email: str, password_hash: str | None) -> User:
    admin = User(
        first_name=first_name,
        last_name=last_name,
        email=email.strip().lower(),
        role=Role.ADMIN,
        password_hash=password_hash,
        created_at=now(),
    )
    with one_account_per_address():
        db.session.add(admin)
    record("user.created", admin, SYSTEM(admin.company_id), new={"name": admin.name, "role": Role.ADMIN})
    return admin


def update_company(company: Company, values: Mapping[str, Any], by: Person, *, version: int | None = None) -> None:
    """Change the company's settings. Raises BadInput, Conflict."""
    rules.check_fresh(company.version, version)
    wanted = {key: value for key, value in values.items() if key in FIELDS}
    if "slug" in wanted:
        rules.check_slug(wanted["slug"])
        if queries.slug_taken(wanted["slug"], company.id):
            raise BadInput(fields={"slug": "Another company has this address."})
    if "accent" in wanted:
        rules.check_accent(wanted["accent"])
    if len(wanted.get("about") or "") > rules.LONGEST_ABOUT:
        raise BadInput(fields={"about": f"Keep it under {rules.LONGEST_ABOUT:,} characters."})
    if "mail_allow_list" in wanted:
        wanted["mail_allow_list"] = rules.read_allow_list(wanted["mail_allow_list"] or ())
    if "time_zone" in wanted and not is_zone(wanted["time_zone"]):
        raise BadInput(fields={"time_zone": "Choose a time zone from the list."})
    if not 0 <= wanted.get("notice_hours", 0) <= LONGEST_NOTICE_HOURS:
        raise BadInput(fields={"notice_hours": f"Between 0 and {LONGEST_NOTICE_HOURS} hours (two weeks)."})
    old, new = changes(company, wanted)
    if new:
        for key, value in new.items():
            setattr(company, key, value)
        db.session.flush()
        record("company.updated", company, by, old=old, new=new)
