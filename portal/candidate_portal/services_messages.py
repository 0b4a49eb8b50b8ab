"""What candidates do in their messages. Each first asks, with the candidate's own eyes, whether the talk is theirs,
and then acts for them in the company's scope; to be called before anything is loaded."""

from collections.abc import Callable
from typing import Any

from portal.candidate_portal import queries, queries_messages
from portal.candidates.queries.applications import get_application
from portal.candidates.queries.people import get_candidate
from portal.conversations.services import webchat
from portal.core.errors import NotAllowed
from portal.core.people import Person
from portal.core.tenancy import as_company


def say(conversation_id: int, text: str, by: Person, *, send_key: str) -> int:
    """Write in a talk; the talk in which the message stands now. Raises Missing, BadInput, NoChat, TalkIsClosed."""
    queries_messages.get_talk(conversation_id)
    with as_company(by.company_id):
        return webchat.say_here(conversation_id, text, by=by, send_key=send_key).conversation_id


def begin(application_id: int | None, text: str, by: Person, *, send_key: str) -> int:
    """Write about an application of one's own, or in general; the talk. Raises as `say`, and NotAllowed while nobody
    knows whose account it is."""
    if by.candidate_id is None:
        raise NotAllowed("Please confirm your e-mail address first.")
    if application_id is not None:
        queries.get_my_application(application_id)
    with as_company(by.company_id):
        application = get_application(application_id) if application_id is not None else None
        candidate = application.candidate if application is not None else get_candidate(by.candidate_id)
        return webchat.begin_here(candidate, application, text, by=by, send_key=send_key).conversation_id


def read(conversation_id: int, upto: int, by: Person) -> None:
    """Everything up to a message is read. Raises Missing."""
    _act(conversation_id, by, lambda: webchat.read_here(conversation_id, upto))


def ask_for_person(conversation_id: int, by: Person) -> None:
    """A person is to answer. Raises Missing."""
    _act(conversation_id, by, lambda: webchat.ask_for_person(conversation_id, by=by))


def stop_automated(conversation_id: int, by: Person) -> None:
    """No automated messages any more. Raises Missing."""
    _act(conversation_id, by, lambda: webchat.stop_automated(conversation_id, by=by))


def allow_automated(conversation_id: int, by: Person) -> None:
    """Automated messages again. Raises Missing."""
    _act(conversation_id, by, lambda: webchat.allow_automated(conversation_id, by=by))


def _act(conversation_id: int, by: Person, verb: Callable[[], Any]) -> None:
    queries_messages.get_talk(conversation_id)
    with as_company(by.company_id):
        verb()
