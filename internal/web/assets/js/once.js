// A second press on a form that is on its way does nothing: on a slow line people press again, and what they
// wrote would be stored twice. After some seconds they may, for then something is wrong.
const pause = 5000;
let sent = new WeakMap();
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.getAttribute("method") !== "post" || form.hasAttribute("hx-post")) return;
  const now = performance.now();
  if (now - (sent.get(form) ?? -pause) < pause) e.preventDefault();
  else sent.set(form, now);
});
// Whoever comes back to the page by the browser's own button may send it at once.
window.addEventListener("pageshow", () => { sent = new WeakMap(); });
