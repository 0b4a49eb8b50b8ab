/** The course of a call: what goes out, when it goes again, and what the answer means. */

import { ApiError, ConnectionFailed, TimedOut, UnexpectedAnswer, kindOf } from "./errors.js";
import { VERSION } from "./version.js";
import { signedHeaders } from "./webhooks.js";

const REPEATABLE = new Set(["GET", "HEAD", "PUT", "DELETE"]);
/** Nothing was carried out, whatever was asked. */
const REFUSED_UNREAD = new Set([429]);
const PASSING = new Set([408, 502, 503, 504]);
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;
/** As far as a program can tell, nothing was sent: no such name, nobody listening. (Browsers do not say so much.) */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "EHOSTUNREACH"]);

/**
 * Carry a call through: send, wait and send again where that is safe. Throws TalentPortalError.
 *
 * `call`: `{ method, path, query, json, content, contentType, form, keyed, reads, options }`; a `path` that is a whole
 * address goes out without the key or token. `settings` are the client's, `secrets()` gives the headers that prove it.
 */
export async function carryOut(call, settings, secrets) {
  const options = call.options ?? {};
  const key = keyFor(call, options);
  const retries = options.maxRetries ?? settings.maxRetries;
  const ends = Date.now() + settings.totalTimeout * 1000;
  for (let attempt = 0; ; attempt += 1) {
    const seconds = Math.min(options.timeout ?? settings.timeout, Math.max(0.001, (ends - Date.now()) / 1000));
    const came = await send(call, settings, secrets, key, seconds);
    const problem = problemOf(call, came, settings);
    if (problem === null) return read(call, came.answer);
    if (options.signal?.aborted) throw options.signal.reason;
    const pause = await pauseAfter(call, came, attempt, settings);
    if (pause === null || attempt >= retries || Date.now() + pause >= ends) throw await problem();
    await came.answer?.body?.cancel();
    await wait(pause, options.signal);
  }
}

/** The name of a call in messages: without what is behind `?`. */
function said(call) {
  return `${call.method} ${call.path.split("?")[0]}`;
}

function isForPortal(call) {
  return call.path.startsWith("/");
}

function isRepeatable(call) {
  return call.keyed === true || REPEATABLE.has(call.method);
}

function keyFor(call, options) {
  if (options.idempotencyKey !== undefined && !call.keyed) throw new TypeError(`${said(call)} takes no idempotency key.`);
  return call.keyed ? (options.idempotencyKey ?? crypto.randomUUID()) : null;
}

async function send(call, settings, secrets, key, seconds) {
  const options = call.options ?? {};
  const timed = AbortSignal.timeout(Math.ceil(seconds * 1000));
  const signal = options.signal ? AbortSignal.any([timed, options.signal]) : timed;
  try {
    const [url, init] = await requestOf(call, settings, secrets, key);
    return { answer: await settings.fetch(url, { ...init, signal, redirect: "manual" }) };
  } catch (fault) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (timed.aborted || fault?.name === "TimeoutError") return { timedOut: true, neverSent: false };
    if (fault instanceof TypeError && fault.cause === undefined && !isNetworkFault(fault)) throw fault;
    return { timedOut: false, neverSent: NEVER_SENT.has(codeOf(fault)) };
  }
}

/** `fetch` says a broken connection by a TypeError, as it says a mistake in its arguments; the words differ by browser. */
function isNetworkFault(fault) {
  return /fetch|network|load failed/i.test(fault.message);
}

function codeOf(fault) {
  const cause = fault?.cause;
  return cause?.code ?? cause?.errors?.[0]?.code ?? "";
}

