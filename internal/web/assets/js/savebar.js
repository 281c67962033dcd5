// Says at the button whether what you typed is stored. The form saves itself through htmx (hx-post on the form);
// this module only tells when that fails, keeps the text, and tries again.
const bar = () => document.getElementById("savebar");

function say(state) {
  const el = bar();
  if (!el) return;
  const line = el.querySelector("[data-state]");
  el.classList.toggle("zi-savebar--wait", state === "failed");
  if (line && el.dataset[state]) line.textContent = el.dataset[state];
}

// When somebody typed last, and when the form was last sent: an answer to what was
// sent before says nothing of what was typed since.
let typed = 0, sent = 0;
document.addEventListener("input", (e) => {
  const form = e.target.closest("form[data-autosave]");
  if (!form) return;
  typed = performance.now();
  say("typing");
});
document.addEventListener("htmx:before:request", (e) => {
  if (e.target.closest?.("form[data-autosave]")) sent = performance.now();
});

let tries = 0;
document.addEventListener("htmx:error", (e) => {
  const form = e.target.closest?.("form[data-autosave]");
  if (!form) return;
  say("failed");
  tries = Math.min(tries + 1, 6);
  setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), 2000 * 2 ** tries);
});
document.addEventListener("htmx:after:swap", () => {
  tries = 0;
  if (typed > sent) say("typing");
});
