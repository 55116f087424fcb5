// Lists: tick all, the bulk bar's count, print, and the tab that is open.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const { parentElement: tabs, offsetLeft, offsetWidth } = tab;
  const beyond = offsetLeft - tabs.offsetLeft + offsetWidth + 24 - tabs.clientWidth;
  if (beyond > 0) tabs.scrollLeft = beyond;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("form[data-bulk]")) {
  const boxes = [...form.querySelectorAll('input[name="ids"]')];
  const all = form.querySelector("[data-tick-all]");
  const count = form.querySelector("[data-ticked]");
  const type = form.querySelector('[name="type"]');
  const submit = form.querySelector("[data-submit-bulk]");
  const reason = form.querySelector("[data-reason]");
  const whole = form.querySelector('[name="all"]');

  const update = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const any = ticked > 0 || (whole && whole.checked);
    for (const box of boxes)
      box.closest("tr").classList.toggle("ticked", box.checked);
    if (count) count.textContent = `${ticked} ticked`;
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    submit.disabled = !type.value || !any;
    reason.textContent = !type.value
      ? "Pick what happened first."
      : any
        ? ""
        : "Tick a session first.";
  };

  if (all) {
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      update();
    });
  }
  form.addEventListener("change", update);
  update();
}
