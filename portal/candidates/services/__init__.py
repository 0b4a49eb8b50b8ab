"""The verbs of candidates, as other features call them."""

from portal.candidates.services.applications import (
    apply,
    move,
    reject_application,
    select_application,
    share_with_client,
    start_progress,
    unshare,
    withdraw,
)
from portal.candidates.services.people import create_candidate, delete_candidate, set_cv_text, update_candidate

__all__ = [
    "apply",
    "create_candidate",
    "delete_candidate",
    "move",
    "reject_application",
    "select_application",
    "set_cv_text",
    "share_with_client",
    "start_progress",
    "unshare",
    "update_candidate",
    "withdraw",
]
