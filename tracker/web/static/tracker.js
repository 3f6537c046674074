// Makes pages quicker to use; every page works without it.
(() => {
  "use strict";

  const root = document.documentElement;

  function isTyping(target) {
    if (target.tagName === "INPUT") return !/^(checkbox|radio|submit|button)$/.test(target.type);
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
  }

  // Light or dark, remembered on this device.
  function prepareTheme() {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const device = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        const next = (root.dataset.theme || device) === "dark" ? "light" : "dark";
        root.dataset.theme = next;
        remember("theme", next);
      });
    }
  }

  // The menu of the masthead shuts when something else is meant.
  function prepareMenus() {
    for (const menu of document.querySelectorAll("[data-more]")) {
      document.addEventListener("click", (event) => {
        if (!menu.contains(event.target)) menu.open = false;
      });
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      menu.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
      });
    }
  }

  function remember(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // The choice then holds for this page only.
    }
  }

  // Single keys get in the way of whoever speaks to the computer, so they can be switched off.
  function prepareSwitch(box) {
    if (!box) return;
    box.checked = root.dataset.keys !== "off";
    box.addEventListener("change", () => {
      root.dataset.keys = box.checked ? "on" : "off";
      remember("keys", root.dataset.keys);
    });
  }

  // The list of keys, and the keys themselves: links and buttons carry data-key="g a".
  function prepareKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog) return;
    prepareSwitch(dialog.querySelector("[data-keys-on]"));
    for (const button of document.querySelectorAll("[data-keys-open]")) {
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
    }
    let before = "";
    let timer = 0;
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendFrom(event.target);
      // Out of a field, so that the keys work again.
      if (event.key === "Escape" && isTyping(event.target) && !dialog.open) event.target.blur();
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (root.dataset.keys === "off") return;
      if (event.key === "?") {
        event.preventDefault();
        if (dialog.open) dialog.close();
        else dialog.showModal();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "/") {
        const search = document.querySelector('input[type="search"]');
        if (search) {
          event.preventDefault();
          search.focus();
          search.select();
        }
        return;
      }
      const typed = before ? `${before} ${event.key}` : event.key;
      clearTimeout(timer);
      before = "";
      const target =
        document.querySelector(`[data-key="${CSS.escape(typed)}"]`) ||
        document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (target) {
        event.preventDefault();
        target.click();
      } else {
        before = event.key.length === 1 ? event.key : "";
        timer = setTimeout(() => (before = ""), 900);
      }
    });
  }

  // Whoever writes in a long form sends it from where they are.
  function sendFrom(field) {
    const form = field.form;
    if (form?.method === "post" && field.tagName !== "BUTTON") form.requestSubmit(form.querySelector(".primary[type=submit]"));
  }

  // What a page says of what was done, or how much it found, is read out: a region that was there before speaks.
  function tell() {
    const place = document.getElementById("told");
    const words = [...document.querySelectorAll("[data-tell]")].map((part) => part.textContent.trim().replace(/\s+/g, " "));
    if (place) setTimeout(() => (place.textContent = words.join(". ")), 200);
  }

  // An error summary takes the focus, so that it is read out and its links are one key away.
  function focusSummary(part) {
    const summary = part.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  // A form that was changed and not sent asks before it is left; a second click sends nothing twice.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]:not([data-leave])");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Drafts of one member are not for the next.
    if (form.action.endsWith("/sign-out")) sessionStorage.clear();
    changed.delete(form);
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) {
      if (form.isConnected) event.preventDefault();
    }
  });

  // Claims in the text and in the list light up together.
  function light(event, on) {
    const part = event.target.closest?.("[data-claim]");
    if (!part) return;
    for (const other of document.querySelectorAll(`[data-claim="${CSS.escape(part.dataset.claim)}"]`)) {
      other.classList.toggle("is-lit", on);
    }
  }
  for (const name of ["mouseover", "focusin"]) {
    document.addEventListener(name, (event) => light(event, true));
  }
  for (const name of ["mouseout", "focusout"]) {
    document.addEventListener(name, (event) => light(event, false));
  }

  function foldNarrow() {
    if (!matchMedia("(max-width: 900px)").matches) return;
    for (const part of document.querySelectorAll(".fold-narrow")) part.open = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    foldNarrow();
    prepareTheme();
    prepareMenus();
    prepareKeys();
    focusSummary(document);
    tell();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    focusSummary(event.target);
    tell();
  });
  // A part of the page that could not be fetched says so instead of staying silent.
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, () => {
      const failed = document.getElementById("failed");
      if (failed) document.getElementById("main").prepend(failed.content.cloneNode(true));
    });
  }
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('input[name="csrf_token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
})();
