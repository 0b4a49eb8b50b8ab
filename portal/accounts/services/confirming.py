"""An address is confirmed when a link that we mailed to it is used. Before that, an account is anybody's."""

from portal.accounts import queries
from portal.accounts.models import CandidateAccount
from portal.accounts.services import links, sessions
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record


def confirm(account: CandidateAccount) -> None:
    """The person who reads the address has the account from now on.

    Whoever opened it before may have been somebody else: their password, sessions and links end. The account is linked
    to the candidate with this address, if there is exactly one.
    """
    account.email_confirmed_at = now()
    account.password_hash = None
    account.must_change_password = False
    sessions.end_sessions_of(account)
    links.drop_links_of(account_id=account.id)
    if account.candidate_id is None:
        same = queries.candidates_with_address(account.company_id, account.email)
        account.candidate_id = same[0].id if len(same) == 1 else None
    db.session.flush()
    person = queries.candidate_person(account, queries.get_company(account.company_id))
    record("portal_user.confirmed", account, person, new={"candidate_id": account.candidate_id})
