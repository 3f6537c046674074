// Says who else is looking at the page, every twenty seconds while it is seen.
(() => {
  "use strict";

  const EVERY = 20000;
  const place = document.querySelector("[data-presence]");
  if (!place) return;

  async function ask() {
    if (document.hidden) return;
    const body = new FormData();
    body.set("csrf_token", place.dataset.token);
    try {
      const answer = await fetch(place.dataset.presence, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const { sentence } = await answer.json();
      // Only a change is written, so that only a change is read out.
      if (place.textContent !== sentence) place.textContent = sentence;
    } catch {
      // The next time will do.
    }
  }

  ask();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
