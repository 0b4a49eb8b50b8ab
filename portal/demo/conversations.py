"""The demo's inbox: ten conversations of the first company, in every state, and one of the second."""

from datetime import timedelta

from portal.conversations import services
from portal.conversations.models import ChannelType, Contact, Conversation, ConversationStatus
from portal.conversations.queries import find_assistant
from portal.core.clock import as_of, now
from portal.core.database import db
from portal.demo.channels import channels_of
from portal.demo.company import Place
from portal.demo.talks import STORIES
from portal.demo.telling import Teller, inbound


def show_conversations(place: Place) -> None:
    """Conversations 1 to 10 of the first company, and its canned replies. Called in its scope."""
    channels = channels_of(place.company_id)
    teller = Teller(place, channels)
    for tell in STORIES:
        tell(teller)
    by = place.recruiter
    for title, text in (
        (
            "Next step",
            "Hello {first_name}, thank you for your time. We will be in touch about {job} within two working "
            "days. Kind regards, {my_first_name}, {company}",
        ),
        (
            "Ask for an up-to-date CV",
            "Hello {first_name}, could you send me your current CV? A photo of a printed one "
            "is fine too. {my_first_name}",
        ),
        (
            "Place and hours",
            "Hello {first_name}, the place of {job} is with {client}. Shall I tell you more about the hours?",
        ),
    ):
        with as_of(place.today - timedelta(days=9)):
            services.create_canned(title, text, by)


def show_the_other_company(company_id: int) -> None:
    """One conversation of the second company, which the first never sees. Called in its scope."""
    channel = channels_of(company_id)[ChannelType.WHATSAPP]
    contact = Contact(name="Oona Elsewhere", phone="+447700900999", created_at=now())
    db.session.add(contact)
    db.session.flush()
    assistant = find_assistant()
    made = Conversation(
        channel_id=channel.id,
        contact_id=contact.id,
        owner_id=assistant.id if assistant else None,
        owned_by_ai=assistant is not None,
        status=ConversationStatus.ONGOING,
        created_at=now(),
        updated_at=now(),
        opened_at=now(),
        last_message_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    inbound(made, "Hello, is the reception post still free?", now() - timedelta(hours=5))
