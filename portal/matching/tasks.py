"""Comparing in the worker: reads and computes first, then writes in one short transaction. A repeat does no harm."""

from collections.abc import Sequence
from typing import Any

from portal.core.database import transaction
from portal.core.outbox import task
from portal.matching import queries, services
from portal.matching.rules import compare
from portal.matching.rules_story import tell

AT_ONCE = 50


@task("matching.compare")
def compare_application(payload: dict[str, Any]) -> None:
    """One application."""
    _compare([payload["application_id"]])


@task("matching.compare_candidate")
def compare_candidate(payload: dict[str, Any]) -> None:
    """All applications of a person whose record or CV has changed."""
    _compare(queries.applications_of_candidate(payload["candidate_id"]))


@task("matching.compare_job", lease=600)
def compare_job(payload: dict[str, Any]) -> None:
    """All undecided applications of a job that has changed."""
    _compare(queries.open_applications_of_job(payload["job_id"]))


def _compare(application_ids: Sequence[int]) -> None:
    for first in range(0, len(application_ids), AT_ONCE):
        results = []
        for application_id in application_ids[first : first + AT_ONCE]:
            facts = queries.facts_of(application_id)
            if facts is not None:
                match = compare(*facts)
                results.append((application_id, match, tell(*facts, match)))
        with transaction():
            for result in results:
                services.keep(*result)
