// Keeps what is typed into the form for a comment on this device until it is sent, and sends it so
// that a lost connection leaves the words on the screen, or for the next time that the form is
// opened. Without it, or where the browser keeps nothing, the form works as any other.
(() => {
  "use strict";

  const PREFIX = "maoni:words:";
  const SENT = `${PREFIX}sent:`;
  const LONGEST_MS = 3 * 24 * 60 * 60 * 1000;
  // So long the same person most likely goes on; later they are asked, for a phone may have passed on.
  const RECENT_MS = 10 * 60 * 1000;
  const PATIENCE_MS = 60 * 1000;
  const PATIENCE_WITH_FILES_MS = 15 * 60 * 1000;

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
  const age = (kept) => Date.now() - kept?.at;
  for (const key of ours()) if (!(age(read(key)) < LONGEST_MS)) forget(key);

  // Under the receipt: what it holds is kept no longer, and nothing is for the next person. What
  // still waits to be sent stays: it is shown to nobody who does not say that it is theirs.
  const taken = [...document.querySelectorAll("[data-taken]")].map((each) => each.dataset.taken);
  const nonce = (stamp) => stamp.split("-")[0];
  const isTaken = (kept) => {
    const sent = kept?.stamp || kept?.previewed;
    return sent && taken.some((form) => form.startsWith(`form:${nonce(sent)}`));
  };
  if (taken.length) for (const key of ours()) if (isTaken(read(key))) forget(key);
  // Words that had come already: where an answer is fetched, the place in its address is lost.
  if (!location.hash) document.querySelector(".comment [data-forgets]")?.closest(".comment").scrollIntoView();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forgets]")) ours().filter((key) => !key.startsWith(SENT)).forEach(forget);
  });

  const form = document.querySelector("form[data-words]");
  if (!form) return;
  const key = PREFIX + form.dataset.words;
  const { stamp, version, attachments } = form.elements;
  const sentKey = () => `${SENT}${form.dataset.words}:${nonce(stamp.value)}`;
  const isChoice = (field) => ["radio", "checkbox"].includes(field.type);

  // Who speaks is kept only with what was sent: the next person on this phone is somebody else.
  const isKept = (field) => !["hidden", "file"].includes(field.type) && !field.closest(".decoy, [data-not-kept]");
  const typed = [...form.elements].filter((field) => field.matches("input, select, textarea") && isKept(field));
  const fields = typed.filter((field) => !field.closest(".about-you"));
  const isFilled = (field) => (isChoice(field) ? field.checked : field.value.trim() !== "");
  const filledIn = (some) => some.filter(isFilled).map((field) => [field.name, field.value]);
  const keep = (previewed = "") => {
    const said = filledIn(fields);
    if (said.length) write(key, { at: Date.now(), said, stamp: "", previewed });
    else forget(key);
  };
  const keepAsSent = () => {
    const about = { stamp: stamp.value, version: version.value, files: attachments.files.length };
    write(sentKey(), { at: Date.now(), said: filledIn(typed), ...about });
    forget(key);
  };

  // What the form holds already stays as it is.
  const giveBack = ({ said }) => {
    const filled = new Set(typed.filter(isFilled).map((field) => field.name));
    const isMissing = (field) => said.some(([name, value]) => name === field.name && (!isChoice(field) || value === field.value));
    const back = typed.filter((field) => !filled.has(field.name) && isMissing(field));
    for (const field of back) {
      if (isChoice(field)) field.checked = true;
      else field.value = said.find(([name]) => name === field.name)[1];
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
    return back.length > 0;
  };

  // A form whose answer never came is sent again: its stamp makes it one comment.
  const told = form.querySelector(".sending");
  let isOnItsWay = false;
  let waits = false;
  const tell = (words) => {
    told.textContent = words;
  };
  const fetched = (stop) => fetch(form.action, { method: "POST", body: new FormData(form), signal: stop.signal });
  const answered = (response) => {
    forget(sentKey());
    if (response.url.startsWith(location.origin + form.dataset.receipts)) return location.assign(response.url);
    keep();
    return form.submit();
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
    keepAsSent();
    tell(told.dataset.sending);
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), attachments.files.length ? PATIENCE_WITH_FILES_MS : PATIENCE_MS);
    fetched(stop).then(answered, lost).finally(() => clearTimeout(patience));
  };

  // What was kept comes back: at once to who has just typed it, else to who says that it is theirs.
  const fresh = stamp.value;
  const offer = form.querySelector(".kept-words");
  const empty = () => {
    for (const field of typed) {
      if (isChoice(field)) field.checked = false;
      else field.value = "";
    }
  };
  const goOn = (kept) => {
    if (kept.stamp) empty();
    giveBack(kept);
    if (!kept.stamp) return;
    stamp.value = kept.stamp;
    version.value = kept.version;
    if (kept.files) {
      attachments.closest("details").open = true;
      tell(told.dataset.files);
    } else {
      send();
    }
  };
  const ask = (question, kept, refused) => {
    question.querySelector("time").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    question.hidden = false;
    const [yes, no] = question.querySelectorAll("button");
    const answer = (action) => () => {
      question.hidden = true;
      action();
      form.elements.text.focus();
    };
    yes.addEventListener("click", answer(() => goOn(kept)));
    no.addEventListener("click", answer(refused));
  };
  const waiting = ours().filter((each) => each.startsWith(`${SENT}${form.dataset.words}:`)).map(read).find(Boolean);
  const words = read(key);
  if (isFilled(form.elements.text)) {
    if (words) giveBack(words);
  } else if (waiting) {
    if (age(waiting) < RECENT_MS) goOn(waiting);
    else ask(form.querySelector(".ask-sent"), waiting, () => {});
  } else if (words && age(words) < RECENT_MS) {
    offer.hidden = !giveBack(words);
  } else if (words) {
    ask(form.querySelector(".ask-words"), words, () => forget(key));
  }
  offer.querySelector("button").addEventListener("click", () => {
    forget(key);
    form.reset();
    stamp.value = fresh;
    offer.hidden = true;
    form.elements.text.focus();
  });

  // A sum that costs this device little, and whoever sends thousands much: its answer comes along.
  const { work } = form.elements;
  const inBytes = new TextEncoder();
  const zeros = (bytes) => Math.clz32(new DataView(bytes).getUint32(0));
  const reckon = async () => {
    const wanted = Number(form.dataset.zeros);
    for (let of = "", tried = 0; !work.value || of !== stamp.value; tried += 1) {
      if (of !== stamp.value) [of, tried, work.value] = [stamp.value, 0, ""];
      const sum = await crypto.subtle.digest("SHA-256", inBytes.encode(`${of}:${tried}`));
      if (zeros(sum) >= wanted) work.value = tried;
      if (tried % 200 === 0) await new Promise((resume) => setTimeout(resume));
    }
  };
  if (window.crypto?.subtle) form.addEventListener("input", () => reckon().catch(() => {}), { once: true });

  const knowsTheButton = "SubmitEvent" in window && "submitter" in SubmitEvent.prototype;
  form.addEventListener("submit", (event) => {
    // A button with a name asks for something else than to send the comment. What is previewed is
    // sent from the page of the preview: then its receipt ends what is kept.
    if (event.submitter?.name === "preview") keep(stamp.value);
    if (!knowsTheButton || event.submitter?.name) return;
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => {
    if (waits) send();
    else if (!isOnItsWay) tell("");
  });
  window.addEventListener("offline", () => {
    if (!isOnItsWay && !waits) tell(told.dataset.offline);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isOnItsWay = false;
    tell("");
  });
  form.addEventListener("input", () => {
    if (waits) forget(sentKey());
    waits = false;
    keep();
  });
})();
