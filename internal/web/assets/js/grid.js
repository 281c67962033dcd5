// Keys of the fast table. They work only while the focus is in a cell: Enter and arrow keys with Alt go up and down a column,
// Ctrl+Z undoes the last change through the page's own button. A line that comes back stored is the last change from then on.
const lines = document.querySelector(".zi-grid tbody");
if (lines) {
  new MutationObserver((changes) => {
    for (const line of changes.flatMap((c) => [...c.addedNodes])) {
      if (!line.dataset?.undo) continue;
      document.getElementById("undo").action = line.dataset.undo;
      document.querySelector("[data-last]").textContent = line.dataset.stored;
      document.querySelector("[data-undo-button]").hidden = false;
      document.querySelector("[data-putback-button]")?.remove();
    }
  }).observe(lines, { childList: true });
}
document.addEventListener("keydown", (e) => {
  const cell = e.target.closest?.(".zi-grid td, .zi-grid th");
  if (!cell) return;
  const step = e.key === "Enter" || (e.altKey && e.key === "ArrowDown") ? 1 : e.altKey && e.key === "ArrowUp" ? -1 : 0;
  if (step && e.target.matches("select, input:not([type=submit])")) {
    const row = cell.parentElement;
    let next = row;
    do { next = step > 0 ? next.nextElementSibling : next.previousElementSibling; } while (next && !next.cells[cell.cellIndex]?.querySelector("select, input"));
    const target = next?.cells[cell.cellIndex].querySelector("select, input");
    if (target) { e.preventDefault(); target.focus(); }
  }
  if ((e.ctrlKey || e.metaKey) && e.key === "z" && e.target.matches("select")) {
    const undo = document.querySelector("[data-undo-button]");
    if (undo && !undo.hidden) { e.preventDefault(); undo.click(); }
  }
});
