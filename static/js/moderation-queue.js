// The queue by keyboard: a key presses the link or button that bears it (data-key), or opens its part and goes there.
// Single keys can be switched off, for who speaks to the device or rests a hand on it; the choice stays on the device.
const KEYS_OFF = "maoni-queue-keys-off";
const help = document.querySelector("details[data-key='?']");
const keysOn = document.querySelector("[data-keys-on]");
const isOff = () => localStorage.getItem(KEYS_OFF) === "1";

if (help) help.hidden = false;
if (keysOn) {
  keysOn.checked = !isOff();
  keysOn.addEventListener("change", () => localStorage.setItem(KEYS_OFF, keysOn.checked ? "0" : "1"));
}

// Where a key has nothing to press, the page says why.
function sayNothing(key) {
  const place = document.querySelector(`[data-nothing="${CSS.escape(key)}"]`);
  if (place) place.textContent = place.dataset.says;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isOff()) {
    // "?" finds the help, and with it the way to switch keys on again.
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
  }
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  const meant = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!meant) return void sayNothing(event.key);
  event.preventDefault();
  if (!(meant instanceof HTMLDetailsElement)) return void meant.click();
  meant.open = true;
  (meant.querySelector("input:not([type=hidden]), textarea") ?? meant.querySelector("summary")).focus();
});

// A problem with what was sent comes first; else the comment is read out, and its words are in sight.
const wrong = document.querySelector(".w-field--error input:not([type=hidden])");
(wrong ?? document.getElementById("said"))?.focus({ preventScroll: !wrong });
document.querySelector(".queue-text .is-meant")?.scrollIntoView({ block: "nearest" });

// Who goes away gives the comment back to the others.
const leaving = document.querySelector("form[data-leave]");
const claimed = leaving?.querySelector("[name=until]");
if (claimed) addEventListener("pagehide", () => navigator.sendBeacon(leaving.action, new FormData(leaving)));
