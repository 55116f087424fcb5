// What holds for every page, and signing in.
import { addresses } from "./addresses.mjs";
import { everyPage, pageFaults } from "./clean.mjs";
import { check, launch, run, serve, visit } from "./daybook.mjs";

const server = await serve();
const browser = await launch();

const tests = {
  "signing in leads to where one was going, and out again": async () => {
    const page = await visit(browser, server, null);
    await page.goto("/account");
    check(new URL(page.url()).pathname === "/sign-in", "one is asked to sign in");
    await page.fill('[name="login"]', "admin");
    await page.fill('[name="password"]', "wrong");
    await page.click("main button");
    check(await page.isVisible("text=Name or password is wrong."), "it says what is wrong");
    check((await page.inputValue('[name="login"]')) === "admin", "the name is kept");
    check((await page.inputValue('[name="password"]')) === "", "the password is not");
    check((await page.title()).startsWith("Error: "), "the title says so");
    await page.fill('[name="password"]', server.password);
    await page.click("main button");
    check(new URL(page.url()).pathname === "/account", "one comes to where one was going");
    await page.click(".person summary");
    await page.click("text=Sign out");
    await page.goto("/account");
    check(new URL(page.url()).pathname === "/sign-in", "one is signed out");
    await page.context().close();
  },
  "the look that is chosen stays, without script too": async () => {
    const page = await visit(browser, server, "maria", { script: false });
    await page.goto("/help");
    await page.click(".person summary");
    await page.click("button:text-is('Dark')");
    check(new URL(page.url()).pathname === "/help", "one stays where one was");
    check((await page.getAttribute("html", "data-theme")) === "dark", "it is dark");
    await page.context().close();
  },
  "the first stop of Tab is Skip to content": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/help");
    await page.keyboard.press("Tab");
    check(
      (await page.evaluate(() => document.activeElement.textContent)) === "Skip to content",
      "Tab stops elsewhere first",
    );
    await page.context().close();
  },
  "on a phone the menu opens without script": async () => {
    const page = await visit(browser, server, "admin", { width: 360, script: false });
    await page.goto("/help");
    check(!(await page.isVisible("nav.menu")), "it is shut at first");
    await page.click(".tabs-foot >> text=Menu");
    check(await page.isVisible("nav.menu >> text=Clients"), "it opens");
    await page.context().close();
  },
  "keys lead about, but not in fields, and can be switched off": async () => {
    const page = await visit(browser, server, "admin");
    await page.goto("/account");
    await page.focus('[name="old"]');
    await page.keyboard.press("?");
    check(new URL(page.url()).pathname === "/account", "a field keeps its keys");
    await page.focus("#main");
    await page.keyboard.press("?");
    await page.waitForURL("**/help");
    await page.goto("/account");
    await page.uncheck('[name="keys"]');
    await page.click("form[action='/keys'] button");
    check(await page.isVisible("[role=status] >> text=off"), "it says that they are off");
    await page.focus("#main");
    await page.keyboard.press("?");
    await page.waitForTimeout(200);
    check(new URL(page.url()).pathname === "/account", "they are off");
    await page.context().close();
  },
};
tests["a new place is clean from its first admin on"] = async () => {
  const place = await serve([], { empty: true });
  const page = await visit(browser, place, null);
  const faults = [
    ...(await pageFaults(page, "nobody", "/sign-in")),
    ...(await pageFaults(page, "nobody", place.first)),
  ];
  await page.fill('[name="name"]', "Joan Pellerin");
  await page.fill('[name="login"]', "joan");
  await page.fill('[name="password"]', place.password);
  await page.click("main button");
  check(new URL(page.url()).pathname === "/setup/practice", "one is led to the set-up");
  for (const path of ["/setup/practice", "/today", "/sessions", "/clients", "/calendar?view=week", "/reports/aged"])
    faults.push(...(await pageFaults(page, "a first admin", path)));
  await page.context().close();
  await place.stop();
  check(!faults.length, faults.join("\n     "));
};
// The admin's, which are most, have a file of their own.
for (const login of Object.keys(addresses).filter((login) => login !== "admin"))
  tests[`every page is clean, in both looks, wide and on a phone, for ${login}`] = () =>
    everyPage(browser, server, login);

const failed = await run(tests);
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
