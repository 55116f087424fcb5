// The calendar as the script draws it: dragging and clicking lead to the form.
import { axeFaults, check, isWiderThanScreen, launch, run, serve, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
// The demo's sessions are about today: two weeks ago each weekday has some.
const before = new Date(Date.now() - 14 * 86400000);
const monday = new Date(before.getTime() - ((before.getUTCDay() + 6) % 7) * 86400000);
const inWeek = (days) => new Date(monday.getTime() + days * 86400000).toISOString().slice(0, 10);
const [MONDAY, SATURDAY, SUNDAY] = [0, 5, 6].map(inWeek);
const WEEK = `/calendar?view=week&date=${MONDAY}`;

async function open(path, login = "admin", options = {}) {
  const page = await visit(browser, server, login, options);
  await page.goto(path);
  await page.waitForSelector("#calendar .fc-scrollgrid");
  return page;
}

// Where on the screen that day's column has that time.
async function spot(page, day, time) {
  const column = await page.locator(`#calendar .fc-timegrid-col[data-date="${day}"]`).boundingBox();
  const row = await page.locator(`#calendar td.fc-timegrid-slot-lane[data-time="${time}:00"]`).boundingBox();
  return [column.x + column.width - 4, row.y + 3];
}

async function asked(page) {
  await page.waitForURL("**/sessions/new?**");
  return Object.fromEntries(new URL(page.url()).searchParams);
}

function same(found, wanted) {
  check(JSON.stringify(found) === JSON.stringify(wanted), `asks for ${JSON.stringify(found)}`);
}

const tests = {
  "a drag in the week makes a session of its times": async () => {
    const page = await open(WEEK);
    await page.mouse.move(...(await spot(page, SATURDAY, "09:00")));
    await page.mouse.down();
    await page.mouse.move(...(await spot(page, SATURDAY, "09:30")), { steps: 4 });
    await page.mouse.move(...(await spot(page, SATURDAY, "10:00")), { steps: 4 });
    await page.mouse.up();
    same(await asked(page), { date: SATURDAY, start: "09:00", end: "10:15" });
    await page.context().close();
  },
  "a click on a slot makes a session of one hour from there": async () => {
    const page = await open(WEEK);
    await page.mouse.click(...(await spot(page, SATURDAY, "14:30")));
    same(await asked(page), { date: SATURDAY, start: "14:30", end: "15:30" });
    await page.context().close();
  },
  "a click on an empty day of the month and on a day's header ask for that day": async () => {
    const page = await open(`/calendar?view=month&date=${MONDAY}`);
    await page.click(`#calendar td[data-date="${SUNDAY}"] .fc-daygrid-day-frame`, { position: { x: 20, y: 60 } });
    same(await asked(page), { date: SUNDAY });
    await page.goto(WEEK);
    await page.locator(`#calendar th[data-date="${SATURDAY}"]`).getByRole("link", { name: /^Add session, Sat / }).click();
    same(await asked(page), { date: SATURDAY });
    await page.context().close();
  },
  "a day has a lane for each practitioner, and a drag in one is theirs": async () => {
    const page = await open(`/calendar?view=day&date=${MONDAY}`);
    const lanes = page.locator("#calendar .lane");
    check((await lanes.count()) === 3, "three practitioners, three lanes");
    const maria = lanes.filter({ hasText: "Maria Santos" });
    const blocks = await maria.locator("a.ev[href^='/sessions/']").count();
    check(blocks > 1, "her sessions stand in hers");
    check((await maria.innerText()).includes(`${blocks} sessions`), "and are counted");
    const tom = lanes.filter({ hasText: "Tom Okafor" });
    const column = await tom.locator(`.fc-timegrid-col[data-date="${MONDAY}"]`).boundingBox();
    const row = await tom.locator('td.fc-timegrid-slot-lane[data-time="08:00:00"]').boundingBox();
    await page.mouse.move(column.x + column.width / 2, row.y + 3);
    await page.mouse.down();
    await page.mouse.move(column.x + column.width / 2, row.y + row.height * 2 - 3, { steps: 6 });
    await page.mouse.up();
    const { practitioners, date, start } = await asked(page);
    same({ practitioners, date, start }, { practitioners: "tom", date: MONDAY, start: "08:00" });
    await page.goto(`/calendar?view=day&date=${MONDAY}&practitioners=tom`);
    await page.waitForSelector("#calendar .fc-scrollgrid");
    check((await lanes.count()) === 0, "who is alone needs none");
    await page.context().close();
  },
  "Save in the dialog tells what each ending costs, saves and comes back": async () => {
    const page = await open("/calendar?view=week");
    const block = page.locator("#calendar a.ev.open[href^='/sessions/'], #calendar a.ev.tosave").first();
    await block.click();
    await page.click("dialog[open] [data-save]");
    const choices = page.locator("dialog form").getByRole("radio");
    await choices.first().waitFor();
    check((await choices.count()) > 4, "every ending is there");
    check(/\d\.\d\d/.test(await page.innerText("dialog form")), "with amounts");
    const faults = [...(await axeFaults(page)), ...page.complaints];
    check(!faults.length, faults.join("\n     "));
    await page.locator("dialog").getByRole("radio", { name: /^Canceled/ }).check();
    await page.locator("dialog").getByRole("button", { name: "Submit" }).click();
    await page.waitForSelector("[role=status] >> text=Saved as Canceled");
    check(new URL(page.url()).pathname === "/calendar", "one is back on the calendar");
    await page.context().close();
  },
  "a click on a session opens a dialog, and Esc or Close lead back": async () => {
    const page = await open(WEEK);
    const block = page.locator("#calendar a.ev[href^='/sessions/']").first();
    for (const leave of ["Escape", "Close"]) {
      await block.click();
      await page.waitForSelector("dialog[open] >> text=Open page");
      check(await page.isVisible("dialog >> text=When"), "it says when");
      const faults = [...(await axeFaults(page)), ...page.complaints];
      check(!faults.length, faults.join("\n     "));
      if (leave === "Escape") await page.keyboard.press("Escape");
      else await page.click("dialog [data-close]");
      check(!(await page.isVisible("dialog")), `${leave} shuts it`);
      check(
        await block.evaluate((element) => element === document.activeElement),
        `${leave} leads back to the block`,
      );
    }
    check(new URL(page.url()).pathname === "/calendar", "one stays on the calendar");
    await page.context().close();
  },
  "a client cannot drag": async () => {
    const page = await open(WEEK, "c042");
    await page.mouse.click(...(await spot(page, SATURDAY, "14:30")));
    await page.waitForTimeout(200);
    check(new URL(page.url()).pathname === "/calendar", "they stay where they are");
    await page.context().close();
  },
  "a word in a block ends in dots where it has no room, and its sign has the colour of its status": async () => {
    const page = await open(WEEK);
    await page.waitForSelector("#calendar .ev.completed");
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll("#calendar .ev-line")]
        .filter((line) => line.scrollWidth > line.clientWidth)
        .map((line) => line.textContent),
    );
    check(!cut.length, `cut are ${cut}`);
    const [sign, good] = await page.evaluate(() => {
      const icon = document.querySelector("#calendar .ev.completed .ev-name .icon");
      const probe = document.body.appendChild(document.createElement("b"));
      probe.className = "badge good";
      return [icon, probe].map((one) => getComputedStyle(one).color);
    });
    check(sign === good, `a sign of ${sign} stands for a status of ${good}`);
    await page.context().close();
  },
  "it is clean, wide and on a phone, light and dark": async () => {
    const faults = [];
    for (const [width, look] of [
      [1280, "light"],
      [360, "dark"],
    ]) {
      for (const view of ["month", "week", "day"]) {
        const page = await visit(browser, server, "admin", { width, look });
        await page.goto(`/calendar?view=${view}&date=${MONDAY}`);
        await page.waitForLoadState("networkidle");
        const drawn = await page.isVisible("#calendar .ev");
        check(drawn === (width > 760 || view === "day"), `${view} at ${width} is drawn: ${drawn}`);
        for (const fault of [...(await axeFaults(page)), ...page.complaints])
          faults.push(`${view}, ${width}, ${look}: ${fault}`);
        check(!(await isWiderThanScreen(page)), `${view} at ${width} scrolls sideways`);
        await page.context().close();
      }
    }
    check(!faults.length, faults.join("\n     "));
  },
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
