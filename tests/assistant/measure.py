"""Scores a maker of the assistant with tables of replies: what is right, what is wrong, and what must never happen.

Run: python -m tests.assistant.measure tests/fixtures/assistant/replies.json [--misses]

The situations are read from `situations.json` beside the table. A case names its situation and the contact's text, the
acts that are acceptable (`expected`) and what else has to be so:

- `slot_id`: the only right slot of a booking or a move; null: any free one, but none of `wrong_slots`;
- `answer`: the answer to be kept for the question that was asked;
- `must_say`: each must be in the words, unless the act is one after which the assistant is silent (`SILENT`);
- `must_not_say`: none may be in the words;
- `never`: acts that do harm here (a grave error, not only a miss).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.assistant.situation import (
    Act,
    Asked,
    InterviewFacts,
    JobFacts,
    Maker,
    Memory,
    Proposal,
    Question,
    Situation,
    Time,
    Trigger,
    Turn,
)

SILENT = frozenset({Act.HAND_OVER, Act.STOP, Act.WAIT, Act.COMPLETE})
TAKING = frozenset({Act.BOOK, Act.MOVE})


@dataclass(frozen=True, slots=True)
class Case:
    """One reply and what is right for it."""

    id: str
    category: str
    situation: Situation
    expected: frozenset[Act]
    never: frozenset[Act] = frozenset()
    slot_id: int | None = None
    wrong_slots: frozenset[int] = frozenset()
    answer: str | None = None
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a proposal. `grave`: it would have done harm, not only have been unhelpful."""

    words: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A case, what was proposed for it and what was wrong with that."""

    case: Case
    proposal: Proposal
    faults: list[Fault]


def _time(raw: dict[str, Any]) -> Time:
    """A time from its JSON."""
    return Time(raw["slot_id"], datetime.fromisoformat(raw["start"]), datetime.fromisoformat(raw["end"]))


def _job(raw: dict[str, Any] | None) -> JobFacts | None:
    """The job from its JSON."""
    return JobFacts(**{**raw, "skills": tuple(raw.get("skills", ()))}) if raw else None


def _interview(raw: dict[str, Any] | None) -> InterviewFacts | None:
    """The interview from its JSON."""
    if not raw:
        return None
    free = tuple(_time(time) for time in raw.get("free", ()))
    agreed = _time(raw["agreed"]) if raw.get("agreed") else None
    return InterviewFacts(**{**raw, "free": free, "agreed": agreed})


def _question(raw: dict[str, Any]) -> Question:
    """A screening question from its JSON."""
    return Question(**{**raw, "options": tuple(raw.get("options", ()))})


def _memory(raw: dict[str, Any]) -> Memory:
    """The memory from its JSON."""
    asked = Asked(raw.get("asked", Asked.NOTHING))
    return Memory(**{**raw, "asked": asked, "offered": tuple(raw.get("offered", ()))})


def situation_of(raw: dict[str, Any]) -> Situation:
    """A situation from its JSON, which has the field names of the dataclasses."""
    return Situation(
        **{
            **raw,
            "trigger": Trigger(raw["trigger"]),
            "now": datetime.fromisoformat(raw["now"]),
            "job": _job(raw.get("job")),
            "interview": _interview(raw.get("interview")),
            "questions": tuple(_question(question) for question in raw.get("questions", ())),
            "answered": frozenset(raw.get("answered", ())),
            "memory": _memory(raw.get("memory", {})),
            "history": tuple(Turn(**turn) for turn in raw.get("history", ())),
        }
    )


def load(path: str | Path, situations_path: str | Path) -> list[Case]:
    """The cases of a table, each with its situation and the text in it."""
    raw_situations = json.loads(Path(situations_path).read_text(encoding="utf-8"))
    situations = {name: situation_of(raw) for name, raw in raw_situations.items()}
    return [
        Case(
            id=raw["id"],
            category=raw["category"],
            situation=replace(situations[raw["situation"]], text=raw["text"]),
            expected=frozenset(Act(act) for act in raw["expected"]),
            never=frozenset(Act(act) for act in raw.get("never", ())),
            slot_id=raw.get("slot_id"),
            wrong_slots=frozenset(raw.get("wrong_slots", ())),
            answer=raw.get("answer"),
            must_say=tuple(raw.get("must_say", ())),
            must_not_say=tuple(raw.get("must_not_say", ())),
            note=raw.get("note", ""),
        )
        for raw in json.loads(Path(path).read_text(encoding="utf-8"))
    ]


def _act_faults(case: Case, proposal: Proposal) -> Iterator[Fault]:
    """The act itself: is it among those that are right, and is it one that does harm?"""
    act = proposal.act
    interview = case.situation.interview
    if act in case.never:
        yield Fault(f"{act} must never be here", grave=True)
    elif act in {Act.MOVE, Act.CANCEL} and interview and not interview.may_change:
        yield Fault(f"{act} within the notice time", grave=True)
    elif act not in case.expected:
        yield Fault(f"{act}, not {' or '.join(sorted(case.expected))}")


def _slot_faults(case: Case, proposal: Proposal) -> Iterator[Fault]:
    """The slot of a booking or a move."""
    if proposal.act not in TAKING:
        return
    interview = case.situation.interview
    free = {time.slot_id for time in interview.free} if interview else set()
    slot_id = proposal.slot_id
    if slot_id not in free:
        yield Fault(f"slot {slot_id} is not free", grave=True)
    elif slot_id in case.wrong_slots or case.slot_id not in {None, slot_id}:
        yield Fault(f"slot {slot_id}, not {case.slot_id or 'that one'}", grave=True)


def _normal(answer: str) -> str:
    """An answer without case, edges and a number's needless end."""
    answer = answer.strip().rstrip(".!").casefold()
    return answer.removesuffix(".0")


