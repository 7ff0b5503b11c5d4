"use strict";
// Asks the browser for a passkey, and sends what it says with the form; nothing else.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function told(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = text(made.response[name]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const asked = JSON.parse(form.dataset.passkey);
  // Under another name, such as that of this machine by its number, a browser refuses.
  if (location.hostname !== (asked.rpId || asked.rp.id)) continue;
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const one of asked.excludeCredentials || []) one.id = bytes(one.id);
  form.closest("[data-needs-script]").hidden = false;
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const does = asked.user ? "create" : "get";
      const made = await navigator.credentials[does]({ publicKey: asked });
      form.elements.answer.value = JSON.stringify(told(made));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
