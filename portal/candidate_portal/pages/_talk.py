"""What a talk's page shows, put together for the page, its news and a refused message alike."""

import secrets
from typing import Any

from portal.candidate_portal import queries, queries_messages, rules_messages
from portal.candidate_portal.pages._door import reader_zone
from portal.conversations import rules, showing
from portal.conversations.models import ConversationStatus, Sender
from portal.core.clock import now
from portal.core.people import Person


def talk(head: Any, person: Person, before: int | None = None) -> dict[str, Any]:
    """The talk with its newest messages (or older ones), what may be tapped, and the box to write in."""
    zone = reader_zone(queries.zone_of(person), person.time_zone)
    stretch = queries_messages.newest_messages(head.id, before)
    rows = stretch.rows
    return {
        **box(head),
        "heading": heading(head, person),
        "lines": showing.lines(rows, (), "You", zone, now()),
        "older": rows[0].id if stretch.older else None,
        "newest": rows[-1].id if rows else 0,
        "earlier": before is not None,
        "unread_here": any(row.sender is not Sender.CONTACT and row.state in queries_messages.ARRIVED for row in rows),
        "answers": [] if before is not None else answers(head, rows, zone),
        "mark": mark(head, [row.id for row in reversed(rows)]),
        "zone": zone,
    }


def box(head: Any, **said: Any) -> dict[str, Any]:
    """The box to write in, with a new key."""
    return {
        "head": head,
        "way": showing.CHANNELS[head.channel],
        "closed": head.status is ConversationStatus.COMPLETED,
        "goes_on": rules.goes_on(head.status, head.completed_at, now()),
        "send_key": secrets.token_urlsafe(18),
        "answer_key": secrets.token_urlsafe(18),
        "draft": "",
        "refusal": "",
        **said,
    }


def heading(row: Any, person: Person) -> str:
    """What a talk is about: the job, a mail's subject, or the company."""
    return row.title or row.subject or f"Messages with {person.company_name}"


def answers(head: Any, rows: Any, zone: str) -> list[rules_messages.Answer]:
    """What can be tapped: only while the assistant's question is the last word."""
    if not rows or rows[-1].sender is not Sender.AI or not head.owned_by_ai or head.stopped_at is not None:
        return []
    memory = head.memory or {}
    asked = memory.get("asked", "")
    if asked == "time":
        offered = list(memory.get("offered") or ())
        return rules_messages.time_answers(offered, queries_messages.offered_slots(offered), zone, now())
    question = queries_messages.find_question(memory.get("question_id"))
    kind, options = (question.kind, question.options) if question is not None else (None, ())
    return rules_messages.plain_answers(asked, kind, options)


def mark(head: Any, ids: list[int]) -> str:
    """A sign of everything on the page that may change while it lies open."""
    return showing.mark(ids, head.status, head.owned_by_ai, head.owner, head.stopped_at, head.channel, head.memory)
