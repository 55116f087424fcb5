// Every form of every page, without script: what it sends works, or each wrong
// field is named beside itself; and what works when it is filled in.
import { addresses, more, placed } from "./addresses.mjs";
import { check, launch, run, serve, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();

// What a form asks for, by the names of its fields.
const soon = new Date(Date.now() + 86400000 * 100).toISOString().slice(0, 10);
const FILL = {
  address: "12 Willow Lane",
  amount: "1.00",
  audience: "client",
  bonus: "1.00",
  client: "50",
  code: "",
  confirm: "C042",
  cost: "20.00",
  count: "",
  date: soon,
  effective_from: soon,
  email: "somebody@example.org",
  end: "10:50",
  from: soon,
  label: "A label",
  login: "",
  method: "Cash",
  name: "Somebody New",
  new: "another battery staple",
  password: "another battery staple",
  phone: "+1 416 555 0199",
  q: "ada",
  short: "",
  start: "10:00",
  tax_bp: "1300",
  title: "A title",
  to: soon,
  until: "",
  url: "",
  wage: "10.00",
  zone: "America/Toronto",
};
// What has to be ticked for anything to happen.
const TICKED = ["cancel", "ids"];
// These end something that others need: they come last.
const LAST = /erase|void|remove|close|sign-out|revoke|deactivate|drop|undo|dismiss/i;

// The forms of the page, each with its buttons; numbers and codes do not
// make another form of it.
async function formsOf(page, everywhere) {
  const forms = await page.locator(everywhere ? "form" : "main form").evaluateAll((list) =>
    list.map((form) => ({
      action: form.getAttribute("action") ?? "",
      method: form.method,
      names: [...new Set([...form.elements].map((field) => field.name).filter(Boolean))].sort(),
      buttons: [...form.elements]
        .filter((field) => field.type === "submit" && !field.disabled)
        .map((field) => ({ name: field.name, value: field.value, text: field.textContent.trim() })),
    })),
  );
  const plain = (text) => text.replace(/\?.*/, "").replace(/\d+/g, "N").replace(/\/(C\d+|CN|maria|tom|lena)\b/g, "/X");
  return forms.flatMap((form, index) =>
    form.buttons.map((button, at) => ({
      index,
      at,
      method: form.method,
      text: button.text,
      last: LAST.test(`${form.action} ${button.name} ${button.value} ${button.text}`),
      key: [
        plain(form.action),
        form.names.map(plain).join(","),
        button.name,
        /^[a-z_-]+$/.test(button.value) ? button.value : "",
      ].join(" | "),
    })),
  );
}

// Presses the button and tells how the server answered the form itself.
async function press(page, form, everywhere) {
  const answers = [];
  const note = (answer) => answer.request().isNavigationRequest() && answers.push(answer);
  page.on("response", note);
  const button = page
    .locator(everywhere ? "form" : "main form")
    .nth(form.index)
    .evaluateHandle(
      (element, at) => {
        element.noValidate = true; // what the browser would hold back is sent
        return [...element.elements].filter((field) => field.type === "submit" && !field.disabled)[at];
      },
      form.at,
    );
  const element = (await button).asElement();
  await Promise.all([
    Promise.race([page.waitForNavigation({ timeout: 15000 }), page.waitForEvent("download", { timeout: 15000 })]),
    element.evaluate((target) => target.form.requestSubmit(target)),
  ]);
  page.off("response", note);
  return answers[0]?.status() ?? 0;
}

// What is wrong with how a refusal is told.
async function untold(page) {
  return page.evaluate(() => {
    const faults = [];
    const alert = document.querySelector("[role=alert]");
    if (!alert || !alert.textContent.trim()) return ["no alert"];
    if (!document.title.startsWith("Error: ")) faults.push("the title does not say so");
    for (const link of alert.querySelectorAll("a[href^='#']"))
      if (!document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1))))
        faults.push(`${link.getAttribute("href")} leads nowhere`);
    for (const field of document.querySelectorAll("[aria-invalid=true]")) {
      const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
      if (!ids.some((id) => id && document.getElementById(id)?.textContent.trim()))
        faults.push(`${field.name} does not say why`);
      if (!alert.querySelector(`a[href="#${CSS.escape(field.id)}"], a[href="#${field.id}"]`) && field.id)
        if (![...alert.querySelectorAll("a")].some((link) => link.hash.slice(1)))
          faults.push(`${field.name} has no link in the summary`);
    }
    return faults;
  });
}

async function fillIn(page, form, everywhere) {
  const fields = page.locator(everywhere ? "form" : "main form").nth(form.index).locator("input, select, textarea");
  for (const field of await fields.all()) {
    const { name, type, value, tag } = await field.evaluate((element) => ({
      name: element.name,
      type: element.type,
      value: element.value,
      tag: element.tagName,
      wrong: element.getAttribute("aria-invalid"),
    }));
    if (!(await field.isVisible())) continue; // what is for another choice
    const known = FILL[name.replace(/^.*\[|\]$/g, "")] ?? FILL[name];
    if (type === "radio" && (await field.evaluate((one) => ![...one.form.elements].some((other) => other.name === one.name && other.checked))))
      await field.check();
    if (TICKED.includes(name) && type === "checkbox") await field.check();
    if (["hidden", "submit", "radio", "checkbox", "file"].includes(type)) continue;
    if (tag === "SELECT") {
      if (!value) await field.selectOption({ index: 1 });
    } else if (!value && known) await field.fill(known);
  }
}

