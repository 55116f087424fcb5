// FullCalendar for the calendar's page; loaded there alone. The page is the
// list of its days without it. What people typed is only ever text here.
import { Calendar } from "@fullcalendar/core";
import dayGrid from "@fullcalendar/daygrid";
import interaction from "@fullcalendar/interaction";
import timeGrid from "@fullcalendar/timegrid";

const place = document.querySelector("#calendar");
const { matches: wide } = matchMedia("(min-width: 760px)");
const views = { month: "dayGridMonth", week: "timeGridWeek", day: "timeGridDay" };
const signs = {
  open: "ring",
  tosave: "clock",
  completed: "check",
  missed: "slash",
  canceled: "cross",
  override: "pencil",
  draft: "draft",
  closed: "lock",
};

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// Wall times of the practice are drawn as if they were UTC, so that neither
// the browser's zone nor its summer time moves them.
const words = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  return (date) => format.format(date).replace(",", "");
};
const dayWords = words({ weekday: "short", day: "numeric", month: "long" });
const shortDay = words({ weekday: "short", day: "numeric" });
const weekday = words({ weekday: "short" });
const dayOf = (date) => date.toISOString().slice(0, 10);
const timeOf = (date) => date.toISOString().slice(11, 16);

function formFor(start, end, lane) {
  const query = new URLSearchParams({ date: dayOf(start) });
  if (lane) query.set("practitioners", lane.login);
  if (end) {
    query.set("start", timeOf(start));
    query.set("end", timeOf(end));
    if (dayOf(end) !== dayOf(start)) query.set("end_date", dayOf(end));
  }
  return `/sessions/new?${query}`;
}

function addLink(date, text, lane) {
  if (!place.dataset.add) return element("span", text);
  const link = element("a", text);
  link.href = formFor(date, null, lane);
  link.setAttribute("aria-label", `Add session, ${dayWords(date)}`);
  return link;
}

function content({ event, view }) {
  if (event.display === "background" && !event.title) return { domNodes: [] };
  const { label, sign: name } = event.extendedProps;
  const box = element("span", "", "ev-in");
  const first = element("span", "", "ev-name");
  first.append(sign(name), element("b", event.title));
  box.append(first);
  if (event.allDay) return { domNodes: [box] };
  const time = element("span", timeOf(event.start), "ev-time");
  const clashes = event.classNames.includes("clash");
  if (view.type === "dayGridMonth") {
    // One line: the sign, when, who, and whether it clashes.
    first.firstChild.after(time);
    if (clashes) box.append(sign("warn"));
    return { domNodes: [box] };
  }
  const line = element("span", "", "ev-line");
  line.append(time);
  if (clashes) line.append(sign("warn"));
  if (label !== "Open" && label !== "Closed") line.append(element("span", label));
  box.append(line);
  return { domNodes: [box] };
}

// A closure of whole days is a chip with its name, and shuts the columns too.
function drawn(event) {
  const state = event.classNames.find((name) => signs[name]);
  const one = { ...event, extendedProps: { label: event.label, sign: signs[state] ?? "check" } };
  if (!event.classNames.includes("closed")) return [one];
  if (!event.allDay) return [{ ...one, display: "background" }];
  const ground = {
    start: event.start,
    end: event.end,
    allDay: true,
    display: "background",
    classNames: ["closed-ground"],
  };
  return [one, ground];
}

