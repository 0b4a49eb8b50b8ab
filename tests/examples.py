"""One example row of everything that an address can name, and the strangers who must not reach any of it.

The isolation test walks every route with these. A new kind of id needs a row here; the test says so.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal import demo
from portal.accounts import queries as accounts
from portal.accounts.models import ApiKey, CandidateAccount, CustomRole, Role, User
from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.automation.models import AutomationTask, TaskState
from portal.candidates.models import (
    ApplicationStatus,
    CoverLetterTemplate,
    CvUpload,
    Document,
    Note,
    SavedAnswer,
    ScreeningAnswer,
    UploadState,
)
from portal.candidates.queries import search
from portal.clients.models import ClientNote
from portal.conversations.channels.catalogue import Wanted
from portal.conversations.models import (
    CannedReply,
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageState,
    Provider,
    Sender,
)
from portal.conversations.services import channels
from portal.core import mail, outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.ids import Prefix
from portal.core.outbound import CheckedUrl
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company
from portal.ingestion import services as ingestion
from portal.integrations import services as integrations
from portal.integrations.catalogue import IntegrationType
from portal.interviews.models import Feedback, Guest, Interview, Interviewer, InterviewSlot, InterviewStatus
from portal.jobs.models import QuestionKind, ScreeningQuestion
from portal.notifications.models import Notification, NotificationReader, NotificationType, PushSubscription
from portal.storage import services as storage
from portal.webhooks import services as webhooks
from portal.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests import factories

# Words that stand in the rows below and nowhere else; none may reach a stranger.
SECRETS = ("Zebulon", "zebulon@example.com", "Quokka Engineer", "Umbrella Client", "narwhal note", "Xylophone round")


@dataclass
class Examples:
    """Ids by prefix, the rightful people, and the strangers by name."""

    company_id: int
    ids: dict[str, int] = field(default_factory=dict)
    admin: Person | None = None
    recruiter: Person | None = None
    client_user: Person | None = None
    candidate: Person | None = None
    strangers: dict[str, Person | None] = field(default_factory=dict)


def candidate_person(account: CandidateAccount) -> Person:
    """The account as somebody who acts."""
    return Person(
        PersonKind.CANDIDATE, account.id, account.company_id, account.name, account.email, "candidate",
        candidate_id=account.candidate_id,
    )  # fmt: skip


def make_examples() -> Examples:
    """Two companies; the first holds an example of everything. Committed."""
    world, other = factories.a_world("Acme Talent"), factories.a_world("Rival Talent")
    found = Examples(world.company_id, admin=world.admin, recruiter=world.recruiter, client_user=world.client_user)
    with as_company(other.company_id):
        stranger = candidate_person(factories.an_account(factories.a_candidate()))
        db.session.commit()
    with as_company(world.company_id):
        second_client = factories.a_client(company_name="Second client")
        company = accounts.get_company(world.company_id)
        neighbour = factories.a_user(Role.CLIENT_USER, client_id=second_client.id)
        found.strangers = {
            "nobody": None,
            "the other company's admin": other.admin,
            "the other company's recruiter": other.recruiter,
            "the other company's client": other.client_user,
            "the other company's candidate": stranger,
            "another candidate of this company": candidate_person(factories.an_account(factories.a_candidate())),
            "this company's client of another client": accounts.person_of(neighbour, company),
        }
        _rows(found, world)
        db.session.commit()
    return found


def _rows(found: Examples, world: factories.World) -> None:
    client = factories.a_client(company_name="Umbrella Client")
    user = factories.a_user(Role.RECRUITER, first_name="Zebulon", last_name="Recruiter")
    client_user = factories.a_user(Role.CLIENT_USER, client_id=client.id, first_name="Zebulon", last_name="Buyer")
    found.client_user = accounts.person_of(client_user, accounts.get_company(world.company_id))
    job = factories.a_job(client.id, title="Quokka Engineer", openings=2)
    person = factories.a_candidate(first_name="Zebulon", last_name="Quill", email="zebulon@example.com")
    application = factories.an_application(
        person, job, status=ApplicationStatus.SHORTLISTED, client_sees=True, match_score=0.5
    )
    account = factories.an_account(person)
    found.candidate = candidate_person(account)
    pdf = (Path(demo.__file__).parent / "cvs" / "priya-raman.pdf").read_bytes()
    stored = storage.put(pdf, name="zebulon.pdf", media_type="application/pdf", owner_kind="candidate")
    stored.owner_id = person.id
    dropped = storage.put(pdf, name="dropped.pdf", media_type="application/pdf", owner_kind="upload")
    search.index(person, "Zebulon Quill, quokka keeper")
    document = _add(Document(candidate_id=person.id, file_id=stored.id, uploaded_at=now()))
    upload = _add(
        CvUpload(batch="examples", job_id=job.id, file_id=dropped.id, state=UploadState.UNREADABLE, created_at=now())
    )
    note = _add(
        Note(candidate_id=person.id, author_id=user.id, text="narwhal note", client_id=client.id, created_at=now())
    )
    _add(ClientNote(client_id=client.id, author_id=user.id, text="narwhal note", created_at=now()))
    interview, slot = _interview(application, client_user.id)
    told = _notification(found, user.id, person.id)
    mail.send("zebulon@example.com", "narwhal note", "new_job", key="examples", context={})
    outbox.later("nothing", {}, key="examples")
    endpoint = _endpoint(found)
    delivery_id = _submission(found)
    _channel(found)
    _conversation(person, application)
    found.ids = {
        Prefix.USER: user.id,
        Prefix.CLIENT: client.id,
        Prefix.CANDIDATE_ACCOUNT: account.id,
        Prefix.JOB: job.id,
        Prefix.CANDIDATE: person.id,
        Prefix.APPLICATION: application.id,
        Prefix.INTERVIEW: interview.id,
        Prefix.SLOT: slot.id,
        Prefix.NOTE: note.id,
        Prefix.FILE: stored.id,
        Prefix.UPLOAD: upload.id,
        Prefix.NOTIFICATION: told.id,
        Prefix.MAIL: db.session.query(mail.Mail.id).first()[0],
        Prefix.WEBHOOK_ENDPOINT: endpoint.id,
        Prefix.WEBHOOK_DELIVERY: db.session.query(WebhookDelivery.id).first()[0],
        Prefix.INBOUND_DELIVERY: delivery_id,
        Prefix.SCREENING_QUESTION: _question(job.id, application.id),
        Prefix.API_KEY: _key(account),
        Prefix.INGESTION: _run(found),
        Prefix.RESUME: document.id,
        Prefix.COVER_LETTER_TEMPLATE: _letter(person.id),
        Prefix.SAVED_ANSWER: _saved_answer(person.id),
        Prefix.TASK: _task(account, job.id),
        Prefix.DEVICE: db.session.query(PushSubscription.id).first()[0],
        Prefix.ROLE: _role(client.id, client_user.id),
        Prefix.EFFECT: db.session.query(outbox.Effect.id).filter_by(key="examples").first()[0],
    }


def _interview(application: Any, interviewer: int) -> tuple[Interview, InterviewSlot]:
    interview = _add(
        Interview(
            application_id=application.id, candidate_id=application.candidate_id, job_id=application.job_id,
            client_id=application.client_id, interview_status=InterviewStatus.AWAITING, round_name="Xylophone round",
            ics_uid="examples", created_at=now(), updated_at=now(),
        )
    )  # fmt: skip
    slot = _add(
        InterviewSlot(
            interview_id=interview.id, start=factories.at("2030-01-07 10:00"), end=factories.at("2030-01-07 10:45"),
            created_at=now(),
        )
    )  # fmt: skip
    _add(Interviewer(interview_id=interview.id, user_id=interviewer))
    _add(Guest(interview_id=interview.id, name="Zebulon Guest", email="guest@example.com"))
    _add(
        Feedback(
            interview_id=interview.id,
            user_id=interviewer,
            rating=4,
            text="narwhal note",
            created_at=now(),
            updated_at=now(),
        )
    )
    return interview, slot


def _notification(found: Examples, user_id: int, candidate_id: int) -> Notification:
    told = _add(
        Notification(
            type=NotificationType.SYSTEM, title="Zebulon moved", entity_type="candidate", entity_id=candidate_id,
            recipients=["admin"], created_at=now(),
        )
    )  # fmt: skip
    assert found.admin is not None and found.candidate is not None
    _add(NotificationReader(notification_id=told.id, user_id=found.admin.id))
    _add(NotificationReader(notification_id=told.id, account_id=found.candidate.id, candidate_id=candidate_id))
    key = "B" * 86 + "A"
    about = {
        "endpoint": "https://fcm.googleapis.com/zebulon",
        "endpoint_hash": "0" * 64,
        "p256dh": key,
        "auth": "A" * 22,
    }
    about |= {"device": "Zebulon's phone", "failures": 0, "created_at": now()}
    _add(PushSubscription(user_id=found.admin.id, **about))
    return told


def _endpoint(found: Examples) -> WebhookEndpoint:
    """An endpoint that nothing is sent to while the tests walk, with one delivery."""
    assert found.admin is not None
    made, _secret = webhooks.create_endpoint(
        CheckedUrl("https://example.com/zebulon"), ["job.status_changed"], found.admin, description="Zebulon's system"
    )
    webhooks.ping(made, found.admin)
    return made


def _conversation(person: Any, application: Any) -> None:
    """Conversation 1 with message 1, which could not be sent, and canned reply 1."""
    channel = _add(
        Channel(
            type=ChannelType.WHATSAPP, provider=Provider.TEST, name="narwhal note", created_at=now(),
            settings={"templates": [{"name": "again", "language": "en", "text": "Still interested?"}]},
        )
    )  # fmt: skip
    contact = _add(Contact(name="Zebulon Quill", phone="+914440001234", candidate_id=person.id, created_at=now()))
    talk = _add(
        Conversation(
            channel_id=channel.id, contact_id=contact.id, candidate_id=person.id, job_id=application.job_id,
            application_id=application.id, status=ConversationStatus.ONGOING, created_at=now(), updated_at=now(),
            last_message_at=now(), last_text="narwhal note", last_inbound_at=now(), waiting_since=now(),
        )
    )  # fmt: skip
    _add(
        Message(
            conversation_id=talk.id, channel_id=channel.id, sender=Sender.AGENT, text="narwhal note",
            state=MessageState.FAILED, created_at=now(),
        )
    )  # fmt: skip
    chat = {"type": ChannelType.WEBCHAT, "provider": Provider.PORTAL, "name": "Web chat"}
    _add(Channel(**chat, settings={}, created_at=now()))
    _add(CannedReply(title="narwhal note", text="Hello", created_at=now()))


def _key(account: CandidateAccount) -> int:
    """A key of the candidate's own, which is nobody else's, not even an admin's."""
    key = _add(
        ApiKey(
            name="narwhal note", key_hash="0" * 64, last_four="0000", scopes=[], account_id=account.id, created_at=now()
        )
    )  # fmt: skip
    return int(key.id)


