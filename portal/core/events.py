"""What happened: one append-only row per change, written in the same transaction as the change.

Events are the audit log, the timeline of a candidate, and what later features listen to. The old and new values stand
in a row of their own, which alone may be wiped for privacy; the event keeps their salted digest.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, update
from sqlalchemy.orm import Mapped, mapped_column, object_session

from portal.core.clock import now
from portal.core.database import BigId, Model, db
from portal.core.people import Person
from portal.core.tenancy import Owned


@dataclass(frozen=True, slots=True)
class EventType:
    """How one kind of event is named: in the audit log, as a notification, and in a timeline."""

    action_type: str
    sentence: str
    notification_type: str | None = None


# Dotted name -> what the audit log (seed 003, "Action Types"), the notifications and the timeline call it.
EVENTS: dict[str, EventType] = {
    "user.login": EventType("USER_LOGIN", "signed in"),
    "user.logout": EventType("USER_LOGOUT", "signed out"),
    "user.created": EventType("USER_CREATE", "added a person"),
    "user.updated": EventType("USER_UPDATE", "changed a person"),
    "user.deactivated": EventType("USER_DEACTIVATE", "deactivated a person"),
    "user.activated": EventType("USER_ACTIVATE", "activated a person"),
    "user.password_changed": EventType("USER_PASSWORD_CHANGE", "changed the password"),
    "user.reset_requested": EventType("USER_PASSWORD_RESET", "asked for a new password"),
    "portal_user.created": EventType("PORTAL_USER_CREATE", "opened a portal account"),
    "portal_user.updated": EventType("PORTAL_USER_UPDATE", "changed a portal account"),
    "portal_user.deactivated": EventType("PORTAL_USER_DEACTIVATE", "closed a portal account"),
    "portal_user.activated": EventType("PORTAL_USER_ACTIVATE", "opened a portal account again"),
    "portal_user.login": EventType("USER_LOGIN", "signed in to the portal"),
    "portal_user.logout": EventType("USER_LOGOUT", "signed out of the portal"),
    "portal_user.registered": EventType("PORTAL_USER_REGISTER", "registered at the portal"),
    "portal_user.confirmed": EventType("PORTAL_USER_CONFIRM", "confirmed the e-mail address"),
    "portal_user.password_changed": EventType("PORTAL_USER_PASSWORD_CHANGE", "changed the portal's password"),
    "portal_user.reset_requested": EventType("PORTAL_USER_PASSWORD_RESET", "asked for a new password of the portal"),
    "calendar_feed.made": EventType("CALENDAR_FEED_CREATE", "made a private calendar address"),
    "calendar_feed.removed": EventType("CALENDAR_FEED_DELETE", "removed the private calendar address"),
    "role.created": EventType("ROLE_CREATE", "added a role"),
    "role.updated": EventType("ROLE_UPDATE", "changed a role"),
    "role.deleted": EventType("ROLE_DELETE", "deleted a role"),
    "api_key.created": EventType("API_KEY_CREATE", "made an API key"),
    "api_key.revoked": EventType("API_KEY_REVOKE", "revoked an API key"),
    "mail.sent_again": EventType("MAIL_RESEND", "sent a mail again"),
    "effect.run_again": EventType("EFFECT_RETRY", "had a task run again"),
    "company.created": EventType("COMPANY_CREATE", "founded the company"),
    "company.updated": EventType("COMPANY_UPDATE", "changed the company's settings"),
    "client.created": EventType("CLIENT_CREATE", "added the client"),
    "client.updated": EventType("CLIENT_UPDATE", "changed the client"),
    "client.deleted": EventType("CLIENT_DELETE", "deleted the client"),
    "client.note_added": EventType("CLIENT_NOTE_CREATE", "wrote a note"),
    "job.created": EventType("JOB_CREATE", "opened the job", "new_job"),
    "job.updated": EventType("JOB_UPDATE", "changed the job"),
    "job.status_changed": EventType("JOB_STATUS_CHANGE", "changed the job's status"),
    "jobs.ingested": EventType("JOBS_INGEST", "sent jobs"),
    "screening_question.created": EventType("SCREENING_QUESTION_CREATE", "added a screening question"),
    "screening_question.updated": EventType("SCREENING_QUESTION_UPDATE", "changed a screening question"),
    "screening_question.removed": EventType("SCREENING_QUESTION_DELETE", "removed a screening question"),
    "candidate.created": EventType("CANDIDATE_CREATE", "added the candidate"),
    "candidate.updated": EventType("CANDIDATE_UPDATE", "changed the profile"),
    "candidate.deleted": EventType("CANDIDATE_DELETE", "deleted the candidate"),
    "candidate.wiped": EventType("CANDIDATE_WIPE", "wiped a deleted person"),
    "candidate.cv_added": EventType("CANDIDATE_CV_ADD", "added a CV"),
    "candidate.cv_chosen": EventType("CANDIDATE_CV_CHOOSE", "put another CV in use"),
    "candidate.cv_deleted": EventType("CANDIDATE_CV_DELETE", "deleted a CV"),
    "candidate.letter_saved": EventType("COVER_LETTER_SAVE", "wrote a cover letter"),
    "candidate.letter_deleted": EventType("COVER_LETTER_DELETE", "deleted a cover letter"),
    "candidate.joined": EventType("CANDIDATE_MERGE", "joined a second CV to this person"),
    "candidate.note_added": EventType("CANDIDATE_NOTE_CREATE", "wrote a note"),
    "automation.submitted": EventType("AUTOMATION_SUBMIT", "asked the portal to apply"),
    "automation.needs_confirmation": EventType("AUTOMATION_ASK", "asked whether an application may be sent"),
    "automation.confirmed": EventType("AUTOMATION_CONFIRM", "let an application be sent"),
    "automation.completed": EventType("AUTOMATION_COMPLETE", "sent an application"),
    "automation.failed": EventType("AUTOMATION_FAIL", "could not send an application"),
    "application.created": EventType("APPLICATION_CREATE", "put forward for the job"),
    "application.status_changed": EventType(
        "CANDIDATE_STATUS_CHANGE", "moved the application", "candidate_status_change"
    ),
    "application.noted": EventType("APPLICATION_NOTE", "noted what another system says"),
    "application.answer_kept": EventType("SCREENING_ANSWER", "answered a screening question"),
    "application.shared": EventType("APPLICATION_SHARE", "shared with the client"),
    "interview.scheduled": EventType("INTERVIEW_CREATE", "planned an interview"),
    "interview.updated": EventType("INTERVIEW_UPDATE", "changed the interview"),
    "interview.slots_sent": EventType("INTERVIEW_SLOTS_SENT", "offered times for an interview"),
    "interview.booked": EventType("INTERVIEW_BOOKED", "booked a time", "interview_booked"),
    "interview.rescheduled": EventType("INTERVIEW_RESCHEDULED", "moved the interview", "interview_booked"),
    "interview.given_back": EventType("INTERVIEW_GIVEN_BACK", "gave the time back"),
    "interview.times_declined": EventType("INTERVIEW_TIMES_DECLINED", "asked for other times"),
    "interview.invited": EventType("INTERVIEW_INVITED", "sent the invitation"),
    "interview.cancelled": EventType("INTERVIEW_CANCELLED", "cancelled the interview"),
    "interview.completed": EventType("INTERVIEW_COMPLETED", "marked the interview as completed"),
    "interview.no_show": EventType("INTERVIEW_NO_SHOW", "marked the interview as a no-show"),
    "interview.feedback_given": EventType("INTERVIEW_FEEDBACK", "gave feedback"),
    "interview.passed": EventType("INTERVIEW_PASSED", "passed the round", "interview_passed"),
    "interview.failed": EventType("INTERVIEW_FAILED", "ended the process after the round"),
    "calendar.connected": EventType("CALENDAR_CONNECTED", "connected Google Calendar"),
    "calendar.disconnected": EventType("CALENDAR_DISCONNECTED", "disconnected Google Calendar"),
    "calendar.broken": EventType("CALENDAR_BROKEN", "lost the connection to Google Calendar"),
    "hiring.initiated": EventType("HIRING_INITIATED", "started the hire", "hiring_initiated"),
    "selection.notified": EventType("SELECTION_NOTIFIED", "sent the selection message"),
    "integration.submitted": EventType("INTEGRATION_SUBMIT", "submitted an integration"),
    "integration.updated": EventType("INTEGRATION_UPDATE", "changed an integration"),
    "integration.status_changed": EventType("INTEGRATION_STATUS_CHANGE", "changed the status of an integration"),
    "integration.note_added": EventType("INTEGRATION_NOTE_CREATE", "wrote a note on an integration"),
    "integration.tested": EventType("INTEGRATION_TEST", "tested the connection of an integration"),
    "integration.connected": EventType("INTEGRATION_CONNECT", "signed in at an integration for the portal"),
    "integration.delivery_replayed": EventType("INTEGRATION_REPLAY", "had a delivery of another system run again"),
    "integration.access_renewed": EventType("INTEGRATION_RENEW", "renewed the access to an integration"),
    "integration.access_lost": EventType("INTEGRATION_ACCESS_LOSS", "lost the access to an integration"),
    "integration.notice_sent": EventType("INTEGRATION_EMAIL", "sent a notice of an integration"),
    "conversation.created": EventType("CONVERSATION_CREATE", "began a conversation"),
    "conversation.ongoing": EventType("CONVERSATION_ONGOING", "opened the conversation"),
    "conversation.completed": EventType("CONVERSATION_COMPLETE", "completed the conversation"),
    "conversation.reopened": EventType("CONVERSATION_REOPEN", "opened the conversation again"),
    "conversation.transferred": EventType("CONVERSATION_TRANSFER", "handed the conversation on"),
    "conversation.handed_over": EventType("CONVERSATION_HAND_OVER", "asked for a person", "person_wanted"),
    "conversation.offered": EventType("CONVERSATION_OFFER", "offered the conversation to all", "conversation_offered"),
    "conversation.waiting": EventType("CONVERSATION_WAIT", "waits for an answer", "conversation_message"),
    "conversation.assistant_acted": EventType("ASSISTANT_ACT", "acted for the contact"),
    "conversation.note_added": EventType("CONVERSATION_NOTE_CREATE", "wrote a note in the conversation"),
    "contact.stopped": EventType("CONTACT_STOP", "asked for no more automated messages", "contact_stopped"),
    "contact.started": EventType("CONTACT_START", "allowed automated messages again"),
    "conversation_settings.updated": EventType("CONVERSATION_SETTINGS_UPDATE", "changed how conversations work"),
    "canned_reply.created": EventType("CANNED_REPLY_CREATE", "added a canned reply"),
    "canned_reply.updated": EventType("CANNED_REPLY_UPDATE", "changed a canned reply"),
    "canned_reply.deleted": EventType("CANNED_REPLY_DELETE", "deleted a canned reply"),
    "message.received": EventType("MESSAGE_RECEIVE", "wrote a message"),
    "message.queued": EventType("MESSAGE_WRITE", "wrote a message"),
    "message.sent": EventType("MESSAGE_SEND", "sent a message"),
    "message.failed": EventType("MESSAGE_FAIL", "could not send a message"),
    "message.sent_again": EventType("MESSAGE_RESEND", "sent a message again"),
    "channel.created": EventType("CHANNEL_CREATE", "added a channel"),
    "channel.updated": EventType("CHANNEL_UPDATE", "changed a channel"),
    "channel.paused": EventType("CHANNEL_PAUSE", "paused a channel"),
    "channel.resumed": EventType("CHANNEL_RESUME", "resumed a channel"),
    "channel.secret_rotated": EventType("CHANNEL_SECRET_ROTATE", "changed the signing secret of a channel"),
    "channel.tested": EventType("CHANNEL_TEST", "sent a test message on a channel"),
    "device.added": EventType("DEVICE_ADD", "had a device shown push messages"),
    "device.removed": EventType("DEVICE_REMOVE", "ended push messages on a device"),
    "webhook.created": EventType("WEBHOOK_CREATE", "added a webhook endpoint"),
    "webhook.updated": EventType("WEBHOOK_UPDATE", "changed a webhook endpoint"),
    "webhook.deleted": EventType("WEBHOOK_DELETE", "deleted a webhook endpoint"),
    "webhook.paused": EventType("WEBHOOK_PAUSE", "paused a webhook endpoint"),
    "webhook.resumed": EventType("WEBHOOK_RESUME", "resumed a webhook endpoint"),
    "webhook.switched_off": EventType("WEBHOOK_SWITCH_OFF", "switched a webhook endpoint off"),
    "webhook.switched_on": EventType("WEBHOOK_SWITCH_ON", "switched a webhook endpoint on again"),
    "webhook.secret_rotated": EventType("WEBHOOK_SECRET_ROTATE", "changed the secret of a webhook endpoint"),
    "webhook.pinged": EventType("WEBHOOK_PING", "sent a test event to a webhook endpoint"),
    "webhook.resent": EventType("WEBHOOK_RESEND", "sent webhook deliveries again"),
}


class Event(Owned, Model):
    """One thing that somebody did. Never changed and never deleted (a trigger sees to it)."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_company_id_id", "company_id", "id"),
        Index("ix_events_of_candidate", "company_id", "candidate_id", "id"),
        Index("ix_events_of_application", "company_id", "application_id", "id"),
        Index("ix_events_of_job", "company_id", "job_id", "id"),
        Index("ix_events_of_time", "company_id", "at", "id"),
        Index("ix_events_of_actor", "company_id", "actor_kind", "actor_id", "at", "id"),
        Index("ix_events_of_action", "company_id", "action_type", "at", "id"),
        Index("ix_events_of_type", "company_id", "entity_type", "at", "id"),
        Index("ix_events_of_entity", "company_id", "entity_type", "entity_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(60))
    action_type: Mapped[str] = mapped_column(String(60))
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    actor_email: Mapped[str] = mapped_column(String(254), default="")
    actor_role: Mapped[str] = mapped_column(String(40), default="")
    entity_type: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    client_id: Mapped[int | None]
    job_id: Mapped[int | None]
    candidate_id: Mapped[int | None]
    application_id: Mapped[int | None]
    interview_id: Mapped[int | None]
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    details_digest: Mapped[str | None] = mapped_column(String(64))


class EventDetails(Owned, Model):
    """The old and new values of an event; may be wiped for privacy while the event stays, and changed in no other way
    (a trigger sees to it)."""

    __tablename__ = "event_details"

    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("events.id"), primary_key=True)
    old: Mapped[dict[str, Any]] = mapped_column(default=dict)
    new: Mapped[dict[str, Any]] = mapped_column(default=dict)
    salt: Mapped[str] = mapped_column(String(32))


