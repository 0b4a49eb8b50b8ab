"""What an event of another system may do here: which stage is which status, what is too old, who is the same. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.candidates.models import ApplicationStatus as S
from portal.core.errors import InvalidState
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState

# A body holds personal data; after this many days what became of it is enough.
BODY_DAYS = 90
LOG_DAYS = 365
# What a stage is called there, where that clearly is one of our statuses. All others are written down and move nothing.
# A hire and a rejection are events of their own: no name of a stage selects or rejects anybody.
STAGES: dict[S, tuple[str, ...]] = {
    S.IN_REVIEW: (
        "application review", "in review", "new applicant", "recruiter review", "resume review", "review", "reviewed",
        "screening", "under review",
    ),
    S.SHORTLISTED: ("hiring manager review", "longlist", "shortlist", "shortlisted"),
    S.IN_PROGRESS: (
        "assessment", "face to face", "final interview", "first interview", "interview", "interviews", "offer",
        "on site", "onsite", "onsite interview", "phone", "phone interview", "phone screen", "pre screen",
        "preliminary phone screen", "recruiter screen", "reference check", "second interview", "take home test",
        "technical interview", "video interview",
    ),
}  # fmt: skip
BY_STAGE = {name: status for status, names in STAGES.items() for name in names}
# Which states a person may have worked on once more.
REPLAYABLE = frozenset(DeliveryState) - {DeliveryState.RECEIVED, DeliveryState.RUNNING}
STATE_WORDS = {
    DeliveryState.RECEIVED: "Received",
    DeliveryState.RUNNING: "Under way",
    DeliveryState.DONE: "Done",
    DeliveryState.KEPT: "Kept",
    DeliveryState.NEEDS_DETAILS: "Needs details",
    DeliveryState.FAILED: "Failed",
}
# The headers that are worth keeping; none of them is a secret, and no other is kept.
KEPT_HEADERS = ("content-type", "user-agent", "greenhouse-event-id", "content-length", "x-request-id")


class CannotReplay(InvalidState):
    """The delivery is being worked on, or its body is gone."""


def status_of_stage(stage: str, stage_kind: str = "") -> S | None:
    """Our status for a stage of theirs, by its kind where they have a fixed set, else by its name; None: not clear."""
    for words in (stage_kind, stage):
        found = BY_STAGE.get(" ".join(re.split(r"[\s_-]+", words.casefold().strip())))
        if found is not None:
            return found
    return None


def is_older(applied: Mapping[str, Any], group: str, occurred_at: datetime | None) -> bool:
    """Whether something newer of the group was applied; what tells no time is taken in the order in which it comes."""
    known = applied.get(group)
    return bool(known and occurred_at is not None and occurred_at < datetime.fromisoformat(known))


def applied_with(applied: Mapping[str, Any], group: str, occurred_at: datetime | None) -> dict[str, Any]:
    """The times with this one, which never go back."""
    if occurred_at is None or is_older(applied, group, occurred_at):
        return dict(applied)
    return {**applied, group: occurred_at.astimezone(UTC).isoformat()}


def is_same_person(theirs: Mapping[str, Any], email: str | None, name: str) -> bool:
    """Whether the owner of a telephone number may be the person who is meant: families and agencies share one.

    Two different first names are two people, and so are two different addresses with names that are not the same.
    """
    said = f"{theirs.get('first_name', '')} {theirs.get('last_name', '')}".casefold().split()
    known = name.casefold().split()
    if said and known and said[0] != known[0]:
        return False
    return not (theirs.get("email") and email) or said == known


def check_replay(state: DeliveryState, has_body: bool) -> None:
    """Raises CannotReplay."""
    if state not in REPLAYABLE:
        raise CannotReplay("This delivery is being worked on already.", allowed=[s.value for s in REPLAYABLE])
    if not has_body:
        raise CannotReplay(f"Its body is gone: it is forgotten after {BODY_DAYS} days, and when its person is deleted.")


def secret_of(kind: IntegrationType, data: str) -> str | None:
    """The secret that proves a delivery, of a submission's values as they are stored; None while there is none.

    Workable signs with the access token itself unless another secret is entered.
    """
    values = json.loads(data)
    found: str | None = values.get("webhookSecret")
    if not found and kind is IntegrationType.WORKABLE:
        found = values.get("apiKey")
    return found or None
