"""What can go wrong with a call, as types: by the portal's `error.code`, else by the status.

No message holds a key, a token, or the part of an address behind `?`.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class TalentPortalError(Exception):
    """The base of everything that this package raises on its own account."""


class ConnectionFailed(TalentPortalError):
    """No answer came: the portal was not reached, or the connection broke."""


class TimedOut(ConnectionFailed):
    """No answer came in time."""


class UnexpectedAnswer(TalentPortalError):
    """An answer came that is not the portal's, such as a proxy's page in the place of JSON."""


class SignatureError(TalentPortalError):
    """A webhook is not signed with the secret, or not within the last minutes."""


class ApiError(TalentPortalError):
    """The portal refused a call, or could not answer it.

    `code` is for programs, the message for people. `details` is what the portal says besides: `{"field", "reason"}` for
    each field that cannot be used, free slots, or who is known already. `retry_after` is in seconds.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int,
        call: str,
        details: Sequence[Mapping[str, Any]] = (),
        retry_after: float | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.call = call
        self.details = list(details)
        self.retry_after = retry_after
        self.request_id = request_id

    @property
    def fields(self) -> dict[str, str]:
        """What is wrong with which field."""
        return {str(one["field"]): str(one.get("reason", "")) for one in self.details if "field" in one}

    def __str__(self) -> str:
        said = "".join(f"\n  {name}: {reason}" for name, reason in self.fields.items())
        return f"{self.message} ({self.call}: {self.status} {self.code}){said}"

    def __reduce__(self) -> tuple[Any, ...]:
        """An error made anew with its words alone would lack the rest, when it goes to another process."""
        return _again, (
            type(self),
            self.message,
            {name: value for name, value in vars(self).items() if name != "message"},
        )


def _again(kind: type[ApiError], message: str, said: dict[str, Any]) -> ApiError:
    return kind(message, **said)


class BadRequest(ApiError):
    """The request could not be read."""


class Unauthorized(ApiError):
    """Nobody is known by this token, key or signature."""


class InvalidToken(Unauthorized):
    """There is no token, or it has expired."""


class InvalidApiKey(Unauthorized):
    """The key was revoked, has expired, or never was one."""


class InvalidCredentials(Unauthorized):
    """The e-mail address and the password do not belong together."""


class InvalidSignature(Unauthorized):
    """What was sent in a channel's or integration's name is not signed by it."""


class PermissionDenied(ApiError):
    """The account sees the thing, but may not do this with it."""


class PasswordChangeRequired(PermissionDenied):
    """The account's first password has to be changed before anything else."""


class NotFound(ApiError):
    """There is nothing with this id, or nothing that the account may see."""


class Conflict(ApiError):
    """A rule, or somebody else's change, stands against it now."""


class InvalidState(Conflict):
    """A status cannot move that way; `fields["status"]` names those that it can move to."""


class SlotTaken(Conflict):
    """The slot went to somebody else; `details` are those that are free."""


class Stale(Conflict):
    """The record was changed since it was read."""


class JobClosed(Conflict):
    """The job takes nobody at present."""


class NoOpening(Conflict):
    """All places of the job are taken."""


class TooLate(Conflict):
    """The company's notice time has passed."""


class WindowClosed(Conflict):
    """WhatsApp takes only templates a day after the contact's last message."""


class CompanyRequired(Conflict):
    """The password opens accounts at several companies; say which by `company_id`."""


class PayloadTooLarge(ApiError):
    """The body is more than the portal takes at once."""


class UnsupportedMediaType(ApiError):
    """The body is of a type that the call does not take."""


class ValidationFailed(ApiError):
    """Some fields cannot be used: `fields` says why."""


class RateLimited(ApiError):
    """Too many calls; `retry_after` says how long to wait."""


class ServerError(ApiError):
    """The portal, or something before it, could not answer."""


class ServiceUnavailable(ServerError):
    """The portal's database or queue cannot be reached for the moment."""


BY_CODE: dict[str, type[ApiError]] = {
    "BAD_REQUEST": BadRequest,
    "REFUSED": BadRequest,
    "METHOD_NOT_ALLOWED": BadRequest,
    "INVALID_TOKEN": InvalidToken,
    "INVALID_API_KEY": InvalidApiKey,
    "INVALID_CREDENTIALS": InvalidCredentials,
    "INVALID_SIGNATURE": InvalidSignature,
    "PERMISSION_DENIED": PermissionDenied,
    "PASSWORD_CHANGE_REQUIRED": PasswordChangeRequired,
    "NOT_FOUND": NotFound,
    "CONFLICT": Conflict,
    "INVALID_STATE": InvalidState,
    "SLOT_TAKEN": SlotTaken,
    "STALE": Stale,
    "JOB_CLOSED": JobClosed,
    "NO_OPENING": NoOpening,
    "TOO_LATE": TooLate,
    "WINDOW_CLOSED": WindowClosed,
    "COMPANY_REQUIRED": CompanyRequired,
    "PAYLOAD_TOO_LARGE": PayloadTooLarge,
    "UNSUPPORTED_MEDIA_TYPE": UnsupportedMediaType,
    "VALIDATION_ERROR": ValidationFailed,
    "RATE_LIMIT_EXCEEDED": RateLimited,
    "INTERNAL_ERROR": ServerError,
    "SERVICE_UNAVAILABLE": ServiceUnavailable,
}
BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    413: PayloadTooLarge,
    415: UnsupportedMediaType,
    422: ValidationFailed,
    429: RateLimited,
    503: ServiceUnavailable,
}


def kind_of(code: str, status: int) -> type[ApiError]:
    """The type for a refusal; a code that this version does not know yet has the type of its status."""
    return BY_CODE.get(code) or BY_STATUS.get(status) or (ServerError if status >= 500 else ApiError)
