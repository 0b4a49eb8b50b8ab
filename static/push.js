/* Push messages: asked for by a press on a button and never by itself. The worker script is /sw.js. */
"use strict";
(() => {
  const PUT_AWAY = "push-put-away";
  const box = document.querySelector("[data-push]");
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const able = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  function show(state) {
    if (!box) return;
    for (const line of box.querySelectorAll("[data-push-state]")) line.hidden = line.dataset.pushState !== state;
  }

  /** The bytes of base64url, as the browser wants our key. */
  function bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function post(url, fields) {
    return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": csrf() }, keepalive: true });
  }

  async function keep(subscription) {
    const { endpoint, keys } = subscription.toJSON();
    const answer = await post(box.dataset.pushKeep, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    if (!answer.ok) throw new Error(`refused: ${answer.status}`);
  }

  async function present() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    return (await registration?.pushManager.getSubscription()) ?? null;
  }

  async function turnOn() {
    if ((await Notification.requestPermission()) !== "granted") return look();
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    const key = bytes(box.dataset.push);
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    await keep(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    if (box.dataset.pushOffer !== undefined) box.remove();
    else location.reload();
  }

  async function turnOff() {
    const subscription = await present();
    if (subscription) {
      await post(box.dataset.pushForget, { endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    location.reload();
  }

  async function look() {
    if (!box) return;
    const offered = box.dataset.pushOffer !== undefined;
    if (!able()) return show("unsupported");
    if (Notification.permission === "denied") return show("blocked");
    const subscription = Notification.permission === "granted" ? await present() : null;
    if (offered) {
      box.hidden = subscription !== null || localStorage.getItem(PUT_AWAY) !== null;
      return undefined;
    }
    // A browser that was removed from the list, or is another person's, stays so until somebody presses the button.
    const known = subscription !== null && box.dataset.pushKnown !== undefined;
    if (known) await keep(subscription); // it may have got a new address
    return show(known ? "on" : "off");
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-push-on], [data-push-off], [data-push-later]") : null;
    if (!button || !box) return;
    if (button.matches("[data-push-later]")) {
      localStorage.setItem(PUT_AWAY, "1");
      box.remove();
      return;
    }
    button.disabled = true;
    (button.matches("[data-push-on]") ? turnOn() : turnOff()).catch(() => show("failed")).finally(() => (button.disabled = false));
  });

  /* Whoever signs out is not told on this device any more; a second for that, and the form goes. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!able() || Notification.permission !== "granted" || !/\/(logout|sign-out)$/.test(form.action) || form.dataset.forgotten) return;
    event.preventDefault();
    const end = () => {
      form.dataset.forgotten = "1";
      form.submit();
    };
    const second = new Promise((resolve) => setTimeout(resolve, 1000));
    Promise.race([present().then((subscription) => subscription?.unsubscribe()), second]).then(end, end);
  });

  look().catch(() => show("failed"));
})();
