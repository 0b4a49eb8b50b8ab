/** The clients. Both have every call of the portal; what `jobs` is differs by who asks. */

import { CALLS } from "./calls.js";
import { carryOut } from "./course.js";
import { filesOf } from "./files.js";
import { resourceOf } from "./resource.js";

const env = (name) => globalThis.process?.env?.[name];

/** Talent Portal, for programs of a company that recruits and for those of candidates. */
export class TalentPortal {
  /** Neither key nor token shows itself: not by an inspector, and not in JSON. */
  #secret;
  #settings;

  /**
   * `baseUrl` and `apiKey` may stand in the environment as TALENT_PORTAL_URL and TALENT_PORTAL_API_KEY. `timeout` is for
   * each attempt, `totalTimeout` for a call with all its attempts and pauses, `longestWait` the longest that is waited
   * because a Retry-After says so (seconds). Throws TypeError without an address, or with both a key and a token.
   */
  constructor({
    baseUrl = env("TALENT_PORTAL_URL"),
    apiKey,
    token,
    timeout = 30,
    totalTimeout = 120,
    longestWait = 60,
    maxRetries = 2,
    fetch = globalThis.fetch,
  } = {}) {
    if (!/^https?:\/\//.test(baseUrl ?? "")) {
      throw new TypeError("Say where the portal is: { baseUrl: 'https://…' }, or TALENT_PORTAL_URL.");
    }
    if (apiKey && token) throw new TypeError("Give a key or a token, not both.");
    const key = apiKey ?? (token ? undefined : env("TALENT_PORTAL_API_KEY"));
    this.#secret = token ? { Authorization: `Bearer ${token}` } : key ? { "X-API-Key": key } : {};
    this.#settings = {
      baseUrl: baseUrl.replace(/\/+$/, ""),
      timeout,
      totalTimeout,
      longestWait,
      maxRetries,
      fetch: (...about) => fetch(...about),
      isBrowser: typeof document !== "undefined",
    };
    const run = (call) => carryOut(call, this.#settings, () => this.#secret);
    for (const [name, calls] of Object.entries(CALLS)) {
      const resource = Object.assign(resourceOf(name, calls, run), filesOf(name, run));
      Object.defineProperty(this, name, { value: Object.freeze(resource), enumerable: true, configurable: true });
    }
  }

  /** Where the portal is. */
  get baseUrl() {
    return this.#settings.baseUrl;
  }

  /** The same client as the person that a token of `auth.login` or `candidateAuth.login` is for. */
  withToken(token) {
    return new this.constructor({ ...this.#settings, token });
  }

  toJSON() {
    return { baseUrl: this.baseUrl };
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `<${this.constructor.name} ${this.baseUrl}>`;
  }
}

/** Talent Portal for whoever looks for a job: `jobs` are those that one can apply for, by numbered pages. */
export class JobSwipeClient extends TalentPortal {
  constructor(settings) {
    super(settings);
    Object.defineProperty(this, "jobs", { value: this.openings, enumerable: true });
  }
}
