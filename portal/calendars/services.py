"""Connecting and disconnecting, and what the worker found out; nothing here calls Google."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert

from portal.accounts.models import Role
from portal.calendars import google, queries, rules
from portal.calendars.google import Tokens
from portal.calendars.models import FAULT_LENGTH, CalendarConnection, CalendarEvent, ConnectionState, Purpose
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import SYSTEM, Person, PersonKind
from portal.interviews import queries as interviews
from portal.interviews.models import BusyCell, Interview
from portal.interviews.services.inviting import give_link
from portal.notifications.models import Channel, NotificationType
from portal.notifications.queries import users_in_roles
from portal.notifications.services import Recipient, send_custom

LOST = "Google Calendar is no longer connected"


def connect(purpose: Purpose, code: str, verifier: str, redirect: str, by: Person) -> CalendarConnection:
    """Keep what an agreement gave; the worker changes it for access. A company has one calendar: of who connected last.

    Raises NotSetUp.
    """
    if not google.is_set_up():
        raise rules.NotSetUp
    known = queries.connection_of_company() if purpose is Purpose.COMPANY else queries.connection_of_user(by.id)
    connection = known or CalendarConnection(company_id=by.company_id, purpose=purpose.value, created_at=now())
    connection.user_id, connection.state, connection.fault = by.id, ConnectionState.CONNECTING, ""
    connection.code = json.dumps({"code": code, "verifier": verifier, "redirect": redirect})
    connection.refresh_token = connection.access_token = connection.access_until = None
    connection.account, connection.created_at = "", now()
    db.session.add(connection)
    db.session.flush()
    key = f"calendars.begin:{connection.id}:{connection.created_at.isoformat()}"
    later("calendars.begin", {"connection_id": connection.id}, key=key)
    return connection


def disconnect(connection: CalendarConnection, by: Person) -> None:
    """Work with it no more; the worker gives the access back. Entries stay, busy times are forgotten."""
    connection.state, connection.code = ConnectionState.ENDING, None
    db.session.flush()
    if connection.purpose == Purpose.BUSY:
        forget_busy(connection.user_id)
    record("calendar.disconnected", connection, by, about={"purpose": str(connection.purpose)})
    key = f"calendars.end:{connection.id}:{now().isoformat()}"
    later("calendars.end", {"connection_id": connection.id}, key=key)


def set_meet(connection: CalendarConnection, on: bool) -> None:
    """Whether video interviews without a link get one of Google Meet."""
    connection.meet = on
    db.session.flush()


def sync_all(connection: CalendarConnection) -> int:
    """Bring every interview that lies ahead to Google; how many there are."""
    ids = queries.booked_ahead(now())
    for interview_id in ids:
        key = f"calendars.sync:{interview_id}:{now().isoformat()}"
        later("calendars.sync", {"interview_id": interview_id}, key=key)
    return len(ids)


def connected(connection_id: int, tokens: Tokens, account: str) -> None:
    """The agreement gave access: what there is goes to Google, or comes from there."""
    connection = queries.get_connection(connection_id)
    if connection is None or connection.state is not ConnectionState.CONNECTING:
        return
    _keep(connection, tokens)
    connection.state, connection.code, connection.account = ConnectionState.CONNECTED, None, account[:254]
    db.session.flush()
    about = {"purpose": str(connection.purpose), "account": connection.account}
    record("calendar.connected", connection, SYSTEM(connection.company_id), about=about)
    if connection.purpose == Purpose.COMPANY:
        sync_all(connection)
    else:
        ask_for_busy(connection_id)


def renewed(connection_id: int, tokens: Tokens) -> None:
    """New access instead of one that has ended."""
    connection = queries.get_connection(connection_id)
    if connection is not None:
        _keep(connection, tokens)


def broken(connection_id: int, words: str) -> None:
    """Google takes our access no more: no further calls, and those whom it concerns are told, once."""
    connection = queries.get_connection(connection_id)
    if connection is None or connection.state in (ConnectionState.BROKEN, ConnectionState.ENDING):
        return
    connection.state, connection.fault = ConnectionState.BROKEN, words[:FAULT_LENGTH]
    connection.code = connection.access_token = connection.access_until = None
    db.session.flush()
    if connection.purpose == Purpose.BUSY:
        forget_busy(connection.user_id)
    record("calendar.broken", connection, SYSTEM(connection.company_id), about={"purpose": str(connection.purpose)})
    told = [connection.user_id]
    if connection.purpose == Purpose.COMPANY:
        told = [admin.id for admin in users_in_roles([Role.ADMIN], None)]
    is_company = connection.purpose == Purpose.COMPANY
    lost = "Interviews do not go there any more." if is_company else "Your busy times are not known."
    try:
        send_custom(
            [Recipient(PersonKind.USER, user_id) for user_id in told], NotificationType.SYSTEM, LOST,
            f"{lost} {words}", (Channel.IN_APP, Channel.EMAIL), company_id=connection.company_id,
            key=f"calendar:{connection.id}:{now().isoformat()}",
        )  # fmt: skip
    except BadInput:
        pass  # who had connected it cannot sign in any more


def ended(connection_id: int) -> None:
    """The access is given back: nothing of the connection is kept."""
    connection = queries.get_connection(connection_id)
    if connection is not None and connection.state is ConnectionState.ENDING:
        db.session.delete(connection)
        db.session.flush()


def keep_event(interview: Interview, told: dict[str, Any] | None) -> None:
    """What stands at Google of an interview now; None: nothing. A call that was made becomes the place to meet."""
    event = _event(interview)
    told = told or {}
    event.google_id, event.link = told.get("id"), str(told.get("htmlLink") or "")[:1000]
    event.meet_link, event.fault, event.updated_at = rules.meet_link_of(told)[:500], "", now()
    db.session.flush()
    if event.meet_link:
        give_link(interview, event.meet_link, SYSTEM(interview.company_id))


def keep_fault(interview: Interview, words: str) -> None:
    """Why an interview does not stand at Google as it should."""
    event = _event(interview)
    event.fault, event.updated_at = words[:FAULT_LENGTH], now()
    db.session.flush()


def keep_busy(connection_id: int, cells: Iterable[int]) -> None:
    """A person's busy five minutes, as they are now: what is new comes, what is free again goes."""
    connection = queries.get_connection(connection_id)
    if connection is None or connection.state is not ConnectionState.CONNECTED:
        return
    person, wanted = f"u{connection.user_id}", set(cells)
    known = queries.busy_cells(person)
    if gone := known - wanted:
        _forget(person, gone)
    if new := sorted(wanted - known):
        rows = [{"person": person, "cell": cell, "company_id": connection.company_id} for cell in new]
        # Each row names its company: an insert is not narrowed by the tenancy hook.
        db.session.execute(insert(BusyCell), rows, execution_options={"unscoped": True})
    connection.checked_at, connection.fault = now(), ""
    db.session.flush()


def forget_busy(user_id: int) -> None:
    """Nothing is known of a person's own calendar any more."""
    busy = delete(BusyCell).where(BusyCell.person == f"u{user_id}")
    db.session.execute(busy, execution_options={"synchronize_session": False})


def ask_for_busy(connection_id: int) -> None:
    """Have the worker ask for a person's busy times."""
    key = f"calendars.busy:{connection_id}:{now().isoformat()}"
    later("calendars.busy", {"connection_id": connection_id}, key=key)


def _keep(connection: CalendarConnection, tokens: Tokens) -> None:
    connection.access_token = tokens.access
    connection.access_until = now() + timedelta(seconds=tokens.seconds)
    connection.refresh_token = tokens.refresh or connection.refresh_token
    db.session.flush()


def _forget(person: str, cells: set[int]) -> None:
    some = delete(BusyCell).where(BusyCell.person == person, BusyCell.cell.in_(cells))
    db.session.execute(some, execution_options={"synchronize_session": False})


def _event(interview: Interview) -> CalendarEvent:
    interviews.lock_interview(interview.id)
    event = queries.event_of(interview.id)
    if event is None:
        event = CalendarEvent(interview_id=interview.id, company_id=interview.company_id)
        db.session.add(event)
    return event
