/** The methods of a resource, made of the table of its calls. */

/**
 * The calls of one resource as functions: ids first, then (for bytes) the content, then the words, then options.
 *
 * `calls`: method → `[method, path, about]`; `about` has `words` (name here → [place, name in the call]), `reads`,
 * `keyed`, `content` (the media type of bytes, `""` where the caller says it), `free` (the words are the body as they
 * are), `items` (the field with what a page has).
 */
export function resourceOf(resource, calls, run) {
  const made = {};
  for (const [name, [method, path, about]] of Object.entries(calls)) {
    const prepare = preparer(`${resource}.${name}`, method, path, about);
    made[name] = (...given) => attempt(() => run(prepare(given)));
    if (about.items) made[iteratorName(name)] = (...given) => walk(prepare(given), about.items, run);
  }
  return made;
}

/** `list`, `listUsers`, `getMatches` → `iterate`, `iterateUsers`, `iterateMatches`. */
export function iteratorName(name) {
  return name.replace(/^(list|get)(?=[A-Z]|$)/, "iterate");
}

/** A mistake in the arguments is a rejected promise too, so that there is one way to fail. */
async function attempt(act) {
  return act();
}

function preparer(name, method, path, about) {
  const ids = [...path.matchAll(/{(\w+)}/g)].map((found) => found[0]);
  const words = about.words ?? {};
  const hasWords = about.free === true || Object.keys(words).length > 0;
  return (given) => {
    const rest = [...given];
    const filled = ids.reduce((made, id) => made.replace(id, part(name, rest.shift())), path);
    const call = { method, path: filled, query: {}, keyed: about.keyed === true, reads: about.reads ?? "json" };
    if (about.content !== undefined) {
      call.content = rest.shift();
      if (call.content === undefined) throw new TypeError(`${name} wants the bytes.`);
      call.contentType = about.content || rest.shift();
    }
    const told = hasWords ? (rest.shift() ?? {}) : {};
    call.options = rest.shift();
    if (rest.length > 0) throw new TypeError(`${name} was given ${rest.length} arguments too many.`);
    if (about.free) return { ...call, json: told };
    if (about.body) call.json = {};
    for (const [word, value] of Object.entries(told)) {
      const place = Object.hasOwn(words, word) ? words[word] : Object.values(words).find((one) => one[1] === word);
      if (place === undefined) throw new TypeError(`${name} takes no ${word}. It takes: ${Object.keys(words).join(", ")}.`);
      if (value !== undefined) (place[0] === "query" ? call.query : call.json)[place[1]] = value;
    }
    return call;
  };
}

/** An id as one part of a path. */
function part(name, value) {
  const words = String(value ?? "");
  if (words === "" || words === "." || words === ".." || typeof value === "object") {
    throw new TypeError(`${name} wants an id first.`);
  }
  return encodeURIComponent(words).replaceAll("%40", "@");
}

/** Everything in a list, page after page, as it is asked for. */
async function* walk(first, items, run) {
  for (let call = first; call !== null; ) {
    const answer = await run(call);
    yield* answer[items];
    call = nextPage(call, answer, items);
  }
}

function nextPage(call, answer, items) {
  if ("next" in answer) return answer.next ? { ...call, query: { ...call.query, cursor: answer.next } } : null;
  if (answer[items].length === 0 || answer.page * answer.per_page >= answer.total) return null;
  return { ...call, query: { ...call.query, page: answer.page + 1 } };
}
