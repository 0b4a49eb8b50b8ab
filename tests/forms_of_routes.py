"""What the isolation test must know of some routes: valid forms, the state they need, who is rightful, plain words.

A form that stands on the page of its own address is filled in by itself from that page.
"""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from portal.accounts.models import AccountStatus, ApiKey, Role, User
from portal.candidates.models import Application, ApplicationStatus, CvUpload, UploadState
from portal.clients.models import Client, ClientStatus
from portal.conversations.models import Channel, ChannelStatus, ChannelType, Provider
from portal.core.clock import now
from portal.core.database import db, reading
from portal.core.ids import Prefix
from portal.core.mail import Mail, MailState, deliver
from portal.core.outbox import Effect, EffectState
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import IntegrationSubmission
from portal.interviews.models import Interview, InterviewSlot, InterviewStatus
from portal.jobs.models import Job, JobStatus
from portal.notifications.models import PushSubscription
from portal.webhooks.models import EndpointState, WebhookEndpoint
from tests import factories

Ids = dict[str, int]
S = InterviewStatus

# What stands for a converter that is no id of a row.
WORDS: dict[str, Any] = {
    "token": "not-a-token-of-ours", "slug": "examples", "document_id": 1, "number": 1, "email": "buyer@example.com",
    "title": "engineer", "upload_key": "0" * 40, "file_key": "0" * 40,
    "filename": "css/swagger-ui.css", "submission_id": 1, "integration_type": "jobadder", "source": "greenhouse",
    "conversation_id": 1, "message_id": 1, "reply_id": 1,
    "channel_id": 1,
}  # fmt: skip

# Routes whose address is itself a secret (links in mails), or that are public; they have tests of their own.
NOT_BY_ID: set[str] = {
    *(
        f"candidate_portal.interview_by_link{part}"
        for part in ("", "_change", "_booking", "_move", "_cancellation", "_message", "_calendar")
    ),
    *("accounts.set_password", "accounts.use_password_link"),
    *("candidate_portal.set_password", "candidate_portal.use_password_link"),
    *("candidate_portal.sign_in_link", "candidate_portal.use_sign_in_link"),
    *("candidate_portal.confirm_email", "candidate_portal.use_confirmation"),
    *("candidate_portal.sign_in", "candidate_portal.forgot_password", "candidate_portal.ask_for_link"),
    *("candidate_portal.register", "interviews.feed", "docs_file", "integrations_api.callback"),
    # For everybody; what they hide is tried in tests/careers.
    *(f"careers.{name}" for name in ("index", "job", "apply", "thanks", "seen", "sitemap", "feed", "portal_job")),
    # Known by a signature or a key (tests/integrations/ats walks their strangers).
    *("ats.receive", "ats.generic_of"),
    # The same of channels (tests/conversations/test_channels_doors.py).
    *(f"inbound.{name}" for name in ("status", "email", "meta_challenge", "from_meta", "from_twilio", "twilio_status")),
    # Every candidate may apply for a public job (tests/automation).
    "candidate_portal.automation_apply",
    # Their keys are secrets, and what is signed is tried in tests/storage/test_signed.py.
    *("storage_api.take_upload", "storage_api.lent_file", "storage_api.uploaded_file"),
    # Its form holds a state that is signed for one person (tests/integrations/test_connecting.py walks its strangers).
    "integrations.finish_connection",
}

# The rightful person of a route, where it is not the admin (or, under /portal, the candidate).
RIGHTFUL: dict[str, str] = {
    "interviews.say_feedback": "client_user", "interviews.feedback": "client_user",
    **dict.fromkeys(
        (
            f"candidates_api.{name}"
            for name in ("use_resume", "delete_resume", "update_letter", "delete_letter", "delete_saved_answer")
        ),
        "candidate",
    ),
    "candidate_portal.remove_device": "candidate",
    "automation_api.task": "candidate", "automation_api.decide": "candidate",
}  # fmt: skip


# What a route needs behind its path.
QUERY: dict[str, str] = {"candidates.undo": "?status=IN_PROGRESS&version=1"}


def _soon() -> str:
    """A Monday in about two weeks."""
    day = now() + timedelta(days=14)
    return f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"


def _upload() -> dict[str, Any]:
    return {"files": (io.BytesIO(b"Ada Lovelace\nada@example.com\n"), "ada.txt")}


