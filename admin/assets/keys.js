// Keys of the whole page (?, /, n, t, arrows, m w d, j k, x, Enter, s): off in
// fields, with a modifier held, and where Your account says so.
const on = !document.body.dataset.keys;
const go = { n: "/sessions/new", t: "/today", "?": "/help" };
const views = { m: "month", w: "week", d: "day" };

const rows = () => [...document.querySelectorAll("tbody tr, [data-row]")];

function move(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement.closest("tr, [data-row]"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  const target = next && next.querySelector("a, input, button");
  if (target) target.focus();
}

function press(selector) {
  const found = document.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
}

function inRow(selector) {
  const row = document.activeElement.closest("tr, [data-row]");
  const found = row && row.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
}

const deeds = {
  "/": () => document.querySelector(".find input")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => inRow("input[type=checkbox]"),
  s: () => inRow("[data-save]") || press("[data-save]"),
  ArrowLeft: () => press("[data-earlier]"),
  ArrowRight: () => press("[data-later]"),
};

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const deed = deeds[event.key];
  if (deed) deed();
  else if (views[event.key]) {
    if (!press(`[data-view="${views[event.key]}"]`)) return;
  } else if (go[event.key]) {
    if (event.key === "n" && !document.querySelector('a[href^="/sessions/new"]'))
      return;
    location.href = go[event.key];
  } else return;
  event.preventDefault();
});
