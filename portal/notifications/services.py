"""Telling people, and their reading of it. Everything changes the present transaction and flushes; nothing commits."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import update

from portal.accounts.models import CandidateAccount, Company
from portal.accounts.queries import get_company
from portal.accounts.services.portal_accounts import open_account_for
from portal.candidates.models import Application
from portal.core import mail
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.events import record
from portal.core.people import Person, PersonKind
from portal.notifications import queries, rules
from portal.notifications.models import Notification, NotificationReader
from portal.notifications.queries import Told
from portal.notifications.rules import Audience, Trigger

TITLE_LENGTH, MESSAGE_LENGTH = 300, 1000


def tell(event_id: int) -> None:
    """Write the notification of an event, its readers and their mails. A repeat changes nothing. Raises Missing."""
    told = queries.told_of(event_id)
    trigger = rules.TRIGGERS[told.event.name]
    company = get_company(told.event.company_id)
    client = told.event.client_id if Audience.CLIENT in trigger.audiences and told.client_sees else None
    readers = _users(trigger, client)
    accounts = _accounts(trigger, told)
    if not readers and not accounts:
        return
    notification_id = _write(told, trigger, client, _zone(told, company))
    if notification_id is None:
        return
    _give(notification_id, told, readers, accounts)
    if rules.sends_mail(told.event.name, trigger, told.facts):
        for reader in readers:
            if not _did_it(told, reader.id):
                _mail(told, trigger, reader, company)
    db.session.flush()


def _users(trigger: Trigger, client_id: int | None) -> Sequence[Any]:
    roles = [rules.ROLES[a] for a in trigger.audiences if a in rules.ROLES and (a is not Audience.CLIENT or client_id)]
    return queries.users_in_roles(roles, client_id) if roles else []


def _accounts(trigger: Trigger, told: Told) -> Sequence[int]:
    if Audience.CANDIDATE not in trigger.audiences or told.event.candidate_id is None:
        return []
    return queries.accounts_of(told.event.candidate_id)


def _zone(told: Told, company: Company) -> str:
    return told.interview.time_zone if told.interview else company.time_zone


def _write(told: Told, trigger: Trigger, client_id: int | None, zone: str) -> int | None:
    facts = told.facts_in(zone)
    return insert_once(
        Notification,
        ["event_id"],
        company_id=told.event.company_id,
        event_id=told.event.id,
        type=trigger.type,
        title=rules.title_of(told.event.name, facts)[:TITLE_LENGTH],
        message=rules.message_of(told.event.name, facts)[:MESSAGE_LENGTH],
        entity_type=trigger.about,
        entity_id=getattr(told.event, f"{trigger.about}_id"),
        recipients=rules.recipients_of(trigger, client_id),
        created_at=told.event.at,
    )


def _give(notification_id: int, told: Told, readers: Sequence[Any], accounts: Sequence[int]) -> None:
    company_id, moment = told.event.company_id, told.event.at
    for reader in readers:
        # Nobody has to be told what they did themselves: it stands in their list, but does not ring.
        read_at = moment if _did_it(told, reader.id) else None
        db.session.add(
            NotificationReader(
                company_id=company_id,
                notification_id=notification_id,
                user_id=reader.id,
                client_id=reader.client_id,
                read_at=read_at,
            )
        )
    for account_id in accounts:
        db.session.add(
            NotificationReader(
                company_id=company_id,
                notification_id=notification_id,
                account_id=account_id,
                candidate_id=told.event.candidate_id,
            )
        )


def _did_it(told: Told, user_id: int) -> bool:
    return told.event.actor_kind == PersonKind.USER and told.event.actor_id == user_id


def _mail(told: Told, trigger: Trigger, reader: Any, company: Company) -> None:
    facts = told.facts_in(reader.time_zone or _zone(told, company))
    entity_id = getattr(told.event, f"{trigger.about}_id")
    endpoint, values = rules.USER_PAGES[trigger.about][0], {rules.USER_PAGES[trigger.about][1]: entity_id}
    mail.send(
        reader.email,
        rules.title_of(told.event.name, facts),
        trigger.template or "",
        key=f"tell:{told.event.id}:user:{reader.id}",
        context={
            **asdict(facts),
            "event": told.event.name,
            "title": rules.title_of(told.event.name, facts),
            "first_name": reader.first_name,
            "company_name": company.name,
        },
        links={"link": ("page", {"endpoint": endpoint, "values": values})},
        to_name=f"{reader.first_name} {reader.last_name}".strip(),
        from_name=company.name,
        company_id=company.id,
    )


def _mine(by: Person) -> Any:
    return (NotificationReader.account_id if by.is_candidate else NotificationReader.user_id) == by.id


def mark_read(notification_id: int, by: Person) -> None:
    """The person has read it; again is harmless. Raises Missing for what they were not told."""
    queries.get_notification(notification_id, by)
    db.session.execute(
        update(NotificationReader)
        .where(NotificationReader.notification_id == notification_id, _mine(by), NotificationReader.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )


def mark_all_read(by: Person) -> None:
    """The person has read everything that waits for them now."""
    db.session.execute(
        update(NotificationReader)
        .where(_mine(by), NotificationReader.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )


def send_selection_notification(application: Application, by: Person) -> CandidateAccount:
    """Write the good news to the candidate of a selected application, with the way into the portal.

    Opens the portal account if there is none; then, or while no password is set, the mail carries the link to set one.
    Sending it again sends it again. Raises RuleBroken before the hire, BadInput without an address.
    """
    rules.check_selected(application.status, application.candidate.name)
    account = open_account_for(application.candidate, by, welcome=False)
    rules.check_can_sign_in(account.status, account.name)
    company = get_company(application.company_id)
    event = record("selection.notified", application, by, about={"email": account.email})
    opens = "set_password" if account.password_hash is None else "sign_in"
    links: dict[str, tuple[str, dict[str, Any]]] = {
        "set_password": ("set_password", {"company_id": company.id, "account_id": account.id}),
        "sign_in": ("page", {"endpoint": "candidate_portal.sign_in", "values": {"slug": company.slug}}),
    }
    mail.send(
        account.email,
        f"You have been selected for {application.job.title}",
        "selection",
        key=f"selection:{event.id}",
        context={
            "first_name": account.first_name,
            "job": application.job.title,
            "client": application.job.client.company_name,
            "recruiter": by.name,
            "sign_in_name": account.email,
            "company_name": company.name,
            "opens": opens,
        },
        links={"link": links[opens]},
        to_name=account.name,
        from_name=company.name,
        reply_to=by.email or None,
        company_id=company.id,
    )
    return account