# A valid form for routes whose page does not hold it ready.
FORMS: dict[str, dict[str, Any] | Callable[[], dict[str, Any]]] = {
    "candidate_portal.message_new": {"about": "general", "text": "Hello", "send_key": "a-key-of-mine"},
    "candidate_portal.message_write": {"text": "Hello", "send_key": "a-key-of-mine"},
    "candidate_portal.message_reading": {"upto": "1"},
    "candidate_portal.interview_booking": {"slot": "1"},
    "candidate_portal.interview_move": {"slot": "2"},
    "candidate_portal.interview_message": {"message": "Any morning of next week"},
    "candidates.add": {"text": "A note"},
    "candidates.move": {"status": "IN_PROGRESS", "version": "1"},
    "candidates.put_forward": {"job": "2"},
    "candidates.rejection": {"reason": "not now", "version": "1"},
    "candidates.upload": _upload,
    "candidates.enter_upload": {"first_name": "Ada", "last_name": "Lovelace"},
    "conversations.channel_templates": {"name": "hello", "language": "en", "text": "Hello {{1}}"},
    "conversations.edit_channel": {"gateway_url": "https://93.184.215.14/hook"},
    "conversations.test_channel": {"to": "+914440005678", "text": "Hello"},
    "conversations.play_contact": {"sender": "+919840012345", "words": "Hello"},
    "conversations.use_of_template": {"use": "opening_template", "template": "hello/en", "names": "company"},
    "clients.add_note": {"text": "A note"},
    "clients.add_user": {"name": "New Person", "email": "new.person@example.com"},
    "integrations.add_note": {"text": "A note"},
    "integrations.change_status": {"status": "completed"},
    "interviews.add_slots": lambda: {"hand_day": _soon(), "hand_time": "10:00"},
    "interviews.create": lambda: {
        "round_name": "Second", "mode": "Video", "duration": "45", "zone": "Asia/Kolkata",
        "hand_day": _soon(), "hand_time": "10:00",
    },
    "conversations.give": {"owner": "me"},
    "conversations.reading": {"upto": "1"},
    "conversations.send_template": {"template": "again/en", "send_key": "a-key-of-mine"},
    "conversations.write": {"kind": "message", "text": "Hello", "send_key": "a-key-of-mine"},
    "governance.delete_role": {"instead": ""},
    "jobs.questions": {"text": "When could you begin?", "kind": "text"},
    "interviews.booking": {"slot": "1"},
    "interviews.failure": {"reason": "not now"},
    "webhooks.edit": {"url": "https://93.184.215.14/hook", "everything": "y"},
    "webhooks.resend_since": {"since": "2026-01-01T10:00"},
    "interviews.say_feedback": {"rating": "4", "text": "Good"},
}  # fmt: skip


# A valid body for JSON calls that take one.
BODIES: dict[str, dict[str, Any] | Callable[[], dict[str, Any]]] = {
    "accounts_api.update_portal_user": {"name": "Ada Lovelace"},
    "clients_api.update_client": {"city": "Chennai"},
    "clients_api.create_client_user": {"email": "new.person@example.com", "name": "New Person"},
    "clients_api.update_client_user": {"name": "Ada Lovelace"},
    "governance_api.update_role": {"description": "Changed"},
    "conversations_api.move_conversation": {"status": "COMPLETED"},
    "conversations_api.transfer_conversation": {"new_owner_id": 1},
    "conversations_api.write_message": {"text": "Hello", "author_id": None},
    "jobs_api.update_job": {"location": "Chennai"},
    "ingestion_api.ingest_jobs": {
        "source": "custom",
        "jobs": [{"external_id": "1", "title": "Engineer", "company": "Example Corp"}],
    },
    "candidates_api.create_candidate": {"name": "Ada Lovelace"},
    "candidates_api.update_candidate": {"location": "Chennai"},
    "candidates_api.use_resume": {"is_default": True},
    "automation_api.decide": {"confirmed": True},
    "candidates_api.update_letter": {"name": "Changed"},
    "interviews_api.update_interview": {"place": "Room 4"},
    "interviews_api.book_slot": {"slot_id": 1},
    "integrations_api.update": {"status": "completed"},
    "inbound.status": {"message_id": 1, "status": "read"},
    "ats.generic_of": {"event_id": "event-1", "event_type": "application.created"},
}


