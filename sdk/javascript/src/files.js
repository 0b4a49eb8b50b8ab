/** What goes with files: an upload is two calls, and the second goes to an address made for it alone. */

import { Conflict } from "./errors.js";

const SIGNED = "/api/v1/storage/presigned-url";
const KINDS = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  odt: "application/vnd.oasis.opendocument.text",
  rtf: "application/rtf",
  txt: "text/plain",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
};

/** What a resource has besides the calls of its table. */
export function filesOf(resource, run) {
  if (resource === "storage") {
    return {
      upload: async (file, about = {}, options = undefined) => upload(run, file, about, options),
      download: async (fileUrl, options = undefined) => download(run, fileUrl, options),
    };
  }
  if (resource === "candidates") {
    return { createFromCv: async (jobId, file, about = {}, options = undefined) => fromCv(run, jobId, file, about, options) };
  }
  return {};
}

/** Send a file. Neither key nor token goes with the bytes. */
async function upload(run, file, about, options) {
  const { name, blob } = await fileOf(file, about.filename);
  const kind = about.contentType || kindOf(name, blob);
  const json = { operation: "upload", filename: name, content_type: kind, size: blob.size };
  const signed = await run({ method: "POST", path: SIGNED, json, keyed: true, reads: "data", options });
  const content = await blob.arrayBuffer();
  try {
    await run({
      method: "PUT", path: signed.upload_url, content, contentType: kind, reads: "nothing", options: time(options),
    });
  } catch (refusal) {
    // The address is ours alone and takes one file: an attempt whose answer was lost has brought it.
    if (!(refusal instanceof Conflict)) throw refusal;
  }
  return { file_url: signed.file_url, filename: name, content_type: kind, size: blob.size };
}

async function download(run, fileUrl, options) {
  const json = { operation: "download", file_url: fileUrl };
  const signed = await run({ method: "POST", path: SIGNED, json, keyed: true, reads: "data", options });
  return run({ method: "GET", path: signed.download_url, reads: "file", options: time(options) });
}

async function fromCv(run, jobId, file, about, options) {
  const { name, blob } = await fileOf(file, about.filename);
  const form = new FormData();
  form.append("file", new Blob([await blob.arrayBuffer()], { type: kindOf(name, blob) }), name);
  if (about.candidateId) form.append("candidate_id", about.candidateId);
  const path = `/api/jobs/${encodeURIComponent(String(jobId))}/candidates`;
  return run({ method: "POST", path, form, keyed: true, reads: "json", options });
}

/** A `File` brings its name; bytes and a `Blob` need one. */
async function fileOf(file, filename) {
  const blob = file instanceof Blob ? file : new Blob([typeof file === "string" ? missing(file) : file]);
  const name = filename ?? (file instanceof Blob ? file.name : undefined);
  if (typeof name !== "string" || name === "") throw new TypeError("Say the file's name: { filename: '…' }.");
  return { name: name.split(/[/\\]/).at(-1), blob };
}

function missing() {
  throw new TypeError("Give the file's bytes (of node:fs/promises' readFile, for example), a Blob or a File, not its path.");
}

function kindOf(name, blob) {
  return KINDS[name.split(".").at(-1).toLowerCase()] ?? (blob.type || "application/octet-stream");
}

/** Of the options what concerns the store as well: headers and keys are the portal's. */
function time(options) {
  const kept = {};
  for (const name of ["timeout", "maxRetries", "signal"]) if (options?.[name] !== undefined) kept[name] = options[name];
  return kept;
}
