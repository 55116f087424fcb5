// Pictures of every page (or of those whose address holds the first argument)
// into build/pictures: wide and on a phone, light and dark.
import { mkdirSync } from "node:fs";
import { addresses, more, placed } from "./addresses.mjs";
import { launch, serve, visit } from "./daybook.mjs";

const only = process.argv[2] ?? "";
const who = process.argv[3] ?? "";
const server = await serve();
const browser = await launch();

mkdirSync("build/pictures", { recursive: true });
for (const [login, paths] of Object.entries(addresses)) {
  if (who && who !== login) continue;
  const wanted = [...paths, ...(more[login] ?? [])].filter((path) => path.includes(only));
  if (!wanted.length) continue;
  for (const width of [360, 1280]) {
    for (const look of ["light", "dark"]) {
      const page = await visit(browser, server, login === "nobody" ? null : login, { width, look });
      for (const path of await placed(page, wanted)) {
        await page.goto(path);
        const name = path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "");
        const file = `build/pictures/${name}-${login}-${width}-${look}.png`;
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
      await page.context().close();
    }
  }
}
await browser.close();
await server.stop();
