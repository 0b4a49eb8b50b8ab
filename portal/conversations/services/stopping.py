"""STOP and START: a contact ends automated messages, on every channel, and may allow them again."""

from portal.conversations import rules_assistant as rules
from portal.conversations.queries import talks
from portal.conversations.queries.talks import Talk
from portal.conversations.services.handing import give_to_person
from portal.conversations.services.lines import add_line
from portal.conversations.services.nudging import forget_nudge
from portal.conversations.services.speaking import CannotSpeak, speak
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person

WORDS_LENGTH = 200


def stop(talk: Talk, words: str, *, by: Person) -> None:
    """No automated message goes to this contact any more, whichever channel it would take, and a person is told.

    What is queued is not sent (`why_silent`), nudges fall away, talks that the assistant led go to people, and one line
    confirms it (the last automated one). Who has stopped already is told nothing again.
    """
    theirs = talks.contacts_of(talk.contact)
    if talk.contact.stopped_at is not None:
        return
    _confirm(talk, rules.stopped_words(talk.company.name))
    for contact in theirs:
        contact.stopped_at = contact.stopped_at or now()
        contact.stopped_words = words[:WORDS_LENGTH]
    db.session.flush()
    add_line(talk.conversation, "The contact asked for no more automated messages")
    for conversation in talks.talks_of_contacts([contact.id for contact in theirs]):
        forget_nudge(conversation)
        if conversation.last_message_id is not None:  # one that was never opened stays as it is, and will not be
            give_to_person(conversation, talks.recruiter_of(conversation), by=by)
    reason, job_id = {"reason": words[:WORDS_LENGTH]}, talk.conversation.job_id
    record("contact.stopped", talk.contact, by, new=reason, about=_about(talk), job_id=job_id)


def start_again(talk: Talk, *, by: Person) -> None:
    """The contact allows automated messages again; who had not stopped hears nothing."""
    if talk.contact.stopped_at is None:
        return
    for contact in talks.contacts_of(talk.contact):
        contact.stopped_at, contact.stopped_words = None, ""
    db.session.flush()
    add_line(talk.conversation, "The contact allows automated messages again")
    record("contact.started", talk.contact, by, about=_about(talk))
    _confirm(talk, rules.started_words(talk.company.name))


def _confirm(talk: Talk, words: str) -> None:
    try:
        speak(talk, words, last_word=True)
    except CannotSpeak as refusal:
        add_line(talk.conversation, f"The contact was told nothing: {refusal.message}")


def _about(talk: Talk) -> dict[str, int | None]:
    return {"conversation": talk.conversation.id, "owner_id": talk.conversation.owner_id}
