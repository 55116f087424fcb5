// Signing in and the first steps of a practitioner and of a client, each on a
// phone, and payroll from a new run to the one that is closed.
import { axeFaults, check, isWiderThanScreen, launch, run, serve, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
const PHONE = { width: 360 };
const THUMB = 44;

const path = (page) => new URL(page.url()).pathname;

async function clean(page) {
  const faults = [...(await axeFaults(page)), ...page.complaints.splice(0)];
  if (await isWiderThanScreen(page)) faults.push("it scrolls sideways");
  check(!faults.length, faults.join("\n     "));
}

// Every target that a thumb aims at in the list.
async function forThumbs(page, selector) {
  const boxes = await page.locator(selector).all();
  check(boxes.length, `there is no ${selector}`);
  for (const one of boxes) {
    const box = await one.boundingBox();
    check(box.width >= THUMB && box.height >= THUMB, `${await one.innerText()}: ${box.width} by ${box.height}`);
  }
}

const waiting = (page) => page.locator(".tap-row").count();

// A practitioner saves by one tap, with script or without.
async function savesByTaps(options) {
  const page = await visit(browser, server, "maria", { ...PHONE, ...options });
  check(path(page) === "/to-save", `one is led to ${path(page)}`);
  check((await page.textContent("h1")) === "To save", "it is called To save");
  const before = await waiting(page);
  check(before > 0, "there is something to save");
  await forThumbs(page, ".taps > :not([type=hidden])");
  // axe is script itself.
  if (options.script !== false) await clean(page);
  const name = await page.locator(".tap-row a.name").first().innerText();
  await page.click(".tap-row button:has-text('Completed') >> nth=0");
  await page.waitForSelector("[role=status]");
  check(path(page) === "/to-save", "one stays there");
  const told = await page.innerText("[role=status] p");
  check(told.startsWith(`${name}: Saved as Completed.`), `it says ${told}`);
  check((await waiting(page)) === before - 1, "it is in the list no more");
  await page.click("[role=status] >> text=Undo");
  await page.waitForSelector("[role=status] >> text=undone");
  check((await waiting(page)) === before, "it is back");
  await page.click(".tap-row [data-save] >> nth=0");
  await page.waitForURL("**/save?**");
  check((await page.textContent("h1")) === "How did it end?", "the form asks how it ended");
  await page.check('[name="type"][value="canceled"]');
  await page.click("main form button:has-text('Submit')");
  await page.waitForURL("**/to-save");
  check((await waiting(page)) === before - 1, "it was saved by the form");
  await page.click("[role=status] >> text=Undo");
  await page.waitForSelector("[role=status] >> text=undone");
  await page.click(".tabs-foot >> text=Wages");
  check((await page.textContent("h1")) === "Wages", "Wages is a tap away");
  check(!(await page.content()).includes("Ada Whitfield"), "clients are codes there");
  await page.context().close();
}

const tests = {
  "a practitioner signs in on a phone and saves by one tap": () => savesByTaps({}),
  "the same goes without script": () => savesByTaps({ script: false }),
  "a client signs in on a phone, reads what comes and owes, and opts out": async () => {
    const page = await visit(browser, server, "c042", PHONE);
    check(path(page) === "/home", `one is led to ${path(page)}`);
    check((await page.textContent("h1")) === "Hello Ada", "it says hello");
    for (const words of ["Your next session", "Coming", "today", "Past", "Notices"])
      check(await page.isVisible(`main >> text=${words}`), `it tells ${words}`);
    await forThumbs(page, ".next .buttons > *");
    await clean(page);
    const before = await page.inputValue('[name="notice"]');
    await page.selectOption('[name="notice"]', "none");
    await page.click("text=Save notices");
    await page.waitForSelector("[role=status]");
    check((await page.inputValue('[name="notice"]')) === "none", "nothing is told any more");
    await page.click("[role=status] >> text=Undo");
    await page.waitForSelector("[role=status] >> text=undone");
    check((await page.inputValue('[name="notice"]')) === before, "it was undone");
    await page.click(".next h2 a");
    await page.waitForURL("**/sessions/*");
    check(!(await page.isVisible("main >> text=Edit")), "a client changes no session");
    await page.click(".tabs-foot >> text=Home");
    check(path(page) === "/home", "Home is a tap away");
    await page.context().close();
  },
  "payroll goes from a new run over the question to the closed run": async () => {
    const page = await visit(browser, server, "admin");
    await page.click("nav.menu >> text=Payroll");
    await page.click("button:text-is('New run')");
    await page.waitForLoadState();
    if (await page.isVisible("[role=alert] >> text=is open")) {
      // The demo's newest run is open: it is closed first.
      check((await page.inputValue("#f-to")) !== "", "what was typed stays");
      await page.click("main >> text=is open. Close it >> a");
      await page.waitForURL("**/payroll/*");
      await page.click("text=Close run…");
      await page.click("main form button");
      await page.waitForSelector("[role=status] >> text=is closed");
      await page.goto("/payroll");
      await page.click("button:text-is('New run')");
    }
    await page.waitForURL("**/payroll/*");
    const run = page.url();
    check(/^Payroll run \d+$/.test(await page.textContent("h1")), "the run has a number");
    const pay = await page.innerText("tfoot td:last-child");
    await clean(page);
    await page.click("text=Close run…");
    await page.waitForURL("**/close");
    check(await page.isVisible(`main >> text=${pay}`), `it asks with ${pay}`);
    await clean(page);
    await page.click("main >> text=Back");
    check(page.url() === run && (await page.isVisible("text=Close run…")), "Back closes nothing");
    await page.click("text=Close run…");
    await page.click("main form button");
    await page.waitForURL(run);
    check((await page.innerText("[role=status]")).includes(`${pay} CAD are paid`), "it says what is paid");
    check(!(await page.isVisible("text=Close run…")), "it can be closed once");
    await page.click("tbody a >> nth=0");
    await page.waitForURL("**/wages");
    check(await page.isVisible("text=Paid runs"), "the practitioner's wages name the run");
    await page.context().close();
  },
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
