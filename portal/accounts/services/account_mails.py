"""Mails about accounts. They carry the sign-in name and a link, never a password."""

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount, User
from portal.core import mail
from portal.core.clock import now
from portal.core.events import record
from portal.core.people import SYSTEM, Person

RESET_HOURS = 2


def send_welcome(user: User, by: Person) -> None:
    """The mail to a new user: sign-in name, and the link on which to set the password."""
    company = queries.get_company(user.company_id)
    mail.send(
        user.email,
        f"Your account at {company.name}",
        "welcome_user",
        key=f"welcome:user:{user.id}:{now().timestamp()}",
        to_name=user.name,
        from_name=company.name,
        context={
            "first_name": user.first_name,
            "sign_in_name": user.email,
            "invited_by": by.name,
            "company_name": company.name,
        },
        links={
            "link": ("set_password", {"company_id": user.company_id, "user_id": user.id}),
            "sign_in": ("page", {"endpoint": "accounts.sign_in"}),
        },
    )


def send_candidate_welcome(account: CandidateAccount) -> None:
    """The mail to a candidate for whom the company has opened an account."""
    company = queries.get_company(account.company_id)
    mail.send(
        account.email,
        f"Your account at {company.name}",
        "welcome_candidate",
        key=f"welcome:candidate:{account.id}:{now().timestamp()}",
        to_name=account.name,
        from_name=company.name,
        context={"first_name": account.first_name, "sign_in_name": account.email, "company_name": company.name},
        links={
            "link": ("set_password", {"company_id": account.company_id, "account_id": account.id}),
            "sign_in": ("page", {"endpoint": "candidate_portal.sign_in", "values": {"slug": company.slug}}),
        },
    )


def send_reset(kind: str, number: int) -> None:
    """The link for a new password, to a user or candidate who can sign in; nothing for one who cannot."""
    account = _living(kind, number)
    if account is None:
        return
    company = queries.get_company(account.company_id)
    owner = "user_id" if kind == "user" else "account_id"
    mail.send(
        account.email,
        "A new password for your account",
        "reset_password",
        key=f"reset:{kind}:{account.id}:{now().timestamp()}",
        to_name=account.name,
        from_name=company.name,
        context={
            "first_name": account.first_name,
            "sign_in_name": account.email,
            "hours": RESET_HOURS,
            "company_name": company.name,
        },
        links={"link": ("set_password", {"company_id": company.id, owner: account.id, "hours": RESET_HOURS})},
    )
    name = "user.reset_requested" if kind == "user" else "portal_user.reset_requested"
    record(name, account, SYSTEM(company.id))


def send_sign_in_link(account_id: int, *, known: bool = False) -> None:
    """A link that signs a candidate in, once. `known`: somebody tried to register with this address."""
    account = _living("candidate", account_id)
    if account is None:
        return
    company = queries.get_company(account.company_id)
    mail.send(
        account.email,
        f"Sign in at {company.name}",
        "sign_in_link",
        key=f"sign-in:{account.id}:{now().timestamp()}",
        to_name=account.name,
        from_name=company.name,
        context={"first_name": account.first_name, "known": known, "company_name": company.name},
        links={"link": ("sign_in", {"company_id": company.id, "account_id": account.id})},
    )


def send_confirmation(account: CandidateAccount) -> None:
    """The link that confirms a candidate's address."""
    company = queries.get_company(account.company_id)
    mail.send(
        account.email,
        f"Confirm your address for {company.name}",
        "confirm_email",
        key=f"confirm:{account.id}:{now().timestamp()}",
        to_name=account.name,
        from_name=company.name,
        context={"first_name": account.first_name, "company_name": company.name},
        links={"link": ("confirm_email", {"company_id": company.id, "account_id": account.id})},
    )


def _living(kind: str, number: int) -> User | CandidateAccount | None:
    account = queries.find_user_by_id(number) if kind == "user" else queries.find_account_by_id(number)
    return account if account is not None and account.status is AccountStatus.ACTIVE else None
