/** Talent Portal for JavaScript: every call of its JSON face, in Node and in browsers, without dependencies. */

export { JobSwipeClient, TalentPortal } from "./client.js";
export * from "./errors.js";
export { verifySignature, verifyWebhook } from "./webhooks.js";
export { VERSION } from "./version.js";
