"""Signing in and out: by password, by a link from a mail, and what every new session brings with it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount, LinkPurpose, Role, User
from portal.accounts.passwords import matches
from portal.accounts.services import confirming, links, sessions, throttle
from portal.core import metrics, outbox
from portal.core.clock import now
from portal.core.database import reading
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import record
from portal.core.people import Browser, Person
from portal.core.tenancy import as_company, as_system

NONE_FITS = "No account has this address with this password. Check both, or ask for a new password."
LINK_IS_GONE = "This link has been used or is too old. Ask for a new one; it takes a minute."
ASK_AGAIN_AFTER = timedelta(minutes=5)


class WrongSignIn(BadInput):
    """Unknown address, wrong password or a closed account: which one is not told."""

    def __init__(self, kind: str) -> None:
        """`kind` is the sign-in's: user or candidate."""
        super().__init__(NONE_FITS)
        metrics.sign_in_failures.labels(kind, "wrong").inc()


def sign_in_user(email: str, password: str, browser: Browser) -> Person:
    """Begin a session of the user with this address and password. Raises WrongSignIn, TooMany.

    bcrypt runs outside of any transaction: it takes a quarter of a second.
    """
    name = email.strip().lower()
    throttle.count_try("user", name, browser.address)
    with reading(), as_system("sign-in"):
        found = queries.find_user_for_sign_in(name)
    right = matches(password, found.password_hash if found else None)
    if found is None or not right or found.status != AccountStatus.ACTIVE or found.role == Role.AI:
        raise WrongSignIn("user")
    with as_company(found.company_id):
        user = queries.get_user(found.id)
        if not user.is_active or user.password_hash != found.password_hash:
            raise WrongSignIn("user")
        throttle.forgive("user", name, browser.address)
        return begin(user, browser)


def fitting_accounts(email: str, password: str, browser: Browser, *, company_id: int | None) -> Sequence[Row[object]]:
    """The candidate accounts that this password opens, at least one. Raises WrongSignIn, TooMany.

    An address with accounts at several companies is compared with each of them, which takes longer.
    """
    name = email.strip().lower()
    throttle.count_try("candidate", name, browser.address)
    with reading(), as_system("sign-in of a candidate"):
        found = queries.find_accounts_for_sign_in(name, company_id)
    fitting = [row for row in found if matches(password, row.password_hash)]
    if not found:
        matches(password, None)
    if not fitting:
        raise WrongSignIn("candidate")
    return fitting


def sign_in_candidate(company_id: int, account_id: int, version: int, browser: Browser) -> Person:
    """Begin a session of an account whose password was found to fit while it had this version. Raises WrongSignIn."""
    with as_company(company_id):
        account = queries.get_account(account_id)
        if account.status is not AccountStatus.ACTIVE or account.version != version:
            raise WrongSignIn("candidate")
        throttle.forgive("candidate", account.email, browser.address)
        return begin(account, browser)


def begin(account: User | CandidateAccount, browser: Browser) -> Person:
    """A session for an account of the present company, and the event of it."""
    company = queries.get_company(account.company_id)
    if isinstance(account, User):
        person, name = queries.person_of(account, company), "user.login"
    else:
        person, name = queries.candidate_person(account, company), "portal_user.login"
    if browser.replaces is not None:
        sessions.end_session(browser.replaces)
    sessions.start_session(
        account,
        token_hash=browser.token_hash,
        csrf=browser.csrf,
        user_agent=browser.user_agent,
        is_token=browser.is_token,
    )
    record(name, account, person)
    return person


def sign_out(by: Person) -> None:
    """End the present session."""
    with as_company(by.company_id):
        if by.session_id is not None:
            sessions.end_session(by.session_id)
        if by.is_candidate:
            record("portal_user.logout", queries.get_account(by.id), by)
        else:
            record("user.logout", queries.get_user(by.id), by)


def ask_for_sign_in_link(email: str, address: str, *, company_id: int | None) -> None:
    """Have a sign-in link sent to each account of the address. The same happens for an unknown one. Raises TooMany."""
    ask_for_mail("accounts.sign_in_link", email, address, kind="candidate", company_id=company_id)


def ask_for_reset(email: str, address: str, *, kind: str, company_id: int | None = None) -> None:
    """Have a link for a new password sent; `kind` is user or candidate. The same happens for an unknown address."""
    ask_for_mail("accounts.reset", email, address, kind=kind, company_id=company_id)


def ask_for_mail(task: str, email: str, address: str, *, kind: str, company_id: int | None) -> None:
    """Leave it to the worker to write to the accounts of an address; for an unknown one there is an effect as well."""
    throttle.count_request(address)
    name = email.strip().lower()
    with as_system("who is written to"):
        if kind == "user":
            user = queries.find_user_for_sign_in(name)
            found = [(user.company_id, user.id)] if user else []
        else:
            found = [(row.company_id, row.id) for row in queries.find_accounts_for_sign_in(name, company_id)]
        first = queries.first_company()
    if not found and first is not None:
        found = [(company_id or first.id, 0)]
    moment = now()
    step = int(moment.timestamp() // ASK_AGAIN_AFTER.total_seconds())
    for company, number in found:
        # For nobody the key says the time alone, so that nothing of who asked stays with a company.
        mark = f"{number}:{step}" if number else f"0:{moment.timestamp()}"
        with as_company(company):
            outbox.later(task, {"kind": kind, "id": number}, key=f"{task}:{kind}:{mark}")


def open_link(token: str, *purposes: LinkPurpose) -> Row[object] | None:
    """What a link from a mail opens, or None; nothing is used up."""
    with as_system("open a link from a mail"):
        return queries.find_link(links.hash_of(token), purposes)


def use_sign_in_link(token: str, browser: Browser) -> Person:
    """Sign a candidate in by the link in a mail, once. Raises RuleBroken when it no longer opens."""
    found = open_link(token, LinkPurpose.SIGN_IN)
    if found is None:
        raise RuleBroken(LINK_IS_GONE)
    with as_company(found.company_id):
        account = queries.get_account(found.account_id)
        if account.status is not AccountStatus.ACTIVE or not links.use_up(found.id):
            raise RuleBroken(LINK_IS_GONE)
        if account.email_confirmed_at is None:
            confirming.confirm(account)
        return begin(account, browser)
