// Forms: the summary of errors gets the focus, and a form is sent once.
const errors = document.querySelector(".errors");
if (errors) errors.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});

// Back from the browser's own cache: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]"))
    delete form.dataset.sent;
});

// A select that filters at once: <select data-submit>.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  event.detail.headers["X-CSRF-Token"] = token ? token.content : "";
});
