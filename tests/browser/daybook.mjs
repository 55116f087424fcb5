// What browser tests share: a server over a practice of its own, Debian's
// chromium, signing in, and a look at whole pages (axe, console, sideways).
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const modules = resolve("build/browser");
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PROGRAM = process.env.DAYBOOK || resolve("build/daybook");
// Wednesday 10 June 2026, 13:40 in Toronto.
export const CLOCK = "2026-06-10T17:40:00Z";
export const PASSWORD = "correct horse battery";

export function check(truth, sentence) {
  if (!truth) throw new Error(sentence);
}

// Makes DIR the demo's practice with one password for all.
function makeDemo(dir) {
  const demo = spawn(PROGRAM, ["demo", "--data", dir, "--listen", "127.0.0.1:0"]);
  return new Promise((done, failed) => {
    let out = "";
    demo.stdout.on("data", (bytes) => {
      out += bytes;
      if (!out.includes("listening on")) return;
      demo.once("exit", () => done(out.match(/password +(\S+)/)[1]));
      demo.kill("SIGTERM");
    });
    demo.once("error", failed);
  });
}

// A copy of the demo's practice, which this program makes once a day.
async function copyDemo(dir) {
  const day = new Date().toDateString().replaceAll(" ", "-");
  const kept = join(modules, `demo-${statSync(PROGRAM).mtimeMs}-${day}`);
  if (!existsSync(kept)) {
    const made = mkdtempSync(join(modules, "making-"));
    const password = await makeDemo(join(made, "data"));
    writeFileSync(join(made, "password"), password);
    for (const old of readdirSync(modules))
      if (old.startsWith("demo-") && join(modules, old) !== kept) rmSync(join(modules, old), { recursive: true, force: true });
    try {
      renameSync(made, kept);
    } catch {
      // Another one was as quick: this one is of this run alone.
      cpSync(join(made, "data"), dir, { recursive: true });
      rmSync(made, { recursive: true, force: true });
      return password;
    }
  }
  cpSync(join(kept, "data"), dir, { recursive: true });
  return readFileSync(join(kept, "password"), "utf8");
}

// A server over the demo's practice, or with `empty` over a new place: then
// `first` is the address at which its first admin is made.
export async function serve(settings = [], { empty = false } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "daybook-browser-"));
  const password = empty ? PASSWORD : await copyDemo(dir);
  const args = ["serve", "--data", dir, "--listen", "127.0.0.1:0"];
  for (const setting of settings) args.push("--set", setting);
  const server = spawn(PROGRAM, args);
  const ready = empty ? /listening on (\S+)[^]*(\/first\/\w+)/ : /listening on (\S+)/;
  const [, url, first] = await new Promise((done, failed) => {
    let out = "";
    server.stdout.on("data", (bytes) => {
      out += bytes;
      const found = out.match(ready);
      if (found) done(found);
    });
    server.once("exit", () => failed(new Error(`the server ended: ${out}`)));
  });
  return {
    url,
    first,
    dir,
    password,
    stop: () =>
      new Promise((done) => {
        server.removeAllListeners("exit");
        server.once("exit", () => {
          rmSync(dir, { recursive: true, force: true });
          done();
        });
        server.kill("SIGTERM");
      }),
  };
}

export async function launch() {
  const path = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  check(path, "chromium is missing: run `make deps-test`");
  // A page lives for a second or two: what the compiler would make of its
  // scripts costs more than it saves.
  return chromium.launch({ executablePath: path, args: ["--no-sandbox", "--js-flags=--no-opt"] });
}

// A browser of its own in which somebody is signed in (login null: nobody).
// page.complaints gathers what the console and the policy complain of.
export async function visit(browser, server, login, { width = 1280, look = "light", script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 760 ? 780 : 900 },
    colorScheme: look,
    reducedMotion: "reduce",
    javaScriptEnabled: script,
    baseURL: server.url,
    hasTouch: width < 760,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    // A refused form is told by the console as a failed load: that is ours.
    if (/status of (4|5)\d\d/.test(message.text())) return;
    if (["error", "warning"].includes(message.type()))
      page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:"))
      page.complaints.push(`left the server: ${request.url()}`);
  });
  if (login) {
    await page.goto("/sign-in");
    await page.fill('[name="login"]', login);
    await page.fill('[name="password"]', server.password);
    await page.click("main button");
    await page.waitForURL((url) => url.pathname !== "/sign-in");
  }
  return page;
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// axe, let into the page once a load: the policy lets no script in, one that
// the browser itself runs may. A colour's words are read once each: that is a
// third of what the rule of contrast takes.
async function letAxeIn(page) {
  if (await page.evaluate(() => Boolean(window.axe))) return;
  await page.evaluate((source) => {
    (0, eval)(source);
    const { prototype } = window.axe.commons.color.Color;
    const parse = prototype.parseString;
    const known = new Map();
    prototype.parseString = function (words) {
      const found = known.get(words);
      if (found) [this.r, this.g, this.b, this.alpha] = found;
      else {
        parse.call(this, words);
        known.set(words, [this.r, this.g, this.b, this.alpha]);
      }
      return this;
    };
  }, axe);
}

// What axe finds by these rules (all of WCAG where none are named), in what
// `include` selects, without what `exclude` does.
export async function axeFaults(page, { rules = WCAG, include = "html", exclude = null } = {}) {
  await letAxeIn(page);
  const result = await page.evaluate(
    async ([runOnly, within, without]) => {
      if (!document.querySelector(within)) return { violations: [] };
      const context = { include: [within] };
      if (without && document.querySelector(without)) context.exclude = [without];
      return window.axe.run(context, { runOnly, resultTypes: ["violations"], preload: false, iframes: false });
    },
    [rules, include, exclude],
  );
  return result.violations.map(
    (fault) =>
      `${fault.id}: ${fault.nodes.map((node) => `${node.target} ${node.failureSummary.split("\n")[1] ?? ""}`).slice(0, 4).join(" | ")}`,
  );
}

// Until something is true in the page. (waitForFunction asks again by eval,
// which the policy of our pages refuses.)
export async function until(page, truth, argument) {
  const end = Date.now() + 20000;
  while (!(await page.evaluate(truth, argument))) {
    check(Date.now() < end, `it did not come true: ${truth}`);
    await page.waitForTimeout(50);
  }
}

export async function isWiderThanScreen(page) {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}

// Runs named tests one after another; prints each that fails, and exits so.
export async function run(tests) {
  const only = process.argv[2];
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    if (only && !name.includes(only)) continue;
    try {
      await test();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n     ${error.stack}`);
    }
  }
  return failed;
}

export { spawnSync };
