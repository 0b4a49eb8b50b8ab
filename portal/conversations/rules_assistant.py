"""When the assistant speaks and when it is silent, what it may propose, and the words that are the portal's own.

A proposal is somebody else's opinion, a language model's perhaps: what it may change is decided here and by the verbs
of the features, never by its text. Values in, a reason or words out; moments are aware.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from portal.assistant import Act, Asked, InterviewFacts, Memory, Proposal, Situation, Time, Trigger
from portal.conversations.models import Contact, Conversation, ConversationStatus, Message, Opens, Sender
from portal.core.formats import clock_time, local_to_utc, when
from portal.core.formats import zone as clocks_of

# Whose applications another system or a careers page brought: `Application.source`.
ATS_SOURCES = frozenset(
    {"generic", "greenhouse", "lever", "ashby", "workable", "jobadder", "workday", "popp", "ats", "careers"}
)
# Nobody is nudged in the night of their zone.
MORNING, EVENING = time(8), time(20)
# Times in a row that a talk is thought about anew because somebody wrote meanwhile; then it waits its turn again.
MOST_RETHINKS = 5
TURNS_OF_HISTORY = 12
# Of what the contact wrote in one go the maker sees the newest so many characters.
TEXT_SEEN = 8_000
SAID_LENGTH = 4_000
# So many wishes for other times a day, as on the candidates' pages.
MOST_DECLINED_A_DAY = 5

NEVER_BEGUN = frozenset({ConversationStatus.CREATED})

A_PERSON_ANSWERS = "A person answers in this conversation now."
STOPPED = "This person has asked for no more automated messages."

# A contact's answer alone changes something: no opening, offer or nudge does.
_ONLY_ON_REPLY = frozenset({Act.KEEP, Act.BOOK, Act.MOVE, Act.CANCEL, Act.DECLINE, Act.STOP})
_NEEDS_WORDS = frozenset({Act.SAY, Act.ASK, Act.OFFER})
# What is worth an event of its own besides the message: it changed something, or a rule refused it.
CHANGING = frozenset({Act.KEEP, Act.BOOK, Act.MOVE, Act.CANCEL, Act.DECLINE, Act.HAND_OVER, Act.STOP, Act.COMPLETE})


def opens_for(opens: Opens, source: str | None) -> bool:
    """Whether the assistant opens a talk by itself for an application that came this way."""
    return opens is Opens.ALL or (opens is Opens.ATS and source in ATS_SOURCES)


def why_not_speak(conversation: Conversation, contact: Contact) -> str | None:
    """Why the assistant says nothing in this conversation; None when it may."""
    if contact.stopped_at is not None:
        return STOPPED
    return None if conversation.owned_by_ai else A_PERSON_ANSWERS


def why_silent(message: Message, conversation: Conversation, contact: Contact) -> str | None:
    """Why a queued message must not be sent any more; None when it may. To be asked right before it is sent.

    The last word of the assistant (that a person will answer, that nothing more comes) is sent although it no longer
    owns the conversation, unless a person has written since. What people write, or have sent again, is always sent; but
    nothing automated to who has asked for no more of it.
    """
    if message.sender is not Sender.AI:
        return None
    last_word = bool((message.extras or {}).get("last_word"))
    if contact.stopped_at is not None and not last_word:
        return STOPPED
    if message.sends:
        return None
    if not last_word:
        return None if conversation.owned_by_ai else A_PERSON_ANSWERS
    newest = conversation.last_message_id or 0
    return A_PERSON_ANSWERS if conversation.last_sender == Sender.AGENT and newest > message.id else None


def why_not(proposal: Proposal, situation: Situation) -> str | None:
    """Why a proposal is not carried out, as far as the situation tells; None when it may be tried."""
    act = proposal.act
    if act in _ONLY_ON_REPLY and situation.trigger is not Trigger.REPLY:
        return "Nothing is changed unless the contact has asked for it."
    if act in _NEEDS_WORDS and not proposal.text.strip():
        return "It proposed to say nothing."
    if act in (Act.ASK, Act.KEEP):
        if proposal.question_id not in {question.id for question in situation.questions}:
            return "That is no question of this job."
        return "There is no answer to keep." if act is Act.KEEP and not proposal.answer.strip() else None
    if act not in (Act.OFFER, Act.BOOK, Act.MOVE, Act.CANCEL, Act.DECLINE):
        return None
    if situation.interview is None:
        return "There is no interview."
    return _why_not_of_interview(proposal, situation.interview)


def _why_not_of_interview(proposal: Proposal, interview: InterviewFacts) -> str | None:
    act = proposal.act
    free = {slot.slot_id for slot in interview.free}
    if act is Act.OFFER:
        return None if set(proposal.memory.offered) <= free else "It offered a time that is not free."
    if act in (Act.BOOK, Act.MOVE) and proposal.slot_id not in free:
        return "That time is not free."
    if act is Act.BOOK and interview.agreed is not None:
        return "A time is agreed already."
    if act in (Act.MOVE, Act.CANCEL):
        if interview.agreed is None:
            return "No time is agreed."
        return None if interview.may_change else "The notice time has begun."
    return None


def memory_of(kept: Mapping[str, Any]) -> Memory:
    """What the assistant remembers, from the row."""
    asked = kept.get("asked", "")
    return Memory(
        asked=Asked(asked) if asked in list(Asked) else Asked.NOTHING,
        question_id=kept.get("question_id"),
        offered=tuple(kept.get("offered", ())),
        misunderstood=kept.get("misunderstood", 0),
    )


def remembered(memory: Memory) -> dict[str, Any]:
    """What the assistant remembers, as the row keeps it."""
    return {**asdict(memory), "asked": memory.asked.value, "offered": list(memory.offered)}


def without_times(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The memory after people have changed an interview: the times that were shown mean nothing any more."""
    about_times = kept.get("asked") in (Asked.TIME, Asked.CONFIRM_TIME, Asked.CONFIRM_CANCEL)
    return {**kept, "offered": [], "asked": Asked.NOTHING.value if about_times else kept.get("asked", "nothing")}


