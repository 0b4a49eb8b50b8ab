"""The local maker: rules in a fixed order, the gravest first, each grounded in the situation alone."""

from dataclasses import replace

from portal.assistant import wishes
from portal.assistant.local import arranging, facts, intents, screening, words
from portal.assistant.notice import with_notice
from portal.assistant.situation import Act, Asked, Memory, Proposal, Question, Situation, Trigger
from portal.assistant.text import LONGEST, own_words

MOST_MISUNDERSTOOD = 2


class LocalMaker:
    """Answers without any service. What it does not understand twice goes to a person."""

    name = "local"

    def propose(self, situation: Situation) -> Proposal:
        """The act for the situation (see `Maker`)."""
        if situation.trigger is Trigger.REPLY:
            return _reply(replace(situation, text=own_words(situation.text[:LONGEST])))
        if situation.trigger is Trigger.OPEN:
            return _open(situation)
        if situation.trigger is Trigger.OFFER:
            return arranging.offer(situation, "an interview waits for a time", before=_for(situation))
        return _nudge(situation)


def _for(situation: Situation) -> str:
    return f"We would like to arrange {words.interview(situation.interview)}." if situation.interview else ""


def _open(situation: Situation) -> Proposal:
    hello = words.hello(situation)
    question = screening.next_question(situation)
    if question is not None:
        text = f"{hello} I have a few short questions first.\n{words.question(question)}"
        return _asking(question, with_notice(text, situation.company), "the talk opens with the first question")
    if arranging.waits(situation):
        return arranging.offer(situation, "the talk opens with the free times", before=f"{hello} {_for(situation)}")
    return Proposal(Act.SAY, f"{hello} {words.CAN_DO}", "the talk opens; nothing is to be asked")


def _nudge(situation: Situation) -> Proposal:
    question = screening.asked(situation) or screening.next_question(situation)
    again = sum(turn.sender == "ai" for turn in situation.history[-2:]) > 1
    before = "One more try from my side:" if again else "Just a short reminder:"
    if situation.memory.asked in (Asked.TIME, Asked.CONFIRM_TIME) and arranging.waits(situation):
        return arranging.offer(
            situation, "the contact is silent", before=f"{before} we still need a time for your interview."
        )
    if question is not None:
        return _asking(question, f"{before} {words.question(question)}", "the contact is silent")
    if arranging.waits(situation):
        return arranging.offer(
            situation, "the contact is silent", before=f"{before} we still need a time for your interview."
        )
    return Proposal(Act.WAIT, "", "nothing is asked, so there is nothing to remind of", memory=situation.memory)


def _reply(situation: Situation) -> Proposal:
    grave = _grave(situation)
    if grave is not None:
        return grave
    for look in (arranging.confirmation, _answer, arranging.change, arranging.choice, _question, _small):
        found = look(situation)
        if found is not None:
            return found
    return _not_understood(situation)


def _grave(situation: Situation) -> Proposal | None:
    """What ends or hands over the talk, whatever was asked."""
    text = situation.text
    has_interview = situation.interview is not None and situation.interview.agreed is not None
    asked_cancel = situation.memory.asked is Asked.CONFIRM_CANCEL
    if wishes.asks_to_stop(text, interview=has_interview or asked_cancel):
        return Proposal(Act.STOP, words.STOPPED, "the contact wants no automated messages")
    if intents.gives_orders(text):
        return _hand_over(situation, "the message gives orders or asks for what is not the contact's", words.DECLINED)
    if intents.is_about_others(situation):
        return _hand_over(situation, "the message is for or about somebody else", words.DECLINED)
    if wishes.asks_for_person(text):
        return _hand_over(situation, "the contact asks for a person", "Of course.")
    why = intents.needs_a_person(text)
    if why and not _is_answer_to_text(situation, why):
        before = "I am sorry about that." if "upset" in why or "need" in why else "Thank you for telling us."
        return _hand_over(situation, why, before)
    return None


def _is_answer_to_text(situation: Situation, why: str) -> bool:
    """Pay or another offer may be just what the question was about."""
    question = screening.asked(situation) if situation.memory.asked is Asked.QUESTION else None
    if question is None or "pay" not in why:
        return False
    return any(
        word in question.text.casefold() for word in ("salary", "pay", "expect", "ctc", "rate", "offer", "notice")
    )


def _hand_over(situation: Situation, why: str, before: str = "") -> Proposal:
    return Proposal(Act.HAND_OVER, f"{before} {words.PERSON}".strip(), why, memory=situation.memory)


def _asking(question: Question, text: str, why: str, *, misunderstood: int = 0) -> Proposal:
    memory = Memory(Asked.QUESTION, question.id, (), misunderstood)
    return Proposal(Act.ASK, text, why, question_id=question.id, memory=memory)


