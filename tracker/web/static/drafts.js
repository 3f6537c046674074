// Saves what stands in a form while it is typed, and offers it again; every form works without it.
(() => {
  "use strict";

  const WAIT = 3000;
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const member = document.getElementById("draft-offer")?.dataset.member;
  const offerTemplate = document.getElementById("draft-offer");
  const noteTemplate = document.getElementById("draft-note");

  // Whoever signs out leaves nothing on the device for the next member.
  document.addEventListener("submit", (event) => {
    if (!event.target.action.endsWith("/sign-out")) return;
    each((key) => localStorage.removeItem(key));
  });

  if (!forms.length || !member || !offerTemplate) return;

  const pathOf = (form) => new URL(form.action, location.href).pathname;
  const keyOf = (form) => `draft:${member}:${pathOf(form)}`;
  const tokenOf = (form) => form.querySelector('[name="csrf_token"]')?.value || "";

  function each(act) {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) act(key);
    } catch {
      // A browser without storage keeps nothing either.
    }
  }

  function read(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrf_token" || typeof value !== "string") continue;
      (fields[name] ||= []).push(value);
    }
    return fields;
  }

  // What a person sees of it: hidden numbers change with every save of the record.
  function seen(form, fields) {
    const hidden = new Set([...form.querySelectorAll('input[type="hidden"]')].map((part) => part.name));
    return JSON.stringify(Object.entries(fields).filter(([name]) => !hidden.has(name)));
  }

  function post(address, form, values) {
    const body = new FormData();
    body.set("csrf_token", tokenOf(form));
    body.set("form", pathOf(form));
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    return fetch(address, { method: "POST", body, credentials: "same-origin" });
  }

  function keepHere(form, fields) {
    try {
      localStorage.setItem(keyOf(form), JSON.stringify({ fields, savedAt: new Date().toISOString() }));
    } catch {
      // Then the page that asks to send again is all there is.
    }
  }

  function forgetHere(form) {
    try {
      localStorage.removeItem(keyOf(form));
    } catch {
      // Nothing was kept.
    }
  }

  function heldHere(form) {
    try {
      return JSON.parse(localStorage.getItem(keyOf(form)) || "null");
    } catch {
      return null;
    }
  }

  function noteOf(form) {
    let note = form.querySelector(":scope > .draft-note");
    if (!note) {
      note = noteTemplate.content.firstElementChild.cloneNode(true);
      form.append(note);
    }
    return note;
  }

  function say(form, what) {
    const note = noteOf(form);
    // Said once and not with every save: a screen reader would never be silent.
    if (note.dataset.said === what) return;
    note.dataset.said = what;
    note.textContent = note.dataset[what];
  }

  async function save(form) {
    if (form.dataset.sent) return;
    const fields = read(form);
    const text = JSON.stringify(fields);
    if (text === form.draftText) return;
    form.draftText = text;
    try {
      const answer = await post("/drafts", form, { fields: text });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      forgetHere(form);
      say(form, "saved");
    } catch {
      keepHere(form, fields);
      say(form, "local");
    }
  }

  function fill(form, fields) {
    for (const part of form.elements) {
      if (!part.name || part.name === "csrf_token" || part.type === "file" || part.type === "submit") continue;
      const values = fields[part.name] || [];
      if (part.type === "checkbox" || part.type === "radio") part.checked = values.includes(part.value);
      else if (part.tagName === "SELECT") for (const option of part.options) option.selected = values.includes(option.value);
      else if (values.length) part.value = values[0];
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function time(moment) {
    const when = new Date(moment);
    const sameDay = when.toDateString() === new Date().toDateString();
    const clock = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return sameDay ? clock : `${when.toLocaleDateString()} ${clock}`;
  }

  function offer(form, draft) {
    if (seen(form, draft.fields) === seen(form, read(form))) {
      forgetHere(form);
      return;
    }
    const box = offerTemplate.content.firstElementChild.cloneNode(true);
    const stamp = box.querySelector("time");
    stamp.dateTime = draft.savedAt;
    stamp.textContent = time(draft.savedAt);
    box.querySelector("[data-restore]").addEventListener("click", () => {
      fill(form, draft.fields);
      box.remove();
      form.closest("details")?.setAttribute("open", "");
      say(form, "restored");
      form.querySelector("textarea, input:not([type=hidden])")?.focus();
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forgetHere(form);
      post("/drafts/discard", form, {}).catch(() => {});
      box.remove();
    });
    const folded = form.closest("details:not([open])");
    if (folded) folded.before(box);
    else form.before(box);
  }

  async function fetchDrafts() {
    const paths = new URLSearchParams(forms.map((form) => ["form", pathOf(form)]));
    try {
      const answer = await fetch(`/drafts?${paths}`, { credentials: "same-origin" });
      return answer.ok && !answer.redirected ? (await answer.json()).drafts : [];
    } catch {
      return [];
    }
  }

  async function begin() {
    const found = await fetchDrafts();
    for (const form of forms) {
      const there = found.find((one) => one.form === pathOf(form));
      const here = heldHere(form);
      const newest = here && (!there || here.savedAt > there.savedAt) ? here : there;
      if (newest) offer(form, newest);
    }
  }

  for (const form of forms) {
    form.draftText = JSON.stringify(read(form));
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(form), WAIT);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  }
  begin();
})();