Reaction = Callable[[Event, dict[str, Any]], None]
_reactions: dict[str, list[Reaction]] = {}


def reacts_to(*names: str) -> Callable[[Reaction], Reaction]:
    """Call the function in the transaction of every such event, after its row is written.

    It gets the event and `about` (the facts that the recorder gave), and may add rows and effects, nothing else.
    """
    for name in names:
        if name not in EVENTS:
            raise KeyError(f"{name} is not in EVENTS")

    def remember(reaction: Reaction) -> Reaction:
        for name in names:
            known = _reactions.setdefault(name, [])
            if reaction not in known:
                known.append(reaction)
        return reaction

    return remember


def plain(value: Any) -> Any:
    """A value as JSON can hold it: moments as RFC 3339 in UTC, amounts as text, enums as their words."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(v) for v in value]
    if isinstance(value, str):
        return str(value)
    return value


def changes(row: Any, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of those fields of a row that `wanted` would change."""
    different = {k: v for k, v in wanted.items() if getattr(row, k) != v}
    return {k: getattr(row, k) for k in different}, different


@dataclass(frozen=True, slots=True)
class Told:
    """One of many changes of a kind, for `record_many`; the words are those of `record`."""

    entity: Any
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None
    about: dict[str, Any] | None = None
    ids: Mapping[str, int | None] = field(default_factory=dict)


