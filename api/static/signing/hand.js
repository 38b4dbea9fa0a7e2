/* An official's hand: the signing key, unwrapped by the passkey on the official's own device for as long as it is open.

     const hand = await openHand(JSON.parse(element.dataset.hand));   a finger or a PIN is asked for here
     const raw = await hand.sign(bytes);                              64 bytes: r and s of ECDSA P-256 with SHA-256
     hand.forget();

   What is given: {rp, origin, spki, credential, salt, wrapped, certificate, chain}, bytes as base64url. A key that does not
   fit its certificate is refused before anything is signed. */

import { readCertificate } from "../verifier/certificates.js";
import { HandError, secretOf, unbase64url, unwrapped } from "./secrets.js";

export { HandError };

const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** One key, as long as it is open. */
class Hand {
  #key;

  constructor(key, given, certificate, chain) {
    this.#key = key;
    this.origin = given.origin;
    this.spki = given.spki;
    this.certificate = certificate;
    this.chain = chain;
  }

  /** Return the signature of *data*, 64 bytes r and s. */
  async sign(data) {
    if (this.#key === null) throw new HandError("key-not-here", "the hand was closed");
    return new Uint8Array(await crypto.subtle.sign(SIGNING, this.#key, data));
  }

  /** Let nothing more be signed. */
  forget() {
    this.#key = null;
  }
}

/** Ask the passkey and return the `Hand`.
 *
 * Throws `HandError`: `webauthn-missing`, `passkey-refused`, `prf-missing`, or `key-not-here` where what was kept does not
 * open, or is not the key of the certificate.
 */
export async function openHand(given) {
  const [certificate, ...chain] = [given.certificate, ...given.chain].map(unbase64url);
  const salt = unbase64url(given.salt);
  const secret = await secretOf(given.rp, unbase64url(given.credential), salt);
  const key = await unwrapped(unbase64url(given.wrapped), secret, salt, given);
  await requireFitting(key, certificate, given.spki);
  return new Hand(key, given, certificate, chain);
}

async function requireFitting(key, data, spki) {
  let fits = false;
  try {
    const certificate = await readCertificate(data);
    const known = await crypto.subtle.importKey("spki", certificate.key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const tried = crypto.getRandomValues(new Uint8Array(32));
    const signature = await crypto.subtle.sign(SIGNING, key, tried);
    fits = certificate.spki === spki && (await crypto.subtle.verify(SIGNING, known, signature, tried));
  } catch (reason) {
    throw new HandError("key-not-here", reason.message);
  }
  if (!fits) throw new HandError("key-not-here", "the certificate is another key's");
}
