// A look at every page of a person: axe, console, sideways, days of machines.
import { addresses, more, placed } from "./addresses.mjs";
import { axeFaults, check, isWiderThanScreen, visit } from "./daybook.mjs";

// What the look changes is contrast; what the width changes is that, where
// something comes or goes or is set anew, and what there is room for.
const OF_LOOK = ["color-contrast"];
const OF_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable"];
// What stands around every page, which is looked at on the first one.
const SHELL = ".skip, .sprite, .banner, .menu, .tabs-foot";
const CHANGED = "[data-changed]";

// Notes how each element is set in this look (its colours, is it large, is it
// there); or marks those that were set otherwise when it was noted.
const note = (page, colour, compare = false) =>
  page.evaluate(
    ([name, again]) => {
      window.looked ??= {};
      const before = window.looked[name];
      const now = new Map();
      for (const element of document.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        const set = element.checkVisibility()
          ? [style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.position, large].join()
          : "";
        now.set(element, set);
        if (again) element.toggleAttribute("data-changed", before?.get(element) !== set);
      }
      if (!again) window.looked[name] = now;
    },
    [colour, compare],
  );

async function resize(page, width, colour) {
  await page.setViewportSize({ width, height: width < 760 ? 780 : 900 });
  await page.emulateMedia({ colorScheme: colour });
}

// What axe says of the page in both looks, wide and on a phone: what no rule
// can see otherwise than it was seen already is not asked again.
async function axeEverywhere(page, path, exclude) {
  const faults = [];
  const ask = async (way, asked) => {
    for (const fault of await axeFaults(page, { exclude, ...asked })) faults.push([way, fault]);
    if (await isWiderThanScreen(page)) faults.push([way, "it scrolls sideways"]);
  };

  await resize(page, 1280, "light");
  await page.goto(path);
  await ask("1280, light", {});
  await note(page, "light");
  await resize(page, 1280, "dark");
  await ask("1280, dark", { rules: OF_LOOK });
  await note(page, "dark");
  await resize(page, 360, "dark");
  // The calendar chooses its columns as it is loaded.
  if (path.startsWith("/calendar")) await page.goto(path);
  await note(page, "dark", true);
  await ask("360, dark", { rules: OF_WIDTH });
  await ask("360, dark", { include: CHANGED });
  await resize(page, 360, "light");
  await note(page, "light", true);
  await ask("360, light", { rules: OF_LOOK, include: CHANGED });
  return faults;
}

// A day in the words of machines where people read (U14).
const isoDay = (page) =>
  page.evaluate(() => document.querySelector("main").innerText.match(/(?<!such as )\b20\d\d-\d\d-\d\d\b/)?.[0]);

// What is wrong with the page at the address that `page` is to be sent to;
// `exclude` selects what need not be looked at.
export async function pageFaults(page, login, path, exclude = null) {
  const found = await axeEverywhere(page, path, exclude);
  const faults = found.map(([way, fault]) => `${path} as ${login}, ${way}: ${fault}`);
  for (const said of page.complaints.splice(0)) faults.push(`${path} as ${login}: ${said}`);
  const day = await isoDay(page);
  if (day) faults.push(`${path} as ${login} says ${day}`);
  return faults;
}

export async function everyPage(browser, server, login) {
  const faults = [];
  const page = await visit(browser, server, login === "nobody" ? null : login);
  const paths = more[login] ? await placed(page, more[login]) : [];
  for (const [index, path] of [...addresses[login], ...paths].entries())
    faults.push(...(await pageFaults(page, login, path, index ? SHELL : null)));
  await page.context().close();
  check(!faults.length, faults.join("\n     "));
}