// Sends each form of the page that was not sent yet: as it stands, and where
// that is refused once more, filled in.
async function sendAll(page, login, path, done, faults, wanted) {
  const seen = new Set();
  for (;;) {
    await page.goto(path);
    if (new URL(page.url()).pathname === "/sign-in") {
      // A form signed this browser out.
      await page.fill('[name="login"]', login);
      await page.fill('[name="password"]', server.password);
      await page.click("main button");
      await page.goto(path);
    }
    const forms = await formsOf(page);
    for (const one of forms) seen.add(one);
    const form = forms.find((one) => !done.has(one.key) && wanted(one));
    if (!form) return seen;
    done.add(form.key);
    const at = `${path}: "${form.text}" (${form.key})`;
    let status = await press(page, form);
    let refused = status === 422 || status === 409;
    if (refused) {
      for (const fault of await untold(page)) faults.push(`${at}: ${fault}`);
      const again = (await formsOf(page)).find((one) => one.key === form.key);
      if (again) {
        await fillIn(page, again);
        status = await press(page, again);
        refused = status === 422 || status === 409;
      }
    }
    const told = await page.evaluate(() => document.querySelector("[role=alert]")?.textContent.trim() ?? "");
    if (refused && process.env.TALK) console.log(`     refused ${at}: ${told}`);
    if (refused && !told) faults.push(`${at}: refused without a word`);
    if (!refused && ![200, 303].includes(status)) faults.push(`${at}: answered by ${status}`);
    if (!refused && told) faults.push(`${at}: ${told}`);
  }
}

const endsNothing = (form) => !form.last;
const ends = (form) => form.last;

// Of each page that was walked the forms that end something, so that the walk
// that sends them goes where there are some.
const endings = new Map();

async function everyForm(login, passes = [endsNothing, ends]) {
  const page = await visit(browser, server, login, { script: false });
  const done = new Set();
  const faults = [];
  const paths = await placed(page, [...addresses[login], ...more[login]]);
  for (const wanted of passes) {
    for (const path of paths) {
      const known = endings.get(`${login} ${path}`);
      if (wanted === ends && known && !known.some((key) => !done.has(key))) continue;
      const seen = await sendAll(page, login, path, done, faults, wanted);
      if (wanted === endsNothing)
        endings.set(
          `${login} ${path}`,
          [...seen].filter(ends).map((form) => form.key),
        );
    }
  }
  console.log(`     ${done.size} forms of ${login}`);
  await page.context().close();
  check(done.size > 3, "the walk finds the forms");
  check(!faults.length, faults.join("\n     "));
}

// Presses the first button of the page's own form.
const send = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();

// A client without script, met a week ago; their code and their session.
async function clientOnce(page) {
  const day = new Date(Date.now() - 86400000 * 7).toISOString().slice(0, 10);
  await page.goto("/clients/new");
  await page.locator('main [name="name"]').first().fill("Erin Gone");
  await page.locator('main [name="email"]').first().fill("erin@example.org");
  await send(page, "Add client");
  const code = page.url().match(/C\d+$/)[0];
  await page.goto(`/sessions/new?clients=${code}&practitioners=lena&date=${day}&start=05:00&end=05:50`);
  await page.fill('[name="public_note"]', "Erin Gone came by bus");
  await send(page, "Add session");
  const session = new URL(page.url()).pathname;
  await page.goto(`${session}/save`);
  await page.check('[name="type"][value="completed"]');
  await send(page, "Submit");
  return { code, session };
}

async function erasesWhole() {
  const page = await visit(browser, server, "admin", { script: false });
  const { code, session } = await clientOnce(page);
  await page.goto(`/clients/${code}`);
  await page.click("main >> text=Erase…");
  await page.fill('[name="confirm"]', "C000");
  await send(page, "Erase");
  check((await untold(page)).length === 0, "a wrong code is refused in words");
  check((await page.inputValue('[name="confirm"]')) === "C000", "what was typed is kept");
  await page.fill('[name="confirm"]', code);
  await send(page, "Erase");
  check(new URL(page.url()).pathname === `/clients/${code}`, "one comes to what is left");
  check(await page.isVisible(`[role=status] >> text=${code} are erased`), "it says what happened");
  for (const path of [`/clients/${code}`, `/clients/${code}/statement`, session, "/clients?status=inactive", "/search?q=Erin"]) {
    await page.goto(path);
    const main = (await page.locator("main").innerText()).replace(/Erin/g, path.startsWith("/search") ? "" : "Erin");
    check(!/Erin|Gone|erin@/.test(main), `${path} still says who it was: ${main.match(/.{20}(Erin|Gone|erin@).{20}/s)}`);
  }
  await page.context().close();
}

const tests = {
  "a client is erased without script, once the code is typed": erasesWhole,
  "every form of a client works without script, or says what is wrong": () => everyForm("c042"),
  "every form of a practitioner does": () => everyForm("maria"),
  "every form of an admin does that ends nothing": () => everyForm("admin", [endsNothing]),
  // The practice is not the same afterwards: it is the last one.
  "every form of an admin does that ends something": () => everyForm("admin", [ends]),
};

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
