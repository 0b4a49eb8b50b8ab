"""The shapes of what dashboards show. No tables: everything is counted where it lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from portal.candidates.models import ApplicationStatus
from portal.jobs.models import JobStatus

# Counts stop here: a page that says "1,000+" costs the same however many there are.
MOST_COUNTED = 1000

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Day:
    """Today in a reader's zone: the date, and the moments at which it, its month and the month before begin."""

    date: date
    begins: datetime
    ends: datetime
    month: datetime
    month_ends: datetime
    month_before: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait for what. Each is the number of rows in the list that the page links to, up to one over the cap."""

    today: int
    over: int
    coming: int
    choosing: int
    undecided: int
    feedback: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """People by the status of their applications, jobs by status, and hires of this month and the one before."""

    people: Mapping[ApplicationStatus, int]
    jobs: Mapping[JobStatus, int]
    hires: int
    hires_before: int