async function events({ start, end }, lane) {
  const query = new URLSearchParams({ start: dayOf(start), end: dayOf(end) });
  const whose = lane ? lane.login : place.dataset.practitioners;
  if (whose) query.set("practitioners", whose);
  const answer = await fetch(`/calendar/events?${query}`, { headers: { "HX-Request": "true" } });
  if (answer.headers.get("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  if (!answer.ok) throw new Error("The sessions could not be loaded.");
  return (await answer.json()).flatMap(drawn);
}

function speak({ el, event }) {
  if (event.display === "background") return;
  const { label } = event.extendedProps;
  const when = event.allDay
    ? dayWords(event.start)
    : `${dayWords(event.start)} ${timeOf(event.start)} to ${timeOf(event.end ?? event.start)}`;
  el.setAttribute("aria-label", `${label}. ${event.title}, ${when}`);
}

// What the server shows of a session to whoever asks, in a dialog beside the
// block; Esc and Close lead back to it.
const dialog = element("dialog", "", "session-card");
dialog.setAttribute("aria-labelledby", "card-name");
let opener = null;

function shut() {
  if (!dialog.open) return;
  dialog.close();
  opener?.focus();
}

function stand(block) {
  const { left, right, top } = block.getBoundingClientRect();
  const { width, height } = dialog.getBoundingClientRect();
  const beside = right + 8 + width < innerWidth ? right + 8 : left - 8 - width;
  dialog.style.left = `${Math.max(8, beside)}px`;
  dialog.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

async function openCard(block) {
  const url = block.getAttribute("href");
  const answer = await fetch(`${url}/card`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    location.assign(url);
    return;
  }
  dialog.innerHTML = await answer.text(); // the server escapes what it holds
  if (dialog.open) dialog.close();
  opener = block;
  dialog.show();
  stand(block);
  dialog.querySelector("[data-close]").focus();
}

// The form of its Save link, with what each ending charges and pays; saving
// comes back to this calendar.
async function openChoices(link) {
  const back = encodeURIComponent(location.pathname + location.search);
  const answer = await fetch(`${link.getAttribute("href")}?to=${back}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = answer.ok && page.querySelector("main form[action$='/completion']");
  if (!form) {
    location.assign(link.href);
    return;
  }
  link.closest(".buttons").replaceWith(document.adoptNode(form));
  stand(opener);
  form.querySelector("input[type=radio]").focus();
}

function watch() {
  document.querySelector("main").append(dialog);
  dialog.addEventListener("click", (event) => {
    const save = event.target.closest("[data-save]");
    if (event.target.closest("[data-close]")) shut();
    if (!save || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openChoices(save);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });
}

// The head of a lane: whose it is, and how many come.
function laneHead(lane, date) {
  const head = element("span", "", "lane-head");
  const link = addLink(date, lane.name, lane);
  link.setAttribute("aria-label", `Add session, ${dayWords(date)}, ${lane.name}`);
  head.append(link, element("small", "", "lane-count"));
  return head;
}

function countLane(calendar) {
  const count = calendar.getEvents().filter(({ id }) => id.startsWith("session:")).length;
  const note = calendar.el.querySelector(".lane-count");
  if (note) note.textContent = count === 1 ? "1 session" : `${count} sessions`;
}

function calendarIn(where, lane) {
  const add = Boolean(place.dataset.add);
  const { view, date, now, first, last, sunday, hours } = place.dataset;
  return new Calendar(where, {
    plugins: [dayGrid, timeGrid, interaction],
    headerToolbar: false,
    initialView: views[view],
    initialDate: date,
    timeZone: "UTC",
    now,
    nowIndicator: true,
    firstDay: 1,
    hiddenDays: view === "week" && !sunday ? [0] : [],
    fixedWeekCount: false,
    dayMaxEvents: 5,
    slotEventOverlap: false,
    height: "auto",
    businessHours: hours ? JSON.parse(hours) : false,
    slotMinTime: first,
    slotMaxTime: last,
    snapDuration: "00:15",
    slotLabelInterval: "01:00",
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    allDayContent: () => "",
    dayHeaderContent: ({ date: day, view: { type } }) => ({
      domNodes: [
        lane
          ? laneHead(lane, day)
          : type === "dayGridMonth"
            ? element("span", weekday(day))
            : addLink(day, shortDay(day)),
      ],
    }),
    dayCellContent: ({ date: day, view: { type } }) => ({
      domNodes: type === "dayGridMonth" ? [addLink(day, String(day.getUTCDate()))] : [],
    }),
    events: (span) => events(span, lane),
    eventsSet() {
      if (lane) countLane(this);
    },
    eventContent: content,
    eventDidMount: speak,
    moreLinkDidMount: ({ el }) => el.setAttribute("role", "button"), // it opens in place
    eventClick: ({ event, el, jsEvent }) => {
      if (!event.id.startsWith("session:") || jsEvent.ctrlKey || jsEvent.metaKey) return;
      jsEvent.preventDefault();
      openCard(el);
    },
    selectable: add && view !== "month",
    selectMinDistance: 5,
    selectMirror: true,
    select: ({ start, end, allDay }) => location.assign(formFor(start, allDay ? null : end, lane)),
    dateClick: ({ date: at, allDay }) => {
      if (!add) return;
      location.assign(formFor(at, allDay ? null : new Date(at.getTime() + 3600000), lane));
    },
  });
}

// A day has a lane each for up to six practitioners, where there is room.
function lanes() {
  const all = JSON.parse(place.dataset.lanes ?? "[]");
  return all.length > 1 && all.length <= 6 && wide ? all : [];
}

function draw() {
  watch();
  const drawn = lanes().map((lane) => {
    const where = element("div", "", `lane ${lane.colour}`);
    place.append(where);
    return calendarIn(where, lane);
  });
  if (drawn.length) place.classList.add("in-lanes");
  else drawn.push(calendarIn(place));
  place.hidden = false;
  document.querySelector(".day-list").hidden = true;
  for (const calendar of drawn) calendar.render();
  for (const calendar of drawn) calendar.updateSize(); // they share the width now
}

// On a phone a month and a week are the list of their days; a day is drawn.
if (place && (place.dataset.view === "day" || wide)) draw();

document.querySelector(".lanes")?.addEventListener("change", (event) => {
  event.currentTarget.requestSubmit();
});
