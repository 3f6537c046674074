// Lists that are worked through by keys: j and k go from line to line, x ticks, o opens. Every part works without it.
(() => {
  "use strict";

  const lines = () => [...document.querySelectorAll("[data-lines] > [data-line]")];
  const current = () => document.querySelector("[data-line].is-current");

  function choose(line) {
    for (const other of document.querySelectorAll("[data-line].is-current")) other.classList.remove("is-current");
    if (!line) return;
    line.classList.add("is-current");
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const found = lines();
    if (!found.length) return;
    const here = found.indexOf(current());
    const next = here < 0 ? (by > 0 ? 0 : found.length - 1) : here + by;
    choose(found[Math.min(Math.max(next, 0), found.length - 1)]);
  }

  const ticks = (part = document) => [...part.querySelectorAll('input[type="checkbox"][data-tick]')];

  function count() {
    const all = ticks();
    const ticked = all.filter((box) => box.checked).length;
    for (const place of document.querySelectorAll("[data-ticked]")) place.textContent = ticked;
    for (const box of document.querySelectorAll("[data-tick-page]")) {
      box.checked = ticked > 0 && ticked === all.length;
      box.indeterminate = ticked > 0 && ticked < all.length;
    }
  }

  function tickAll() {
    const on = ticks().some((box) => !box.checked);
    for (const box of ticks()) box.checked = on;
    count();
  }

  // A key that works on what is ticked takes the current line where nothing is.
  function tickCurrent() {
    if (document.querySelector('[data-lines] input[type="checkbox"]:checked')) return;
    const box = current()?.querySelector('input[type="checkbox"]');
    if (box) box.checked = true;
    count();
  }

  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const box = current()?.querySelector('input[type="checkbox"]');
      if (box) box.checked = !box.checked;
      count();
    },
    o: () => current()?.querySelector("[data-open]")?.click(),
    e: () => current()?.querySelector("[data-open]")?.click(),
    v: () => current()?.querySelector("[data-verdict]")?.click(),
  };

  // Caught on the way down, before the keys of the page press a button.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !lines().length) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector("dialog[open]")) return;
    if (event.target.tagName === "INPUT" && event.target.type !== "checkbox") return;
    const button = document.querySelector(`[data-on-ticked][data-key="${CSS.escape(event.key)}"]`);
    if (button) tickCurrent();
    else if (deeds[event.key]) deeds[event.key]();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-tick-all], [data-tick-page]")) tickAll();
    const line = event.target.closest("[data-line]");
    if (line && !line.classList.contains("is-current") && !event.target.closest("a, button, input, label")) choose(line);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-tick]")) count();
  });
  document.addEventListener("DOMContentLoaded", count);
  document.addEventListener("htmx:afterSettle", count);
})();
