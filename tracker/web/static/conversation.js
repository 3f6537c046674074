// Words selected in the article are what the next comment is about; they can be typed as well.
(() => {
  "use strict";

  const text = document.querySelector(".claim-context");
  const thread = document.querySelector(".new-thread");
  const quote = thread?.querySelector('[name="quote"]');
  const near = thread?.querySelector('[name="near"]');
  if (!text || !quote || !near) return;

  let chosen = null;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const piece = range.startContainer.parentElement?.closest("[data-start]");
    if (!text.contains(range.commonAncestorContainer) || !piece) return;
    // Code points, as the newsroom counts them, not the browser's halves.
    const before = [...range.startContainer.textContent.slice(0, range.startOffset)].length;
    chosen = { words: selection.toString().trim(), near: Number(piece.dataset.start) + before };
  });
  thread.addEventListener("toggle", () => {
    if (!thread.open || !chosen || quote.value) return;
    quote.value = chosen.words;
    near.value = chosen.near;
  });
})();
