"""The interview: offering times, understanding the pick, moving, giving back. Only what was asked for is booked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from portal.assistant.local import facts, intents, words
from portal.assistant.local.picking import Meaning, Pick, meaning_of
from portal.assistant.situation import Act, Asked, InterviewFacts, Memory, Proposal, Situation, Time
from portal.assistant.text import fold, sentences

TOO_LATE = "It is too close to the interview for me to change it."


def waits(situation: Situation) -> bool:
    """Whether an interview waits for the contact to choose a time."""
    interview = situation.interview
    return interview is not None and interview.agreed is None and bool(interview.free)


def offer(situation: Situation, why: str, *, before: str = "", times: Sequence[Time] | None = None) -> Proposal:
    """Show times (all that are free, or those that fit). Without any, a person goes on."""
    interview = situation.interview
    shown = tuple(times if times is not None else interview.free if interview else ())
    if not shown:
        return Proposal(
            Act.HAND_OVER,
            f"No free time is left just now. {words.PERSON}",
            f"{why}; no time is free",
            memory=situation.memory,
        )
    asked = Asked.CONFIRM_TIME if len(shown) == 1 and times is not None else Asked.TIME
    memory = Memory(asked, None, tuple(time.slot_id for time in shown))
    return Proposal(Act.OFFER, f"{before}\n{words.offer(shown, situation)}".strip(), why, memory=memory)


def confirmation(situation: Situation) -> Proposal | None:
    """A plain yes or no to what the last message asked."""
    memory, interview = situation.memory, situation.interview
    if interview is None:
        return None
    yes, no = _yes(situation.text), intents.says_no(situation.text)
    if memory.asked is Asked.CONFIRM_CANCEL and interview.agreed is not None:
        folded = fold(situation.text)
        if not yes and _WISHES.search(folded) and meaning_of_reply(situation).pick is not Pick.NOTHING:
            return _move(situation, interview)
        if yes or (intents.CANCEL.search(folded) and not intents.SURE_CANCEL.search(folded)):
            return _cancel(situation, interview)
        if no and len(folded.split()) <= 4:
            return _stays(situation, interview.agreed)
        return None
    single = memory.asked is Asked.CONFIRM_TIME or (memory.asked is Asked.TIME and len(memory.offered) == 1)
    if not single or not memory.offered:
        return None
    if yes and meaning_of_reply(situation).pick in (Pick.NOTHING, Pick.ANY):
        return _take(situation, interview, memory.offered[0], "a yes to the time that was named")
    no = no or bool(_CANNOT.match(fold(situation.text)))
    if no and meaning_of_reply(situation).pick is Pick.NOTHING:
        rest = [time for time in interview.free if time.slot_id != memory.offered[0]]
        if not rest:
            return _decline(situation)
        return offer(
            situation, "not this one", before="Which of the others suits you?", times=rest if len(rest) > 1 else None
        )
    return None


def _stays(situation: Situation, agreed: Time) -> Proposal:
    text = f"Good, then it stays as it is: {words.when(agreed, situation.zone)}."
    return Proposal(Act.SAY, text, "the contact keeps the interview", memory=Memory())


# "Ok, but can it be earlier?": assent to the question, not to the time.
_WISHES = re.compile(
    r"\b(?:earlier|later|sooner|another|different|other|instead|move|shift|change|re-?schedul\w*|postpone|prepone"
    r"|swap|switch|rather|unless|however|only if|if (?:you|it|we|i)|as long as|provided)\b"
    r"|\bbut\b.{0,40}\b(?:can|could|would|is there|not|on|at|at all)\b"
)


_CANNOT = re.compile(
    r"(?:(?:sorry|unfortunately|hi|oh|no|sadly|i'm afraid)[ ,.]+)*(?:i |that |it |this )?(?:can't|cannot|won't|will not"
    r"|am not|doesn't|does not|isn't|is not)\b(?! (?:wait|believe|stop|thank|complain))"
)


def _yes(text: str) -> bool:
    """A plain yes; besides, there may be a question, but no wish for something else."""
    if _WISHES.search(fold(text)):
        return False
    if _begins_with_yes(text):
        return True
    clauses = [part for one in sentences(fold(text)) for part in re.split(r",|;|\bbut\b|\band\b", one)]
    said = [part for part in clauses if re.search(r"\w", part) and not facts.is_question(part.strip())]
    said = [part for part in said if not intents.is_thanks(part) or intents.says_yes(part)]
    return bool(said) and intents.says_yes(" ".join(said))


_NOT_CALM = re.compile(
    r"\?|\b(?:not|no|n't|never|but|however|though|if|unless|check|think|later|maybe|might|question|wait|know|tell|let"
    r"|ask|stop|cancel|change|instead|prefer|rather)\b|n't\b"
)


def _begins_with_yes(text: str) -> bool:
    """A plain yes, and then something that takes nothing back: "Yes, that's the one! Sorry, my phone was dead"."""
    first, _, rest = re.sub(r"([.!,;\n])", r"\1\0", fold(text), count=1).partition("\0")
    return bool(rest.strip()) and intents.says_yes(first) and not _NOT_CALM.search(rest)


def meaning_of_reply(situation: Situation) -> Meaning:
    """What the reply says about the free times."""
    interview = situation.interview
    free = interview.free if interview is not None else ()
    return meaning_of(situation.text, free, situation.memory.offered, situation.now, situation.zone)


def change(situation: Situation) -> Proposal | None:
    """Moving or giving back the agreed time, when the reply asks for it."""
    interview, folded = situation.interview, fold(situation.text)
    wants_move = bool(intents.MOVE.search(folded))
    wants_cancel = bool(intents.CANCEL.search(folded)) and not intents.SURE_CANCEL.search(folded)
    cannot = bool(intents.CANNOT_COME.search(folded))
    if interview is None or interview.agreed is None:
        if wants_cancel and not wants_move and meaning_of_reply(situation).pick is Pick.NOTHING:
            return Proposal(
                Act.HAND_OVER,
                words.PERSON,
                "the contact wants to cancel, and no time is agreed",
                memory=situation.memory,
            )
        return None
    if intents.keeps(situation.text) and not cannot:
        return _stays(situation, interview.agreed)
    if not (wants_move or wants_cancel or cannot):
        return None
    if facts.asks_something(situation.text) and re.search(
        r"\b(?:how|what if|until when|what happens|is it possible to know)\b", folded
    ):
        return None
    if not interview.may_change:
        return Proposal(
            Act.HAND_OVER, f"{TOO_LATE} {words.PERSON}", "the notice time has begun", memory=situation.memory
        )
    if wants_move or (cannot and meaning_of_reply(situation).pick is Pick.ONE):
        return _move(situation, interview)
    if wants_cancel and not intents.MAYBE.search(folded):
        return _cancel(situation, interview)
    return _ask_cancel(situation, interview)


def _move(situation: Situation, interview: InterviewFacts) -> Proposal:
    meaning = meaning_of_reply(situation)
    if meaning.pick is Pick.ONE:
        return _take(situation, interview, meaning.times[0].slot_id, "the contact asks for this time instead")
    if meaning.pick in (Pick.SEVERAL, Pick.UNSURE):
        before = "Do you mean this time?" if len(meaning.times) == 1 else "Several times fit. Which one?"
        return offer(situation, "a move; the time is to be confirmed", before=before, times=meaning.times)
    before = (
        "That time is not free."
        if meaning.pick is Pick.NOT_FREE and not _is_agreed(situation, interview)
        else "Of course."
    )
    return offer(
        situation,
        "the contact wants to move the interview",
        before=f"{before} You could have it at one of these times instead:",
    )


def _ask_cancel(situation: Situation, interview: InterviewFacts) -> Proposal:
    text = f"Shall I give your time back ({words.when(interview.agreed, situation.zone)})?" if interview.agreed else ""
    others = " If you would rather have another time, just say so." if interview.free else ""
    return Proposal(
        Act.SAY, text + others, "it may be that the contact cannot come", memory=Memory(Asked.CONFIRM_CANCEL)
    )


def _cancel(situation: Situation, interview: InterviewFacts) -> Proposal:
    if not interview.may_change:
        return Proposal(
            Act.HAND_OVER, f"{TOO_LATE} {words.PERSON}", "the notice time has begun", memory=situation.memory
        )
    return Proposal(
        Act.CANCEL,
        "I have given your time back. Thank you for telling us.",
        "the contact gives the time back",
        memory=Memory(),
    )


def choice(situation: Situation) -> Proposal | None:
    """A pick among the free times, a refusal of them, or a time that is not among them."""
    interview = situation.interview
    if interview is None or (
        interview.agreed is not None and situation.memory.asked not in (Asked.TIME, Asked.CONFIRM_TIME)
    ):
        return _other_time(situation) if interview is not None else None
    meaning = meaning_of_reply(situation)
    if meaning.pick is Pick.NOTHING:
        return _which(situation) if intents.says_no(situation.text) else None
    if meaning.pick is Pick.NONE_FIT:
        return _decline(situation) if interview.agreed is None else None
    if not interview.free:
        return offer(situation, "the contact names a time")
    if meaning.pick is Pick.ANY:
        return None if "?" in situation.text else _propose(situation, meaning.times[0])
    if meaning.pick is Pick.ONE:
        return _take(situation, interview, meaning.times[0].slot_id, f"the reply picks it ({meaning.pick})")
    return _ask_back(situation, meaning)


def _propose(situation: Situation, first: Time) -> Proposal:
    """ "You choose": the earliest is named, and booked with the next word. What nobody has named is not booked."""
    text = f"Shall I book {words.when(first, situation.zone)} for you?"
    memory = Memory(Asked.CONFIRM_TIME, None, (first.slot_id,))
    return Proposal(Act.SAY, text, "any time suits; the earliest is proposed", memory=memory)


def _ask_back(situation: Situation, meaning: Meaning) -> Proposal | None:
    """A time that is not free, or not one for sure."""
    if meaning.pick is Pick.NOT_FREE:
        if set(facts.topics(situation)) - {"time", "place"}:
            return None
        return offer(situation, "the time is not among the free ones", before="That time is not free. These are:")
    if len(meaning.times) == 1:
        text = f"Do you mean {words.when(meaning.times[0], situation.zone)}?"
        memory = Memory(Asked.CONFIRM_TIME, None, (meaning.times[0].slot_id,))
        return Proposal(Act.SAY, text, "one time is left, but it was not asked for in so many words", memory=memory)
    before = "Several times fit. Which one do you mean?"
    return offer(situation, "the reply does not name one time for sure", before=before, times=meaning.times)


def _which(situation: Situation) -> Proposal:
    text = "Does none of these times suit you? Say “none”, and I will ask a colleague for others."
    return Proposal(Act.SAY, text, "a bare no to several times", memory=situation.memory)


def _other_time(situation: Situation) -> Proposal | None:
    """A time is agreed, and the reply names times without asking for a move."""
    interview = situation.interview
    meaning = meaning_of_reply(situation)
    if interview is None or interview.agreed is None or meaning.pick is not Pick.ONE:
        return None
    if _is_agreed(situation, interview) or facts.topics(situation):
        return None
    before = f"Your interview is on {words.when(interview.agreed, situation.zone)}. Shall I move it?"
    if not interview.may_change:
        return None
    return offer(situation, "another time than the agreed one", before=before, times=meaning.times)


def _is_agreed(situation: Situation, interview: InterviewFacts) -> bool:
    """Whether the reply speaks of the time that is agreed already."""
    if interview.agreed is None:
        return False
    own = replace(interview, free=(interview.agreed,))
    meant = meaning_of(situation.text, own.free, (), situation.now, situation.zone)
    return meant.pick in (Pick.ONE, Pick.UNSURE)


def _take(situation: Situation, interview: InterviewFacts, slot_id: int, why: str) -> Proposal:
    time = next((time for time in interview.free if time.slot_id == slot_id), None)
    if time is None:
        return offer(
            situation, "the time is no longer free", before="I am sorry, that time has just gone. These are free:"
        )
    act = Act.BOOK if interview.agreed is None else Act.MOVE
    if act is Act.MOVE and not interview.may_change:
        return Proposal(
            Act.HAND_OVER, f"{TOO_LATE} {words.PERSON}", "the notice time has begun", memory=situation.memory
        )
    done = "booked" if act is Act.BOOK else "moved to"
    when = words.when(time, situation.zone)
    text = (
        f"Your interview is {done} {when}."
        if act is Act.MOVE
        else f"Booked: {when}. You will get the details by e-mail."
    )
    topics = facts.topics(situation)
    told = facts.answer([t for t in topics if t not in ("time", "place", "next")], situation) if topics else ""
    return Proposal(act, f"{text} {told}".strip(), why, slot_id=slot_id, memory=Memory())


def _decline(situation: Situation) -> Proposal:
    text = "I understand. I am asking a colleague for other times; you will hear from us."
    return Proposal(Act.DECLINE, text, "no offered time fits", memory=Memory())
