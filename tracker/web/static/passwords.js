/* One button a form that shows what is typed into its password fields, and hides it again. */
"use strict";

document.querySelectorAll("[data-reveal]").forEach((button) => {
  const form = button.closest("form");
  const fields = form.querySelectorAll("input[type=password]");
  const show = (shown) => {
    fields.forEach((field) => { field.type = shown ? "text" : "password"; });
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  // What is sent, and what the browser offers to keep, must be a password again.
  form.addEventListener("submit", () => show(false));
});
