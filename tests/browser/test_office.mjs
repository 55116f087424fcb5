// What the office does now and then: an import, a device, a day that is
// canceled, its own ways to end.
import { axeFaults, check, isWiderThanScreen, launch, run, serve, until, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
const TYPES = "/settings/sessions/status";

const path = (page) => new URL(page.url()).pathname;

async function clean(page) {
  const faults = [...(await axeFaults(page)), ...page.complaints.splice(0)];
  if (await isWiderThanScreen(page)) faults.push("it scrolls sideways");
  check(!faults.length, `${path(page)}: ${faults.join("\n     ")}`);
}

const PEOPLE = `name,email,phone,code,roles
Ada Lovelace,ada@example.org,+1 416 555 0101,C900,client
Grace <b>Hopper</b>,grace@example.org,,C901,client
,nobody@example.org,,C902,client
`;
const EVENTS = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20260601T000000Z
DTSTART:20400615T140000Z
DTEND:20400615T145000Z
SUMMARY:C900
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");

async function connect(page, program) {
  await page.goto(`/devices/connect?program=${program}`);
  await page.fill('[name="label"]', `My ${program}`);
  await page.click("main button:has-text('Add device')");
  await page.waitForSelector("#state");
}

// The next days on which there is something to cancel.
async function fullDay(page) {
  const affected = async (address) => {
    await page.goto(address);
    return Number(await page.getAttribute("#affected", "data-count"));
  };
  const today = await affected("/cancellations");
  for (let ahead = 2; ahead < 20; ahead++) {
    const date = new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);
    const count = await affected(`/cancellations?date=${date}`);
    if (count > 1 && count !== today) return { date, count };
  }
  throw new Error("the demo has no full day");
}

