/**
 * What can go wrong with a call, as types: by the portal's `error.code`, else by the status.
 *
 * No message holds a key, a token, or the part of an address behind `?`.
 */

/** The base of everything that this package throws on its own account. */
export class TalentPortalError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No answer came: the portal was not reached, or the connection broke. */
export class ConnectionFailed extends TalentPortalError {}

/** No answer came in time. */
export class TimedOut extends ConnectionFailed {}

/** An answer came that is not the portal's, such as a proxy's page in the place of JSON. */
export class UnexpectedAnswer extends TalentPortalError {}

/** A webhook is not signed with the secret, or not within the last minutes. */
export class SignatureError extends TalentPortalError {}

/**
 * The portal refused a call, or could not answer it.
 *
 * `code` is for programs, the message for people; `details` is what the portal says besides, `fields` what is wrong with
 * which field; `retryAfter` is in seconds.
 */
export class ApiError extends TalentPortalError {
  constructor(message, { code, status, call, details = [], retryAfter = null, requestId = null }) {
    super(message);
    Object.assign(this, { code, status, call, details, retryAfter, requestId });
  }

  get fields() {
    const named = this.details.filter((one) => one && typeof one === "object" && "field" in one);
    return Object.fromEntries(named.map((one) => [String(one.field), String(one.reason ?? "")]));
  }
}

/** The request could not be read. */
export class BadRequest extends ApiError {}
/** Nobody is known by this token, key or signature. */
export class Unauthorized extends ApiError {}
/** There is no token, or it has expired. */
export class InvalidToken extends Unauthorized {}
/** The key was revoked, has expired, or never was one. */
export class InvalidApiKey extends Unauthorized {}
/** The e-mail address and the password do not belong together. */
export class InvalidCredentials extends Unauthorized {}
/** What was sent in a channel's or integration's name is not signed by it. */
export class InvalidSignature extends Unauthorized {}
/** The account sees the thing, but may not do this with it. */
export class PermissionDenied extends ApiError {}
/** The account's first password has to be changed before anything else. */
export class PasswordChangeRequired extends PermissionDenied {}
/** There is nothing with this id, or nothing that the account may see. */
export class NotFound extends ApiError {}
/** A rule, or somebody else's change, stands against it now. */
export class Conflict extends ApiError {}
/** A status cannot move that way; `fields.status` names those that it can move to. */
export class InvalidState extends Conflict {}
/** The slot went to somebody else; `details` are those that are free. */
export class SlotTaken extends Conflict {}
/** The record was changed since it was read. */
export class Stale extends Conflict {}
/** The job takes nobody at present. */
export class JobClosed extends Conflict {}
/** All places of the job are taken. */
export class NoOpening extends Conflict {}
/** The company's notice time has passed. */
export class TooLate extends Conflict {}
/** WhatsApp takes only templates a day after the contact's last message. */
export class WindowClosed extends Conflict {}
/** The password opens accounts at several companies; say which by `companyId`. */
export class CompanyRequired extends Conflict {}
/** The body is more than the portal takes at once. */
export class PayloadTooLarge extends ApiError {}
/** The body is of a type that the call does not take. */
export class UnsupportedMediaType extends ApiError {}
/** Some fields cannot be used: `fields` says why. */
export class ValidationFailed extends ApiError {}
/** Too many calls; `retryAfter` says how long to wait. */
export class RateLimited extends ApiError {}
/** The portal, or something before it, could not answer. */
export class ServerError extends ApiError {}
/** The portal's database or queue cannot be reached for the moment. */
export class ServiceUnavailable extends ServerError {}

/** The type of each `error.code`. */
export const BY_CODE = Object.freeze({
  BAD_REQUEST: BadRequest,
  REFUSED: BadRequest,
  METHOD_NOT_ALLOWED: BadRequest,
  INVALID_TOKEN: InvalidToken,
  INVALID_API_KEY: InvalidApiKey,
  INVALID_CREDENTIALS: InvalidCredentials,
  INVALID_SIGNATURE: InvalidSignature,
  PERMISSION_DENIED: PermissionDenied,
  PASSWORD_CHANGE_REQUIRED: PasswordChangeRequired,
  NOT_FOUND: NotFound,
  CONFLICT: Conflict,
  INVALID_STATE: InvalidState,
  SLOT_TAKEN: SlotTaken,
  STALE: Stale,
  JOB_CLOSED: JobClosed,
  NO_OPENING: NoOpening,
  TOO_LATE: TooLate,
  WINDOW_CLOSED: WindowClosed,
  COMPANY_REQUIRED: CompanyRequired,
  PAYLOAD_TOO_LARGE: PayloadTooLarge,
  UNSUPPORTED_MEDIA_TYPE: UnsupportedMediaType,
  VALIDATION_ERROR: ValidationFailed,
  RATE_LIMIT_EXCEEDED: RateLimited,
  INTERNAL_ERROR: ServerError,
  SERVICE_UNAVAILABLE: ServiceUnavailable,
});

const BY_STATUS = {
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
};

/** The type for a refusal; a code that this version does not know yet has the type of its status. */
export function kindOf(code, status) {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  return known ?? BY_STATUS[status] ?? (status >= 500 ? ServerError : ApiError);
}
