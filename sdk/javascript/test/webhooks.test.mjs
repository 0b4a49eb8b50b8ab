/** Webhooks are believed by their signature alone. The vectors are made by Python's hmac, as the portal signs. */

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import { SignatureError, verifySignature, verifyWebhook } from "../src/index.js";
import { signedHeaders } from "../src/webhooks.js";

const BODY = '{"id":"evt_1","type":"ping","timestamp":"2026-11-25T23:13:28Z","webhook_id":"wh_1","company_id":1,"data":{"é":"ü"}}';
const OWN = "webhook_secret_key";
const OURS = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;

function signed(secret, { id = "evt_1", stamp = Math.floor(Date.now() / 1000), body = BODY } = {}) {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  const made = createHmac("sha256", key).update(`${id}.${stamp}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(stamp),
    "webhook-signature": `v1,${made}`,
    "X-Webhook-Signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

for (const secret of [OWN, OURS]) {
  test(`an event that is signed with ${secret.slice(0, 6)}… is read, from every kind of headers and body`, async () => {
    const headers = signed(secret);
    for (const given of [headers, new Headers(headers), new Map(Object.entries(headers))]) {
      for (const body of [BODY, new TextEncoder().encode(BODY), Buffer.from(BODY)]) {
        assert.equal((await verifyWebhook(body, given, secret)).type, "ping");
      }
    }
    assert.equal((await verifyWebhook(BODY, headers, ["an-older-secret", secret])).id, "evt_1");
    assert.ok(await verifySignature(BODY, headers["X-Webhook-Signature"], secret));
  });
}

test("what is forged, changed, old or unsigned is refused", async () => {
  const now = Math.floor(Date.now() / 1000);
  for (const [body, headers, secret] of [
    [BODY.replace("ping", "pong"), signed(OWN), OWN],
    [BODY, signed("another"), OWN],
    [BODY, signed(OWN, { stamp: now - 301 }), OWN],
    [BODY, signed(OWN, { stamp: now + 301 }), OWN],
    [BODY, { ...signed(OWN), "webhook-id": "evt_2" }, OWN],
    [BODY, { ...signed(OWN), "webhook-timestamp": "soon" }, OWN],
    [BODY, { ...signed(OWN), "webhook-signature": "v1,not base64!" }, OWN],
    [BODY, { ...signed(OWN), "webhook-signature": signed(OWN)["webhook-signature"].replace("v1", "v1a") }, OWN],
    [BODY, { "X-Webhook-Signature": signed(OWN)["X-Webhook-Signature"] }, OWN],
    [BODY, signed(""), ""],
    ["no json", signed(OWN, { body: "no json" }), OWN],
  ]) {
    await assert.rejects(verifyWebhook(body, headers, secret), SignatureError);
  }
  await assert.rejects(verifyWebhook({ parsed: true }, signed(OWN), OWN), TypeError);
});

test("the header without a time is enough only where that is asked for", async () => {
  const headers = { "x-webhook-signature": signed(OWN)["X-Webhook-Signature"] };
  assert.equal((await verifyWebhook(BODY, headers, OWN, { allowUndated: true })).id, "evt_1");
  await assert.rejects(verifyWebhook(`${BODY} `, headers, OWN, { allowUndated: true }), SignatureError);
  assert.equal(await verifySignature(BODY, "sha256=00", OWN), false);
});

test("what is signed here is what the portal verifies", async () => {
  const headers = await signedHeaders(BODY, OURS);
  assert.equal((await verifyWebhook(BODY, headers, OURS)).id, "evt_1");
});
