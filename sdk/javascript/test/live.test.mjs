/** The client against a started portal with the demo company: by a company's key, a candidate's own, and by tokens. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { Conflict, InvalidApiKey, JobSwipeClient, NotFound, PermissionDenied, TalentPortal, ValidationFailed } from "@talent-portal/sdk";

const { PORTAL, COMPANY_KEY, CANDIDATE_KEY, CV, PASSWORD } = process.env;
const needs = { skip: PORTAL ? false : "needs a started portal: PORTAL, COMPANY_KEY, CANDIDATE_KEY, CV, PASSWORD" };

test("the document's own lines run with a candidate's key", needs, async () => {
  const client = new JobSwipeClient({
    apiKey: CANDIDATE_KEY,
    baseUrl: PORTAL,
  });

  const jobs = await client.jobs.list({ page: 1, perPage: 20 });

  assert.equal(jobs.per_page, 20);
  const bytes = await readFile(CV);
  const file = await client.storage.upload(bytes, { filename: "priya.pdf" });
  const resume = await client.resumes.create({ fileUrl: file.file_url });
  let result;
  for (const job of jobs.jobs.filter((one) => one.apply_url === null)) {
    try {
      result = await client.applications.submit({
        jobId: job.job_id,
        resumeId: resume.resume_id,
      });
      break;
    } catch (refusal) {
      assert.ok(refusal instanceof Conflict, String(refusal));
    }
  }
  assert.equal(result.status, "queued");
  let task = result;
  for (let tries = 0; tries < 100 && ["queued", "running"].includes(task.status); tries += 1) {
    await pause(100);
    task = await client.applications.get(result.task_id);
  }
  assert.equal(task.status, "completed", JSON.stringify(task));
  const matches = await client.matching.getMatches();
  assert.ok(matches.matches[0].score > 0 && matches.matches[0].score <= 1);
  const back = await client.storage.download(file.file_url);
  assert.deepEqual(Buffer.from(back.content), bytes);
  assert.equal(back.filename, "priya.pdf");
  await assert.rejects(client.clients.list(), PermissionDenied);
});

test("all pages are walked, and each thing comes once", needs, async () => {
  const client = new TalentPortal({ baseUrl: PORTAL, apiKey: COMPANY_KEY });
  for (const [walk, id] of [
    [client.candidates.iterate({ limit: 3 }), "candidate_id"],
    [client.openings.iterate({ perPage: 2 }), "job_id"],
  ]) {
    const found = [];
    for await (const one of walk) found.push(one[id]);
    assert.ok(found.length > 3);
    assert.equal(new Set(found).size, found.length);
  }
});

test("a repeated call with one's own key makes one thing, and refusals have their types", needs, async () => {
  const client = new TalentPortal({ baseUrl: PORTAL, apiKey: COMPANY_KEY });
  const options = { idempotencyKey: "js-import-row-17" };
  const made = await client.clients.create({ companyName: "Repeated by JS" }, options);
  const again = await client.clients.create({ companyName: "Repeated by JS" }, options);
  assert.equal(again.client_id, made.client_id);
  await assert.rejects(client.jobs.get("job_none"), NotFound);
  await assert.rejects(client.jobs.create({ title: "", clientId: "client_none" }), (error) => {
    assert.ok(error instanceof ValidationFailed);
    return "title" in error.fields;
  });
  await assert.rejects(new TalentPortal({ baseUrl: PORTAL, apiKey: "tp_wrong" }).jobs.list(), InvalidApiKey);
});

test("somebody signs in and works under their own name; a CV becomes a candidate", needs, async () => {
  const client = new TalentPortal({ baseUrl: PORTAL, apiKey: COMPANY_KEY });
  const { access_token: token } = await client.auth.login({ email: "recruiter@demo.test", password: PASSWORD });
  const recruiter = client.withToken(token);
  assert.equal((await recruiter.auth.me()).email, "recruiter@demo.test");
  const { items } = await recruiter.jobs.list({ status: ["open"] });
  const text = new File(["Grace Hopper\ngrace.js@example.org\nSkills: Python, COBOL\n"], "grace.txt");
  const person = await recruiter.candidates.createFromCv(items[0].job_id, text);
  assert.equal(person.email, "grace.js@example.org");
  const cv = await recruiter.candidates.downloadCv(person.candidate_id);
  assert.equal(cv.filename, "grace.txt");
});
