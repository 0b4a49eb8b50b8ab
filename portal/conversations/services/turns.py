"""A turn of the assistant: what it is shown, and what becomes of what it proposes.

`think` reads, the maker is asked outside any transaction, `finish` decides in one. It looks once more whether all is
as it was: a person who wrote meanwhile silences it, a contact who wrote meanwhile has it think anew. What it has dealt
with is written with what it says, so a killed worker or a repeated effect never answers twice.
"""

from datetime import timedelta

from portal.assistant import Act, Memory, Proposal, Trigger
from portal.conversations import rules, rules_assistant
from portal.conversations.models import AssistantTurn, Conversation, ConversationStatus, TurnOutcome
from portal.conversations.queries import situation, talks
from portal.conversations.queries.settings import ways
from portal.conversations.queries.situation import Thought
from portal.conversations.queries.talks import Talk
from portal.conversations.services import starting
from portal.conversations.services.acts import Done, carry_out
from portal.conversations.services.handing import hand_over
from portal.conversations.services.nudging import plan_nudge
from portal.conversations.services.speaking import voice
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import record
from portal.core.outbox import forget, later
from portal.interviews.models import InterviewStatus

S = ConversationStatus
WORDS_LENGTH, WHY_LENGTH = 300, 500
# How long a language model's answer is waited for before another worker may ask it.
THINKS_FOR = timedelta(seconds=90)


def think(conversation_id: int, trigger: Trigger, mark: int | None = None) -> Thought | None:
    """What the assistant is shown; None when there is nothing for it to do. Only reads."""
    thought = situation.gather(conversation_id, trigger, mark)
    if thought is None or not _makes_sense(talks.read_talk(conversation_id), thought):
        return None
    return thought


def begin_thinking(conversation_id: int, trigger: Trigger, mark: int | None) -> bool:
    """Have the talk for as long as a language model thinks; false when another worker has it.

    What begins the turn again, should this process end meanwhile, is written with it.
    """
    conversation = talks.lock_talk(conversation_id).conversation
    moment = now()
    if conversation.thinking_until is not None and conversation.thinking_until > moment:
        return False
    until = conversation.thinking_until = moment + THINKS_FOR
    payload = {"conversation_id": conversation_id, "trigger": trigger.value, "mark": mark}
    later("assistant_turn", payload, key=_net(conversation), due_at=until)
    return True


def end_thinking(conversation_id: int) -> None:
    """Others may have the talk, and nothing need begin the turn again."""
    conversation = talks.lock_talk(conversation_id).conversation
    if conversation.thinking_until is not None:
        forget(_net(conversation))
        conversation.thinking_until = None


def _net(conversation: Conversation) -> str:
    until = conversation.thinking_until
    return f"thinking:{conversation.id}:{until.isoformat() if until else ''}"


def is_off() -> bool:
    """Whether the company has switched the assistant off."""
    return not ways().assistant_on


def give_up(thought: Thought, why: str) -> None:
    """A person goes on, for the assistant does not: it is switched off. The contact is told nothing."""
    talk = talks.lock_talk(thought.conversation_id)
    if talk.conversation.owned_by_ai and _makes_sense(talk, thought):
        hand_over(talk, why, by=voice(talk), text="")
        _dealt_with(talk.conversation, thought)


def finish(thought: Thought, proposal: Proposal, maker: str) -> bool:
    """Carry the proposal out if it may be, and write down what became of it.

    False when somebody wrote meanwhile: it is to be thought anew. To be called in a transaction of its own.
    """
    opening = thought.trigger is Trigger.OPEN
    try:
        talk = talks.lock_to_open(thought.conversation_id) if opening else talks.lock_talk(thought.conversation_id)
    except Missing:
        return True
    conversation = talk.conversation
    silent = rules_assistant.why_not_speak(conversation, talk.contact)
    if silent is None and not _makes_sense(talk, thought):
        return True
    if silent is not None:
        _keep(talk, thought, proposal, maker, Done(TurnOutcome.SILENT, silent))
        return True
    if conversation.last_message_id != thought.seen_id:
        return False
    if opening and not starting.may_open(conversation):
        return True  # another talk goes on; this one is opened when that is over
    refusal = rules_assistant.why_not(proposal, thought.situation)
    done = carry_out(talk, thought, proposal, refusal)
    _after(talk, thought, proposal, done)
    _keep(talk, thought, proposal, maker, done)
    return True


