// A look at every page of a person: axe, console, sideways, days of machines.
import { addresses, more, placed } from "./addresses.mjs";
import { axeFaults, check, isWiderThanScreen, visit } from "./daybook.mjs";

// The four ways in which a page is looked at, from one load of it. What the
// look changes is contrast alone: the other rules are asked once a width.
const WAYS = [
  { width: 1280, look: "light" },
  { width: 1280, look: "dark", rules: ["color-contrast"] },
  { width: 360, look: "dark" },
  { width: 360, look: "light", rules: ["color-contrast"] },
];

// A day in the words of machines where people read (U14).
const isoDay = (page) =>
  page.evaluate(() => document.querySelector("main").innerText.match(/(?<!such as )\b20\d\d-\d\d-\d\d\b/)?.[0]);

// What is wrong with the page at the address that `page` is to be sent to.
export async function pageFaults(page, login, path) {
  const faults = [];
  for (const { width, look, rules } of WAYS) {
    const at = `${path} as ${login}, ${width}, ${look}`;
    await page.setViewportSize({ width, height: width < 760 ? 780 : 900 });
    await page.emulateMedia({ colorScheme: look });
    // The calendar chooses its columns as it is loaded.
    if (width === 1280 ? look === "light" : look === "dark" && path.startsWith("/calendar")) await page.goto(path);
    for (const fault of await axeFaults(page, rules)) faults.push(`${at}: ${fault}`);
    if (await isWiderThanScreen(page)) faults.push(`${at} scrolls sideways`);
    for (const said of page.complaints.splice(0)) faults.push(`${at}: ${said}`);
  }
  const day = await isoDay(page);
  if (day) faults.push(`${path} as ${login} says ${day}`);
  return faults;
}

export async function everyPage(browser, server, login) {
  const faults = [];
  const page = await visit(browser, server, login === "nobody" ? null : login);
  const paths = more[login] ? await placed(page, more[login]) : [];
  for (const path of [...addresses[login], ...paths]) faults.push(...(await pageFaults(page, login, path)));
  await page.context().close();
  check(!faults.length, faults.join("\n     "));
}
