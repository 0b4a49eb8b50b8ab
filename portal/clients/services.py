"""Verbs that change clients. Each records its event, flushes, and never commits."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import AccountSession, OneTimeLink, User
from portal.accounts.services.roles import drop_roles_of_client
from portal.clients import queries, rules
from portal.clients.models import Client, ClientNote, ClientStatus
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, RuleBroken
from portal.core.events import Told, changes, record, record_many
from portal.core.people import Person

FIELDS = (
    "company_name",
    "industry",
    "website",
    "phone",
    "address",
    "city",
    "state",
    "country",
    "postal_code",
    "notes",
)


def create_client(values: Mapping[str, Any], by: Person) -> Client:
    """Add a client; `values` may hold FIELDS, anything else is not looked at. Raises BadInput."""
    clean = _checked(values)
    client = Client(
        company_id=by.company_id,
        **clean,
        status=ClientStatus.ACTIVE,
        created_at=now(),
        created_by=by.email,
    )
    db.session.add(client)
    db.session.flush()
    record("client.created", client, by, new=clean, about={"company_name": client.company_name})
    return client


def import_clients(names: Sequence[str], by: Person) -> dict[str, tuple[int, ClientStatus]]:
    """Number and status of the client of each name; one that is not there is added, marked as imported.

    Whoever calls has seen to it that nobody else imports clients of the company meanwhile.
    """
    known = queries.clients_named(names)
    new: dict[str, Client] = {}
    for name in names:
        if name not in known and name.casefold() not in new:
            new[name.casefold()] = Client(
                company_id=by.company_id,
                company_name=name,
                status=ClientStatus.ACTIVE,
                imported=True,
                created_at=now(),
                created_by=by.email,
            )
    if new:
        db.session.add_all(new.values())
        db.session.flush()
        told = [
            Told(c, new={"company_name": c.company_name, "imported": True}, about={"company_name": c.company_name})
            for c in new.values()
        ]
        record_many("client.created", told, by)
    made = {name: (new[name.casefold()].id, ClientStatus.ACTIVE) for name in names if name.casefold() in new}
    return {**known, **made}


def update_client(client: Client, values: Mapping[str, Any], by: Person, *, version: int) -> Client:
    """Change the client that was read at `version`. Raises BadInput, and Conflict when it has changed since."""
    if version != client.version:
        raise Conflict("Somebody else changed this client while you were editing it.")
    old, new = changes(client, _checked(values, besides=client.id))
    if not new:
        return client
    for name, value in new.items():
        setattr(client, name, value)
    db.session.flush()
    record("client.updated", client, by, old=old, new=new)
    return client


def activate_client(client: Client, by: Person) -> Client:
    """Serve the client (again). Raises InvalidState."""
    return _move(client, ClientStatus.ACTIVE, by)


def deactivate_client(client: Client, by: Person) -> Client:
    """Serve the client no longer: nothing of it is lost, but no new job is opened for it. Raises InvalidState."""
    return _move(client, ClientStatus.INACTIVE, by)


def delete_client(client: Client, jobs: int, by: Person) -> None:
    """Delete a client that has none of the `jobs` counted, with its notes and its people's accounts.

    Raises RuleBroken when it has jobs, or when its people have done something that must be kept.
    """
    rules.check_deletable(jobs)
    record("client.deleted", client, by, old={name: getattr(client, name) for name in FIELDS}, client_id=client.id)
    people = select(User.id).where(User.client_id == client.id).scalar_subquery()
    steps = (
        delete(AccountSession).where(AccountSession.user_id.in_(people)),
        delete(OneTimeLink).where(OneTimeLink.user_id.in_(people)),
        delete(ClientNote).where(ClientNote.client_id == client.id),
        delete(User).where(User.client_id == client.id),
    )
    try:
        with db.session.begin_nested():
            for step in steps:
                db.session.execute(step, execution_options={"synchronize_session": False})
            drop_roles_of_client(client.id, by)
            db.session.delete(client)
            db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("Something still refers to this client or its people. Deactivate it instead.") from error


def add_note(client: Client, text: str, by: Person) -> ClientNote:
    """A dated note about the client, for the company's own people. Raises BadInput for an empty or endless one."""
    words = text.strip()
    if not words or len(words) > rules.NOTE_LENGTH:
        raise BadInput(fields={"text": f"Write between 1 and {rules.NOTE_LENGTH:,} characters."})
    note = ClientNote(company_id=client.company_id, client_id=client.id, author_id=by.id, text=words, created_at=now())
    db.session.add(note)
    db.session.flush()
    record("client.note_added", client, by)
    return note


def _move(client: Client, wanted: ClientStatus, by: Person) -> Client:
    rules.check_move(client.status, wanted)
    old = client.status
    client.status = wanted
    db.session.flush()
    record("client.updated", client, by, old={"status": old}, new={"status": wanted})
    return client


def _checked(values: Mapping[str, Any], besides: int = 0) -> dict[str, Any]:
    clean = {name: values.get(name) or None for name in FIELDS}
    problems: dict[str, str] = {}
    for name, check in (("website", rules.check_website), ("phone", rules.check_phone)):
        try:
            clean[name] = check(clean[name])
        except BadInput as refusal:
            problems |= refusal.fields
    title = clean["company_name"]
    if not title:
        problems["company_name"] = "Enter the client's name."
    elif queries.find_clients_named(title, besides):
        problems["company_name"] = "There is a client of this name already."
    if problems:
        raise BadInput(fields=problems)
    return clean
