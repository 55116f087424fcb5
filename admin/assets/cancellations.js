// Cancellations: the button says what it does to how many, and waits for a
// choice; the fields of the other way to say when are out of the way.
const form = document.querySelector("#cancellation");

if (form) {
  const deed = form.querySelector("[data-deed]");
  const why = form.querySelector("[data-why]");
  const ticked = (name) => form.elements[name].checked;

  const update = () => {
    const count = Number(document.querySelector("#affected").dataset.count);
    const sessions = count === 1 ? "1 session" : `${count} sessions`;
    const notify = ticked("notify");
    const cancel = ticked("cancel");

    if (notify && cancel) deed.textContent = `Notify and cancel ${sessions}`;
    else if (notify) deed.textContent = `Notify clients of ${sessions}`;
    else if (cancel) deed.textContent = `Cancel ${sessions}`;
    else deed.textContent = `Apply to ${sessions}`;
    deed.disabled = count === 0 || !(notify || cancel);
    if (count === 0) why.textContent = "No open session is in these days.";
    else if (deed.disabled) why.textContent = "Tick what to do first.";
    else why.textContent = "";
    for (const part of form.querySelectorAll("[data-when]"))
      part.hidden = part.dataset.when !== form.elements.when.value;
  };

  form.querySelector("[data-scriptless]").hidden = true;
  form.addEventListener("change", update);
  document.body.addEventListener("htmx:afterSwap", update);
  update();
}