def _role(client_id: int, user_id: int) -> int:
    """A role of the client's own, which its user has."""
    role = _add(
        CustomRole(
            role_name="narwhal note", base_role=Role.CLIENT_USER, client_id=client_id, created_at=now(),
            permissions=sorted(ROLE_PERMISSIONS["client_user"]),
        )
    )  # fmt: skip
    db.session.get(User, user_id).role_id = role.id
    return int(role.id)


def _question(job_id: int, application_id: int) -> int:
    """What the job asks, and what the candidate has answered."""
    question = _add(
        ScreeningQuestion(
            job_id=job_id, text="narwhal note?", kind=QuestionKind.TEXT, options=[], position=1, created_at=now()
        )
    )  # fmt: skip
    _add(ScreeningAnswer(
        application_id=application_id, question_id=question.id, question=question.text, answer="narwhal note",
        source="assistant", answered_at=now(),
    ))  # fmt: skip
    return int(question.id)


def _letter(candidate_id: int) -> int:
    kept = {"name": "narwhal note", "body": "Zebulon's letter", "is_default": True}
    return int(_add(CoverLetterTemplate(candidate_id=candidate_id, created_at=now(), updated_at=now(), **kept)).id)


def _task(account: Any, job_id: int) -> int:
    kept = {"host": "narwhal.example.com", "page_text": "narwhal note", "state": TaskState.NEEDS_CONFIRMATION}
    ids = {"candidate_id": account.candidate_id, "account_id": account.id, "job_id": job_id}
    return int(_add(AutomationTask(created_at=now(), updated_at=now(), **ids, **kept)).id)


