/** How a call goes out, goes again, and fails: against a server that answers as it is told. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";

import { ApiError, BY_CODE, ConnectionFailed, RateLimited, TalentPortal, TimedOut, UnexpectedAnswer, ValidationFailed } from "../src/index.js";

const KEY = "tp_a-key-that-nobody-may-read";
const FINE = { status: 200, body: { items: [], next: null, success: true, data: { webhooks: [] } } };
let server;
let url;
let answers = [];
let came = [];

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    came.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks) });
    const told = answers.shift() ?? FINE;
    if (told.hang) return;
    if (told.broken) return void request.socket.destroy();
    response.writeHead(told.status, { "Content-Type": "application/json", ...told.headers });
    response.end(typeof told.body === "string" ? told.body : JSON.stringify(told.body ?? {}));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  answers = [];
  came = [];
});

const client = (settings = {}) => new TalentPortal({ baseUrl: url, apiKey: KEY, ...settings });
const refusal = (status, code, more = {}, headers = {}) => ({
  status,
  headers,
  body: { success: false, error: { code, message: "No.", ...more } },
});

test("words are sent by the names of the call, and what is not given is left out", async () => {
  await client().candidates.list({ jobId: "job_1", limit: 5, skill: ["Python", "SQL"], q: undefined });
  const query = new URL(url + came[0].url).searchParams;
  assert.deepEqual([query.get("job_id"), query.get("limit"), query.getAll("skill"), query.has("q")], ["job_1", "5", ["Python", "SQL"], false]);
  assert.equal(came[0].headers["x-api-key"], KEY);
  await client().jobs.create({ clientId: "client_1", title: "Nurse", requiredSkills: ["ICU"] });
  assert.deepEqual(JSON.parse(came[1].body), { client_id: "client_1", title: "Nurse", required_skills: ["ICU"] });
});

test("free JSON and the names of the call go as they are", async () => {
  await client().analytics.trackEvents({ eventType: "seen", properties: { job_id: "job_1", someThing: 1 } });
  assert.deepEqual(JSON.parse(came[0].body), { event_type: "seen", properties: { job_id: "job_1", someThing: 1 } });
  await client().jobs.create({ client_id: "client_1", title: "Nurse" });
  assert.deepEqual(JSON.parse(came[1].body), { client_id: "client_1", title: "Nurse" });
});

test("a mistake in the arguments is said before anything is sent", async () => {
  await assert.rejects(client().jobs.list({ colour: "red" }), /jobs.list takes no colour/);
  await assert.rejects(client().jobs.get(), /wants an id/);
  await assert.rejects(client().jobs.get(".."), /wants an id/);
  await assert.rejects(client().auth.me({}, {}), /too many/);
  await assert.rejects(client().auth.login({ email: "a", password: "b" }, { idempotencyKey: "k" }), /takes no idempotency key/);
  assert.throws(() => new TalentPortal({ baseUrl: "portal" }), TypeError);
  assert.throws(() => new TalentPortal({ baseUrl: url, apiKey: "a", token: "b" }), TypeError);
  assert.equal(came.length, 0);
});

test("an id cannot lead to another call", async () => {
  await client().jobs.get("../clients?x=1");
  assert.equal(came[0].url, "/api/jobs/..%2Fclients%3Fx%3D1");
});

for (const [what, told] of [
  ["503", refusal(503, "SERVICE_UNAVAILABLE", {}, { "Retry-After": "0" })],
  ["429", refusal(429, "RATE_LIMIT_EXCEEDED", {}, { "Retry-After": "0" })],
  ["502 of a proxy", { status: 502, headers: { "Retry-After": "0" }, body: "<html>" }],
  ["a broken connection", { broken: true }],
]) {
  test(`after ${what} a call goes again, with the same Idempotency-Key`, async () => {
    answers = [told, told];
    await client().clients.create({ companyName: "Acme" });
    const keys = new Set(came.map((one) => one.headers["idempotency-key"]));
    assert.equal(came.length, 3);
    assert.equal(keys.size, 1);
    assert.match([...keys][0], /^[0-9a-f-]{36}$/);
  });
}

test("a call that nothing protects from a repeat is not sent again", async () => {
  for (const told of [{ broken: true }, refusal(503, "SERVICE_UNAVAILABLE", {}, { "Retry-After": "0" })]) {
    answers = [told];
    came = [];
    await assert.rejects(client().auth.login({ email: "a@example.com", password: "secret-word" }));
    assert.equal(came.length, 1);
  }
});

test("Retry-After is kept to, as seconds and as a date, and too long a wait is not waited for", async () => {
  answers = [refusal(429, "RATE_LIMIT_EXCEEDED", {}, { "Retry-After": "1" })];
  const began = Date.now();
  await client().jobs.list();
  assert.ok(Date.now() - began >= 1000);
  answers = [refusal(429, "RATE_LIMIT_EXCEEDED", {}, { "Retry-After": new Date(Date.now() + 3_600_000).toUTCString() })];
  await assert.rejects(client().jobs.list(), (error) => error instanceof RateLimited && error.retryAfter > 3000);
});

test("after the last try the refusal is thrown", async () => {
  answers = Array(3).fill(refusal(503, "SERVICE_UNAVAILABLE", {}, { "Retry-After": "0" }));
  await assert.rejects(client().jobs.list(), { name: "ServiceUnavailable", status: 503 });
  assert.equal(came.length, 3);
});

test("an attempt ends after its time, and a signal ends all", async () => {
  answers = [{ hang: true }, { hang: true }];
  await assert.rejects(client({ timeout: 0.1, maxRetries: 1 }).jobs.list(), TimedOut);
  assert.equal(came.length, 2);
  answers = [{ hang: true }];
  const signal = AbortSignal.timeout(50);
  await assert.rejects(client().jobs.list({}, { signal }), (fault) => fault === signal.reason);
});

for (const [code, Kind] of Object.entries(BY_CODE)) {
  test(`${code} is a ${Kind.name}`, async () => {
    answers = [refusal(409, code)];
    await assert.rejects(client({ maxRetries: 0 }).jobs.list(), (error) => error.constructor === Kind && error.code === code);
  });
}

test("an unknown code has the type of its status, and fields say what is wrong", async () => {
  answers = [refusal(422, "SOMETHING_NEW", { details: [{ field: "title", reason: "Give a title." }] })];
  const error = await client().jobs.create({ clientId: 1, title: "" }).catch((fault) => fault);
  assert.ok(error instanceof ValidationFailed && error instanceof ApiError);
  assert.deepEqual([error.fields, error.call], [{ title: "Give a title." }, "POST /api/jobs"]);
});

test("an answer that is not the portal's is said", async () => {
  answers = [{ status: 200, body: "<html>" }];
  await assert.rejects(client().jobs.list(), UnexpectedAnswer);
  await assert.rejects(new TalentPortal({ baseUrl: "http://127.0.0.1:1", maxRetries: 0 }).jobs.list(), ConnectionFailed);
});

test("pages are walked as they are wanted, by cursor and by number", async () => {
  answers = [
    { status: 200, body: { items: [1, 2], next: "c2" } },
    { status: 200, body: { items: [3], next: null } },
  ];
  const found = [];
  for await (const one of client().clients.iterate({ limit: 2 })) found.push(one);
  assert.deepEqual(found, [1, 2, 3]);
  assert.match(came[1].url, /cursor=c2/);
  came = [];
  answers = [{ status: 200, body: { success: true, data: { jobs: [1, 2], page: 1, per_page: 2, total: 9 } } }];
  for await (const one of client().openings.iterate({ perPage: 2 })) if (one === 1) break;
  assert.equal(came.length, 1);
});

test("neither key, token nor password shows itself anywhere", async () => {
  const mine = client();
  const other = mine.withToken("a-token-nobody-reads");
  answers = [refusal(401, "INVALID_CREDENTIALS")];
  const error = await other.auth.login({ email: "a@example.com", password: "secret-word" }).catch((fault) => fault);
  const shown = [mine, other, error, mine.jobs].map((one) => inspect(one, { depth: 9, showHidden: true }) + JSON.stringify(one) + String(one));
  for (const secret of [KEY, "a-token-nobody-reads", "secret-word"]) assert.ok(!shown.join().includes(secret));
  assert.equal(came[0].headers.authorization, "Bearer a-token-nobody-reads");
  assert.equal(came[0].headers["x-api-key"], undefined);
});

test("an upload sends the bytes to the address that was made for them, without the key", async () => {
  answers = [
    { status: 200, body: { success: true, data: { upload_url: `${url}/elsewhere?signature=x`, file_url: `${url}/f` } } },
    { status: 503, headers: { "Retry-After": "0" } },
    refusal(409, "CONFLICT"),
  ];
  const file = await client().storage.upload(new TextEncoder().encode("%PDF-1"), { filename: "a/b/cv.pdf" });
  assert.deepEqual(file, { file_url: `${url}/f`, filename: "cv.pdf", content_type: "application/pdf", size: 6 });
  assert.deepEqual(JSON.parse(came[0].body), { operation: "upload", filename: "cv.pdf", content_type: "application/pdf", size: 6 });
  assert.deepEqual([came[1].method, came[1].url, String(came[1].body)], ["PUT", "/elsewhere?signature=x", "%PDF-1"]);
  assert.equal(came[1].headers["x-api-key"], undefined);
  await assert.rejects(client().storage.upload("cv.pdf"), /not its path/);
  await assert.rejects(client().storage.upload(new Uint8Array(1)), /name/);
});
