// Passkeys: a form with the class "passkey" asks for options, lets the browser's authenticator answer them, and sends
// the answer as JSON in its field "answer". Without WebAuthn the forms stay hidden, and the pass phrase remains.
"use strict";

const bytes = (text) => {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function understood(options) {
  const known = { ...options, challenge: bytes(options.challenge) };
  if (options.user) known.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) known[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return known;
}

function said(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: {},
  });
}

async function answer(form) {
  const asked = await fetch(form.dataset.options, { method: "POST" });
  if (!asked.ok) throw new Error(asked.statusText);
  const publicKey = understood(await asked.json());
  const does = form.dataset.does;
  return said(does === "create" ? await navigator.credentials.create({ publicKey })
                                : await navigator.credentials.get({ publicKey }));
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form.passkey")) {
    const trouble = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        form.elements.answer.value = await answer(form);
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
}
