"""The conversation that belongs to an application: the one place where this feature asks conversations for it."""

from typing import Any

from portal.candidates.models import Application


def conversation_of(application: Application) -> dict[str, Any] | None:
    """`{"id", "candidateId", "jobId", "status"}` of the conversation of its candidate and job; None without one."""
    return None
