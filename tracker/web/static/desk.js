// The article desk: cards beside their claims, keys, and claims added by selecting. Every part works without it.
(() => {
  "use strict";

  const wide = matchMedia("(min-width: 1041px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const gap = 8;
  // What asks for something before it is done; its first field takes the focus.
  const ASKS = ".decline, .moves details, .new-thread, .thread-actions details";

  const all = (selector, part = document) => [...part.querySelectorAll(selector)];
  const desk = () => document.querySelector("[data-desk]");
  const cards = () => all("[data-cards] > .claim-card");
  const current = () => document.querySelector(".claim-card.is-current");

  // Cards stand at the height of their claim; the current one exactly, the others make room for it.
  function lay() {
    const list = document.querySelector("[data-cards]");
    // In another order than that of the text, cards stand one below the other.
    if (!list || "listed" in list.dataset) return;
    list.classList.toggle("is-laid", wide.matches);
    if (!wide.matches) {
      for (const card of cards()) card.style.removeProperty("transform");
      list.style.removeProperty("min-height");
      return;
    }
    const top = list.getBoundingClientRect().top;
    const places = cards().map((card) => {
      const place = document.getElementById(`place-${card.dataset.claim}`);
      const wanted = place ? place.getBoundingClientRect().top - top - 10 : 0;
      return { card, height: card.offsetHeight, y: Math.max(0, wanted) };
    });
    const fixed = Math.max(0, places.findIndex(({ card }) => card === current()));
    for (let n = fixed - 1; n >= 0; n -= 1) {
      places[n].y = Math.min(places[n].y, places[n + 1].y - places[n].height - gap);
    }
    // Cards that were pushed out at the top push everything down again.
    const overshoot = places.length ? Math.min(0, places[0].y) : 0;
    let floor = -Infinity;
    for (const place of places) {
      place.y = Math.max(place.y - (places.indexOf(place) <= fixed ? overshoot : 0), floor);
      floor = place.y + place.height + gap;
      place.card.style.setProperty("transform", `translateY(${Math.round(place.y)}px)`);
    }
    list.style.setProperty("min-height", `${Math.max(0, floor)}px`);
    // Cards slide when something changes, not into their first place.
    requestAnimationFrame(() => list.classList.add("is-sliding"));
  }

  // The current claim is marked in text, rail and cards, and its buttons take the keys a, d and e.
  function choose(id, { scroll = false, sheet = false } = {}) {
    for (const part of all(".is-current[data-claim]")) part.classList.remove("is-current");
    for (const part of all(".is-sheet")) part.classList.remove("is-sheet");
    for (const part of all("[data-act]")) part.removeAttribute("data-key");
    const card = id && document.getElementById(`claim-${id}`);
    if (card) {
      for (const part of all(`[data-claim="${CSS.escape(id)}"]`)) part.classList.add("is-current");
      for (const part of all("[data-act]", card)) part.dataset.key = part.dataset.act;
      card.classList.toggle("is-sheet", sheet && !wide.matches);
      const address = new URL(location.href);
      address.searchParams.set("claim", id);
      address.hash = "";
      history.replaceState(null, "", address);
    }
    const stands = cards().indexOf(card);
    if (stands >= 0) place = stands;
    lay();
    const number = document.getElementById(`place-${id}`);
    if (scroll && number) number.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  // A card that was declined leaves the list; then its neighbours are the next and the previous one.
  let place = -1;

  function step(by) {
    const found = cards();
    if (!found.length) return;
    const here = found.indexOf(current());
    const gone = by > 0 ? Math.max(place, 0) : place < 0 ? found.length - 1 : place - 1;
    const next = here < 0 ? gone : here + by;
    const card = found[Math.min(Math.max(next, 0), found.length - 1)];
    choose(card.dataset.claim, { scroll: true, sheet: true });
    card.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (!desk()) return;
    const stepper = event.target.closest("[data-step]");
    const mark = event.target.closest("[data-text] [data-claim]");
    const card = event.target.closest(".claim-card");
    if (stepper) {
      step(Number(stepper.dataset.step));
    } else if (event.target.closest("[data-close]")) {
      event.preventDefault();
      choose(null);
    } else if (mark && getSelection().isCollapsed) {
      if (mark.matches("a")) event.preventDefault();
      choose(mark.dataset.claim, { sheet: true });
    } else if (card && !card.classList.contains("is-current")) {
      choose(card.dataset.claim);
    }
  });

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.("[data-cards] > .claim-card");
    // A press of the mouse focuses too, and a card that moved under it would lose the click.
    const byKeyboard = event.target.matches(":focus-visible");
    if (card && byKeyboard && wide.matches && !card.classList.contains("is-current")) choose(card.dataset.claim);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // What was opened last is shut first.
    const opened = event.target.closest?.(`:is(${ASKS})[open]`);
    if (opened) {
      opened.open = false;
      opened.querySelector("summary").focus();
    } else if (document.querySelector(".is-sheet")) {
      choose(null);
    }
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(ASKS)) return;
    lay();
    if (event.target.open) event.target.querySelector("select, textarea")?.focus();
  }, true);

  // Offsets are counted in code points; browsers count UTF-16 units, and numbers in the text not at all.
  function offset(piece, node, units, whole) {
    const start = Number(piece.dataset.start);
    if (piece.dataset.width) return start + (whole ? Number(piece.dataset.width) : 0);
    const text = piece.textContent;
    const inside = piece.contains(node) && node.nodeType === Node.TEXT_NODE;
    return start + [...(inside ? text.slice(0, units) : whole ? text : "")].length;
  }

  function selected() {
    const selection = getSelection();
    const text = document.querySelector("[data-text]");
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const pieces = all("[data-start]", text).filter((piece) => range.intersectsNode(piece));
    if (!pieces.length) return null;
    const start = offset(pieces[0], range.startContainer, range.startOffset, false);
    const end = offset(pieces[pieces.length - 1], range.endContainer, range.endOffset, true);
    return start < end ? { start, end, range } : null;
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const button of all("[data-select]")) button.disabled = !selected();
      const offer = document.querySelector(".selection-offer");
      if (!offer) return;
      const found = selected();
      const address = desk()?.dataset.newClaim;
      offer.hidden = !found || !address;
      if (offer.hidden) return;
      offer.href = `${address}?start=${found.start}&end=${found.end}`;
      const boxes = found.range.getClientRects();
      const box = boxes[boxes.length - 1];
      const left = Math.min(Math.max(8, box.right - 60), document.documentElement.clientWidth - 150);
      offer.style.setProperty("left", `${left + scrollX}px`);
      offer.style.setProperty("top", `${box.bottom + scrollY + 10}px`);
    }, 120);
  });

  // On the page of boundaries: take what is selected as what is said, how, or by whom.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-select]");
    const found = button && selected();
    if (!found) return;
    const field = button.form.elements[button.dataset.select];
    const piece = `${found.start}-${found.end}`;
    field.value = button.dataset.adds && field.value ? `${field.value},${piece}` : piece;
    button.form.requestSubmit();
  });

  // Speakers are looked up while their name is typed.
  let typing = 0;
  document.addEventListener("input", (event) => {
    const address = event.target.dataset.suggest;
    if (!address) return;
    clearTimeout(typing);
    typing = setTimeout(async () => {
      const answer = await fetch(`${address}?q=${encodeURIComponent(event.target.value)}`);
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      event.target.list?.replaceChildren(...found.querySelectorAll("option"));
    }, 150);
  });

  function start({ scroll = false } = {}) {
    if (!desk()) return;
    const asked = /^#claim-(\d+)$/.exec(location.hash)?.[1];
    choose(asked || current()?.dataset.claim, { scroll: scroll || Boolean(asked) });
    document.fonts?.ready.then(lay);
  }

  document.addEventListener("DOMContentLoaded", () => start({ scroll: true }));
  document.addEventListener("htmx:afterSettle", () => {
    start();
    // The button that was pressed is gone; whoever works with keys goes on from the card,
    // and where that was declined and folded away, from the one after it.
    if (cards().includes(current())) current().focus({ preventScroll: true });
    else if (desk() && place >= 0) step(1);
  });
  addEventListener("resize", lay);
  wide.addEventListener("change", lay);
})();
