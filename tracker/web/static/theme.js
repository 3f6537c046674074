// Runs before the page is painted: what was chosen on this device, so that nothing flashes.
(() => {
  const root = document.documentElement;
  root.classList.remove("no-script");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
    root.dataset.keys = localStorage.getItem("keys") || "on";
  } catch {
    // Storage may be forbidden; the device's preference then decides.
  }
})();
