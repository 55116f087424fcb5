// Every page by who sees it: each is looked at in light and dark, on a wide
// screen and on a phone. A new page adds its address here.
export const addresses = {
  nobody: ["/sign-in"],
  admin: [
    "/account",
    "/calendar?view=day",
    "/calendar?view=month",
    "/calendar?view=week",
    "/cancellations?when=range&from=2026-06-08&to=2026-06-12",
    "/clients",
    "/clients/C042",
    "/clients/C042/edit",
    "/clients/C042/erase",
    "/clients/C042/statement",
    "/clients/new",
    "/closures",
    "/closures/new",
    "/devices",
    "/devices/connect?program=iphone",
    "/help",
    "/invoices",
    "/invoices/1",
    "/invoices/1/void",
    "/invoices/new?client=C042",
    "/nothing-here",
    "/payroll",
    "/payroll/1",
    "/payroll/1/close",
    "/open-sessions",
    "/payments",
    "/payments/1",
    "/payments/1/refund",
    "/payments/new?client=C042",
    "/sessions",
    "/outbox",
    "/outbox?state=dead",
    "/practitioners",
    "/practitioners/maria",
    "/practitioners/maria/edit",
    "/practitioners/maria/wages",
    "/practitioners/maria/wages?all=1",
    "/practitioners/new",
    "/reports",
    "/reports/aged",
    "/reports/attendance",
    "/reports/revenue",
    "/reports/unsaved",
    "/reports/wages",
    "/review",
    "/search",
    "/search?q=maria",
    "/search?q=ada&kind=sessions",
    "/services",
    "/services/1",
    "/services/new",
    "/settings/audit",
    "/settings/devices",
    "/settings/import",
    "/settings/money",
    "/settings/notices",
    "/settings/notices?kind=reminder",
    "/settings/people",
    "/settings/people/maria",
    "/settings/practice",
    "/settings/sessions/defaults",
    "/settings/sessions/reminders",
    "/settings/sessions/status",
    "/settings/sessions/status?edit=late-cancel&show=late-cancel",
    "/sessions/1/edit",
    "/sessions/1/remove",
    "/sessions/new?repeat=weekly&date=2026-06-11&start=16:00&end=16:50&days=MO&days=FR&count=6&practitioners=maria&clients=C042&clients=C051",
    "/setup/device",
    "/setup/money",
    "/setup/practice",
    "/setup/practitioner",
    "/setup/service",
    "/sign-out",
    "/today",
  ],
  staff: [
    "/account",
    "/settings/audit",
    "/settings/sessions/status",
  ],
  maria: [
    "/account",
    "/calendar",
    "/devices",
    "/devices/connect?program=davx5",
    "/help",
    "/open-sessions",
    "/search?q=c0",
    "/sessions",
    "/to-save",
    "/wages",
    "/wages?all=1",
  ],
  c042: [
    "/account",
    "/calendar",
    "/devices",
    "/devices/connect?program=outlook",
    "/help",
    "/home",
    "/invoices",
    "/search?q=maria",
    "/sessions",
  ],
};

// More that have forms: {open} is a session that is over and not saved yet,
// {saved} one that is saved, {invoice} one's own.
export const more = {
  admin: [
    "/cancellations/1",
    "/closures/1",
    "/payments/1/void",
    "/schedules/1",
    "/schedules/1/edit",
    "/sessions/{open}",
    "/sessions/{open}/edit",
    "/sessions/{open}/remove",
    "/sessions/{open}/save",
    "/sessions/{saved}",
  ],
  maria: [
    "/schedules/1",
    "/sessions/new",
    "/sessions/{open}",
    "/sessions/{open}/edit",
    "/sessions/{open}/save",
    "/sessions/{saved}",
  ],
  c042: ["/invoices/{invoice}", "/sessions/{saved}"],
};

// The first page of a list that has such a link: which session it is.
const places = {
  "{open}": { from: ["/open-sessions", "/to-save"], link: "main a[href^='/sessions/'][href$='/save'], main a[href*='/save?']" },
  "{saved}": { from: ["/sessions?status=saved&from=2020-01-01"], link: "main tbody a[href^='/sessions/']" },
  "{invoice}": { from: ["/invoices"], link: "main tbody a[href^='/invoices/']" },
};

// The addresses with what the practice has for {open}, {saved}, {invoice}.
export async function placed(page, paths) {
  const found = {};
  for (const [word, { from, link }] of Object.entries(places)) {
    if (!paths.some((path) => path.includes(word))) continue;
    for (const list of from) {
      await page.goto(list);
      const links = page.locator(link);
      if (!(await links.count())) continue;
      found[word] = (await links.first().getAttribute("href")).match(/\d+/)[0];
      break;
    }
    if (!found[word]) throw new Error(`nothing stands for ${word}`);
  }
  return paths.map((path) => path.replace(/\{\w+\}/g, (word) => found[word]));
}
