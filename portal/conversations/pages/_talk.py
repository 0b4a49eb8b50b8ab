"""What a thread's page shows beside the list, put together for the page, its news and a refused message alike."""

import secrets
from typing import Any

from portal.conversations import queries, rules, showing
from portal.conversations.models import ChannelStatus, ConversationStatus
from portal.conversations.queries import Stretch
from portal.conversations.rules_canned import Template, templates_of
from portal.core.clock import now
from portal.core.people import Person


def talk(head: Any, person: Person) -> dict[str, Any]:
    """Everything of the conversation: its newest messages, the compose area, the panel beside it."""
    stretch = queries.newest_messages(head.id)
    states = stretch.rows[::-1]  # the newest first, as a page that looks for news asks for them
    return {
        **compose(head, person),
        **thread(head, stretch, person),
        "states": states,
        **beside(head),
        "mark": mark(head, states),
    }


def beside(head: Any) -> dict[str, Any]:
    """What the panel says of the person besides what the head of the conversation knows."""
    return {
        "interview": queries.next_interview(head.candidate_id) if head.candidate_id else None,
        "answers": queries.answers_of(head.application_id) if head.application_id else [],
        "others": queries.other_talks(head.id, head.contact_id, head.candidate_id),
    }


def thread(head: Any, stretch: Stretch, person: Person) -> dict[str, Any]:
    """Some messages as lines, with what the assistant thought of them."""
    rows = stretch.rows
    turns = queries.turns_of(head.id, rows[0].id, rows[-1].id) if rows else []
    return {
        "head": head,
        "name": showing.contact_name(head),
        "lines": showing.lines(rows, turns, showing.contact_name(head), person.time_zone, now()),
        "older": rows[0].id if stretch.older else None,
        "newest_message": rows[-1].id if rows else 0,
        "showing": showing,
    }


def compose(head: Any, person: Person, **said: Any) -> dict[str, Any]:
    """The compose area: a new key, and why nothing but a template, or nothing at all, can be sent just now."""
    values = values_for(head, person)
    paused = head.channel_status is not ChannelStatus.ACTIVE
    window = rules.window_open(head.channel_type, head.last_inbound_at, now())
    templates = [] if window or paused else templates_of(head.channel_settings)
    return {
        "head": head,
        "name": showing.contact_name(head),
        "showing": showing,
        "send_key": secrets.token_urlsafe(18),
        "free": window and not paused,
        "paused": paused,
        "templates": [(template, usual(template, values)) for template in templates],
        "draft": "",
        "note": False,
        "refusal": "",
        **said,
    }


def usual(template: Template, values: dict[str, str]) -> list[tuple[str, str]]:
    """The template's places with what usually stands in them."""
    return [(place, values.get(template.variable(number), "")) for number, place in enumerate(template.places)]


def values_for(head: Any, person: Person) -> dict[str, str]:
    """What the variables of canned replies become in this conversation."""
    name = showing.contact_name(head)
    named = name if name not in (head.phone, head.email) else ""
    return {
        "first_name": head.first_name or named.split(" ")[0],
        "name": named,
        "job": head.job_title or "",
        "client": head.client_name or "",
        "company": person.company_name,
        "my_name": person.name,
        "my_first_name": person.name.split(" ")[0],
    }


def mark(head: Any, states: Any) -> str:
    """A sign of everything in the thread that may change without a new message, and of the newest message."""
    return showing.mark(
        [(row.id, row.state.value, row.sends) for row in states],
        head.owner_id, head.status, head.waiting_since, head.offered_at, head.stopped_at, head.channel_status,
        head.candidate_id, head.application_status, is_free(head),
    )  # fmt: skip


def is_free(head: Any) -> bool:
    """Whether free text may be written just now."""
    return head.channel_status is ChannelStatus.ACTIVE and rules.window_open(
        head.channel_type, head.last_inbound_at, now()
    )


def may_complete(head: Any) -> bool:
    """Whether the conversation can be completed as it stands."""
    return ConversationStatus.COMPLETED in rules.MOVES[head.status]