def change(model: Any, prefix: str, **values: Any) -> Callable[[Ids], None]:
    """Put the example row of a prefix into a state."""

    def prepare(ids: Ids) -> None:
        db.session.execute(update(model).where(model.id == ids[prefix]).values(**values))

    return prepare


def the_candidates_device(ids: Ids) -> None:
    """The example device shows the news of the candidate."""
    mine = {"user_id": None, "account_id": ids[Prefix.CANDIDATE_ACCOUNT]}
    db.session.execute(update(PushSubscription).where(PushSubscription.id == ids[Prefix.DEVICE]).values(**mine))


def interview_at(status: InterviewStatus, *, over: bool = False) -> Callable[[Ids], None]:
    """The example interview in a status, its slot chosen where that means one."""

    def prepare(ids: Ids) -> None:
        start = now() - timedelta(hours=3) if over else factories.at("2030-01-07 10:00")
        booked = status in (S.CONFIRMED, S.SCHEDULED, S.COMPLETED)
        times = {"scheduled_start_time": start, "scheduled_end_time": start + timedelta(minutes=45)} if booked else {}
        change(Interview, Prefix.INTERVIEW, interview_status=status, **times)(ids)
        change(InterviewSlot, Prefix.SLOT, is_chosen=booked)(ids)

    return prepare


def with_another_slot(ids: Ids) -> None:
    """Booked, and another time is offered."""
    interview_at(S.CONFIRMED)(ids)
    start = factories.at("2030-01-08 10:00")
    db.session.add(
        InterviewSlot(
            interview_id=ids[Prefix.INTERVIEW], start=start, end=start + timedelta(minutes=45), created_at=now()
        )
    )


def sent(ids: Ids) -> None:
    """The example mail lies in the local mailbox."""
    db.session.commit()
    with reading():
        deliver({"mail_id": ids[Prefix.MAIL]})


def another_job(ids: Ids) -> None:
    """A second job of the example's client, to be put forward for."""
    factories.a_job(ids[Prefix.CLIENT])


def a_client_without_jobs(ids: Ids) -> None:
    """A client can be deleted when nothing hangs on it: the example becomes an empty one."""
    empty = factories.a_client()
    ids[Prefix.CLIENT] = empty.id


def a_person_of_the_client(ids: Ids) -> None:
    """The user in the address is one of the client in the address."""
    found = db.session.query(User.id).filter(User.client_id == ids[Prefix.CLIENT]).first()
    assert found is not None
    ids[Prefix.USER] = found[0]


def a_person_with_the_address(ids: Ids) -> None:
    """A user of the client has the address that stands for <email>."""
    factories.a_user(Role.CLIENT_USER, client_id=ids[Prefix.CLIENT], email=WORDS["email"])


def a_key_of_the_company(ids: Ids) -> None:
    """The example key becomes one of the company's own, with scopes."""
    change(ApiKey, Prefix.API_KEY, account_id=None, scopes=["jobs:read"])(ids)


def a_role_nobody_has(ids: Ids) -> None:
    """A role can be deleted by a call when nobody has it."""
    db.session.execute(update(User).values(role_id=None))


def with_a_client_id(_ids: Ids) -> None:
    """The example submission is for a system at which one signs in."""
    data = {"clientId": "portal", "clientSecret": "narwhal note"}
    db.session.execute(
        update(IntegrationSubmission)
        .where(IntegrationSubmission.id == WORDS["submission_id"])
        .values(integration_type=IntegrationType.JOBADDER, data=json.dumps(data))
    )


def duplicate(ids: Ids) -> None:
    """The example upload turned out to be somebody known."""
    facts = {"reading": {"first_name": "Ada", "text": "Ada"}, "duplicate_of_id": ids[Prefix.CANDIDATE]}
    change(CvUpload, Prefix.UPLOAD, state=UploadState.DUPLICATE, **facts)(ids)


def client_may_see(seen: bool) -> Callable[[Ids], None]:
    """The example application, shared or not; not yet shortlisted."""
    return change(Application, Prefix.APPLICATION, client_sees=seen, status=ApplicationStatus.NEW)


def a_whatsapp_for_trying_out(_ids: Ids) -> None:
    """The example channel has templates, one in use, and an invented contact may write on it."""
    template = {"name": "hello", "language": "en", "text": "This is an automated message of {{1}}."}
    db.session.execute(
        update(Channel)
        .where(Channel.id == WORDS["channel_id"])
        .values(type=ChannelType.WHATSAPP, provider=Provider.TEST, settings={"templates": [template]})
    )


