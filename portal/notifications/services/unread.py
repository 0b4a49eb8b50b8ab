"""A candidate hears by mail or push of what lies unread in the portal's chat."""

from portal.accounts.models import Company
from portal.accounts.queries import get_company
from portal.core import mail
from portal.core.clock import now
from portal.notifications import queries, rules_unread
from portal.notifications.models import Channel, NotificationType
from portal.notifications.queries.unread import Unread, find_oldest_unread
from portal.notifications.services.writing import Draft, give, mail_to, named, wishes_of, write

TYPE = NotificationType.UNREAD_MESSAGE
PAGE, REGISTER = "candidate_portal.message_talk", "candidate_portal.register"
BUTTON = "Read and answer"


def tell_of_unread(message_id: int) -> None:
    """Tell the candidate, if the message is still the oldest unread one of its talk. A repeat tells nothing more.

    Who has no account yet is mailed how to open one, for the chat is nowhere else.
    """
    found = find_oldest_unread(message_id)
    if found is None:
        return
    company, accounts = get_company(found.company_id), queries.accounts_of(found.candidate_id)
    wishes, title, key = (
        wishes_of(accounts, TYPE),
        rules_unread.title(company.name, found.sender),
        f"unread:{message_id}",
    )
    for reader in accounts:
        draft = Draft(
            company_id=found.company_id,
            type=TYPE,
            title=title,
            message=found.job,
            key=f"{key}:{reader.id}",
            entity=("conversation", found.conversation_id),
            recipients=[named(reader)],
            created_at=now(),
        )
        notification_id = write(draft)
        if notification_id is None:
            continue
        give(notification_id, draft, [reader], wishes)
        if wishes.wants(reader, TYPE, Channel.EMAIL):
            link = (PAGE, {"conversation_id": found.conversation_id})
            context = {"message": found.job, "button": BUTTON}
            mail_to(reader, company, subject=title, template="notice", key=draft.key or key, context=context, link=link)
    if not accounts and found.email:
        _invite(found, company, title, key)


def _invite(found: Unread, company: Company, title: str, key: str) -> None:
    mail.send(
        found.email,
        title,
        "unread_message",
        key=key,
        context={
            "title": title,
            "first_name": found.first_name,
            "job": found.job,
            "email": found.email,
            "company_name": company.name,
        },
        links={"register": ("page", {"endpoint": REGISTER, "values": {"slug": company.slug}})},
        to_name=found.name,
        from_name=company.name,
        company_id=company.id,
    )