def _makes_sense(talk: Talk | None, thought: Thought) -> bool:
    """Whether what set the turn off still stands: it has not been dealt with, and the assistant leads the talk."""
    if talk is None or rules_assistant.why_not_speak(talk.conversation, talk.contact) is not None:
        return False
    conversation = talk.conversation
    match thought.trigger:
        case Trigger.REPLY:
            return (conversation.answered_id or 0) < (thought.answers_id or 0)
        case Trigger.OPEN:
            return conversation.status is S.CREATED and conversation.last_message_id is None
        case Trigger.OFFER if not may_go_on(conversation):
            return False
        case Trigger.OFFER:
            return _has_times(thought) and conversation.memory.get("offer", 0) < (thought.mark or 0)
        case Trigger.NUDGE:
            same = conversation.last_message_id == thought.mark
            return same and conversation.status is S.ONGOING and conversation.nudges < rules.MOST_NUDGES


def _has_times(thought: Thought) -> bool:
    """Whether an interview still waits for a time, and there is one to choose."""
    shown = thought.situation.interview
    if shown is None or shown.agreed is not None or not shown.free:
        return False
    found = talks.find_interview(thought.interview_id or 0)
    return found is not None and found.interview_status is InterviewStatus.AWAITING


def may_go_on(conversation: Conversation) -> bool:
    """Whether new times may be offered in it: it goes on, or the assistant itself had found it complete."""
    if conversation.status is S.ONGOING:
        return True
    return conversation.status is S.COMPLETED and bool(conversation.memory.get("done"))


def _after(talk: Talk, thought: Thought, proposal: Proposal, done: Done) -> None:
    """What the assistant remembers, and when it asks once more."""
    conversation = talk.conversation
    _dealt_with(conversation, thought)
    if not conversation.owned_by_ai:  # a person goes on, and the assistant begins anew if it ever does
        return
    if done.outcome is TurnOutcome.SILENT:
        return
    kept = dict(conversation.memory)
    memory: Memory = done.memory or proposal.memory
    if proposal.act is not Act.WAIT or done.memory is not None:
        kept.update(rules_assistant.remembered(memory))
    if thought.trigger is Trigger.OFFER:
        kept["offer"] = thought.mark
    kept["done"] = conversation.status is S.COMPLETED
    conversation.memory = kept
    if thought.trigger is Trigger.NUDGE:
        conversation.nudges += 1
    db.session.flush()
    if done.message_id is not None and conversation.status is not S.COMPLETED:
        plan_nudge(conversation, thought.situation.zone)


def _dealt_with(conversation: Conversation, thought: Thought) -> None:
    if thought.answers_id is not None:
        conversation.answered_id = max(conversation.answered_id or 0, thought.answers_id)
        conversation.nudges = 0


def _keep(talk: Talk, thought: Thought, proposal: Proposal, maker: str, done: Done) -> None:
    turn = AssistantTurn(
        company_id=talk.company.id,
        conversation_id=talk.conversation.id,
        at=now(),
        trigger=thought.trigger.value,
        maker=maker[:40],
        act=proposal.act.value,
        why=proposal.why[:WHY_LENGTH],
        outcome=done.outcome,
        words=done.words[:WORDS_LENGTH],
        answers_id=thought.answers_id,
        message_id=done.message_id,
        slot_id=proposal.slot_id,
        question_id=proposal.question_id,
    )
    db.session.add(turn)
    db.session.flush()
    if proposal.act in rules_assistant.CHANGING or done.outcome is TurnOutcome.REFUSED:
        about = {"turn": turn.id, "act": proposal.act.value, "outcome": done.outcome.value}
        record("conversation.assistant_acted", talk.conversation, voice(talk), about=about)
