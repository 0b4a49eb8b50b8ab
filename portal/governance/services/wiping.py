"""Wiping people who were deleted a month ago: what they said and what was said of them goes, the figures stay.

What cannot go: who did something (`events.actor_name`, `actor_email`) is sealed with the event, also where it was the
candidate; backups and freed pages of the database file are the operator's.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import String, cast, delete, literal, or_, select, update

from portal.accounts.models import AccountSession, AccountStatus, ApiKey, CalendarFeed, CandidateAccount, OneTimeLink
from portal.automation.models import AutomationTask, ConfirmedSite
from portal.calendars.models import CalendarEvent
from portal.candidates.models import (
    Application,
    CandidateText,
    CoverLetterTemplate,
    CvUpload,
    Document,
    Note,
    SavedAnswer,
    ScreeningAnswer,
)
from portal.conversations.models import AssistantTurn, Contact
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event, EventDetails, record
from portal.core.mail import Mail, MailAttempt
from portal.core.people import SYSTEM
from portal.governance.queries import wiping as queries
from portal.integrations.models import InboundDelivery
from portal.interviews.models import Feedback, Interview
from portal.notifications.models import Notification, PushSubscription
from portal.storage import services as storage
from portal.storage.models import SignedUpload
from portal.webhooks.models import WebhookDelivery

KEPT_FOR = timedelta(days=30)
AT_ONCE = 20
NAME = "Deleted person"
EMPTY: dict[str, Any] = {
    "first_name": NAME, "last_name": "", "email": None, "phone": None, "phone_printed": None, "linkedin": None,
    "location": None, "current_role": None, "current_company": None, "experience_years": None, "skills": [],
    "experience": [], "education": [], "languages": [], "links": [], "summary": None, "expected_salary": None,
    "preferred_locations": [], "job_types": [], "parsing_confidence": None,
}  # fmt: skip


def waiting(limit: int = AT_ONCE) -> Sequence[int]:
    """People of the present company who were deleted long enough ago and are still to be wiped."""
    return queries.to_wipe(now() - KEPT_FOR, limit)


def wipe(candidate_id: int) -> None:
    """Wipe one deleted person, all in one transaction; the bytes of files go with its commit. A repeat does nothing."""
    candidate = queries.lock_deleted(candidate_id)
    if candidate is None or candidate.wiped_at is not None:
        return
    found = queries.traces_of(candidate_id)
    for file in found.files:
        _delete(Document, Document.file_id == file.id)
        _update(CvUpload, CvUpload.file_id == file.id, file_id=None)
        _update(SignedUpload, SignedUpload.file_id == file.id, file_id=None, name="")
        storage.delete(file)
    _wipe_words(candidate_id, found.applications)
    _wipe_talks(found.contacts)
    _wipe_account(found.accounts)
    _wipe_news(candidate_id, found)
    for name, value in EMPTY.items():
        setattr(candidate, name, value)
    candidate.wiped_at = now()
    db.session.flush()
    record("candidate.wiped", candidate, SYSTEM(candidate.company_id))


def _wipe_words(candidate_id: int, applications: Sequence[int]) -> None:
    for model in (Note, CandidateText, CoverLetterTemplate, SavedAnswer, ConfirmedSite):
        _delete(model, model.candidate_id == candidate_id)
    _delete(ScreeningAnswer, ScreeningAnswer.application_id.in_(applications))
    of = or_(
        CvUpload.candidate_id == candidate_id,
        CvUpload.duplicate_of_id == candidate_id,
        CvUpload.expected_id == candidate_id,
    )
    _update(CvUpload, of, name="", message="", reading=None)
    empty = {"match": None, "ai_story": None, "rejection_reason": None, "salary_offered": None}
    _update(Application, Application.id.in_(applications), **empty)
    sent = {"answers": [], "filled": [], "page_text": "", "words": ""}
    _update(AutomationTask, AutomationTask.candidate_id == candidate_id, **sent)
    rounds = {"feedback": None, "additional_instructions": None, "cancelled_reason": None, "meeting_link": None}
    _update(Interview, Interview.candidate_id == candidate_id, **rounds)
    held = select(Interview.id).where(Interview.candidate_id == candidate_id)
    _update(Feedback, Feedback.interview_id.in_(held), text="")
    _delete(OneTimeLink, OneTimeLink.interview_id.in_(held))
    _delete(CalendarEvent, CalendarEvent.interview_id.in_(held))


def _wipe_talks(contacts: Sequence[Contact]) -> None:
    """Messages one by one, for the search index follows each."""
    for contact in contacts:
        contact.name, contact.phone, contact.email, contact.stopped_words = NAME, None, None, ""
        for conversation in queries.talks_of(contact.id):
            conversation.subject = conversation.last_text = ""
            conversation.memory = {}
            for message in queries.messages_of(conversation.id):
                message.text, message.extras, message.failure = "", None, None
            _update(AssistantTurn, AssistantTurn.conversation_id == conversation.id, why="", words="")
    db.session.flush()


def _wipe_account(accounts: Sequence[int]) -> None:
    for model in (AccountSession, ApiKey, CalendarFeed, OneTimeLink, PushSubscription):
        _delete(model, model.account_id.in_(accounts))
    for number in accounts:  # the address is unique, and the row is named by notifications that were read
        _update(
            CandidateAccount, CandidateAccount.id == number, email=f"wiped-{number}@wiped.invalid", password_hash=None,
            first_name=NAME, last_name="", phone=None, linkedin_url=None, current_company=None, experience_years=None,
            status=AccountStatus.INACTIVE,
        )  # fmt: skip


def _wipe_news(candidate_id: int, found: queries.Traces) -> None:
    about = select(Event.id).where(Event.candidate_id == candidate_id)
    sent = Mail.to_email.in_(found.addresses)
    ours = select(Mail.id).where(sent)
    _update(MailAttempt, MailAttempt.mail_id.in_(ours), reason=None)
    words: dict[str, Any] = {"to_email": "", "to_name": "", "subject": "", "ics": None, "reason": None}
    # The key may be made of the address.
    _update(Mail, sent, key=literal("wiped:") + cast(Mail.id, String), context={}, links={}, **words)
    _update(Notification, Notification.event_id.in_(about), title=NAME, message="", facts={})
    _update(WebhookDelivery, WebhookDelivery.event_id.in_(about), body="", request_headers=None)
    _update(InboundDelivery, InboundDelivery.candidate_id == candidate_id, body=None, headers={}, answer=None, words="")
    _update(EventDetails, EventDetails.event_id.in_(about), old={}, new={}, salt="")


def _update(model: Any, condition: Any, **values: Any) -> None:
    db.session.execute(
        update(model).where(condition).values(**values), execution_options={"synchronize_session": False}
    )


def _delete(model: Any, condition: Any) -> None:
    db.session.execute(delete(model).where(condition), execution_options={"synchronize_session": False})
