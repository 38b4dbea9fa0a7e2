/* Signing a proposal: what is signed is the very text that stands on the page, or nothing.

     hand opened ──▶ statement asked for ──same as shown?──▶ signed here ──▶ admitted by the register, or refused */

import { unlatin } from "../verifier/bytes.js";
import { HandError, openHand } from "./hand.js";
import { base64url } from "./secrets.js";
import { signStatement } from "./statements.js";

const form = document.getElementById("sign-proposal");
const trouble = document.getElementById("trouble");

/** What the register answered, in its own words. */
class Refused extends Error {}

async function ask(path, body) {
  const headers = { "content-type": "application/json" };
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  } catch (reason) {
    throw new HandError("lost", reason.message);
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw said.detail ? new Refused(said.detail) : new HandError("lost", answer.statusText);
  return said;
}

async function sign(shown) {
  const hand = await openHand(JSON.parse(form.dataset.hand));
  try {
    const { statement } = await ask(`${form.action}/statement`, { key: hand.spki });
    const bytes = unlatin(atob(statement));
    const signature = base64url(await signStatement(hand, bytes, shown));
    return await ask(`${form.action}/signed`, { statement, signature });
  } finally {
    hand.forget();
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  trouble.hidden = true;
  try {
    const { see } = await sign(JSON.parse(document.getElementById("to-be-signed").textContent));
    location.assign(see);
  } catch (reason) {
    const words = JSON.parse(form.dataset.words);
    trouble.textContent = reason instanceof Refused ? reason.message : (words[reason.slug] ?? words.lost);
    trouble.hidden = false;
    button.disabled = false;
  }
});