def _saved_answer(candidate_id: int) -> int:
    kept = {"question": "narwhal note?", "key": "narwhal note", "answer": "narwhal note"}
    return int(_add(SavedAnswer(candidate_id=candidate_id, updated_at=now(), **kept)).id)


def _run(found: Examples) -> int:
    """A run of ingestion whose only job was refused."""
    assert found.admin is not None
    run = ingestion.take_in("zebulon's feed", [{"title": "Quokka Engineer"}], found.admin)
    while ingestion.work_on_next(run.id, found.company_id):
        pass
    return int(run.id)


def _submission(found: Examples) -> int:
    """A submission of the admin's, with its number 1 (`submission_id` in tests/forms_of_routes.py), and what came for
    it; the number of that."""
    assert found.admin is not None
    values = {"apiKey": "narwhal note", "webhookSecret": "Zebulon's secret"}
    made = integrations.submit(IntegrationType.GREENHOUSE, values, found.admin, name="Zebulon's Greenhouse")
    integrations.add_note(made, "narwhal note", found.admin)
    assert made.id == 1
    content = b'{"action": "ping", "payload": {"name": "narwhal note"}}'
    delivery, event, _ = integrations.take("greenhouse", found.company_id, content, {}, (made.id, None))
    integrations.answer_now(delivery, event, found.admin)
    return int(delivery.id)


def _channel(found: Examples) -> None:
    """A gateway with its number 1 (`channel_id` in tests/forms_of_routes.py) and a secret, which nothing is sent to."""
    assert found.admin is not None
    wanted = Wanted("Zebulon's gateway", "+914440001234", {"gateway_url": "https://example.com/zebulon"})
    made, secret = channels.create_channel(ChannelType.SMS, Provider.GATEWAY, wanted, found.admin)
    assert made.id == 1 and secret


def _add(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