const tests = {
  "an import is previewed, survives a closed tab, and is taken in": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/clients");
    await page.goto("/settings/import");
    await page.setInputFiles('[name="files"]', [
      { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE) },
      { name: "maria.ics", mimeType: "text/calendar", buffer: Buffer.from(EVENTS) },
    ]);
    await page.selectOption('[name="practitioner"]', "maria");
    await clean(page);
    await page.click("main button:has-text('Preview')");
    await page.waitForURL(/\/settings\/import\/\d+$/);
    const address = path(page);
    // The tab is closed while the files are read; another one finds it again.
    const context = page.context();
    await page.close();
    const again = await context.newPage();
    again.complaints = [];
    await again.goto("/settings/import");
    await again.click(`main a[href="${address}"]`);
    await again.waitForSelector("main button:has-text('Take in 3 things')");
    const words = await again.innerText("main");
    check(/Would be added\s+3/.test(words) && /Would not be taken\s+1/.test(words), `it tells: ${words}`);
    check(/people\.csv\s+4/.test(words), "the line that is wrong is named");
    await clean(again);
    check((await again.goto("/clients/C900")).status() === 404, "nothing is written yet");
    await again.goto(address);
    await again.click("main button:has-text('Take in 3 things')");
    await again.waitForSelector("main >> text=Added");
    check(/Added\s+3/.test(await again.innerText("main")), "it is taken in");
    await clean(again);
    await again.goto("/clients/C901");
    check((await again.innerText("h1")).includes("Grace <b>Hopper</b>"), "names are text");
    await context.close();
  },
  "a device is connected: its password is shown once, its code is read": async () => {
    const page = await visit(browser, server, "maria", { width: 360 });
    await connect(page, "davx5");
    check(await page.isVisible("main svg[role=img], main .qr svg"), "the code is there");
    const copies = await page.locator("main [data-copy]").evaluateAll((list) =>
      list.map((button) => button.previousElementSibling.textContent),
    );
    const [address, login, secret] = copies;
    check(address === `${server.url}/dav/` && login === "maria", `it says ${copies.slice(0, 2)}`);
    check(secret.length > 12, "and the password");
    await clean(page);
    // Waiting ends when the device comes.
    check((await page.innerText("#state")).includes("Waiting"), "it waits");
    const answer = await fetch(`${server.url}/dav/`, {
      method: "PROPFIND",
      headers: {
        Authorization: `Basic ${Buffer.from(`${login}:${secret}`).toString("base64")}`,
        Depth: "0",
        "User-Agent": "DAVx5/4.4.1-ose (okhttp) Android/14",
      },
    });
    check(answer.status === 207, `the device is let in: ${answer.status}`);
    await page.waitForSelector("#state >> text=Connected.", { timeout: 9000 });
    await page.goto("/devices/connect?program=davx5");
    check(!(await page.content()).includes(secret), "it is shown once");
    check((await page.innerText("main")).includes("My davx5"), "the device is listed");
    await page.goto("/devices");
    check(!(await page.content()).includes(secret), "nowhere else");
    await page.click("main button:has-text('Revoke My davx5')");
    await page.waitForSelector("[role=status]");
    const refused = await fetch(`${server.url}/dav/`, {
      method: "PROPFIND",
      headers: { Authorization: `Basic ${Buffer.from(`${login}:${secret}`).toString("base64")}` },
    });
    check(refused.status === 401, "it opens nothing any more");
    await page.context().close();
  },
  "an iPhone gets its profile, with its password": async () => {
    const page = await visit(browser, server, "maria");
    await connect(page, "iphone");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.click("main button:has-text('Get the profile')"),
    ]);
    check(file.suggestedFilename() === "calendar.mobileconfig", file.suggestedFilename());
    await page.context().close();
  },
  "a day is canceled: the list is live, the button says what it does": async () => {
    const page = await visit(browser, server, "admin");
    const { date, count } = await fullDay(page);
    await page.goto("/cancellations");
    const deed = page.locator("main [data-deed]");
    check(await page.isVisible('[name="date"]'), "a single date is asked");
    check(!(await page.isVisible('[name="from"]')), "no range");
    await page.fill('[name="date"]', date);
    await page.locator('[name="date"]').blur();
    await page.waitForSelector(`#affected[data-count="${count}"]`);
    check(await deed.isDisabled(), "with nothing ticked it is inactive");
    check((await page.innerText("[data-why]")) === "Tick what to do first.", "and says why");
    await page.check('[name="notify"]');
    check((await deed.innerText()) === `Notify clients of ${count} sessions`, await deed.innerText());
    await page.check('[name="cancel"]');
    check((await deed.innerText()) === `Notify and cancel ${count} sessions`, await deed.innerText());
    await page.uncheck('[name="notify"]');
    check((await deed.innerText()) === `Cancel ${count} sessions`, await deed.innerText());
    await page.locator("main").getByText("A range of dates").click();
    check(await page.isVisible('[name="from"]'), "a range has two days");
    await page.fill('main [name="from"]', date);
    await page.fill('main [name="to"]', date);
    await page.locator('main [name="to"]').blur();
    await page.waitForSelector(`#affected[data-count="${count}"]`);
    await page.locator("main").getByText("Tom Okafor", { exact: true }).first().click();
    await until(page, (all) => Number(document.querySelector("#affected").dataset.count) < all, count);
    await page.locator("main").getByText("Tom Okafor", { exact: true }).first().click();
    await page.waitForSelector(`#affected[data-count="${count}"]`);
    await page.check('[name="notify"]');
    await page.fill('[name="message"]', "The roads are closed.");
    await clean(page);
    await deed.click();
    await page.waitForURL(/\/cancellations\/\d+$/);
    check((await page.innerText("main")).includes(`${count} of ${count} sessions canceled`), "all are canceled");
    check(await page.locator("main tbody >> text=Queued").count(), "each notice has its state");
    await clean(page);
    await page.click("main button:has-text('Undo what is not sent')");
    await page.waitForSelector("[role=status]");
    check(await page.locator("main tbody >> text=Taken back").count(), "what waited is taken back");
    check(!(await page.locator("main tbody >> text=Queued").count()), "nothing waits");
    await page.goto(`/cancellations?date=${date}`);
    check(Number(await page.getAttribute("#affected", "data-count")) === count, "they are open again");
    await page.context().close();
  },
  "a type is added at the left and stands at the right, with its three signs": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto(TYPES);
    const form = await page.locator("main form:has([name='label'])").boundingBox();
    const table = await page.locator("main table").boundingBox();
    check(form.x + form.width <= table.x, "the form is left, the table right");
    await page.locator("main").getByText("Canceled", { exact: true }).first().click();
    await page.fill('[name="label"]', "Far too long a label");
    await page.fill('[name="client"]', "50");
    await page.click("main button:has-text('Add type')");
    await page.waitForSelector('[name="label"][aria-invalid="true"]');
    check((await page.inputValue('[name="client"]')) === "50", "what was typed stays");
    await page.fill('[name="label"]', "Half <i>fee</i>");
    await page.fill('[name="description"]', "Called off on the same day.");
    await page.click("main button:has-text('Add type')");
    await page.waitForSelector("[role=status]");
    const row = page.locator("main tbody tr", { hasText: "Half <i>fee</i>" });
    check(/Canceled\s+Percentage\s+50%\s+100%/.test(await row.innerText()), await row.innerText());
    await row.getByRole("link", { name: "Description of Half <i>fee</i>" }).click();
    await page.waitForSelector("main >> text=Called off on the same day.");
    await page.getByRole("link", { name: "Edit Half <i>fee</i>" }).click();
    await page.waitForSelector("main button:has-text('Save changes')");
    check((await page.inputValue('[name="label"]')) === "Half <i>fee</i>", "the pencil fills the form");
    await page.fill('[name="practitioner"]', "75");
    await clean(page);
    await page.click("main button:has-text('Save changes')");
    await page.waitForSelector("main tbody >> text=75%");
    const missed = page.locator("main").getByRole("button", { name: "Missed", exact: true });
    check((await missed.getAttribute("aria-pressed")) === "true", "a default type has its check");
    await missed.click();
    await page.waitForSelector("[role=status]");
    check((await missed.getAttribute("aria-pressed")) === "false", "it is taken out of the choices");
    await page.click("[role=status] >> text=Undo");
    await page.waitForSelector("[role=status] >> text=undone");
    check((await missed.getAttribute("aria-pressed")) === "true", "and put back");
    await page.getByRole("button", { name: "Remove Half <i>fee</i>" }).click();
    await page.waitForSelector("[role=status] >> text=was removed");
    check((await row.count()) === 0, "the red X takes it away");
    await page.click("[role=status] >> text=Undo");
    await page.waitForSelector("[role=status] >> text=undone");
    check((await row.count()) === 1, "and Undo brings it back");
    await page.context().close();
  },
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