def _answer(situation: Situation) -> Proposal | None:
    """The reply to a screening question: kept, or asked once more."""
    question = screening.asked(situation) if situation.memory.asked is Asked.QUESTION else None
    if question is None:
        return None
    if screening.asks_to_wait(situation.text):
        return Proposal(Act.WAIT, "", "the contact asks for a moment", memory=situation.memory)
    topics = facts.topics(situation)
    answer = screening.answer_of(question, situation.text)
    if question.kind == "text" and screening.dodges(situation.text):
        answer = None
    elif (
        answer is None
        and screening.refuses(situation.text)
        and not screening.dodges(situation.text)
        and not facts.asks_something(situation.text)
    ):
        answer = " ".join(situation.text.split())
    if answer is None and topics:
        told = facts.answer(topics, situation)
        return Proposal(Act.SAY, f"{told}\n{words.question(question)}", _about(topics), memory=situation.memory)
    if answer is None:
        if intents.is_foreign(situation.text):
            return _hand_over(situation, "the message is in a language that is not understood here")
        if facts.asks_something(situation.text):
            return Proposal(
                Act.SAY, f"{facts.UNKNOWN}\n{words.question(question)}", "an unknown question", memory=situation.memory
            )
        if situation.memory.misunderstood + 1 >= MOST_MISUNDERSTOOD:
            return _hand_over(situation, "the question was not answered twice")
        again = f"Sorry, I did not understand that. {words.question(question)}"
        return _asking(
            question, again, "the reply does not answer it", misunderstood=situation.memory.misunderstood + 1
        )
    return _keep(situation, question, answer, topics)


def _keep(situation: Situation, question: Question, answer: str, topics: list[str]) -> Proposal:
    told = facts.answer(topics, situation) if topics else ""
    following = screening.next_question(situation, after=question.id)
    if following is not None:
        text = f"Thank you. {told} {words.question(following)}".replace("  ", " ")
        return Proposal(
            Act.KEEP,
            text,
            "an answer; the next question",
            question_id=question.id,
            answer=answer,
            memory=Memory(Asked.QUESTION, following.id),
        )
    if arranging.waits(situation):
        offered = arranging.offer(
            situation,
            "all is answered; the interview waits",
            before=f"Thank you, that was all. {told} {_for(situation)}",
        )
        return replace(offered, act=Act.KEEP, question_id=question.id, answer=answer)
    end = (
        f"The next step: {situation.next_step.rstrip('.')}."
        if situation.next_step
        else "We will write to you about the next step."
    )
    return Proposal(
        Act.KEEP,
        f"Thank you, that was all. {told} {end}".replace("  ", " "),
        "the last answer",
        question_id=question.id,
        answer=answer,
        memory=Memory(),
    )


def _about(topics: list[str]) -> str:
    return f"a question about {', '.join(topics)}"


def _question(situation: Situation) -> Proposal | None:
    topics = facts.topics(situation)
    if topics:
        return Proposal(Act.SAY, facts.answer(topics, situation), _about(topics), memory=_kept(situation))
    if facts.asks_something(situation.text) and not intents.is_foreign(situation.text):
        if intents.is_thanks(situation.text):
            return None
        told = facts.from_description(situation)
        if told:
            return Proposal(Act.SAY, told, "a question whose words the description has", memory=_kept(situation))
        if situation.memory.misunderstood + 1 >= MOST_MISUNDERSTOOD:
            return _hand_over(situation, "a second question that is not in the data")
        memory = replace(situation.memory, misunderstood=situation.memory.misunderstood + 1)
        return Proposal(Act.SAY, facts.UNKNOWN, "a question that is not in the data", memory=memory)
    return None


def _kept(situation: Situation) -> Memory:
    return replace(situation.memory, misunderstood=0)


def _small(situation: Situation) -> Proposal | None:
    """Greetings, thanks, and bare words."""
    if intents.is_greeting(situation.text):
        question = screening.next_question(situation)
        if question is not None and situation.memory.asked is Asked.NOTHING:
            return _asking(question, f"Hello! {words.question(question)}", "a greeting; the question goes on")
        if arranging.waits(situation):
            return arranging.offer(situation, "a greeting; the interview waits", before="Hello!")
        return Proposal(Act.SAY, f"Hello! {words.CAN_DO}", "a greeting", memory=situation.memory)
    if intents.is_thanks(situation.text) or intents.says_yes(situation.text):
        if arranging.waits(situation) and intents.says_yes(situation.text) and situation.memory.asked is Asked.TIME:
            return arranging.offer(situation, "a yes without a time", before="Which time suits you?")
        return Proposal(Act.WAIT, "", "nothing needs an answer", memory=situation.memory)
    return None


def _not_understood(situation: Situation) -> Proposal:
    if intents.is_foreign(situation.text):
        return _hand_over(situation, "the message is in a language that is not understood here")
    if situation.memory.misunderstood + 1 >= MOST_MISUNDERSTOOD:
        return _hand_over(situation, "not understood twice in a row", "I am sorry, I did not understand.")
    memory = replace(situation.memory, misunderstood=situation.memory.misunderstood + 1)
    return Proposal(Act.SAY, f"Sorry, I did not understand that. {words.CAN_DO}", "not understood", memory=memory)