async function requestOf(call, settings, secrets, key) {
  const options = call.options ?? {};
  const headers = new Headers({ Accept: call.reads === "file" || call.reads === "nothing" ? "*/*" : "application/json" });
  const body = call.json !== undefined ? JSON.stringify(call.json) : (call.form ?? call.content);
  const kind = call.json !== undefined ? "application/json" : call.contentType;
  if (kind) headers.set("Content-Type", kind);
  if (key !== null) headers.set("Idempotency-Key", key);
  if (isForPortal(call)) {
    if (!settings.isBrowser) headers.set("User-Agent", `talent-portal-js/${VERSION}`);
    for (const [name, value] of Object.entries(secrets())) headers.set(name, value);
  }
  if (options.signWith) {
    for (const [name, value] of Object.entries(await signedHeaders(body ?? "", options.signWith))) headers.set(name, value);
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  const words = pairsOf({ ...call.query, ...options.query }).toString();
  const address = isForPortal(call) ? settings.baseUrl + call.path : call.path;
  return [words ? `${address}?${words}` : address, { method: call.method, headers, body: body ?? null }];
}

/** The words of a query: null and undefined are left out, a list says its name several times. */
function pairsOf(query) {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined) found.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  return found;
}

/** What to throw for what came, as a function; null for an answer that is one. */
function problemOf(call, came, settings) {
  if (came.answer) {
    const { ok, status, type } = came.answer;
    const moved = call.reads === "location" && ((status >= 300 && status < 400) || type === "opaqueredirect");
    return ok || moved ? null : () => refusalOf(call, came.answer);
  }
  const place = isForPortal(call) ? new URL(settings.baseUrl).host : "the store";
  const Kind = came.timedOut ? TimedOut : ConnectionFailed;
  return () => new Kind(`${said(call)}: no answer from ${place}${came.timedOut ? " in time" : ""}.`);
}

async function refusalOf(call, answer) {
  let error = null;
  try {
    error = (await answer.json()).error;
  } catch {
    // A page of something before the portal.
  }
  const told = typeof error?.code === "string" && typeof error?.message === "string";
  const code = told ? error.code : `HTTP_${answer.status}`;
  const message = told ? error.message : answer.statusText || "No reason was given.";
  const Kind = kindOf(code, answer.status);
  return new Kind(message, {
    code,
    status: answer.status,
    call: said(call),
    details: (told && error.details) || [],
    retryAfter: retryAfter(answer),
    requestId: answer.headers.get("X-Request-Id"),
  });
}

/** Milliseconds until the call goes again; null if it must not. */
async function pauseAfter(call, came, attempt, settings) {
  if (!mayGoAgain(call, came)) return null;
  // Half of it is chance, so that many who failed together do not come again together.
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt) * (0.5 + Math.random() / 2);
  const told = came.answer ? retryAfter(came.answer) : null;
  if (told === null) return pause;
  return told > settings.longestWait ? null : told * 1000 + pause / 10;
}

function mayGoAgain(call, came) {
  if (came.answer) {
    return REFUSED_UNREAD.has(came.answer.status) || (isRepeatable(call) && PASSING.has(came.answer.status));
  }
  return came.neverSent || isRepeatable(call);
}

/** Seconds, of either form of the header (RFC 9110, section 10.2.3). */
function retryAfter(answer) {
  const words = (answer.headers.get("Retry-After") ?? "").trim();
  if (/^\d+$/.test(words)) return Number(words);
  const moment = words ? Date.parse(words) : Number.NaN;
  return Number.isNaN(moment) ? null : Math.max(0, (moment - Date.now()) / 1000);
}

function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", over);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", over, { once: true });
  });
}

async function read(call, answer) {
  if (call.reads === "nothing") {
    await answer.body?.cancel();
    return undefined;
  }
  if (call.reads === "location") return answer.headers.get("Location");
  if (call.reads === "file") {
    const content = new Uint8Array(await answer.arrayBuffer());
    return { content, filename: filenameOf(answer), contentType: answer.headers.get("Content-Type") };
  }
  try {
    const told = await answer.json();
    if (call.reads !== "data") return told;
    if (told === null || typeof told !== "object" || !("data" in told)) throw new TypeError("no data");
    return told.data;
  } catch {
    throw new UnexpectedAnswer(`${said(call)}: the answer is not the portal's JSON.`);
  }
}

/** The name in a Content-Disposition: the whole one (RFC 5987) before the plain one. */
function filenameOf(answer) {
  const header = answer.headers.get("Content-Disposition") ?? "";
  const whole = /filename\*=UTF-8''([^;]+)/i.exec(header);
  if (whole) {
    try {
      return decodeURIComponent(whole[1]);
    } catch {
      // The plain one, then.
    }
  }
  return /filename="([^"]*)"/i.exec(header)?.[1] ?? null;
}
