// The form of a payment says where the amount would go, while it is typed.
const form = document.querySelector(".payment-form");

if (form) {
  const fields = [...form.querySelectorAll(".owed input")];
  const told = form.querySelector("[data-goes]");

  // "42.5" in the currency's smallest units; null: no amount.
  const read = (text, digits) => {
    const [, whole, part = ""] = /^(\d{1,13})(?:\.(\d+))?$/.exec(text.trim()) ?? [];
    if (whole === undefined || part.length > digits) return null;
    return BigInt(whole + part.padEnd(digits, "0"));
  };
  const write = (minor, digits) => {
    const text = String(minor).padStart(digits + 1, "0");
    const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
    return digits ? `${whole}.${text.slice(-digits)}` : whole;
  };

  // What goes to each invoice, and the credit; null: something is no amount.
  const share = (amount, chosen, digits) => {
    let rest = amount;
    const parts = [];
    for (const field of fields) {
      const left = read(field.dataset.left, digits);
      const typed = chosen ? (field.value.trim() ? read(field.value, digits) : 0n) : left;
      if (typed === null) return null;
      const part = chosen || typed < rest ? typed : rest;
      if (part > rest || part > left) return null;
      rest -= part;
      if (part) parts.push(`${write(part, digits)} to ${field.dataset.number}`);
    }
    if (rest) parts.push(`${write(rest, digits)} is credit for the next invoice`);
    return parts;
  };

  const update = () => {
    const digits = Number(told.dataset.goes);
    const chosen = form.elements.allocate.value === "chosen";
    const amount = read(form.elements.amount.value, digits);
    const parts = amount ? share(amount, chosen, digits) : null;

    told.textContent = parts ? `${parts.join(", ")}.` : "";
  };

  form.addEventListener("input", (event) => {
    // What is typed at an invoice is meant for it.
    if (fields.includes(event.target) && event.target.value) form.elements.allocate.value = "chosen";
    if (event.target.name === "allocate" && event.target.value === "oldest")
      for (const field of fields) field.value = "";
    update();
  });
  update();
}
