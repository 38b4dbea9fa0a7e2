/* Recipients who answered without a key of two registrars: by a passkey (WebAuthn level 3), or through their link.

     statement ─▶ challenge = SHA-256(domain tag ‖ statement) ─▶ clientDataJSON ─▶ SHA-256 ─┐
     SHA-256(rp id) ‖ flags ‖ counter ─▶ authenticatorData ─────────────────────────────────┴─▶ signature

   Neither shows who the person is: the verdict is *cannot tell* where everything is in order, and says whose word it is. */

import { base64, decoded, digestOf, encoded, joined, same, sha256, unbase64 } from "./bytes.js";
import { decode } from "./canonical.js";
import { readKey, signed } from "./certificates.js";
import { NotDer } from "./der.js";
import { explained, Refused, unshown, untold } from "./verdicts.js";

const EVIDENCE = { maxSize: 8192, maxDepth: 1 };
const LARGEST_CLIENT_DATA = 2048;
const LARGEST_KEY = 1024;
const RSA_BITS = [2048, 4096];
const AUTHENTICATOR_DATA = 37; // of the relying party 32, flags, counter
const PRESENT_AND_VERIFIED = 0x05;
const MORE = 0xc0; // attested data or extensions, which a signature does not have
const RP = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const LONGEST_RP = 253;
const ORIGIN = /^(https?):\/\/([a-z0-9.-]+)(?::[0-9]{1,5})?$/;

/** Recipients' passkeys, learnt in the order of the log; that the seal says so is verified elsewhere. */
export class Passkeys {
  #known = new Map();

  learn({ said: { name, fields, digest, member } }) {
    const spki = fields.digest("spki");
    if (name === "passkey.offered.v1") {
      const [officer, holder, addressee, rp] = ["officer", "name", "addressee", "rp"].map((one) => fields.text(one));
      this.#known.set(spki, { offered: digest, officer, name: holder, addressee, rp, confirmed: null });
      return;
    }
    const known = this.#known.get(spki);
    const offered = fields.digest("offered");
    if (!known || known.offered !== offered || known.confirmed !== null) {
      const message = `${member} confirms a passkey that the bundle does not show as offered.`;
      throw unshown("passkey-not-offered", { member }, message);
    }
    known.confirmed = digest;
  }

  /** Return that nobody but the registry says whose passkey signed an answer, or refuse. */
  async require({ said, evidence }, addressee, spki) {
    const { by, under, member, fields, data } = said;
    const known = this.#known.get(by);
    if (!known || known.confirmed === null || under !== known.confirmed) {
      const message = `The bundle does not show that the passkey ${by}, which signed ${member}, was confirmed.`;
      throw unshown("passkey-not-shown", { key: by, member }, message);
    }
    const { name, rp, officer } = known;
    if (officer !== fields.text("officer") || known.addressee !== addressee) {
      const message = `${member} is signed by ${name}, who does not answer for ${addressee}.`;
      throw unshown("not-the-recipient", { member, name, addressee }, message);
    }
    await explained(
      () => requireAssertion(evidence, data, spki, rp),
      (reason, why) => unshown("signature-not-good", { member, reason }, `The signature of ${member}: ${why}`),
    );
    const message = `A passkey of ${rp} signed exactly these bytes; that it is ${name}'s, a clerk of the registry says.`;
    return untold("answered-by-passkey", { rp, name, addressee }, message);
  }
}

/** Return that nobody but the registry says that an answer came through the addressee's link. */
export function answeredByLink({ said: { fields } }, addressee) {
  const name = fields.text("name");
  const message = `It came through the link of ${addressee}, under the name of ${name}; only the seal says so.`;
  return untold("answered-by-link", { addressee, name }, message);
}

/** Refuse evidence that is not the signature of a statement by that key, for pages of the relying party *rp*. */
export async function requireAssertion(evidence, statement, spki, rp) {
  const [authenticator, client, signature] = readEvidence(evidence);
  if (rp.length > LONGEST_RP || !RP.test(rp)) throw refused("passkey-rp", "It names no host.", { rp: rp.slice(0, 80) });
  await requireAuthenticator(authenticator, rp);
  await requireClient(client, statement, rp);
  const message = joined(authenticator, await sha256(client));
  if (!(await signed(await readPasskey(spki), signature, message))) {
    throw refused("passkey-signature", "The passkey's signature does not hold.");
  }
}

function readEvidence(evidence) {
  let fields;
  try {
    fields = decode(evidence, EVIDENCE);
  } catch {
    throw unreadable();
  }
  const values = [...fields.values()].map(unbase64url);
  if ([...fields.keys()].join() !== "authenticatorData,clientDataJSON,signature" || values.includes(null)) throw unreadable();
  return values;
}

async function readPasskey(spki) {
  const wrong = refused("passkey-key", "The passkey's key is neither P-256 nor RSA of 2048 to 4096 bits.");
  if (spki.length > LARGEST_KEY) throw wrong;
  try {
    return { ...readKey(spki, "", ...RSA_BITS), spki: await digestOf(spki) };
  } catch (reason) {
    throw reason instanceof NotDer || reason instanceof Refused ? wrong : reason;
  }
}

/** Require the relying party, and that the person was there and was verified (section 6.1). */
async function requireAuthenticator(data, rp) {
  if (!same(data.subarray(0, 32), await sha256(encoded(rp)))) throw otherSite(rp);
  if (data.length !== AUTHENTICATOR_DATA || data[32] & MORE) throw unreadable();
  if ((data[32] & PRESENT_AND_VERIFIED) !== PRESENT_AND_VERIFIED) {
    throw refused("passkey-not-verified", "The device did not verify who used the passkey.");
  }
}

/** Require that a browser asked for this very statement, on a page of the relying party's own (section 5.8.1). */
async function requireClient(data, statement, rp) {
  const client = readClient(data);
  const get = (name) => (Object.hasOwn(client, name) ? client[name] : undefined);
  const asked = unbase64url(get("challenge"));
  const [, scheme, host] = ORIGIN.exec(String(get("origin"))) ?? [];
  if (asked === null || typeof get("type") !== "string") throw unreadable();
  if (get("type") !== "webauthn.get") throw refused("passkey-other-use", "The passkey was asked for something else.");
  if (!same(asked, await sha256(encoded("saraban-webauthn/v1\n"), statement))) {
    throw refused("passkey-other-statement", "The passkey signed another statement.");
  }
  const safe = scheme === "https" || (scheme === "http" && host === "localhost");
  if (!safe || (host !== rp && !host.endsWith(`.${rp}`))) throw otherSite(rp);
  const crossed = Object.hasOwn(client, "crossOrigin") && client.crossOrigin !== false;
  if (crossed || Object.hasOwn(client, "topOrigin")) {
    throw refused("passkey-framed", "The passkey was used in a page inside another site's page.");
  }
}

function readClient(data) {
  try {
    const client = data.length <= LARGEST_CLIENT_DATA ? JSON.parse(decoded(data)) : null;
    if (client !== null && typeof client === "object") return client;
  } catch {
    // said below
  }
  throw unreadable();
}

/** Return the bytes of base64url without padding, in its one spelling, or null. */
function unbase64url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  const data = unbase64(plain + "=".repeat((4 - (plain.length % 4)) % 4));
  return data && base64(data).replaceAll("=", "") === plain ? data : null;
}

const refused = (slug, message, facts = {}) => new Refused(slug, facts, message);
const unreadable = () => refused("passkey-evidence", "The passkey's evidence cannot be read.");
const otherSite = (rp) => refused("passkey-of-another-site", `The passkey signed for another site than ${rp}.`, { rp });
