// Compiles, or the types are wrong; each `@ts-expect-error` is a mistake that they must find.
import { ApiError, JobSwipeClient, TalentPortal, schemas, verifyWebhook } from "@talent-portal/sdk";

const client = new JobSwipeClient({ apiKey: "k", baseUrl: "https://portal.example" });
const jobs = await client.jobs.list({ page: 1, perPage: 20 });
const first: string = jobs.jobs[0]!.job_id;
const result = await client.applications.submit({ jobId: first, resumeId: "res_1" });
const state: string = result.status;
for await (const match of client.matching.iterateMatches()) console.log(match.score, state);

const company = new TalentPortal();
const made: schemas.Job = await company.jobs.create({ title: "Nurse", clientId: "client_1" });
const file = await company.storage.upload(new Blob(["x"]), { filename: "a.txt" }, { timeout: 5 });
await company.withToken("t").resumes.parse({ resumeUrl: file.file_url });
try {
  await company.jobs.get(made.job_id);
} catch (error) {
  if (error instanceof ApiError) console.log(error.fields["title"], error.retryAfter);
}
const event = await verifyWebhook("{}", { "webhook-id": "1" }, "secret");
console.log(event.type);

// @ts-expect-error: no such word
await client.jobs.list({ colour: "red" });
// @ts-expect-error: the job is missing
await client.applications.submit({ resumeId: "res_1" });
// @ts-expect-error: a status that there is not
await company.jobs.list({ status: ["sleeping"] });
