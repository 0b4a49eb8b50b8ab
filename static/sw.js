/* Shows push messages and opens what they are about. Served as /sw.js, so that it stands for the whole portal. */
"use strict";

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Something has to be shown for every push, whatever it holds.
  }
  const about = { body: told.body ?? "There is news for you.", tag: told.tag, data: { path: told.path, id: told.id }, icon: "/static/icon-192.png" };
  event.waitUntil((async () => {
    // News takes the place of older news of its kind and rings again; what comes twice does not.
    const [older] = told.tag ? await self.registration.getNotifications({ tag: told.tag }) : [];
    if (told.tag) about.renotify = older !== undefined && older.data?.id !== told.id;
    await self.registration.showNotification(told.title ?? "Talent Portal", about);
  })());
});

/** A path of this portal; anything else leads to its first page. */
function own(path) {
  const url = typeof path === "string" && path.startsWith("/") ? new URL(path, self.location.origin) : null;
  return url?.origin === self.location.origin ? url.href : `${self.location.origin}/`;
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = own(event.notification.data?.path);
  const go = async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    // A page with something half written in it is not carried off: only one that shows the place already is used again.
    const there = open.find((one) => one.url === wanted);
    return there ? there.focus() : self.clients.openWindow(wanted);
  };
  event.waitUntil(go());
});
