// An invoice from its draft to the payment, as the office does it.
import { axeFaults, check, isWiderThanScreen, launch, run, serve, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
const SCREENS = [
  [1280, "light"],
  [360, "dark"],
];

async function heading(page) {
  return (await page.textContent("h1")).trim();
}

// What is wrong with how the page looks to whom.
async function faults(page) {
  const found = [...(await axeFaults(page)), ...page.complaints];
  if (await isWiderThanScreen(page)) found.push("it scrolls sideways");
  return found.map((fault) => `${new URL(page.url()).pathname}: ${fault}`);
}

// A client of one's own with two sessions that are saved, by the pages.
async function client(page) {
  await page.goto("/clients/new");
  await page.fill('[name="name"]', "Ida <b>Flow</b>");
  await page.fill('[name="email"]', "ida@example.org");
  await page.click("main button:has-text('Add client')");
  await page.waitForURL(/\/clients\/C\d+$/);
  const code = new URL(page.url()).pathname.split("/").pop();
  for (const day of ["2026-01-05", "2026-01-06"]) {
    await page.goto(`/sessions/new?date=${day}&start=09:00&end=09:50&practitioners=maria&clients=${code}`);
    await page.selectOption('[name="service"]', { index: 1 });
    await page.click("main button[data-deed]");
    await page.waitForURL(/\/sessions\/\d+$/);
    await page.goto(`${page.url()}/save`);
    await page.check('[name="type"][value="completed"]');
    await page.click("main button:has-text('Submit')");
    await page.waitForURL(/\/sessions\/\d+$/);
  }
  return code;
}

const tests = {
  "an invoice goes from draft to payment": async () => {
    const page = await visit(browser, server, "admin");
    const code = await client(page);
    await page.goto(`/clients/${code}`);
    await page.click("text=New invoice");
    check((await page.inputValue('[name="client"]')) === code, "the client is filled in");
    await page.click("text=Make draft");
    await page.waitForURL(/\/invoices\/\d+$/);
    const address = new URL(page.url()).pathname;
    check((await heading(page)) === "Draft invoice", "it begins as a draft");
    check((await page.locator("main tbody tr").count()) === 2, "of two sessions");
    await page.click("text=Issue invoice");
    await page.waitForSelector('[role="status"]');
    const number = await heading(page);
    check((await page.textContent('[role="status"]')).includes(number), "the flash tells the number");
    await page.click("main button:has-text('Send')");
    await page.waitForSelector("text=ida@example.org by e-mail");
    await page.click("main >> text=Record payment");
    await page.fill('[name="amount"]', "1.00");
    check((await page.textContent("[data-goes]")) === `1.00 to ${number}.`, "it says where it goes");
    await page.fill('[name^="allocate["]', "0.40");
    check(await page.isChecked('[name="allocate"][value="chosen"]'), "what is typed there is chosen");
    check(
      (await page.textContent("[data-goes]")) === `0.40 to ${number}, 0.60 is credit for the next invoice.`,
      `it says: ${await page.textContent("[data-goes]")}`,
    );
    await page.check('[name="allocate"][value="oldest"]');
    check((await page.inputValue('[name^="allocate["]')) === "", "and taken back");
    await page.click("main button:has-text('Record payment')");
    await page.waitForURL(`**/clients/${code}/statement`);
    check((await page.textContent('[role="status"]')).includes(`1.00 to ${number}`), "the flash says so");
    check(await page.isVisible("text=Equals the ledger"), "the sums are proved");
    await page.goto(address);
    check((await page.textContent("main")).includes("Part-paid"), "a part is paid");
    await page.context().close();
  },
  "each of its pages is clean, wide and on a phone": async () => {
    const first = await visit(browser, server, "admin");
    const code = await client(first);
    await first.goto(`/invoices/new?client=${code}`);
    await first.click("text=Make draft");
    await first.waitForURL(/\/invoices\/\d+$/);
    const invoice = new URL(first.url()).pathname;
    await first.click("text=Issue invoice");
    await first.waitForSelector('[role="status"]');
    await first.goto(`/payments/new?client=${code}`);
    await first.fill('[name="amount"]', "5.00");
    await first.click("main button:has-text('Record payment')");
    await first.waitForURL("**/statement");
    const payment = new URL(await first.locator("main a[href^='/payments/']").first().getAttribute("href"), server.url)
      .pathname.match(/\/payments\/\d+/)[0];
    await first.context().close();
    const found = [];
    for (const [width, look] of SCREENS) {
      const page = await visit(browser, server, "admin", { width, look });
      for (const path of [
        "/invoices",
        invoice,
        `${invoice}/void`,
        "/payments",
        payment,
        `${payment}/void`,
        `${payment}/refund`,
        `/payments/new?client=${code}`,
        `/clients/${code}`,
        `/clients/${code}/statement`,
        `/clients/${code}/erase`,
      ]) {
        await page.goto(path);
        found.push(...(await faults(page)));
        page.complaints.length = 0;
      }
      await page.context().close();
    }
    check(!found.length, found.join("\n     "));
  },
  "without script it goes the same way": async () => {
    const page = await visit(browser, server, "admin", { script: false });
    await page.goto("/payments/new");
    await page.fill('[name="client"]', "C042");
    await page.fill('[name="amount"]', "12.50");
    await page.click("text=Show invoices");
    check((await page.inputValue('[name="amount"]')) === "12.50", "what was typed is there");
    check((await page.textContent("main")).includes("C042"), "and whose it is");
    await page.click("main button:has-text('Record payment')");
    await page.waitForURL("**/clients/C042/statement");
    check((await page.textContent('[role="status"]')).includes("12.50"), "it is recorded");
    await page.context().close();
  },
  "on a phone a row says what its days are, and the sum alone is ruled": async () => {
    const page = await visit(browser, server, "admin", { width: 360 });
    await page.goto("/invoices?status=paid");
    const said = await page.evaluate(() => {
      const row = document.querySelector("main tbody tr");
      const bottoms = [...row.querySelectorAll("th, td:not(.tools)")]
        .filter((cell) => cell.checkVisibility())
        .map((cell) => cell.getBoundingClientRect().bottom);
      return {
        days: [...row.querySelectorAll(".dated")].map((cell) => cell.dataset.head + getComputedStyle(cell, "::before").content),
        below: row.getBoundingClientRect().bottom - Math.max(...bottoms),
      };
    });
    check(said.days.join() === 'Issued"Issued ",Due"Due "', `its days are ${said.days}`);
    check(said.below < 15, `an empty line of ${said.below} px ends the row`);
    await page.goto("/clients/C042/statement");
    const rules = await page.evaluate(() => {
      const sum = [...document.querySelectorAll(".sum .number")].at(-1);
      return [null, "::before"].map((part) => getComputedStyle(sum, part).textDecorationLine);
    });
    check(rules.join() === "underline,none", `sum and label are ruled ${rules}`);
    await page.context().close();
  },
  "on a phone the list of aged balances leaves out what is 0": async () => {
    const page = await visit(browser, server, "admin", { width: 360 });
    await page.goto("/reports/aged");
    const rows = await page.evaluate(() =>
      [...document.querySelectorAll("main tbody tr")].map((row) => ({
        shown: [...row.querySelectorAll(".number")].filter((cell) => cell.checkVisibility()).map((cell) => cell.textContent),
        high: row.getBoundingClientRect().height,
      })),
    );
    check(rows.length > 20, `there are ${rows.length} clients`);
    for (const { shown, high } of rows) {
      check(shown.length && !shown.includes("0.00"), `it shows ${shown}`);
      check(shown.length > 2 || high < 70, `${shown} take ${high} px`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    check((await page.locator("main tbody .zero:visible").count()) > 0, "there is room for them elsewhere");
    await page.context().close();
  },
  "an invoice prints alone": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/invoices/new?client=C042");
    await page.click("text=Make draft");
    await page.waitForURL(/\/invoices\/\d+$/);
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["nav.menu", "main > .head", "[role=status]", "text=History"])
      check(!(await page.isVisible(hidden)), `${hidden} is not printed`);
    for (const shown of [".paper", "text=How it ended"])
      check(await page.isVisible(shown), `${shown} is printed`);
    await page.context().close();
  },
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
