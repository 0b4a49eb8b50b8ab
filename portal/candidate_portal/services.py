"""What candidates do themselves beside booking, which is the interviews' own: open a link, ask, keep their account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_account, get_api_key
from portal.accounts.services import api_keys, portal_accounts
from portal.accounts.services.links import hash_of
from portal.candidate_portal import queries, rules
from portal.core.clock import now
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company, as_system
from portal.interviews import queries as interviews
from portal.interviews import services as verbs


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """The one interview that a link opens, its candidate as somebody who acts, and the zone they set, if any."""

    interview_id: int
    by: Person
    zone: str | None


def open_interview_link(token: str) -> OpenedLink | None:
    """Whose interview the link of a mail opens; None when it is wrong, has expired, or the candidate is gone.

    Opening uses nothing up, so a scanner that looks at the mail's links changes nothing.
    """
    with as_system("the link of an interview says whose it is"):
        row = queries.find_interview_link(hash_of(token))
    if row is None:
        return None
    by = Person(
        PersonKind.CANDIDATE,
        row.account_id or 0,
        row.company_id,
        f"{row.first_name} {row.last_name}".strip(),
        row.email or "",
        "candidate",
        candidate_id=row.candidate_id,
        time_zone=row.account_zone or row.company_zone,
        company_name=row.company_name,
        # The link opens its interview and nothing else.
        permissions=frozenset({Permission.INTERVIEWS_BOOK}),
    )
    return OpenedLink(row.interview_id, by, row.account_zone)


def ask_for_other_times(interview_id: int, message: str, by: Person) -> None:
    """Tell the recruiters, in the candidate's words, which times would suit. To be called before anything is loaded.

    Raises Missing, NotAllowed, BadInput (`message`), RuleBroken when the interview is over, TooMany.
    """
    words = rules.check_message(message)
    sent = queries.messages_since(interview_id, by.company_id, queries.a_day_ago())
    interview = interviews.get_interview(interview_id)
    phase = rules.phase_of(
        interview.interview_status,
        interview.scheduled_start_time,
        interview.scheduled_end_time,
        times=0,
        now=now(),
    )
    rules.check_may_ask(phase, sent)
    verbs.decline_times(interview, words, by)


def update_account(values: Mapping[str, Any], by: Person, *, version: int | None) -> None:
    """Change one's own account. Raises Conflict when it changed meanwhile. To be called before anything is loaded."""
    with as_company(by.company_id):
        portal_accounts.update_account(get_account(by.id), values, by, version=version)


def create_key(name: str, by: Person, *, expires_at: datetime | None) -> str:
    """A key that opens to the candidate's own programs what the candidate may; it is shown once. Raises BadInput."""
    with as_company(by.company_id):
        return api_keys.create_own_key(name, by.id, by, expires_at=expires_at)[1]


def revoke_key(key_id: int, by: Person) -> str:
    """One of one's own keys opens nothing from now on; its name. Raises Missing."""
    with as_company(by.company_id):
        key = get_api_key(key_id, by.id)
        api_keys.revoke_api_key(key, by)
        return key.name
