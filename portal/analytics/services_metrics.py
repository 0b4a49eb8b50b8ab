"""Answering a question about counts: with public ids, in the company's clocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.analytics import queries_metrics as queries
from portal.analytics.rules_metrics import Dimension, Wanted, check, table
from portal.core.ids import Prefix, encode

PREFIXES: Mapping[Dimension, Prefix] = {
    Dimension.JOB: Prefix.JOB,
    Dimension.CLIENT: Prefix.CLIENT,
    Dimension.RECRUITER: Prefix.USER,
}


def answer(wanted: Wanted, zone_name: str) -> list[dict[str, Any]]:
    """The rows of the answer. Raises BadInput by field."""
    check(wanted)
    rows = table(wanted, queries.counted(wanted, zone_name), zone_name)
    named: Sequence[Dimension] = [d for d in wanted.dimensions if d in PREFIXES]
    for row in rows:
        for one in named:
            number = row[one.value]
            row[one.value] = str(encode(PREFIXES[one], number)) if number is not None else None
    return rows
