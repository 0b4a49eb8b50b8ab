"""What is asked of the audit log and of the seals."""

from portal.governance.queries.audit import Wanted, actors_with_address, audit_page, known_people
from portal.governance.queries.seals import (
    chain_of_company,
    greatest_sealed,
    links_after,
    unsealed,
    unsealed_ids,
)

__all__ = [
    "Wanted",
    "audit_page",
    "actors_with_address",
    "chain_of_company",
    "greatest_sealed",
    "known_people",
    "links_after",
    "unsealed",
    "unsealed_ids",
]
