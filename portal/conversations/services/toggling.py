"""Switching a conversation between the assistant and a person with one call (seed 004, `transfer-toggle`)."""

import itertools

from portal.accounts import queries as accounts
from portal.accounts.models import Role, User
from portal.conversations import queries
from portal.conversations.models import Conversation
from portal.conversations.queries import agents
from portal.conversations.services.ownership import transfer
from portal.core.clock import now
from portal.core.database import insert_once
from portal.core.errors import Conflict, Missing
from portal.core.events import record
from portal.core.people import Person, PersonKind


def toggle(conversation: Conversation, *, by: Person) -> str:
    """Give the assistant's conversation to a person, anybody else's to the assistant; who has it now: `ai`, `human`.

    The person is the caller, else whoever has answered in it last, else the company's first; a company without anybody
    gets an agent who does not sign in. Raises Conflict for a company without an assistant.
    """
    if conversation.owned_by_ai:
        transfer(conversation, _person_for(conversation, by), by=by)
        return "human"
    assistant = queries.find_assistant()
    if assistant is None:
        raise Conflict("This company has no assistant.")
    transfer(conversation, assistant, by=by)
    return "ai"


def _person_for(conversation: Conversation, by: Person) -> User:
    if by.kind is PersonKind.USER:
        try:
            caller = accounts.get_user(by.id)
        except Missing:
            caller = None
        if caller is not None and caller.is_active and caller.client_id is None:
            return caller
    return agents.find_last_author(conversation.id) or agents.find_first_agent() or _support(by)


def _support(by: Person) -> User:
    """An agent called Support, without a password; an admin may give it an address and invite whoever is behind it.

    Of two conversations that need one at once, one makes it. One that was deactivated stays so, and another is made.
    """
    company = accounts.get_company(by.company_id)
    address = f"support@{company.slug}.invalid"
    for number in itertools.count(2):
        made = insert_once(
            User, ["email"],
            company_id=company.id, first_name="Support", last_name="", email=address, role=Role.RECRUITER,
            created_at=now(), created_by=by.email,
        )  # fmt: skip
        agent = agents.user_with(address)
        if made is not None and agent is not None:
            record("user.created", agent, by, new={"name": agent.name, "email": agent.email, "role": agent.role})
        if agent is not None and agent.is_active:
            return agent
        address = f"support-{number}@{company.slug}.invalid"
    raise AssertionError  # the count does not end
