// Improves pages that work without it.
(() => {
  "use strict";

  // After a refused form the reader starts at the list of what to correct.
  document.querySelector("[data-focus]")?.focus();

  // A menu left open is closed by Escape.
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A second tap on a slow connection does not send twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // How many characters are left, said once the writer pauses.
  const count = (area) => {
    const words = area.closest("[data-count]")?.dataset;
    if (!words) return;
    let note = area.parentElement.querySelector(".counter");
    if (!note) {
      note = document.createElement("p");
      note.className = "counter hint";
      note.setAttribute("role", "status");
      area.after(note);
    }
    clearTimeout(area.countLater);
    area.countLater = setTimeout(() => {
      const left = area.dataset.longest - area.value.length;
      const many = Math.abs(left).toLocaleString(document.documentElement.lang);
      note.textContent = (left < 0 ? words.over : words.count).replace("{n}", many);
    }, 400);
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-longest]")) count(event.target);
  });
})();
