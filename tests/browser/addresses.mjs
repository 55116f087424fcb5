// Every page by who sees it: each is looked at in light and dark, on a wide
// screen and on a phone. A new page adds its address here.
export const addresses = {
  nobody: ["/sign-in"],
  admin: [
    "/account",
    "/cancellations?when=range&from=2026-06-08&to=2026-06-12",
    "/closures",
    "/closures/new",
    "/help",
    "/nothing-here",
    "/open-sessions",
    "/sessions",
    "/services",
    "/services/1",
    "/services/new",
    "/settings/money",
    "/settings/practice",
    "/settings/sessions/defaults",
    "/settings/sessions/reminders",
    "/settings/sessions/status",
    "/settings/sessions/status?edit=late-cancel&show=late-cancel",
    "/sign-out",
    "/today",
  ],
  staff: ["/account", "/settings/sessions/status"],
  maria: ["/account", "/help", "/sessions"],
  c042: ["/account", "/help", "/sessions"],
};