def record(
    name: str,
    entity: Any,
    by: Person,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    about: dict[str, Any] | None = None,
    **ids: int | None,
) -> Event:
    """Write an event and let its listeners react, all in the present transaction.

    `ids` are `client_id`, `job_id`, `candidate_id`, `application_id`, `interview_id` as far as they are not read off
    the entity itself. `about` must be JSON; it stays with the event, so no secret and nothing private belongs into it.
    """
    return record_many(name, [Told(entity, old, new, about, ids)], by)[0]


def record_many(name: str, told: Sequence[Told], by: Person) -> list[Event]:
    """As `record`, for many rows at once: their events, and then their details, are written together."""
    kind = EVENTS[name]
    if any(object_session(one.entity) is None for one in told):
        raise RuntimeError(f"{name}: its row was loaded in a scope that has ended, so its change would be lost.")
    if any(getattr(one.entity, "id", None) is None for one in told):
        db.session.flush()
    written = [(_event(name, kind, one, by), _details(one, by)) for one in told]
    for event, details in written:
        event.details_digest = digest_of(details) if details is not None else None
        db.session.add(event)
    db.session.flush()
    for event, details in written:
        if details is not None:
            details.event_id = event.id
            db.session.add(details)
    for one, (event, _) in zip(told, written, strict=True):
        for reaction in _reactions.get(name, ()):
            reaction(event, one.about or {})
    return [event for event, _ in written]


