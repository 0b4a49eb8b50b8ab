"""Carrying out what the assistant proposes, by the verbs that the pages use and in the candidate's own name.

A verb refuses what the candidate may not do now; then the contact hears why, and a person goes on.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from portal.accounts.permissions import Permission
from portal.accounts.queries.people import find_account_of
from portal.assistant import Act, Asked, Memory, Proposal, Time, Trigger
from portal.candidates.queries.applications import get_application
from portal.candidates.queries.screening import get_question
from portal.candidates.services.screening import keep_answer
from portal.conversations import rules_assistant as rules
from portal.conversations.models import ConversationStatus, TurnOutcome
from portal.conversations.queries.situation import Thought, times_of
from portal.conversations.queries.talks import Talk, recruiter_of
from portal.conversations.services.handing import hand_over
from portal.conversations.services.lines import add_line
from portal.conversations.services.ownership import begin, complete
from portal.conversations.services.speaking import (
    NUDGE_TEMPLATE,
    OFFER_TEMPLATE,
    OPENING_TEMPLATE,
    CannotSpeak,
    speak,
    voice,
)
from portal.conversations.services.stopping import stop
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Missing, PortalError, TooMany
from portal.core.people import Person, PersonKind
from portal.interviews import queries as interviews
from portal.interviews import services as verbs
from portal.interviews.models import Interview
from portal.interviews.rules import SlotTaken

TEMPLATES = {
    Trigger.OPEN: OPENING_TEMPLATE,
    Trigger.NUDGE: NUDGE_TEMPLATE,
    Trigger.OFFER: OFFER_TEMPLATE,
}
BY_ASSISTANT = "assistant"
LONGEST_WISH = 1000


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a proposal. `memory`, where it is not the proposal's own."""

    outcome: TurnOutcome
    words: str = ""
    message_id: int | None = None
    memory: Memory | None = None


def carry_out(talk: Talk, thought: Thought, proposal: Proposal, refusal: str | None) -> Done:
    """Do what was proposed, or say why not and let a person go on."""
    if refusal is not None:
        return _refused(talk, refusal, "that is not possible just now.")
    try:
        with db.session.begin_nested():
            changed = _change(talk, thought, proposal)
    except (SlotTaken, Missing) as gone:
        return _taken(talk, thought, gone) if proposal.slot_id is not None else _refused(talk, gone.message)
    except BadInput as wrong:
        return _asked_again(talk, thought, wrong.message)
    except PortalError as refused:
        return _refused(talk, refused.message)
    return _speak(talk, thought, proposal, changed)


def _change(talk: Talk, thought: Thought, proposal: Proposal) -> str:
    """Do what changes something; the words that the portal has for it. Raises what the verbs raise."""
    match proposal.act:
        case Act.KEEP:
            question = get_question(proposal.question_id or 0)
            application = get_application(thought.application_id or 0)
            keep_answer(application, question, proposal.answer, source=BY_ASSISTANT, by=_candidate(talk))
        case Act.BOOK | Act.MOVE:
            return _book(talk, thought, proposal)
        case Act.CANCEL:
            verbs.give_back(_interview(thought), _candidate(talk))
            add_line(talk.conversation, "The assistant gave the interview time back")
            return "Your interview time is given back."
        case Act.DECLINE:
            _decline(talk, thought)
            return "I have asked your recruiter for other times."
    return ""


def _book(talk: Talk, thought: Thought, proposal: Proposal) -> str:
    interview = _interview(thought)
    slot = interviews.get_slot(interview, proposal.slot_id or 0)
    verb = verbs.book_slot if proposal.act is Act.BOOK else verbs.move_booking
    verb(interview, slot, _candidate(talk))
    time = Time(slot.id, slot.start, slot.end)
    done = "booked" if proposal.act is Act.BOOK else "moved the interview to"
    add_line(talk.conversation, f"The assistant {done} {rules.time_words(time, talk.company.time_zone)}")
    return rules.booked_words(time, thought.situation.zone)


def _decline(talk: Talk, thought: Thought) -> None:
    interview = _interview(thought)
    if interviews.declined_since(interview.id, now() - timedelta(days=1)) >= rules.MOST_DECLINED_A_DAY:
        raise TooMany("your recruiter has your messages of today and will answer them.", retry_after=3600)
    verbs.decline_times(interview, thought.situation.text[:LONGEST_WISH], _candidate(talk))
    add_line(talk.conversation, "The assistant asked for other times")


