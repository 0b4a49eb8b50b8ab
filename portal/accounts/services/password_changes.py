"""New passwords: by a link from a mail, or by somebody who is signed in. Every session from before ends."""

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount, LinkPurpose, User
from portal.accounts.passwords import check_password, hash_password, matches
from portal.accounts.services import confirming, links, sessions, throttle
from portal.accounts.services.sign_in import LINK_IS_GONE, begin, open_link
from portal.core.database import db, reading
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import record
from portal.core.people import Browser, Person
from portal.core.tenancy import as_company


def set_by_link(token: str, password: str) -> str:
    """A user's new password by the link of a welcome or reset mail; the user's address. Raises RuleBroken, BadInput."""
    with reading():
        found = open_link(token, LinkPurpose.SET_PASSWORD)
    if found is None or found.user_id is None:
        raise RuleBroken(LINK_IS_GONE)
    check_password(password)
    new_hash = hash_password(password)
    with as_company(found.company_id):
        user = queries.get_user(found.user_id)
        if not user.is_active or not links.use_up(found.id):
            raise RuleBroken(LINK_IS_GONE)
        check_password(password, about=(user.first_name, user.last_name, user.email))
        _put(user, new_hash)
        record("user.password_changed", user, queries.person_of(user, queries.get_company(user.company_id)))
        return user.email


def set_candidate_by_link(token: str, password: str, browser: Browser) -> Person:
    """A candidate's new password by the link of a welcome, reset or confirmation mail, and a session right away.

    The link proves the address as well. Raises RuleBroken, BadInput.
    """
    with reading():
        found = open_link(token, LinkPurpose.SET_PASSWORD, LinkPurpose.CONFIRM_EMAIL)
    if found is None or found.account_id is None:
        raise RuleBroken(LINK_IS_GONE)
    check_password(password)
    new_hash = hash_password(password)
    with as_company(found.company_id):
        account = queries.get_account(found.account_id)
        if account.status is not AccountStatus.ACTIVE or not links.use_up(found.id):
            raise RuleBroken(LINK_IS_GONE)
        check_password(password, about=(account.first_name, account.last_name, account.email))
        if account.email_confirmed_at is None:
            confirming.confirm(account)
        _put(account, new_hash)
        person = queries.candidate_person(account, queries.get_company(account.company_id))
        record("portal_user.password_changed", account, person)
        return begin(account, browser)


def has_password(by: Person) -> bool:
    """Whether the candidate has a password, and not only links."""
    with reading(), as_company(by.company_id):
        return queries.password_of_account(by.id) is not None


def change_password(by: Person, current: str, new: str, browser: Browser) -> None:
    """A new password for oneself; ends every session and begins the present one anew.

    `current` may be empty for a candidate who has none yet. Raises BadInput (`current`, `password`), TooMany.
    """
    kind = "candidate" if by.is_candidate else "user"
    with reading(), as_company(by.company_id):
        known = queries.password_of_account(by.id) if by.is_candidate else queries.password_of_user(by.id)
    if known is not None or not by.is_candidate:
        throttle.count_try(kind, by.email, browser.address)
        if not matches(current, known):
            raise BadInput(fields={"current": "This is not your present password."})
    if current == new:
        raise BadInput(fields={"password": "Choose another password than the present one."})
    check_password(new, about=(*by.name.split(), by.email))
    new_hash = hash_password(new)
    with as_company(by.company_id):
        account = queries.get_account(by.id) if by.is_candidate else queries.get_user(by.id)
        if account.password_hash != known:
            raise BadInput(fields={"current": "This is no longer your password."})
        _put(account, new_hash)
        throttle.forgive(kind, by.email, browser.address)
        record("portal_user.password_changed" if by.is_candidate else "user.password_changed", account, by)
        sessions.start_session(
            account,
            token_hash=browser.token_hash,
            csrf=browser.csrf,
            user_agent=browser.user_agent,
            is_token=browser.is_token,
        )


def _put(account: User | CandidateAccount, new_hash: str) -> None:
    account.password_hash = new_hash
    account.must_change_password = False
    end_access(account)
    throttle.forgive("user" if isinstance(account, User) else "candidate", account.email)


def end_access(account: User | CandidateAccount) -> None:
    """Every session of the person ends, and every link that was mailed to them."""
    db.session.flush()
    sessions.end_sessions_of(account)
    if isinstance(account, User):
        links.drop_links_of(user_id=account.id)
    else:
        links.drop_links_of(account_id=account.id)
