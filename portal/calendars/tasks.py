"""What the worker does at Google: every call outside a transaction, every result in one, harmless when repeated.

An interview is brought to what it says now, whatever happened in between: its entry is looked for by the UID of our
mails first, so that a worker that was killed between the call and the commit makes no second one.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from portal.accounts.queries import get_company
from portal.calendars import google, queries, rules, services
from portal.calendars.google import Expired, GoogleFault, Later, Revoked
from portal.calendars.models import CalendarConnection, ConnectionState
from portal.core.clock import now
from portal.core.database import transaction
from portal.core.outbox import NotNow, schedule, task
from portal.core.tenancy import as_company
from portal.interviews.models import Interview, InterviewMode
from portal.interviews.models import InterviewStatus as S
from portal.interviews.rules import BOOKED
from portal.interviews.services.inviting import meeting_of

T = TypeVar("T")
LINK_SECONDS = 10.0
# An interview that is over keeps its entry; one that has no time (any more) has none.
OVER = frozenset({S.COMPLETED, S.PASSED, S.FAILED, S.NO_SHOW})


@task("calendars.begin", attempts=6)
def begin(payload: dict[str, Any]) -> None:
    """Change what an agreement gave for access."""
    connection = queries.get_connection(payload["connection_id"])
    if connection is None or connection.state is not ConnectionState.CONNECTING or not connection.code:
        return
    agreed = json.loads(connection.code)
    try:
        tokens = google.exchange(agreed["code"], agreed["verifier"], agreed["redirect"])
        account = google.account_of(tokens.access) if connection.purpose == "company" else ""
    except Later as fault:
        raise NotNow(str(fault), seconds=rules.pause(fault.seconds)) from fault
    except GoogleFault as fault:
        with transaction():
            services.broken(connection.id, str(fault))
        return
    with transaction():
        services.connected(connection.id, tokens, account)


@task("calendars.end", attempts=4)
def end(payload: dict[str, Any]) -> None:
    """Give the access back, and forget the connection."""
    connection = queries.get_connection(payload["connection_id"])
    if connection is None or connection.state is not ConnectionState.ENDING:
        return
    token = connection.refresh_token or connection.access_token
    if token:
        try:
            google.revoke(token)
        except Later as fault:
            raise NotNow(str(fault), seconds=rules.pause(fault.seconds)) from fault
    with transaction():
        services.ended(connection.id)


@task("calendars.sync", attempts=6)
def sync(payload: dict[str, Any]) -> None:
    """Bring the entry of an interview to what the interview says now."""
    connection = queries.connection_of_company()
    interview = queries.interview_of(payload["interview_id"])
    if interview is None or connection is None or connection.state is not ConnectionState.CONNECTED:
        return
    if interview.interview_status in OVER and interview.candidate.deleted_at is None:
        return
    wanted = _wanted(interview, connection)
    uid = interview.ics_uid
    try:
        told = with_access(connection.id, lambda token: _bring(token, uid, wanted))
    except GoogleFault as fault:
        with transaction():
            services.keep_fault(interview, str(fault))
        return
    with transaction():
        services.keep_event(interview, told)
    if told is not None and rules.waits_for_link(told):
        raise NotNow("Google is still making the call", seconds=LINK_SECONDS)


def _wanted(interview: Interview, connection: CalendarConnection) -> dict[str, Any] | None:
    if interview.interview_status not in BOOKED or interview.candidate.deleted_at is not None:
        return None
    known = queries.event_of(interview.id)
    has_link = bool(interview.meeting_link or (known and known.meet_link))
    meet = connection.meet and interview.interview_mode is InterviewMode.VIDEO and not has_link
    return rules.event_of(meeting_of(interview, get_company(interview.company_id), ()), meet=meet)


def _bring(token: str, uid: str, wanted: dict[str, Any] | None) -> dict[str, Any] | None:
    found = google.find_event(token, uid)
    if wanted is None:
        if found is not None and found.get("status") != "cancelled":
            google.delete_event(token, found["id"])
        return None
    if found is None:
        return google.insert_event(token, wanted)
    made = bool(rules.meet_link_of(found)) or rules.waits_for_link(found)
    change = {name: value for name, value in wanted.items() if name != "iCalUID"}
    if made:
        change.pop("conferenceData", None)
    return google.change_event(token, found["id"], change)


@task("calendars.busy", attempts=4)
def busy(payload: dict[str, Any]) -> None:
    """Ask for a person's busy times of the coming weeks."""
    connection = queries.get_connection(payload["connection_id"])
    if connection is None or connection.state is not ConnectionState.CONNECTED:
        return
    first, last = now(), now() + rules.AHEAD
    own = queries.own_interviews(connection.user_id, first, last)
    try:
        spans = with_access(connection.id, lambda token: google.busy_times(token, first, last))
    except GoogleFault:
        return  # it is asked for again in ten minutes; what was known stays
    with transaction():
        services.keep_busy(connection.id, rules.cells_of(spans, own, first, last))


@schedule("calendars.sweep", every="every 10 min")
def sweep() -> None:
    """Have the busy times of everybody who is connected asked for again."""
    for company_id, connection_id in queries.busy_connections():
        with as_company(company_id), transaction():
            services.ask_for_busy(connection_id)


def with_access(connection_id: int, use: Callable[[str], T]) -> T:
    """What `use` gives with an access token that is good, renewed where it has ended.

    Raises NotNow when Google asks for a pause, GoogleFault for a refusal; an agreement that has ended is told.
    """
    connection = queries.get_connection(connection_id)
    if connection is None:
        raise GoogleFault("There is no connection any more.")
    token, until = connection.access_token, connection.access_until
    refresh_token = connection.refresh_token or ""
    try:
        if not token or until is None or until < now() + rules.MARGIN:
            token = _renew(connection_id, refresh_token)
        try:
            return use(token)
        except Expired:
            return use(_renew(connection_id, refresh_token))
    except Later as fault:
        raise NotNow(str(fault), seconds=rules.pause(fault.seconds)) from fault
    except (Revoked, Expired) as fault:
        with transaction():
            services.broken(connection_id, str(fault))
        raise


def _renew(connection_id: int, refresh_token: str) -> str:
    tokens = google.refresh(refresh_token)
    with transaction():
        services.renewed(connection_id, tokens)
    return tokens.access
