// The pictures of docs/calendar-programs.md: what the page that connects a
// device shows for each program, in docs/pictures.
import { mkdirSync } from "node:fs";
import { launch, serve, visit } from "./daybook.mjs";

const programs = [
  "iphone", "mac", "davx5", "thunderbird", "gnome", "kde", "outlook",
  "caldav-synchronizer", "other",
];
const server = await serve(["public_url=https://calendar.example.org"]);
const browser = await launch();

mkdirSync("docs/pictures", { recursive: true });
const page = await visit(browser, server, "maria", { width: 1080, look: "light" });
for (const program of programs) {
  await page.goto(`/devices/connect?program=${program}`);
  await page.click("main form.narrow button");
  await page.waitForSelector("text=It is shown this once");
  const card = page.locator("main .columns > div").first();
  await card.screenshot({ path: `docs/pictures/connect-${program}.png` });
  console.log(program);
}
await browser.close();
await server.stop();