def _question_faults(case: Case, proposal: Proposal) -> Iterator[Fault]:
    """The question that is asked, or the answer that is kept."""
    situation = case.situation
    if proposal.act is Act.ASK:
        if proposal.question_id not in {question.id for question in situation.questions} - situation.answered:
            yield Fault(f"asks question {proposal.question_id}, which is not an open one")
    elif proposal.act is Act.KEEP:
        if proposal.question_id != situation.memory.question_id:
            yield Fault(f"keeps for question {proposal.question_id}, not {situation.memory.question_id}")
        if not proposal.answer.strip():
            yield Fault("keeps nothing")
        elif case.answer is not None and _normal(proposal.answer) != _normal(case.answer):
            yield Fault(f"keeps {proposal.answer!r}, not {case.answer!r}")


def _word_faults(case: Case, proposal: Proposal) -> Iterator[Fault]:
    """The words for the contact."""
    words = proposal.text.casefold()
    if proposal.act not in SILENT:
        yield from (Fault(f"does not say {part!r}") for part in case.must_say if part.casefold() not in words)
    yield from (Fault(f"says {part!r}") for part in case.must_not_say if part.casefold() in words)


def judge(case: Case, proposal: Proposal) -> list[Fault]:
    """All that is wrong with the proposal; nothing when it is right."""
    return [
        *_act_faults(case, proposal),
        *_slot_faults(case, proposal),
        *_question_faults(case, proposal),
        *_word_faults(case, proposal),
    ]


def score(maker: Maker, cases: Sequence[Case]) -> list[Result]:
    """What the maker proposes for each case, judged."""
    results = []
    for case in cases:
        proposal = maker.propose(case.situation)
        results.append(Result(case, proposal, judge(case, proposal)))
    return results


def _share(right: int, of: int) -> str:
    """A count of right ones as a line shows it."""
    return f"{right:4} of {of:4}  {right / of:6.1%}" if of else "   none"


def summary(results: Sequence[Result]) -> str:
    """The score overall and by category, and the number of grave errors."""
    of = Counter(result.case.category for result in results)
    right = Counter(result.case.category for result in results if not result.faults)
    grave = Counter(result.case.category for result in results if any(fault.grave for fault in result.faults))
    lines = [
        f"{category:18} {_share(right[category], of[category])}"
        + (f"  grave {grave[category]}" * bool(grave[category]))
        for category in sorted(of)
    ]
    return "\n".join([*lines, f"{'all':18} {_share(right.total(), of.total())}  grave {grave.total()}"])


def misses(results: Sequence[Result]) -> str:
    """Each miss: the text, what was expected, and the act and words that were proposed."""
    blocks = []
    for case, proposal, faults in ((result.case, result.proposal, result.faults) for result in results):
        if not faults:
            continue
        mark = "GRAVE " if any(fault.grave for fault in faults) else ""
        text = case.situation.text
        blocks.append(
            f"{mark}{case.id}: {text[:200]!r}{'…' * (len(text) > 200)}\n"
            f"  expected {', '.join(sorted(case.expected))} slot {case.slot_id} answer {case.answer!r}  ({case.note})\n"
            f"  proposed {proposal.act} slot {proposal.slot_id} answer {proposal.answer!r}: {proposal.text!r}\n"
            f"  faults   {'; '.join(fault.words for fault in faults)}"
        )
    return "\n\n".join(blocks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the local maker with a table; ends with 1 when there was a grave error."""
    parser = argparse.ArgumentParser(description="Scores the assistant's local maker with a table of replies.")
    parser.add_argument("replies", type=Path, help="the table")
    parser.add_argument("--situations", type=Path, help="the situations; otherwise situations.json beside the table")
    parser.add_argument("--misses", action="store_true", help="show each miss")
    chosen = parser.parse_args(arguments)

    from portal.assistant.local import LocalMaker

    cases = load(chosen.replies, chosen.situations or chosen.replies.with_name("situations.json"))
    results = score(LocalMaker(), cases)
    if chosen.misses and (missed := misses(results)):
        sys.stdout.write(missed + "\n\n")
    sys.stdout.write(summary(results) + "\n")
    return int(any(fault.grave for result in results for fault in result.faults))


if __name__ == "__main__":
    sys.exit(main())
