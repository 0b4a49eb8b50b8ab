// A calendar that takes what comes by mail, on npm's ical.js: reads {"library", "texts"} on stdin, prints its entries.
const { library, texts } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const loaded = require(library);
const ICAL = loaded.default ?? loaded;
const entries = {};
for (const text of texts) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const method = calendar.getFirstPropertyValue("method");
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const known = entries[event.uid];
    if (known && event.sequence < known.sequence) continue;
    if (method === "CANCEL") { if (known) Object.assign(known, { sequence: event.sequence, cancelled: true }); continue; }
    entries[event.uid] = {
      uid: event.uid, sequence: event.sequence, cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
      start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), title: event.summary,
      organizer: event.organizer, attendees: event.attendees.map((one) => one.getFirstValue()).sort(),
    };
  }
}
process.stdout.write(JSON.stringify(Object.values(entries)));
