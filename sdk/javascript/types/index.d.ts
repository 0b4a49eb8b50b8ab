/** The types of Talent Portal's client. What calls take is in camelCase; what they give has the names of the JSON. */

import type { Jobs, Openings, Resources } from "./resources.js";

export type * from "./resources.js";
export type * as schemas from "./schemas.js";

export const VERSION: string;

export interface Settings {
  /** Where the portal is; otherwise TALENT_PORTAL_URL of the environment. */
  baseUrl?: string;
  /** A company's or a candidate's own key; otherwise TALENT_PORTAL_API_KEY of the environment. */
  apiKey?: string;
  /** A token of a login, in the place of a key. */
  token?: string;
  /** Seconds for each attempt (30). */
  timeout?: number;
  /** Seconds for a call with all its attempts and pauses (120). */
  totalTimeout?: number;
  /** The longest that is waited because a Retry-After says so, in seconds (60). */
  longestWait?: number;
  /** How often a call is tried again where that is safe (2). */
  maxRetries?: number;
  /** Another `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** What one call may do differently. */
export interface Options {
  timeout?: number;
  maxRetries?: number;
  /** A key of your own for a call that makes something. Keep it to repeat the call after a restart of your program. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  /** Further words of the address's query. */
  query?: Record<string, unknown>;
  /** The secret of a channel or integration that signs what is sent in its name (Standard Webhooks). */
  signWith?: string;
  /** Gives the call up. */
  signal?: AbortSignal;
}

export interface DownloadedFile {
  content: Uint8Array;
  filename: string | null;
  contentType: string | null;
}

/** A file that the portal has; `file_url` is what `resumes.create` and `resumes.parse` take. */
export interface UploadedFile {
  file_url: string;
  filename: string;
  content_type: string;
  size: number;
}

export type FileContent = Blob | ArrayBuffer | ArrayBufferView;

export interface StorageFiles {
  /** Send a file: a `File`, or a `Blob` or bytes with a `filename`. Neither key nor token goes with the bytes. */
  upload(
    file: FileContent,
    about?: { filename?: string; contentType?: string },
    options?: Options,
  ): Promise<UploadedFile>;
  /** The file behind a `file_url`. */
  download(fileUrl: string, options?: Options): Promise<DownloadedFile>;
}

export interface CandidateFiles {
  /** Read a CV and put the person forward for the job; with `candidateId` it becomes that person's newest. */
  createFromCv(
    jobId: string | number,
    file: FileContent,
    about?: { filename?: string; candidateId?: string },
    options?: Options,
  ): Promise<import("./schemas.js").Candidate>;
}

/** Talent Portal, for programs of a company that recruits and for those of candidates. */
export class TalentPortal {
  constructor(settings?: Settings);
  readonly baseUrl: string;
  /** The company's jobs. */
  readonly jobs: Jobs;
  /** The same client as the person that a token of `auth.login` or `candidateAuth.login` is for. */
  withToken(token: string): this;
  toJSON(): { baseUrl: string };
}
export interface TalentPortal extends Resources {}

/** Talent Portal for whoever looks for a job: `jobs` are those that one can apply for, by numbered pages. */
export class JobSwipeClient {
  constructor(settings?: Settings);
  readonly baseUrl: string;
  readonly jobs: Openings;
  withToken(token: string): this;
  toJSON(): { baseUrl: string };
}
export interface JobSwipeClient extends Resources {}

/** What a webhook brings. `id` is the same at every attempt: remember it, for one event can come twice. */
export interface WebhookEvent {
  id: string;
  type: string;
  timestamp: string;
  webhook_id: string;
  company_id: number;
  data: Record<string, unknown>;
}

type RawBody = string | ArrayBuffer | ArrayBufferView;
type GivenHeaders = Headers | Map<string, string> | Record<string, string | string[] | undefined>;

/** The event in a request, if the portal signed it with the secret within `tolerance` seconds of now. */
export function verifyWebhook(
  body: RawBody,
  headers: GivenHeaders,
  secret: string | Iterable<string>,
  options?: { tolerance?: number; allowUndated?: boolean },
): Promise<WebhookEvent>;
/** Whether `X-Webhook-Signature` is the secret's. It has no time in it. */
export function verifySignature(body: RawBody, signature: string, secret: string | Iterable<string>): Promise<boolean>;

export class TalentPortalError extends Error {}
export class ConnectionFailed extends TalentPortalError {}
export class TimedOut extends ConnectionFailed {}
export class UnexpectedAnswer extends TalentPortalError {}
export class SignatureError extends TalentPortalError {}
export class ApiError extends TalentPortalError {
  readonly code: string;
  readonly status: number;
  readonly call: string;
  readonly details: Record<string, unknown>[];
  readonly retryAfter: number | null;
  readonly requestId: string | null;
  /** What is wrong with which field. */
  get fields(): Record<string, string>;
}
export class BadRequest extends ApiError {}
export class Unauthorized extends ApiError {}
export class InvalidToken extends Unauthorized {}
export class InvalidApiKey extends Unauthorized {}
export class InvalidCredentials extends Unauthorized {}
export class InvalidSignature extends Unauthorized {}
export class PermissionDenied extends ApiError {}
export class PasswordChangeRequired extends PermissionDenied {}
export class NotFound extends ApiError {}
export class Conflict extends ApiError {}
export class InvalidState extends Conflict {}
export class SlotTaken extends Conflict {}
export class Stale extends Conflict {}
export class JobClosed extends Conflict {}
export class NoOpening extends Conflict {}
export class TooLate extends Conflict {}
export class WindowClosed extends Conflict {}
export class CompanyRequired extends Conflict {}
export class PayloadTooLarge extends ApiError {}
export class UnsupportedMediaType extends ApiError {}
export class ValidationFailed extends ApiError {}
export class RateLimited extends ApiError {}
export class ServerError extends ApiError {}
export class ServiceUnavailable extends ServerError {}
export const BY_CODE: Readonly<Record<string, typeof ApiError>>;
export function kindOf(code: string, status: number): typeof ApiError;