def _event(name: str, kind: EventType, told: Told, by: Person) -> Event:
    entity = told.entity
    links = {
        key: _link(entity, key, told.ids)
        for key in ("client_id", "job_id", "candidate_id", "application_id", "interview_id")
    }
    return Event(
        company_id=getattr(entity, "company_id", None) or by.company_id,
        at=now(),
        name=name,
        action_type=kind.action_type,
        actor_kind=by.kind,
        actor_id=by.id or None,
        actor_name=by.name,
        actor_email=by.email,
        actor_role=by.role,
        entity_type=entity.__tablename__.rstrip("s") if not hasattr(entity, "entity_type") else entity.entity_type,
        entity_id=entity.id,
        about=plain(told.about or {}),
        **links,
    )


def _details(told: Told, by: Person) -> EventDetails | None:
    if not (told.old or told.new):
        return None
    return EventDetails(
        company_id=getattr(told.entity, "company_id", None) or by.company_id,
        old=plain(told.old or {}),
        new=plain(told.new or {}),
        salt=secrets.token_hex(16),
    )


def _link(entity: Any, key: str, ids: Mapping[str, int | None]) -> int | None:
    if key in ids:
        return ids[key]
    if entity.__tablename__ == f"{key[:-3]}s":
        return int(entity.id)
    found: int | None = getattr(entity, key, None)
    return found


def digest_of(details: EventDetails) -> str:
    """The salted SHA-256 that the event keeps of its details."""
    return digest(details.salt, details.old, details.new)


def digest(salt: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """As `digest_of`, of the values themselves."""
    text = json.dumps([salt, old, new], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def wipe_details(event_ids: Sequence[int]) -> None:
    """Forget the old and new values of events of the present scope, and the salt, so that nobody can guess them either.

    The events stay, with their digests.
    """
    db.session.execute(
        update(EventDetails).where(EventDetails.event_id.in_(event_ids)).values(old={}, new={}, salt=""),
        execution_options={"synchronize_session": False},
    )


def names_of(prefix: str) -> Iterable[str]:
    """All event names that begin with the prefix."""
    return (name for name in EVENTS if name.startswith(prefix))
