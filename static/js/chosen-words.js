// Words chosen in a section's text, in one paragraph or over several, can be commented on.
(() => {
  "use strict";

  const SHORTEST = 3;
  const LONGEST = 1000;
  const HIDE_AFTER_MS = 500;
  const BLOCKS = ".law-block[id]";
  const PARAGRAPH = `.law-list li[id], ${BLOCKS}`;
  const BESIDE = ".paragraph-note, .law-address";
  const APART = "p, li, dt, dd, td, th, div";
  const offer = document.querySelector(".comment-on-words");
  if (!offer) return;

  const partOf = (node, range) => {
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    return node.data.slice(from, to);
  };
  const textsIn = function* (block, range) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (range.intersectsNode(node) && !node.parentElement.closest(BESIDE)) yield node;
    }
  };

  // Paragraphs with the words that are chosen in each; nothing of what stands beside the text.
  const wordsIn = (range) => {
    const found = new Map();
    let before = null;
    for (const block of document.querySelectorAll(BLOCKS)) {
      for (const node of range.intersectsNode(block) ? textsIn(block, range) : []) {
        const paragraph = node.parentElement.closest(PARAGRAPH);
        const holder = node.parentElement.closest(APART);
        const gap = holder === before ? "" : " ";
        before = holder;
        found.set(paragraph, (found.get(paragraph) ?? "") + gap + partOf(node, range));
      }
    }
    return [...found].map(([paragraph, words]) => [paragraph, words.replace(/\s+/g, " ").trim()]).filter(([, words]) => words);
  };
  const allOf = (paragraph) => {
    const whole = document.createRange();
    whole.selectNodeContents(paragraph);
    return new Map(wordsIn(whole)).get(paragraph);
  };
  // The whole of a paragraph needs no words; null where nothing is chosen, or too much.
  const chosen = () => {
    const selection = document.getSelection();
    const parts = selection.isCollapsed ? [] : wordsIn(selection.getRangeAt(0));
    if (!parts.length) return null;
    const [[paragraph, words]] = parts;
    const isWhole = parts.length === 1 && words === allOf(paragraph);
    const all = parts.map((part) => part[1]).join("\n");
    if (all.length < SHORTEST || (!isWhole && all.length > LONGEST)) return null;
    return { paragraph: paragraph.id.slice(2), words: isWhole ? "" : all };
  };

  // In the form: the words go into its fields.
  const form = document.querySelector("form[data-words]");
  const fill = ({ paragraph, words }) => {
    form.elements.paragraph.value = paragraph;
    form.elements.quote.value = words;
    form.elements.quote.closest("details").open = true;
    form.elements.quote.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.paragraph.focus();
    offer.hidden = true;
  };

  let place = null;
  let later = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(later);
    const now = chosen();
    if (!now) {
      // A tap takes the selection away before it presses the button.
      later = setTimeout(() => (offer.hidden = true), HIDE_AFTER_MS);
      return;
    }
    place = now;
    offer.hidden = false;
    const link = offer.querySelector("a");
    if (link) link.href = `${offer.dataset.form}?${new URLSearchParams(place)}`;
  });
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.querySelector("button")?.addEventListener("click", () => fill(place));
})();
