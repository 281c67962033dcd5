// Passkeys: asks the server for its question, the browser for the answer, and sends that with the form itself.
// Without script, or without passkeys in the browser, the form stays hidden and a password does the work.
const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(options) {
  const o = { ...options, challenge: bytes(options.challenge) };
  if (o.user) o.user = { ...o.user, id: bytes(o.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) if (o[list]) o[list] = o[list].map((c) => ({ ...c, id: bytes(c.id) }));
  return o;
}

function write(made) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) if (made.response[part]) response[part] = text(made.response[part]);
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.closest("[hidden]").hidden = false;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const says = form.querySelector("[data-says]");
    says.textContent = "";
    for (const copy of form.querySelectorAll("[data-copy]")) copy.value = document.getElementById(copy.dataset.copy)?.value ?? copy.value;
    try {
      const asked = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!asked.ok) throw new Error(asked.statusText);
      const publicKey = read((await asked.json()).publicKey);
      form.elements.credential.value = write(await navigator.credentials[form.dataset.passkey]({ publicKey }));
      form.submit();
    } catch {
      says.textContent = form.dataset.failed;
    }
  });
}
