// Every page by who sees it: each is looked at in light and dark, on a wide
// screen and on a phone. A new page adds its address here.
export const addresses = {
  nobody: ["/sign-in"],
  admin: ["/account", "/help", "/nothing-here", "/sign-out"],
  staff: ["/account"],
  maria: ["/account", "/help"],
  c042: ["/account", "/help"],
};
