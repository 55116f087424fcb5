// What the library tsdav does and finds, as JSON, a member for each step:
//     node tsdav.mjs URL LOGIN PASSWORD
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(join(resolve("build/clients"), "package.json"));
const { createDAVClient } = require("tsdav");
const [url, username, password] = process.argv.slice(2);
const found = {};

function event(uid, summary, day = "12", lines = []) {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
    "BEGIN:VEVENT", `UID:${uid}`, "DTSTAMP:20260601T120000Z",
    `DTSTART:202606${day}T140000Z`, `DTEND:202606${day}T150000Z`,
    `SUMMARY:${summary}`, ...lines, "END:VEVENT", "END:VCALENDAR", ""]
    .join("\r\n");
}

const client = await createDAVClient({
  serverUrl: url,
  credentials: { username, password },
  authMethod: "Basic",
  defaultAccountType: "caldav",
});
const path = (address) => new URL(address, url).pathname;
const named = async (name) =>
  (await client.fetchCalendars()).find((one) => one.displayName === name);

found.calendars = (await client.fetchCalendars()).map((one) => ({
  path: path(one.url),
  name: one.displayName,
  components: one.components,
  reports: one.reports,
  tag: Boolean(one.ctag && one.syncToken),
}));
const addresses = await client.fetchCalendarUserAddresses({
  account: await client.createAccount({
    account: { serverUrl: url, accountType: "caldav" },
  }),
});
found.addresses = addresses;

const home = found.calendars[0].path.split("/").slice(0, 4).join("/") + "/";
const made = await client.makeCalendar({
  url: new URL(home + "tsdav/", url).href,
  props: { displayname: "Of tsdav" },
});
found.made = made.map((one) => one.status);
let calendar = await named("Of tsdav");
const tell = (answer) => ({
  status: answer.status, tag: Boolean(answer.headers.get("etag")),
});
found.created = tell(await client.createCalendarObject({
  calendar, filename: "tea.ics", iCalString: event("tea@x", "Tea"),
}));
found.again = tell(await client.createCalendarObject({
  calendar, filename: "tea.ics", iCalString: event("tea@x", "Tea"),
}));
await client.createCalendarObject({
  calendar, filename: "walk.ics",
  iCalString: event("walk@x", "Walk", "20", ["RRULE:FREQ=DAILY;COUNT=5"]),
});
const objects = await client.fetchCalendarObjects({ calendar });
found.objects = objects.map((one) => [path(one.url), one.data]);
found.ranged = (await client.fetchCalendarObjects({
  calendar,
  timeRange: { start: "2026-06-21T00:00:00Z", end: "2026-06-23T00:00:00Z" },
  expand: true,
})).map((one) => [path(one.url), one.data]);

// What another program changed meanwhile comes with the next sync.
const before = { ...calendar, objects,
  objectMultiGet: client.calendarMultiGet };
const tea = objects.find((one) => one.url.endsWith("tea.ics"));
found.updated = tell(await client.updateCalendarObject({
  calendarObject: { ...tea, data: event("tea@x", "Later") },
}));
found.stale = tell(await client.updateCalendarObject({
  calendarObject: { ...tea, data: event("tea@x", "Too late") },
}));
await client.createCalendarObject({
  calendar, filename: "new.ics", iCalString: event("new@x", "New"),
});
const walk = objects.find((one) => one.url.endsWith("walk.ics"));
found.deleted = tell(await client.deleteCalendarObject({
  calendarObject: walk,
}));
const synced = await client.smartCollectionSync({
  collection: before, method: "webdav", detailedResult: true,
});
found.synced = Object.fromEntries(["created", "updated", "deleted"].map(
  (kind) => [kind, synced.objects[kind].map((one) => path(one.url))]));
found.dirty = (await client.isCollectionDirty({ collection: before })).isDirty;
calendar = await named("Of tsdav");
found.clean = (await client.isCollectionDirty({ collection: calendar }))
  .isDirty;
found.calendarsSynced = (await client.syncCalendars({
  oldCalendars: [before], detailedResult: true,
})).updated.map((one) => path(one.url));
console.log(JSON.stringify(found));
