/* What pages do by themselves: listeners for data- attributes (docs/look.md lists them). Nothing here is needed to use the portal;
   each section makes a link or a form that works without it quicker. */
"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const csrf = () => find('meta[name="csrf-token"]')?.content ?? "";
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Call `act(element, event)` for events on elements that match, also those that come later. */
  function on(type, selector, act, options) {
    document.addEventListener(type, (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) act(element, event);
    }, options);
  }

  /** A new element with attributes and children; texts become text nodes, never markup. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** An icon of the sprite, for the eye alone. */
  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const [sign, use] = ["svg", "use"].map((tag) => document.createElementNS(space, tag));
    use.setAttribute("href", `${find('meta[name="icons"]').content}#${name}`);
    sign.setAttribute("class", "icon");
    sign.setAttribute("aria-hidden", "true");
    sign.append(use);
    return sign;
  }

  function remember(name, value) {
    const age = value ? 31536000 : 0;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  }

  /* ---- toasts ---- */

  function say({ message, kind = "success", undo_url: undo }) {
    const line = make("div", { class: `toast-line toast-${kind}`, "data-toast": "", "data-fading": "1" }, icon(kind === "error" ? "exclamation-circle" : "check-circle"), make("p", {}, message));
    if (undo) {
      const button = make("button", { type: "submit", class: "btn btn-quiet btn-sm" }, "Undo");
      const token = make("input", { type: "hidden", name: "csrf_token", value: csrf() });
      line.append(make("form", { method: "post", action: undo, class: "action" }, token, button));
    }
    line.append(make("button", { type: "button", class: "btn btn-quiet btn-sm btn-icon", "data-dismiss": "", "aria-label": "Dismiss" }, icon("x-lg")));
    find("#toasts")?.append(line);
    letFade(line);
  }

  function letFade(line) {
    if (line.classList.contains("toast-error")) return;
    const wait = find("form", line) ? 15000 : 7000;
    let timer = setTimeout(() => line.remove(), wait);
    const hold = () => clearTimeout(timer);
    const go = () => { hold(); timer = setTimeout(() => line.remove(), wait); };
    for (const type of ["mouseenter", "focusin"]) line.addEventListener(type, hold);
    for (const type of ["mouseleave", "focusout"]) line.addEventListener(type, go);
  }

  on("click", "[data-dismiss]", (button) => button.closest("[data-toast], [data-notice]")?.remove());
  // One toast, or a list of them, which htmx hands over as `value`.
  document.addEventListener("toast", (event) => [event.detail.value ?? event.detail].flat().forEach(say));

  /* ---- htmx: token, refusals, focus, the bar on top ---- */

  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
  // What asks by itself, again and again, is marked data-quiet: it shows neither the bar nor a lost connection.
  const loud = (event) => !event.detail.elt.matches("[data-quiet]");
  let waiting = 0;
  const busy = (change) => { waiting = Math.max(0, waiting + change); document.body.classList.toggle("busy", waiting > 0); };
  document.addEventListener("htmx:beforeSend", (event) => loud(event) && busy(1));
  document.addEventListener("htmx:afterRequest", (event) => loud(event) && busy(-1));
  document.addEventListener("htmx:sendError", (event) => loud(event) && say({ message: "The portal did not answer. Check your connection and try again.", kind: "error" }));
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const wanted = find('[aria-invalid="true"]', part) ?? find("[autofocus]", part) ?? find("[data-notice]", part);
    wanted?.focus();
  });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

  /* ---- dialogs: opened by name, and questions before what cannot be undone ---- */

  on("click", "[data-dialog]", (button) => find(`#${button.dataset.dialog}`)?.showModal());
  on("click", "[data-close]", (button) => button.closest("dialog")?.close());
  on("click", "dialog", (dialog, event) => { if (event.target === dialog) dialog.close(); });

  /** Ask; resolves to the form's data when agreed to, else to null. `body` may hold fields. */
  function ask(question, label, body, danger = true) {
    return new Promise((resolve) => {
      const no = make("button", { type: "button", class: "btn btn-outline-secondary", "data-close": "" }, "Cancel");
      const yes = make("button", { type: "submit", class: `btn ${danger ? "btn-danger" : "btn-primary"}` }, label);
      const form = make("form", { method: "dialog" }, ...(body ? [body] : []), make("div", { class: "form-buttons" }, no, yes));
      const dialog = make("dialog", { class: "dialog", "aria-labelledby": "question" }, make("h2", { id: "question" }, question), form);
      let answer = null;
      form.addEventListener("submit", () => { answer = new FormData(form); });
      dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const asker = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!asker.dataset.confirm || form.dataset.agreed) { delete form.dataset.agreed; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    if (await ask(asker.dataset.confirm, asker.dataset.confirmLabel ?? button?.textContent.trim() ?? "Yes")) {
      form.dataset.agreed = "1";
      form.requestSubmit(button);
    }
  }, true);

  /* ---- menus ---- */

  const openMenus = () => all("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target) || event.target.closest(".menu-panel a, .menu-panel button")) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) { menu.open = false; find("summary", menu).focus(); }
  });
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("details[data-menu]") || !menu.open) return;
    for (const other of openMenus()) if (other !== menu) other.open = false;
    find("[data-on-open]", menu)?.dispatchEvent(new Event("opened"));
    if (menu.closest(".board, .rows-wrap, .split-paper")) placeMenu(menu);
  }, true);
  document.addEventListener("scroll", () => { for (const menu of openMenus()) if (find(".menu-panel", menu).style.position) menu.open = false; }, true);

  /** Lift a menu's panel out of a scrolling box, above its button when there is no room below. */
  function placeMenu(menu) {
    const panel = find(".menu-panel", menu);
    const button = find("summary", menu).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const below = button.bottom + 4 + height <= innerHeight;
    Object.assign(panel.style, {
      position: "fixed", right: "auto", bottom: "auto",
      top: `${below ? button.bottom + 4 : Math.max(8, button.top - 4 - height)}px`,
      left: `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`,
    });
  }

  /* ---- filters, check boxes, keys ---- */

  let typing;
  on("change", "form[data-autosubmit]", (form, event) => { if (!event.target.matches("[type=search], [type=text]")) form.requestSubmit(); });
  on("input", "form[data-autosubmit]", (form, event) => {
    if (!event.target.matches("[type=search], [type=text]")) return;
    clearTimeout(typing);
    typing = setTimeout(() => form.requestSubmit(), form.matches("[hx-get]") ? 300 : 800);
  });
  on("change", "[data-check-all]", (box) => {
    const boxes = all(`input[type=checkbox][name="${CSS.escape(box.dataset.checkAll)}"]`, box.closest("table, form") ?? document);
    for (const one of boxes) one.checked = box.checked;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const keysOff = () => localStorage.getItem("keys") === "off";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || keysOff()) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog, [open] > .menu-panel, iframe")) return;
    const found = all(`[data-shortcut~="${CSS.escape(event.key)}"]`).find((element) => element.checkVisibility());
    if (!found) return;
    event.preventDefault();
    if (found.matches("input, textarea, select")) { found.focus(); if (found.matches("input")) found.select(); } else found.click();
  });
  on("click", "[data-keys-switch]", (button) => { localStorage.setItem("keys", keysOff() ? "on" : "off"); labelKeys(button); });
  function labelKeys(button) { find("span", button).textContent = keysOff() ? "Turn single-key shortcuts on" : "Turn single-key shortcuts off"; }

  /* ---- theme, going back, printing ---- */

  const THEMES = ["automatic", "light", "dark"];
  const SIGNS = { automatic: "circle-half", light: "sun", dark: "moon" };
  const theme = () => document.documentElement.dataset.bsTheme ?? "automatic";
  function showTheme(button) {
    button.setAttribute("aria-label", `Theme: ${theme()}`);
    button.title = `Theme: ${theme()}`;
    button.replaceChildren(icon(SIGNS[theme()]));
  }
  on("click", "[data-theme-switch]", () => {
    const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
    if (next === "automatic") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = next;
    remember("theme", next === "automatic" ? "" : next);
    all("[data-theme-switch]").forEach(showTheme);
  });
  on("click", "[data-copy]", async (button) => {
    const field = find(`#${button.dataset.copy}`);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    find("span", button).textContent = "Copied";
  });
  on("click", "[data-back]", () => history.back());
  on("click", "[data-print]", () => print());

  /* ---- files: dropped or chosen, sent with a bar ---- */

  const formOf = (zone) => (zone.dataset.dropzone ? find(zone.dataset.dropzone) : zone.closest("form"));
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  on("dragover", "[data-dropzone]", (zone, event) => { if (carriesFiles(event)) { event.preventDefault(); zone.classList.add("is-dropping"); } });
  on("dragleave", "[data-dropzone]", (zone, event) => { if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-dropping"); });
  on("drop", "[data-dropzone]", (zone, event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("is-dropping");
    const form = formOf(zone);
    const input = form && find("input[type=file]", form);
    if (!input) return;
    const chosen = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) chosen.items.add(file);
    input.files = chosen.files;
    form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]") || !find("input[type=file]", form)?.files.length) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  /* ---- a double click sends a form once ---- */

  const SENT_FOR = 5000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, SENT_FOR);
  });
  addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });

  /** Show how much of a form's files has gone with a request; takes itself away at the end. */
  function watchSending(form, request) {
    const count = find("input[type=file]", form).files.length;
    const bar = make("progress", { max: "1", value: "0", "aria-label": "Sending" });
    const words = make("span", {}, count === 1 ? "Sending one file" : `Sending ${count} files`);
    const tray = make("div", { class: "tray", role: "status" }, make("div", { class: "tray-head" }, words), bar);
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
      if (event.loaded === event.total) words.textContent = "Sent, one moment";
    });
    request.addEventListener("loadend", () => tray.remove());
    document.body.append(tray);
  }
  document.addEventListener("htmx:beforeSend", ({ detail: { elt: form, xhr } }) => {
    if (form.matches("form") && find("input[type=file]", form)?.files.length) watchSending(form, xhr);
  });

  /** Post a form with files, and show the answer as if the browser had sent it. */
  function send(form, submitter) {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    watchSending(form, request);
    request.addEventListener("loadend", () => {
      if (request.status) show(request.responseText, request.responseURL);
      else say({ message: "The files did not arrive. Check your connection and try again.", kind: "error" });
    });
    request.send(new FormData(form, submitter));
  }

  /** Put a whole page, fetched here, in the place of this one. */
  function show(text, url) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!find("main", page)) { location.assign(url); return; }
    document.title = page.title;
    history.pushState({}, "", url);
    for (const { src } of all("script[src]", page)) {
      if ([...document.scripts].some((script) => script.src === src)) continue;
      const script = make("script", { src });
      script.addEventListener("load", () => prepare(document));
      document.head.append(script);
    }
    document.body.replaceWith(document.adoptNode(page.body));
    window.htmx?.process(document.body);
    prepare(document);
    (find('main [aria-invalid="true"]') ?? find("main")).focus();
    scrollTo(0, 0);
  }
  window.addEventListener("popstate", (event) => { if (event.state && !event.state.htmx) location.reload(); });

  /* ---- boards ---- */

  function sortable(list) {
    if (!window.Sortable || window.Sortable.get(list)) return;
    const board = list.closest(".board");
    window.Sortable.create(list, {
      group: "board", draggable: "[data-move]", filter: "details, button, input", preventOnFilter: false, sort: false,
      animation: calm() ? 0 : 140, delay: 180, delayOnTouchOnly: true, ghostClass: "board-ghost", dragClass: "board-drag",
      onStart: () => board?.classList.add("is-dragging"),
      onMove: ({ dragged, to }) => !("moves" in dragged.dataset) || to === dragged.parentNode || dragged.dataset.moves.split(" ").includes(to.dataset.status),
      onEnd: async ({ item, from, to, oldDraggableIndex: place }) => {
        board?.classList.remove("is-dragging");
        if (from === to) return;
        if (!await move(item, to)) from.insertBefore(item, all(":scope > [data-move]", from)[place] ?? null);
        else for (const [column, change] of [[from, -1], [to, 1]]) recount(column, change);
      },
    });
  }

  /** Post a card's move; false when the person thinks better of it or the portal refuses. */
  async function move(card, list) {
    const values = { status: list.dataset.status };
    const template = list.dataset.ask && document.getElementById(list.dataset.ask);
    if (template) {
      const answer = await ask(template.dataset.question, template.dataset.label ?? "Move", template.content.cloneNode(true), "danger" in template.dataset);
      if (!answer) return false;
      Object.assign(values, Object.fromEntries(answer));
    }
    let moved = false;
    const note = (event) => { if (event.detail.elt === card) moved = event.detail.successful; };
    document.addEventListener("htmx:afterRequest", note);
    card.classList.add("is-sending");
    try {
      await window.htmx.ajax("POST", card.dataset.move, { source: card, target: card, swap: "none", values });
    } catch { moved = false; }
    document.removeEventListener("htmx:afterRequest", note);
    card.classList.remove("is-sending");
    return moved;
  }

  on("click", "[data-move-to]", async (link, event) => {
    const card = link.closest("[data-move]");
    const list = find(`[data-status="${CSS.escape(link.dataset.moveTo)}"]`, card?.closest(".board") ?? document);
    if (!card || !list || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const from = card.parentNode;
    if (await move(card, list)) {
      list.prepend(card);
      recount(from, -1);
      recount(list, 1);
    }
  });

  // A board that is renewed stands where it stood: how far it and each of its columns were scrolled.
  const scrolled = new Map();
  document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
    if (target?.id !== "board") return;
    scrolled.set("", find(".board", target)?.scrollLeft ?? 0);
    for (const list of all("[data-status]", target)) scrolled.set(list.dataset.status, list.scrollTop);
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (!scrolled.size) return;
    const board = find("#board .board");
    if (board) board.scrollLeft = scrolled.get("");
    for (const list of all("[data-status]", board ?? document)) list.scrollTop = scrolled.get(list.dataset.status) ?? 0;
    scrolled.clear();
  });

  function recount(list, change) {
    const count = find(".count", list.closest(".board-column"));
    if (count && /^\d+$/.test(count.textContent.trim())) count.textContent = String(Number(count.textContent) + change);
  }

  /* ---- conversations: what looks by itself what is new, the text that is being written, the end of a thread ---- */

  // Nobody sees a hidden tab, so it asks nothing; what it has missed it asks for when it is shown.
  document.addEventListener("htmx:beforeRequest", (event) => { if (document.hidden && event.detail.elt.matches("[data-live]")) event.preventDefault(); });
  const wake = () => { for (const one of all("[data-live]")) one.dispatchEvent(new Event("wake", { bubbles: true })); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });

  on("keydown", "[data-ctrl-enter]", (field, event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
  // A phone's Enter is a new line; where there is a real keyboard it sends, and Shift makes the line.
  on("keydown", "[data-enter-sends]", (field, event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  });
  // What is not sent yet stays with its tab, also while other conversations are read.
  const draftKey = (field) => `draft-${field.dataset.draft}`;
  on("input", "[data-draft]", (field) => { if (field.value) sessionStorage.setItem(draftKey(field), field.value); else sessionStorage.removeItem(draftKey(field)); });
  function takeDraft(field) {
    if ("draftDone" in field.dataset) sessionStorage.removeItem(draftKey(field));
    else if (!field.value) field.value = sessionStorage.getItem(draftKey(field)) ?? "";
  }
  on("submit", "form:has([data-draft])", (form) => { if (!form.matches("[hx-post]") || !window.htmx) sessionStorage.removeItem(draftKey(find("[data-draft]", form))); });

  on("click", "[data-insert]", (button, event) => {
    const field = document.getElementById(button.dataset.insert);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.setRangeText(button.dataset.text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The row of the conversation that is open stands in sight, also when a key or an address led to it.
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt === document.body || elt.id === "talk") find(".talk-row[aria-current]")?.scrollIntoView({ block: "nearest" });
  });

  on("change", "input[data-placeholder]", (choice) => { find("textarea", choice.form).placeholder = choice.dataset.placeholder; });

  // A thread grows from its end: zero is the end, and less than that is further back.
  const isAway = (thread) => thread.scrollTop < -80;
  const toEnd = (thread) => find(`[data-to-end="${thread.id}"]`);
  document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
    const thread = target?.id === "messages" && target.closest(".thread-scroll");
    if (thread && isAway(thread)) toEnd(thread).hidden = false;
  });
  document.addEventListener("scroll", (event) => { if (event.target.matches?.(".thread-scroll") && !isAway(event.target)) toEnd(event.target).hidden = true; }, true);
  on("click", "[data-to-end]", (button) => { document.getElementById(button.dataset.toEnd).scrollTop = 0; button.hidden = true; });

  /* ---- at the start, and for every part that comes later ---- */

  function prepare(root) {
    const each = (selector) => (root.matches?.(selector) ? [root] : []).concat(all(selector, root));
    each("[data-sortable]").forEach(sortable);
    each("[data-theme-switch]").forEach(showTheme);
    each("[data-keys-switch]").forEach(labelKeys);
    each("[data-draft]").forEach(takeDraft);
    each("[data-toast]:not([data-fading])").forEach((line) => { line.dataset.fading = "1"; letFade(line); });
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const element of each("[data-tz-detect]")) {
      if (element.matches("input, select") && !element.value) element.value = zone;
      const known = () => document.cookie.split("; ").includes(`tz=${encodeURIComponent(zone)}`);
      if (known()) continue;
      remember("tz", zone);
      // The page was made for other clocks than the reader's: have it made anew, once (never where no cookie is kept).
      if (known() && element.dataset.tzShown && element.dataset.tzShown !== zone) location.replace(location.href);
    }
  }

  prepare(document);
  find('main [aria-invalid="true"]')?.focus();
})();