def by_day(moment: datetime, zone: str) -> datetime:
    """The moment, or the next morning where it falls into the night of the zone."""
    local = moment.astimezone(clocks_of(zone))
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return local_to_utc(datetime.combine(day, MORNING), zone)


def nudge_due(said_at: datetime, hours: int, zone: str) -> datetime:
    """When somebody who has not answered is asked once more."""
    return by_day(said_at + timedelta(hours=hours), zone)


def numbered(times: Sequence[Time], zone: str) -> str:
    """Times to choose from, a line each, in the zone of whoever reads them."""
    return "\n".join(f"{n}. {time_words(slot, zone)}" for n, slot in enumerate(times, 1))


def time_words(slot: Time, zone: str) -> str:
    """`Wed 16 Dec 2026, 10:30 IST – 11:15`."""
    return f"{when(slot.start, zone)} – {clock_time(slot.end, zone)}"


def taken_words(left: Sequence[Time], zone: str) -> str:
    """What is said when the wished time has just gone."""
    if not left:
        return (
            "I am sorry, that time has just been taken, and no other is left. I have asked your recruiter for new ones."
        )
    return (
        "I am sorry, that time has just been taken. These are still free:\n"
        f"{numbered(left, zone)}\nWhich one suits you? The number is enough."
    )


def booked_words(slot: Time, zone: str) -> str:
    """What is said of an agreed time when the proposal has no words of its own."""
    return f"Done: your interview is on {time_words(slot, zone)}."


def person_words(name: str | None) -> str:
    """That a person goes on."""
    who = name or "One of my colleagues"
    return f"{who} will answer you here. This can take a little while; you need not write again."


def refused_words(reason: str, name: str | None) -> str:
    """That what was asked for is not possible now, why, and that a person goes on."""
    return f"I could not do that: {reason} {person_words(name)}"


def stopped_words(company: str) -> str:
    """The one confirmation after STOP."""
    return (
        f"You will get no more automated messages from {company}. People may still answer you. "
        "Write START if you want them again."
    )


def started_words(company: str) -> str:
    """The confirmation after START."""
    return f"Welcome back: you get automated messages from {company} again. Write STOP at any time to end them."
