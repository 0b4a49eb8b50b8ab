"""What the isolation test must know of some routes: valid forms, who is rightful if not the admin, plain words."""

from collections.abc import Callable
from typing import Any

# What stands for a converter that is no id of a row.
WORDS: dict[str, Any] = {"token": "not-a-token-of-ours", "slug": "acme", "document_id": 1, "number": 1}

# Routes whose address is itself a secret (links in mails); they have tests of their own.
NOT_BY_ID: set[str] = {
    f"candidate_portal.interview_by_link{part}"
    for part in ("", "_change", "_booking", "_move", "_cancellation", "_message", "_calendar")
}

# The rightful person of a route, where it is not the admin (or, under /portal, the candidate).
RIGHTFUL: dict[str, str] = {}

# A valid form for routes that need one.
FORMS: dict[str, dict[str, Any] | Callable[[], dict[str, Any]]] = {
    "candidate_portal.interview_booking": {"slot": "1"},
    "candidate_portal.interview_move": {"slot": "1"},
    "candidate_portal.interview_message": {"message": "Any morning of next week"},
}
