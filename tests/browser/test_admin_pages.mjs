// The admin's pages, which take longest, so that this file is begun first.
import { everyPage } from "./clean.mjs";
import { launch, run, serve } from "./daybook.mjs";

const server = await serve();
const browser = await launch();
const failed = await run({
  "every page is clean, in both looks, wide and on a phone, for admin": () => everyPage(browser, server, "admin"),
});
await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
