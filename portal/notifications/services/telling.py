"""An event becomes notifications and mails for those whom it concerns."""

from collections.abc import Sequence
from dataclasses import asdict

from portal.accounts.models import Company, Role
from portal.accounts.queries import get_company
from portal.core.people import PersonKind
from portal.notifications import queries, rules
from portal.notifications.models import Channel
from portal.notifications.queries import Reader, Told
from portal.notifications.rules import Audience, Trigger
from portal.notifications.services.writing import Draft, give, mail_to, wishes_of, write


def tell(event_id: int) -> None:
    """Write the notification of an event, its readers and their mails. A repeat changes nothing. Raises Missing."""
    told = queries.told_of(event_id)
    trigger = rules.TRIGGERS[told.event.name]
    company = get_company(told.event.company_id)
    client = told.event.client_id if Audience.CLIENT in trigger.audiences and told.client_sees else None
    readers = [*_users(trigger, client), *_owner(trigger, told), *_accounts(trigger, told)]
    if not readers:
        return
    draft = _draft(told, trigger, client, _zone(told, company))
    notification_id = write(draft)
    if notification_id is None:
        return
    wishes = wishes_of(readers, trigger.type)
    doer = told.event.actor_id if told.event.actor_kind == PersonKind.USER else None
    # Nobody has to be told what they did themselves: it stands in their list, but does not ring and is not mailed.
    give(notification_id, draft, readers, wishes, read_by=doer)
    if rules.sends_mail(told.event.name, trigger, told.facts):
        for reader in readers:
            if wishes.wants(reader, trigger.type, Channel.EMAIL) and not (reader.kind == "user" and reader.id == doer):
                _mail(told, trigger, reader, company)


def _users(trigger: Trigger, client_id: int | None) -> Sequence[Reader]:
    roles = [rules.ROLES[a] for a in trigger.audiences if a in rules.ROLES and (a is not Audience.CLIENT or client_id)]
    # Whose own role does not let them see such a thing hears nothing of it either.
    return _seeing(trigger, queries.users_in_roles(roles, client_id) if roles else [])


def _owner(trigger: Trigger, told: Told) -> Sequence[Reader]:
    """Who answers in the conversation by the time that people are told; the recruiters, where nobody does."""
    if Audience.OWNER not in trigger.audiences:
        return []
    owner = told.event.about.get("owner_id")
    found = _seeing(trigger, queries.users_by_id([owner])) if owner is not None else []
    return found or _seeing(trigger, queries.users_in_roles([Role.RECRUITER], None))


def _seeing(trigger: Trigger, readers: Sequence[Reader]) -> list[Reader]:
    return [reader for reader in readers if trigger.seen_with in reader.permissions]


def _accounts(trigger: Trigger, told: Told) -> Sequence[Reader]:
    if Audience.CANDIDATE not in trigger.audiences or told.event.candidate_id is None:
        return []
    return queries.accounts_of(told.event.candidate_id)


def _zone(told: Told, company: Company) -> str:
    return told.interview.time_zone if told.interview else company.time_zone


def _draft(told: Told, trigger: Trigger, client_id: int | None, zone: str) -> Draft:
    facts = told.facts_in(zone)
    return Draft(
        company_id=told.event.company_id,
        event_id=told.event.id,
        type=trigger.type,
        title=rules.title_of(told.event.name, facts),
        message=rules.message_of(told.event.name, facts),
        entity=(trigger.about, told.id_of(trigger.about)),
        recipients=rules.recipients_of(trigger, client_id),
        created_at=told.event.at,
    )


def _mail(told: Told, trigger: Trigger, reader: Reader, company: Company) -> None:
    facts = told.facts_in(reader.zone or _zone(told, company))
    target = rules.target_of(trigger.about, told.id_of(trigger.about), for_candidate=False)
    mail_to(
        reader,
        company,
        subject=rules.title_of(told.event.name, facts),
        template=trigger.template,
        key=f"tell:{told.event.id}:user:{reader.id}",
        context={
            **asdict(facts),
            "event": told.event.name,
            "message": rules.message_of(told.event.name, facts),
            "button": "Open in the portal",
        },
        link=target or ("notifications.index", {}),
    )
