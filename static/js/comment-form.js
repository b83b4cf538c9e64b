// Keeps what is typed into the form for a comment on this device until it is sent, and sends it so
// that a lost connection leaves the words on the screen. Without it, or where the browser keeps
// nothing, the form works as any other.
(() => {
  "use strict";

  const PREFIX = "maoni:words:";
  const LONGEST_MS = 3 * 24 * 60 * 60 * 1000;
  const PATIENCE_MS = 60 * 1000;

  // Words on this device: private windows and full disks refuse, and nothing depends on it.
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const write = (key, kept) => attempt(() => localStorage.setItem(key, JSON.stringify(kept)));
  const forget = (key) => attempt(() => localStorage.removeItem(key));
  const keys = () => attempt(() => Object.keys(localStorage)) ?? [];
  const ours = () => keys().filter((key) => key.startsWith(PREFIX));
  const forgetAll = () => ours().forEach(forget);
  const isOver = (kept) => !(Date.now() - kept?.at < LONGEST_MS);
  for (const key of ours()) if (isOver(read(key))) forget(key);

  // Under the receipt: what it holds is kept no longer, and nothing is for the next person.
  const taken = [...document.querySelectorAll("[data-taken]")].map((each) => each.dataset.taken);
  const nonce = (stamp) => stamp.split("-")[0];
  const isTaken = ({ stamp }) => stamp && taken.some((form) => form.startsWith(`form:${nonce(stamp)}`));
  if (taken.length) for (const key of ours()) if (isTaken(read(key))) forget(key);
  // Words that had come already: where an answer is fetched, the place in its address is lost.
  if (!location.hash) document.querySelector(".comment [data-forgets]")?.closest(".comment").scrollIntoView();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forgets]")) forgetAll();
  });

  const form = document.querySelector("form[data-words]");
  if (!form) return;
  const key = PREFIX + form.dataset.words;
  const { stamp } = form.elements;
  const isChoice = (field) => ["radio", "checkbox"].includes(field.type);

  // Who speaks is not kept: the next person on this phone is somebody else.
  const fields = [...form.elements].filter(
    (field) => field.matches("input, select, textarea") && field.type !== "hidden" && !field.closest(".about-you, .decoy"),
  );
  const isFilled = (field) => (isChoice(field) ? field.checked : field.value.trim() !== "");
  const keep = (sent = "") => {
    const said = fields.filter(isFilled).map((field) => [field.name, field.value]);
    if (said.length) write(key, { at: Date.now(), said, stamp: sent });
    else forget(key);
  };

  // What the form holds already stays as it is.
  const giveBack = ({ said, stamp: sent }) => {
    const filled = new Set(fields.filter(isFilled).map((field) => field.name));
    const isMissing = (field) => said.some(([name, value]) => name === field.name && (!isChoice(field) || value === field.value));
    const back = fields.filter((field) => !filled.has(field.name) && isMissing(field));
    for (const field of back) {
      if (isChoice(field)) field.checked = true;
      else field.value = said.find(([name]) => name === field.name)[1];
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
    if (back.length && sent) stamp.value = sent;
    return back.length > 0;
  };

  const offer = document.querySelector(".kept-words");
  const fresh = stamp.value;
  const kept = read(key);
  if (kept && giveBack(kept)) offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    forget(key);
    form.reset();
    stamp.value = fresh;
    offer.hidden = true;
    form.elements.text.focus();
  });

  // A form whose answer never came is sent again: its stamp makes it one comment.
  const told = form.querySelector(".sending");
  let isOnItsWay = false;
  let waits = false;
  const tell = (words) => {
    told.textContent = words;
  };
  const fetched = (stop) =>
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: stop.signal });
  const answered = (response) => {
    if (!response.url.startsWith(location.origin + form.dataset.receipts)) return form.submit();
    forget(key);
    return location.assign(response.url);
  };
  const lost = () => {
    isOnItsWay = false;
    waits = true;
    tell(told.dataset.lost);
  };
  const send = () => {
    if (isOnItsWay) return;
    isOnItsWay = true;
    waits = false;
    keep(stamp.value);
    tell(told.dataset.sending);
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
    fetched(stop).then(answered, lost).finally(() => clearTimeout(patience));
  };
  const knowsTheButton = "SubmitEvent" in window && "submitter" in SubmitEvent.prototype;
  form.addEventListener("submit", (event) => {
    // What is previewed is sent from the page of the preview: then its receipt ends what is kept.
    if (event.submitter?.name === "preview") keep(stamp.value);
    if (!knowsTheButton || ["unsent", "preview"].includes(event.submitter?.name)) return;
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => {
    if (waits) send();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isOnItsWay = false;
    tell("");
  });
  form.addEventListener("input", () => {
    waits = false;
    keep();
  });
})();
