// A recipient's passkey: made here and offered, or asked to sign the statement that the office prepared.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (data) =>
  btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const usable = Boolean(globalThis.PublicKeyCredential);
for (const part of document.querySelectorAll(".needs-script")) part.hidden = !usable;
for (const part of document.querySelectorAll(".without-script")) part.hidden = usable;

function put(form, name, value) {
  const field = form.elements.namedItem(name) ?? form.appendChild(document.createElement("input"));
  field.type = "hidden";
  field.name = name;
  field.value = value;
}

async function offer(form, box) {
  const { rp, challenge, user } = box.dataset;
  const name = form.elements.namedItem("name").value;
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: rp, name: rp },
      user: { id: bytes(user), name, displayName: name },
      challenge: bytes(challenge),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    },
  });
  put(form, "spki", text(made.response.getPublicKey()));
  put(form, "credential", text(made.rawId));
  form.submit();
}

async function sign(form, box) {
  const asked = await fetch(box.dataset.sign, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!asked.ok) throw new Error(`the statement was not prepared (${asked.status})`);
  const { statement, challenge, credential, rp } = await asked.json();
  const { response } = await navigator.credentials.get({
    publicKey: {
      rpId: rp,
      challenge: bytes(challenge),
      allowCredentials: [{ type: "public-key", id: bytes(credential) }],
      userVerification: "required",
    },
  });
  put(form, "statement", statement);
  put(form, "authenticator_data", text(response.authenticatorData));
  put(form, "client_data", text(response.clientDataJSON));
  put(form, "signature", text(response.signature));
  form.action = `${box.dataset.sign}ed`;
  form.submit();
}

function listen(button, act) {
  button?.addEventListener("click", async () => {
    const form = button.form;
    const box = button.closest("[data-failed]");
    const state = document.getElementById("passkey-state");
    if (!form.reportValidity()) return;
    button.disabled = true;
    try {
      await act(form, box);
    } catch (reason) {
      state.textContent = `${box.dataset.failed} (${reason.message})`;
      button.disabled = false;
    }
  });
}

listen(document.getElementById("offer"), offer);
listen(document.getElementById("sign"), sign);
