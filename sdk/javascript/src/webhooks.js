/**
 * Verify what the portal's webhooks bring, before anything in it is believed; and sign what is sent in a channel's name.
 *
 * Source of the rules: `docs/webhooks.md` of the portal, and Standard Webhooks (standardwebhooks.com). The signatures are
 * compared by WebCrypto, whose time tells nothing of where they differ.
 */

import { SignatureError } from "./errors.js";

const PREFIX = "whsec_";
const TOLERANCE_SECONDS = 300;
const text = new TextEncoder();

/**
 * The event in a request, if the portal signed it with the secret, within `tolerance` seconds of now.
 *
 * `body` is the raw body, as it came (a string or bytes); `secret` may be several while one follows another. A request
 * without the `webhook-signature` header is refused, unless `allowUndated`: then `X-Webhook-Signature` alone is enough,
 * which does not tell an old request from a new one. Throws SignatureError.
 */
export async function verifyWebhook(body, headers, secret, { tolerance = TOLERANCE_SECONDS, allowUndated = false } = {}) {
  const raw = bytesOf(body);
  const said = inSmallLetters(headers);
  const secrets = severalOf(secret);
  if (secrets.length === 0) throw new SignatureError("There is no secret to verify the webhook with.");
  if (said.get("webhook-signature") !== undefined) {
    await checkDated(raw, said, secrets, tolerance);
  } else if (!allowUndated) {
    throw new SignatureError("The webhook has no webhook-signature header.");
  } else if (!(await verifySignature(raw, said.get("x-webhook-signature") ?? "", secrets))) {
    throw new SignatureError("The webhook's X-Webhook-Signature is missing, or does not fit.");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    throw new SignatureError("The webhook's body is no JSON.");
  }
}

/** Whether `X-Webhook-Signature` is the secret's: `sha256=` and the HMAC of the body. It has no time in it. */
export async function verifySignature(body, signature, secret) {
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature);
  if (given === null) return false;
  const bytes = Uint8Array.from(given[1].match(/../g), (pair) => Number.parseInt(pair, 16));
  const raw = bytesOf(body);
  const fits = await Promise.all(severalOf(secret).map((one) => isSigned(text.encode(one), bytes, raw)));
  return fits.includes(true);
}

/** The headers of Standard Webhooks for a body that you send to the portal, in a channel's or integration's name. */
export async function signedHeaders(body, secret, messageId = `msg_${crypto.randomUUID().replaceAll("-", "")}`) {
  const stamp = String(Math.floor(Date.now() / 1000));
  const key = await hmacKey(keyOf(secret), "sign");
  const made = await crypto.subtle.sign("HMAC", key, signedPart(messageId, stamp, bytesOf(body)));
  return {
    "webhook-id": messageId,
    "webhook-timestamp": stamp,
    "webhook-signature": `v1,${toBase64(new Uint8Array(made))}`,
  };
}

async function checkDated(body, said, secrets, tolerance) {
  const id = said.get("webhook-id") ?? "";
  const stamp = said.get("webhook-timestamp") ?? "";
  if (id === "" || !/^\d{1,14}$/.test(stamp)) {
    throw new SignatureError("The webhook's id or timestamp is missing or cannot be read.");
  }
  const signed = signedPart(id, stamp, body);
  const given = said
    .get("webhook-signature")
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => fromBase64(one.slice(3)))
    .filter((one) => one !== null);
  const tried = given.flatMap((one) => secrets.map((secret) => isSigned(keyOf(secret), one, signed)));
  if (!(await Promise.all(tried)).includes(true)) throw new SignatureError("The webhook's signature does not fit.");
  if (Math.abs(Date.now() / 1000 - Number(stamp)) > tolerance) {
    throw new SignatureError("The webhook was signed too long ago, or a clock is wrong.");
  }
}

async function isSigned(key, signature, body) {
  return crypto.subtle.verify("HMAC", await hmacKey(key, "verify"), signature, body);
}

function hmacKey(key, use) {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [use]);
}

/** The bytes behind `whsec_`; a secret of one's own choice is used as it is. */
function keyOf(secret) {
  const decoded = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : null;
  return decoded !== null && decoded.length > 0 ? decoded : text.encode(secret);
}

function signedPart(id, stamp, body) {
  const head = text.encode(`${id}.${stamp}.`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

function bytesOf(body) {
  if (typeof body === "string") return text.encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError("The body is wanted as it came: a string or bytes, not a parsed object.");
}

function severalOf(secret) {
  return (typeof secret === "string" ? [secret] : [...secret]).filter((one) => one !== "");
}

/** Headers by their names in small letters: of a `Headers`, of Node's `request.headers`, or of an object. */
function inSmallLetters(headers) {
  const pairs = typeof headers.entries === "function" ? [...headers.entries()] : Object.entries(headers);
  return new Map(pairs.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(" ") : value]));
}

function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(words) {
  try {
    return Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
