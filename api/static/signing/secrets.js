/* The secret of a passkey (WebAuthn extension prf), and what it wraps: a signing key that is kept wrapped elsewhere.

     passkey ── prf(salt) ──▶ 32 bytes ── HKDF-SHA256(salt, "saraban signing key/v1 …") ──▶ AES-256-GCM ──▶ PKCS#8

   The wrapped key is bound to the registry and to its public half: it opens as nothing else. Neither the secret nor
   the key ever leaves this page in the clear. Sources: WebAuthn Level 3 section 10.1.4, RFC 5869, NIST SP 800-38D. */

import { encoded, joined } from "../verifier/bytes.js";

export const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const NONCE = 12; // bytes, in front of what they were used for

/** A hand that cannot sign; *slug* says why. */
export class HandError extends Error {
  constructor(slug, reason = slug) {
    super(reason);
    this.slug = slug;
  }
}

/** Return the bytes of base64url, padded or not. */
export function unbase64url(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

/** Return base64url without padding. */
export function base64url(data) {
  const letters = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Ask a passkey for its secret under *salt*; its owner is asked for a finger or a PIN. Throws `HandError`. */
export async function secretOf(rp, credential, salt) {
  if (!globalThis.PublicKeyCredential || !navigator.credentials) throw new HandError("webauthn-missing");
  const publicKey = {
    rpId: rp,
    challenge: crypto.getRandomValues(new Uint8Array(32)), // nobody looks at the assertion: only the secret is of use
    allowCredentials: [{ type: "public-key", id: credential }],
    userVerification: "required",
    extensions: { prf: { eval: { first: salt } } },
  };
  let answer;
  try {
    answer = await navigator.credentials.get({ publicKey });
  } catch (reason) {
    throw new HandError("passkey-refused", reason.message);
  }
  const secret = answer?.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new HandError("prf-missing");
  return new Uint8Array(secret);
}

/** Return the key that wraps and unwraps; *secret* is wiped. */
async function wrapping(secret, salt, origin, spki) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  secret.fill(0);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: named(origin, spki) };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

const named = (origin, spki) => encoded(`saraban signing key/v1\n${origin}\n${spki}`);
const sealed = (nonce, origin, spki) => ({ name: "AES-GCM", iv: nonce, additionalData: named(origin, spki) });

/** Return a private key wrapped: the nonce, and behind it the ciphertext with its tag. */
export async function wrapped(key, secret, salt, { origin, spki }) {
  const by = await wrapping(secret, salt, origin, spki);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  return joined(nonce, new Uint8Array(await crypto.subtle.wrapKey("pkcs8", key, by, sealed(nonce, origin, spki))));
}

/** Return the private key, which signs and cannot be read. Throws `HandError` where it is not in what was given. */
export async function unwrapped(data, secret, salt, { origin, spki }) {
  const by = await wrapping(secret, salt, origin, spki);
  const [nonce, rest] = [data.subarray(0, NONCE), data.subarray(NONCE)];
  try {
    return await crypto.subtle.unwrapKey("pkcs8", rest, by, sealed(nonce, origin, spki), ECDSA, false, ["sign"]);
  } catch (reason) {
    throw new HandError("key-not-here", reason.message);
  }
}