def _interview(thought: Thought) -> Interview:
    if thought.interview_id is None:
        raise Missing
    return interviews.get_interview(thought.interview_id)


def _candidate(talk: Talk) -> Person:
    """The candidate as somebody who acts: with the rights that the link of an invitation gives, and no others.

    Raises Missing when the contact is not the conversation's candidate.
    """
    candidate_id = talk.contact.candidate_id
    if candidate_id is None or talk.conversation.candidate_id not in (None, candidate_id):
        raise Missing
    account = find_account_of(candidate_id)
    return Person(
        PersonKind.CANDIDATE,
        account.id if account is not None else 0,
        talk.company.id,
        talk.contact.name,
        talk.contact.email or "",
        "candidate",
        candidate_id=candidate_id,
        time_zone=talk.company.time_zone,
        company_name=talk.company.name,
        permissions=frozenset({Permission.INTERVIEWS_BOOK}),
    )


def _speak(talk: Talk, thought: Thought, proposal: Proposal, changed: str) -> Done:
    """Say what goes with it, and let the talk move."""
    conversation, me = talk.conversation, voice(talk)
    text = proposal.text.strip() or changed
    match proposal.act:
        case Act.HAND_OVER:
            hand_over(talk, proposal.why or "The assistant was not sure.", by=me, text=text or None)
            return Done(TurnOutcome.DONE, message_id=conversation.last_message_id)
        case Act.STOP:
            stop(talk, thought.situation.text, by=me)
            return Done(TurnOutcome.DONE, message_id=conversation.last_message_id)
    message_id = None
    if text and proposal.act is not Act.WAIT:
        try:
            message_id = speak(talk, text, template=TEMPLATES.get(thought.trigger)).id
        except CannotSpeak as refusal:
            return _unsaid(talk, thought, refusal)
    if thought.trigger is Trigger.OFFER:
        begin(conversation, by=me)
    if proposal.act is Act.COMPLETE and conversation.status is ConversationStatus.ONGOING:
        complete(conversation, by=me, why=proposal.why)
    return Done(TurnOutcome.DONE, message_id=message_id)


def _unsaid(talk: Talk, thought: Thought, refusal: CannotSpeak) -> Done:
    """Nothing can be sent. What was done stays done; where somebody waits for words, a person finds them."""
    if thought.trigger in (Trigger.REPLY, Trigger.OPEN):
        hand_over(talk, refusal.message, by=voice(talk), text="")
    return Done(TurnOutcome.SILENT, refusal.message)


def _taken(talk: Talk, thought: Thought, gone: PortalError) -> Done:
    """The wished time went meanwhile: say so, with those that are free now; none left: ask the recruiter for others."""
    try:
        free, _ = times_of(_interview(thought))
    except Missing as none:
        return _refused(talk, none.message)
    text = rules.taken_words(free, thought.situation.zone)
    if not free:
        try:
            with db.session.begin_nested():
                _decline(talk, thought)
        except PortalError as refused:
            return _refused(talk, refused.message)
    memory = replace(thought.situation.memory, asked=Asked.TIME if free else Asked.NOTHING)
    memory = replace(memory, offered=tuple(slot.slot_id for slot in free), misunderstood=0)
    try:
        message_id = speak(talk, text).id
    except CannotSpeak as refusal:
        return _unsaid(talk, thought, refusal)
    return Done(TurnOutcome.REFUSED, gone.message, message_id, memory)


def _asked_again(talk: Talk, thought: Thought, reason: str) -> Done:
    """The answer is none to that question: the contact hears why, and the question stands."""
    memory = replace(thought.situation.memory, misunderstood=thought.situation.memory.misunderstood + 1)
    try:
        return Done(TurnOutcome.REFUSED, reason, speak(talk, reason).id, memory)
    except CannotSpeak as refusal:
        return _unsaid(talk, thought, refusal)


def _refused(talk: Talk, reason: str, told: str | None = None) -> Done:
    """A rule does not allow it: the contact hears why, as far as it concerns them, and a person goes on."""
    recruiter = recruiter_of(talk.conversation)
    words = rules.refused_words(told or reason, recruiter.first_name if recruiter else None)
    hand_over(talk, f"The assistant could not do what was asked for: {reason}", by=voice(talk), text=words)
    return Done(TurnOutcome.REFUSED, reason, talk.conversation.last_message_id)