def a_paused_channel(_ids: Ids) -> None:
    """The example channel sends nothing."""
    db.session.execute(update(Channel).where(Channel.id == WORDS["channel_id"]).values(status=ChannelStatus.PAUSED))


# The state that a route needs; the strangers then try the same address.
PREPARE: dict[str, Callable[[Ids], None]] = {
    "accounts.revoke_api_key": a_key_of_the_company,
    "governance_api.delete_role": a_role_nobody_has,
    "clients.give_role": a_person_of_the_client,
    "accounts.run_effect": change(Effect, Prefix.EFFECT, state=EffectState.DEAD),
    "accounts.send_again": change(Mail, Prefix.MAIL, state=MailState.FAILED),
    "accounts.activate_staff": change(User, Prefix.USER, status=AccountStatus.INACTIVE),
    "candidates.join_upload": duplicate,
    "candidates.separate_upload": duplicate,
    "candidates.put_forward": another_job,
    "candidates.sharing": client_may_see(False),
    "candidates.unsharing": client_may_see(True),
    "clients.activate": change(Client, Prefix.CLIENT, status=ClientStatus.INACTIVE),
    "clients.delete": a_client_without_jobs,
    "clients.activate_user": a_person_of_the_client,
    "clients.deactivate_user": a_person_of_the_client,
    "clients.edit_user": a_person_of_the_client,
    "clients.welcome_user": a_person_of_the_client,
    "webhooks.resume": change(WebhookEndpoint, Prefix.WEBHOOK_ENDPOINT, state=EndpointState.PAUSED),
    "webhooks.switch_on": change(WebhookEndpoint, Prefix.WEBHOOK_ENDPOINT, state=EndpointState.OFF),
    "clients_api.delete_client": a_client_without_jobs,
    "clients_api.update_client_user": a_person_with_the_address,
    "clients_api.delete_client_user": a_person_with_the_address,
    "candidates_api.send_selection": change(Application, Prefix.APPLICATION, status=ApplicationStatus.SELECTED),
    "interviews_api.send_invite": interview_at(S.CONFIRMED),
    "interviews_api.mark_completed": interview_at(S.SCHEDULED, over=True),
    "interviews_api.mark_no_show": interview_at(S.SCHEDULED, over=True),
    "interviews_api.move_to_next_round": interview_at(S.COMPLETED, over=True),
    "interviews_api.reject": interview_at(S.COMPLETED, over=True),
    "interviews_api.initiate_hiring": interview_at(S.COMPLETED, over=True),
    "integrations.connection": with_a_client_id,
    **dict.fromkeys(
        [
            f"conversations.{name}"
            for name in ("channel_templates", "remove_template", "use_of_template", "play_contact")
        ],
        a_whatsapp_for_trying_out,
    ),
    "conversations.resume_channel": a_paused_channel,
    "jobs.reopen": change(Job, Prefix.JOB, status=JobStatus.CLOSED),
    "interviews.offer": interview_at(S.DRAFT),
    "interviews.giving_back": interview_at(S.CONFIRMED),
    "interviews.invitation": interview_at(S.CONFIRMED),
    "interviews.completion": interview_at(S.SCHEDULED, over=True),
    "interviews.no_show": interview_at(S.SCHEDULED, over=True),
    "interviews.renewal": interview_at(S.NO_SHOW),
    "interviews.say_feedback": interview_at(S.COMPLETED, over=True),
    "interviews.feedback": interview_at(S.COMPLETED, over=True),
    "interviews.pass": interview_at(S.COMPLETED, over=True),
    "interviews.passing": interview_at(S.COMPLETED, over=True),
    "interviews.failure": interview_at(S.COMPLETED, over=True),
    "interviews.hire": interview_at(S.COMPLETED, over=True),
    "interviews.create": interview_at(S.FAILED),
    "candidate_portal.interview_move": with_another_slot,
    "accounts.mail_html": sent,
    "candidate_portal.remove_device": the_candidates_device,
    "notifications.send_selection": change(Application, Prefix.APPLICATION, status=ApplicationStatus.SELECTED),
    "candidate_portal.interview_cancellation": interview_at(S.CONFIRMED),
    "candidate_portal.interview_calendar": interview_at(S.CONFIRMED),
}
