/* Making one's signing key: a passkey of its own, a P-256 key, the request for its certificate, and the key wrapped.

     passkey made ──prf?──▶ its secret ──▶ key made, request signed, key wrapped ──▶ sent once

   What is sent opens nothing without the passkey. Without a secret nothing is made at all, and the page says so. */

import { digestOf } from "../verifier/bytes.js";
import { certificationRequest } from "./requests.js";
import { base64url, ECDSA, HandError, secretOf, unbase64url, wrapped } from "./secrets.js";

const form = document.getElementById("make-key");
const trouble = document.getElementById("trouble");

/** Make a passkey for signing; it has to have a secret. */
async function passkey(options) {
  const publicKey = {
    ...options,
    challenge: unbase64url(options.challenge),
    user: { ...options.user, id: unbase64url(options.user.id) },
    excludeCredentials: [],
    extensions: { prf: {} },
  };
  let made;
  try {
    made = await navigator.credentials.create({ publicKey });
  } catch (reason) {
    throw new HandError("passkey-refused", reason.message);
  }
  if (made.getClientExtensionResults().prf?.enabled !== true) throw new HandError("prf-missing");
  return made;
}

function answerOf(made) {
  const { clientDataJSON, attestationObject } = made.response;
  const response = { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject) };
  return JSON.stringify({ id: made.id, rawId: base64url(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

async function make() {
  const asked = await fetch(form.dataset.options, { method: "POST" });
  if (!asked.ok) throw new HandError("lost", asked.statusText);
  const options = await asked.json();
  const made = await passkey(options);
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const secret = await secretOf(options.rp.id, new Uint8Array(made.rawId), salt);
  const keys = await crypto.subtle.generateKey(ECDSA, true, ["sign"]);
  const spki = await digestOf(new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey)));
  const request = await certificationRequest(keys, form.dataset);
  const kept = await wrapped(keys.privateKey, secret, salt, { origin: form.dataset.origin, spki });
  return { answer: answerOf(made), salt: base64url(salt), wrapped: base64url(kept), request: base64url(request) };
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  trouble.hidden = true;
  try {
    if (!globalThis.PublicKeyCredential) throw new HandError("webauthn-missing");
    for (const [name, value] of Object.entries(await make())) form.elements[name].value = value;
    form.submit();
  } catch (reason) {
    const words = JSON.parse(form.dataset.words);
    trouble.textContent = words[reason.slug] ?? words.lost;
    trouble.hidden = false;
    button.disabled = false;
  }
});
