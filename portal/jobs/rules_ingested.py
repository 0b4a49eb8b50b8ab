"""A job as another system tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Posting:
    """One job of a source, with clean values for the columns that the source decides about.

    `digest` is that of all that was sent: a job whose digest is the same as last time has nothing to be looked at.
    """

    external_id: str
    company: str
    values: Mapping[str, Any]
    digest: str
