"""Refusals: named, with a sentence for a person. `web/problems.py` turns each into an answer, once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class PortalError(Exception):
    """Something was asked that we refuse. `code` is for machines, `message` is for people.

    `details` are for machines too: what a JSON answer says besides (free times, who is known already).
    """

    code = "REFUSED"
    status = 400
    details: Sequence[Mapping[str, Any]] = ()

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class RuleBroken(PortalError):
    """The request is well formed, but a rule of the business forbids it now."""

    code = "CONFLICT"
    status = 409


class Conflict(RuleBroken):
    """Somebody else was quicker: a unique thing is taken, or the record has changed meanwhile."""


class InvalidState(RuleBroken):
    """A status cannot move that way. `allowed` lists where it can."""

    code = "INVALID_STATE"

    def __init__(self, message: str, *, allowed: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.allowed = sorted(allowed)


class NotAllowed(PortalError):
    """The person sees the thing but may not do this."""

    code = "PERMISSION_DENIED"
    status = 403


class Missing(PortalError):
    """There is no such thing, or none that this person may see."""

    code = "NOT_FOUND"
    status = 404

    def __init__(self, message: str = "There is nothing here, or nothing that you may see.") -> None:
        super().__init__(message)


class BadInput(PortalError):
    """Input that cannot be used. `fields` maps the name of each field to a sentence."""

    code = "VALIDATION_ERROR"
    status = 422

    def __init__(self, message: str | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        self.fields = dict(fields or {})
        super().__init__(message or next(iter(self.fields.values()), "Please check what you entered."))


class Busy(PortalError):
    """The portal is at work on other things just now. `retry_after` is in seconds."""

    code = "SERVICE_UNAVAILABLE"
    status = 503

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(PortalError):
    """Too many tries in too short a time. `retry_after` is in seconds."""

    code = "RATE_LIMIT_EXCEEDED"
    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
