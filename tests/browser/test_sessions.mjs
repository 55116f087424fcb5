// Sessions in the browser: recurring ones with their preview, saving many at
// once, closures and what they strike, and two who edit the same one.
import { axeFaults, check, launch, run, serve, until, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
const DAY = 86400000;
// The demo plans four weeks ahead: three months from now nothing stands yet.
const far = new Date(Date.now() + 90 * DAY);
const monday = new Date(far.getTime() - ((far.getUTCDay() + 6) % 7) * DAY);
const day = (days) => new Date(monday.getTime() + days * DAY).toISOString().slice(0, 10);

const path = (page) => new URL(page.url()).pathname;

async function clean(page) {
  const faults = [...(await axeFaults(page)), ...page.complaints.splice(0)];
  check(!faults.length, faults.join("\n     "));
}

async function addClosure(page, title, from, to) {
  await page.goto("/closures/new");
  await page.fill('[name="title"]', title);
  await page.fill('main [name="from"]', from);
  await page.fill('main [name="to"]', to);
  await page.click("main button:has-text('Add closure')");
  await page.waitForURL(/\/closures\/\d+$/);
}

async function addSession(page, fields) {
  await page.goto(`/sessions/new?${new URLSearchParams(fields)}`);
  await page.click("main button[data-deed]");
  await page.waitForURL(/\/sessions\/\d+$/);
  return path(page);
}

const tests = {
  "a recurring session is previewed while it is typed": async () => {
    const page = await visit(browser, server, "admin");
    await addClosure(page, "Spring cleaning", day(7), day(7));
    await addSession(page, { date: day(2), start: "16:30", end: "17:00", practitioners: "maria", clients: "C051" });
    await page.goto(
      `/sessions/new?repeat=weekly&date=${day(1)}&start=16:00&end=16:50&practitioners=maria&clients=C042`,
    );
    const deed = page.locator("main button[data-deed]");
    const dates = page.locator("#preview li");
    check((await deed.innerText()) === "Add session", "at first it is one");
    for (const name of ["Mon", "Wed"]) await page.locator("label", { hasText: name }).click();
    await page.fill('[name="count"]', "6");
    await page.locator('[name="enabled"]').check();
    await page.waitForSelector('#preview[data-count="6"]');
    check((await deed.innerText()) === "Add 6 sessions", `the button says ${await deed.innerText()}`);
    check((await dates.count()) === 6, "each date is there");
    check(/is not ticked, so the first one is Wed/.test(await page.innerText("#preview")), "it tells the moved start");
    check(/Double-booked/.test(await dates.nth(0).innerText()), "what is taken is told");
    check(/On a closure/.test(await dates.nth(1).innerText()), "a closure is told");
    check((await page.getAttribute("#preview h2", "aria-live")) === "polite", "the count is spoken");
    await clean(page);
    await page.locator('[name="skip_closures"]').check();
    await until(page, () => !document.querySelector("#preview").innerText.includes("On a closure"));
    check((await dates.count()) === 6, "the number stays full");
    await page.fill('[name="count"]', "");
    await page.fill('[name="until"]', day(9));
    await page.locator('[name="until"]').blur();
    await page.waitForSelector('#preview[data-count="2"]');
    await page.locator('[name="enabled"]').uncheck();
    await until(page, () => document.querySelector("[data-deed]").textContent === "Add session");
    await page.locator('[name="enabled"]').check();
    await until(page, () => document.querySelector("[data-deed]").textContent === "Add 2 sessions");
    await deed.click();
    await page.waitForURL(/\/schedules\/\d+$/);
    check((await page.innerText("[role=status]")).includes("2 sessions are made"), "it says what was made");
    await clean(page);
    await page.context().close();
  },
  "each button and link named Add session leads to the form": async () => {
    const page = await visit(browser, server, "admin");
    for (const address of ["/today", "/calendar", "/sessions"]) {
      await page.goto(address);
      await page.locator("main").getByRole("link", { name: "Add session", exact: true }).first().click();
      check(path(page) === "/sessions/new", `${address} leads to ${path(page)}`);
      await page.goto(address);
      await page.click("main [aria-label='More ways to add']");
      await page.click("main >> text=Create Recurring Sessions");
      check(new URL(page.url()).searchParams.get("repeat") === "weekly", `${address} offers recurring ones`);
    }
    await page.click("nav.menu >> text=Add session");
    check(path(page) === "/sessions/new", "the menu leads there");
    await page.context().close();
  },
  "people are taken in by Enter, and two clients are told who reads along": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/sessions/new");
    const field = page.locator('input[type="text"][name="clients"], input:not([type])[name="clients"]').first();
    await field.fill("Ada Whitfield");
    await field.press("Enter");
    await page.waitForSelector('input[type="checkbox"][name="clients"]:checked');
    await field.fill("c051");
    await field.press("Enter");
    await until(
      page,
      () => document.querySelectorAll('input[type="checkbox"][name="clients"]:checked').length === 2,
    );
    const words = await page.innerText("main");
    check(words.includes("group session") && words.includes("can read this note"), "it is told");
    check(path(page) === "/sessions/new", "nothing is made");
    await page.context().close();
  },
  "many are saved at once, and Submit waits until it is clear what": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/open-sessions");
    const submit = page.locator("[data-submit-bulk]");
    const boxes = page.locator('input[name="ids"]');
    const all = page.locator("[data-tick-all]");
    check(await submit.isDisabled(), "it begins inactive");
    check((await page.innerText("[data-reason]")) === "Pick what happened first.", "and says why");
    await page.selectOption('[name="type"]', { label: "Missed" });
    check(await submit.isDisabled(), "nothing is ticked yet");
    check((await page.innerText("[data-reason]")) === "Tick a session first.", "that is told too");
    await all.check();
    const count = await boxes.count();
    check((await page.innerText("[data-ticked]")) === `${count} ticked`, "one box ticks all");
    await all.uncheck();
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    check(await all.evaluate((box) => box.indeterminate), "some are neither all nor none");
    check((await page.innerText("[data-ticked]")) === "2 ticked", "two are counted");
    check(await submit.isEnabled(), "now it is active");
    const ids = await boxes.evaluateAll((list) => list.slice(0, 2).map((box) => box.value));
    await submit.click();
    await page.waitForSelector("[role=status]");
    check(/2 sessions/.test(await page.innerText("[role=status]")), "it says how many");
    const left = await boxes.evaluateAll((list) => list.map((box) => box.value));
    check(!ids.some((id) => left.includes(id)), "they are open no more");
    await page.click("[role=status] >> text=Undo");
    await page.waitForSelector("[role=status] >> text=undone");
    const again = await boxes.evaluateAll((list) => list.map((box) => box.value));
    check(ids.every((id) => again.includes(id)), "and are back");
    await clean(page);
    await page.context().close();
  },
  "a closure is added from the calendar, and its sessions strike": async () => {
    const page = await visit(browser, server, "admin");
    const date = day(3);
    const session = await addSession(page, {
      date,
      start: "10:00",
      end: "10:50",
      practitioners: "maria",
      clients: "C042",
    });
    await page.goto(`/calendar?view=week&date=${date}`);
    await page.click("main >> text=Add closure");
    await page.fill('[name="title"]', "Boiler <b>repair</b>");
    await page.fill('main [name="from"]', date);
    await page.fill('main [name="to"]', date);
    await page.click("main button:has-text('Add closure')");
    await page.waitForURL(/\/closures\/\d+$/);
    check((await page.innerText("[role=status]")).includes("1 session stands on it"), "it tells whom it strikes");
    await page.goto(`/calendar?view=week&date=${date}`);
    const block = page.locator(`#calendar a.ev[href="${session}"]`);
    await block.waitFor();
    check(/clash/.test(await block.getAttribute("class")), "the session strikes");
    check(/On a closure/.test(await block.getAttribute("aria-label")), "and says so");
    check(await page.isVisible("#calendar >> text=Closed: Boiler <b>repair</b>"), "the closure stands there");
    check(await page.locator("#calendar .fc-bg-event").count(), "its day is hatched");
    await clean(page);
    for (const login of ["maria", "c042"]) {
      const other = await visit(browser, server, login);
      await other.goto(`/calendar?view=week&date=${date}`);
      await other.waitForSelector("#calendar >> text=Closed: Boiler");
      await other.context().close();
    }
    await page.goto("/closures");
    await page.click("main >> text=Boiler <b>repair</b>");
    await page.click("main >> text=Cancel them");
    const asked = new URL(page.url()).searchParams;
    check(asked.get("from") === date && asked.get("to") === date, "its dates go along");
    await page.waitForSelector('#affected[data-count="1"]');
    await page.context().close();
  },
  "two tabs and a phone that edit the same session are told of each other": async () => {
    const page = await visit(browser, server, "admin");
    const session = await addSession(page, {
      date: day(4),
      start: "09:00",
      end: "09:50",
      practitioners: "maria",
      clients: "C042",
    });
    const tabs = [page, await page.context().newPage(), await visit(browser, server, "maria", { width: 360 })];
    tabs[1].complaints = [];
    for (const tab of tabs) await tab.goto(`${session}/edit`);
    const save = (tab) => tab.click("main button:has-text('Save changes')");
    await tabs[0].fill('[name="place"]', "Room 1");
    await save(tabs[0]);
    await tabs[0].waitForURL(`**${session}`);
    for (const [tab, mine, theirs] of [
      [tabs[1], "Room 2", "Room 1"],
      [tabs[2], "Room 3", "Room 2"],
    ]) {
      await tab.fill('[name="place"]', mine);
      await save(tab);
      await tab.waitForSelector("main >> text=Changed meanwhile");
      check((await tab.title()).startsWith("Error: "), "the title says so");
      check((await tab.inputValue('[name="place"]')) === mine, "what was typed is kept");
      const words = await tab.innerText("main");
      check(words.includes(mine) && words.includes(theirs), "both versions are there");
      await clean(tab);
      await save(tab);
      await tab.waitForURL(`**${session}`);
      check((await tab.innerText("main")).includes(mine), "the second time it is meant");
    }
    for (const tab of tabs.slice(1)) if (tab.context() !== page.context()) await tab.context().close();
    await page.context().close();
  },
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
