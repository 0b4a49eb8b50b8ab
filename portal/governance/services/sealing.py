"""Sealing: the worker puts a company's new events into its chain, in the order in which it finds them.

Not the recorder: a chain in the recorder's transaction would let one person write at a time.
"""

from sqlalchemy import insert

from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.governance import queries, rules
from portal.governance.models import EventChain, EventSeal

# At once in one transaction, which on SQLite holds the only writer's place.
BATCH = 500


def seal_next(company_id: int, after: int = 0) -> int | None:
    """Seal the next events of the company, at most `BATCH`. Two who seal wait for one another.

    `after` is what the call before gave, so that one run goes over the events once. Gives the number to go on after, or
    None when nothing is left for now.
    """
    chain = _held(company_id)
    after = max(after, chain.settled_id)
    found = queries.unsealed(after, BATCH)
    moment, previous, position = now(), chain.hash, chain.position
    made = []
    for event in found:
        position += 1
        link = rules.seal_of(event, position, previous)
        made.append(
            {
                "company_id": company_id,
                "event_id": event.id,
                "position": position,
                "previous_hash": previous,
                "hash": link,
                "sealed_at": moment,
            }
        )
        previous = link
    if made:
        # Rows that carry their company, past the hook: as objects they would cost three times as much.
        db.session.execute(insert(EventSeal), made, execution_options={"unscoped": True})
    chain.position, chain.hash = position, previous
    db.session.flush()
    if len(found) == BATCH:
        return int(found[-1].id)
    if rules.is_settled(chain.settling_at, moment):
        chain.settled_id, chain.settling_id, chain.settling_at = chain.settling_id, queries.greatest_sealed(), moment
        db.session.flush()
    return None


def _held(company_id: int) -> EventChain:
    chain = queries.chain_of_company(locked=True)
    if chain is None:
        values = {"position": 0, "hash": rules.BEGINNING, "settled_id": 0, "settling_id": 0, "settling_at": now()}
        insert_once(EventChain, ["company_id"], company_id=company_id, **values)
        chain = queries.chain_of_company(locked=True)
    if chain is None:
        raise LookupError(f"Company {company_id} has no chain of seals.")
    return chain
