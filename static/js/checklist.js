/* Strikes out what the checklist asks for as soon as the field beside it is filled in. */
const FILLED = "input, textarea, select";
for (const item of document.querySelectorAll("[data-mended-by]")) {
  const field = document.getElementById(item.dataset.mendedBy);
  if (!field) continue;
  const show = () => {
    const inputs = field.matches(FILLED) ? [field] : [...field.querySelectorAll(FILLED)];
    item.toggleAttribute(
      "data-mended",
      inputs.some((input) => (input.type === "checkbox" ? input.checked : input.value.trim())),
    );
  };
  field.addEventListener("input", show);
  show();
}
