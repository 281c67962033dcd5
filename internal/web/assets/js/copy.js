// Copies one field to the clipboard. Without script, or without a clipboard, the button stays hidden and the text can be selected.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const says = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      says.textContent = button.dataset.done;
    } catch {
      says.textContent = button.dataset.failed;
    }
  });
}
