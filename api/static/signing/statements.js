/* A statement is signed only if it says what the page shows: the server may show one thing and ask for another.

     bytes ──canonical──▶ of this registry? by this hand? a stream of its own? the fact, ties and files shown? now?
           ──SHA-256──▶ signed attributes ──hand──▶ 64 bytes

   All is compared, nothing is left out: a field that the page does not show is one too many. The time is the server's
   claim, and held against this device's clock: nobody is to have something signed as of another day. */

import { sha256 } from "../verifier/bytes.js";
import { decode } from "../verifier/canonical.js";
import { signedAttributes } from "./attributes.js";

const LIMITS = { maxSize: 2 ** 20, maxDepth: 8 };
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/;
const ENVELOPE = ["at", "by", "doc", "log", "prev", "re", "seen", "seq", "stream", "text", "typ", "under", "v"];
const PATIENCE = 5 * 60_000; // milliseconds, as Kerberos allows clocks to differ (RFC 4120 section 1.6)

/** What is to be signed is not what is shown; *field* says where. */
export class OtherStatement extends Error {
  constructor(field) {
    super(`the statement differs in ${field}`);
    this.slug = "other-statement";
    this.field = field;
  }
}

/** The time that is claimed is not the one of this device; either clock may be the wrong one. */
export class OtherTime extends Error {
  slug = "other-time";
}

/** Sign a statement with a hand and return the signature, 64 bytes.
 *
 * *expected* is what the page shows: {typ, fact} and, where there are any, {re, doc}: plain JSON. Throws `OtherStatement`, `OtherTime`.
 */
export async function signStatement(hand, statement, expected) {
  const at = requireShown(hand, statement, expected);
  return hand.sign(await signedAttributes([hand.certificate], await sha256(statement), at));
}

/** Return the time that the statement claims, once it says what the page shows. */
export function requireShown(hand, statement, { typ, fact, re = [], doc = [] }) {
  let said;
  try {
    said = plain(decode(statement, LIMITS));
  } catch {
    throw new OtherStatement("its form");
  }
  const own = Object.fromEntries(Object.entries(said).filter(([name]) => !ENVELOPE.includes(name)));
  const fixed = { v: 1, text: "th1", log: hand.origin, by: hand.spki, seq: 0, prev: null, typ, re, doc };
  for (const [name, value] of Object.entries(fixed)) if (!alike(said[name], value)) throw new OtherStatement(name);
  for (const name of new Set([...Object.keys(fact), ...Object.keys(own)])) {
    if (!alike(own[name], fact[name])) throw new OtherStatement(name);
  }
  return requireNow(said.at);
}

/** Return a statement's time, in milliseconds since 1970, once it is about now by this device's clock. */
export function requireNow(at) {
  if (!TIME.test(at)) throw new OtherStatement("at");
  const claimed = Date.parse(at);
  if (!(Math.abs(claimed - Date.now()) <= PATIENCE)) throw new OtherTime();
  return claimed;
}

/** Return maps as plain objects without a prototype. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const object = Object.create(null);
  for (const [name, one] of value) object[name] = plain(one);
  return object;
}

/** Tell whether two JSON values are the same; the order of names says nothing. */
export function alike(one, other) {
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && alike(one[name], other[name]));
}
