// The form of a session: the button says how many it makes.
const form = document.querySelector(".session-form");

if (form) {
  const deed = form.querySelector("[data-deed]");

  const update = () => {
    const preview = document.querySelector("#preview");
    const count = preview ? Number(preview.dataset.count) : 0;

    if (deed) deed.textContent = count > 1 ? `Add ${count} sessions` : "Add session";
  };

  // In a field of people Enter takes in whom it names.
  form.addEventListener("keydown", (event) => {
    const box = event.target.closest(".with-button");

    if (event.key !== "Enter" || !box || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit(box.querySelector("button"));
  });
  document.body.addEventListener("htmx:afterSwap", update);
  update();
}
