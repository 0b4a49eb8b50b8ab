"""Verifying: a company's chain is read through from its first link, and whatever does not fit is named."""

from dataclasses import dataclass, field
from typing import Any

from portal.core.database import db
from portal.core.events import digest
from portal.governance import queries, rules

PAGE = 1000
MOST_NAMED = 200


@dataclass
class Finding:
    """What a company's chain shows. `problems` are sentences, the first `MOST_NAMED` of them."""

    company_id: int
    sealed: int = 0
    unsealed: int = 0
    wiped: int = 0
    altered: int = 0
    missing: int = 0
    problems: list[str] = field(default_factory=list)
    position: int = 0
    hash: str = rules.BEGINNING

    @property
    def is_whole(self) -> bool:
        """Nothing is altered, nothing is missing. What waits for its seal or was wiped is in order."""
        return not self.altered and not self.missing

    def alter(self, sentence: str) -> None:
        """Note that something is not as it was sealed."""
        self.altered += 1
        self._name(sentence)

    def miss(self, sentence: str, count: int = 1) -> None:
        """Note that something is gone."""
        self.missing += count
        self._name(sentence)

    def _name(self, sentence: str) -> None:
        if len(self.problems) < MOST_NAMED:
            self.problems.append(sentence)


def verify(company_id: int, expected: tuple[int, str] | None = None) -> Finding:
    """Read the whole chain of the company of the present scope, `PAGE` links at a time.

    `expected` is a position and its hash as they were noted down elsewhere before: whoever can write everywhere in the
    database can make a new chain that fits itself, but not one that fits what lies outside.
    """
    found = Finding(company_id)
    while links := queries.links_after(found.position, PAGE):
        for link in links:
            _read(link, found)
            if expected and link.link_position == expected[0] and link.hash != expected[1]:
                found.alter(f"Position {link.link_position} has another hash than the one noted down.")
        db.session.expunge_all()
    if expected and found.position < expected[0]:
        found.miss(f"The chain ends at position {found.position}, before the one noted down ({expected[0]}).")
    _compare_end(found)
    return found


def _read(link: Any, found: Finding) -> None:
    found.sealed += 1
    gap = link.link_position - found.position - 1
    if gap:
        found.miss(f"{gap} seals before position {link.link_position} are missing.", gap)
    if link.previous_hash != found.hash and link.link_position == found.position + 1:
        found.alter(f"The seal at position {link.link_position} does not follow the one before it.")
    if link.id is None:
        found.miss(f"Event {link.link_event} (position {link.link_position}) is missing.")
    elif rules.seal_of(link, link.link_position, link.previous_hash) != link.hash:
        found.alter(f"Event {link.link_event} (position {link.link_position}, {link.name}) was altered.")
    else:
        _read_details(link, found)
    found.position, found.hash = link.link_position, link.hash


def _read_details(link: Any, found: Finding) -> None:
    if link.details_event is None:
        if link.details_digest is not None:
            found.miss(f"The details of event {link.link_event} ({link.name}) are missing.")
    elif link.details_digest is None:
        found.alter(f"Event {link.link_event} ({link.name}) was recorded without details and has some now.")
    elif not link.old and not link.new and not link.salt:
        found.wiped += 1
    elif digest(link.salt, link.old, link.new) != link.details_digest:
        found.alter(f"The details of event {link.link_event} ({link.name}) were altered.")


def _compare_end(found: Finding) -> None:
    chain = queries.chain_of_company()
    settled = chain.settled_id if chain else 0
    gap = (chain.position if chain else 0) - found.position
    if gap > 0:
        found.miss(f"The last {gap} seals are missing: the chain ends at position {found.position}.", gap)
    elif chain and (chain.position, chain.hash) != (found.position, found.hash):
        found.alter("The end of the chain is not the one that was written last.")
    for number in queries.unsealed_ids(0, settled, MOST_NAMED) if settled else ():
        found.alter(f"Event {number} was put in among events that had been sealed.")
    waiting = settled
    while numbers := queries.unsealed_ids(waiting, None, PAGE):
        found.unsealed += len(numbers)
        waiting = numbers[-1]
