/* Bytes as a verifier needs them: joined, compared, hashed, and read from text that has one spelling only. */

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const PIECE = 8192; // how many arguments a call may safely have

/** Return the UTF-8 of a text. */
export const encoded = (text) => new TextEncoder().encode(text);

/** Return the text of UTF-8; throws a TypeError for anything else. */
export const decoded = (data) => STRICT.decode(data);

/** Return a text with one letter a byte, to be searched and cut like one. */
export function latin(data) {
  let text = "";
  for (let at = 0; at < data.length; at += PIECE) text += String.fromCharCode(...data.subarray(at, at + PIECE));
  return text;
}

/** Return the bytes of a text of `latin`. */
export const unlatin = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Return all parts, one after the other. */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Tell whether both are the same bytes. */
export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Tell whether these bytes stand at that place. */
export const standsAt = (part, data, at) => same(part, data.subarray(at, at + part.length));

/** Order bytes as a DER set does. */
export function ordered(one, other) {
  const both = Math.min(one.length, other.length);
  for (let at = 0; at < both; at += 1) if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
}

/** Return the SHA-256, 32 bytes, of all parts together. */
export const sha256 = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", parts.length === 1 ? parts[0] : joined(...parts)));

/** Return bytes in small hexadecimal figures. */
export const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Return the bytes of an even number of hexadecimal figures. */
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Return ``sha256:`` and the figures of a digest, the name of statements, files and keys. */
export const digestOf = async (data) => `sha256:${hex(await sha256(data))}`;

/** Return base64 (RFC 4648 section 4). */
export const base64 = (data) => btoa(latin(data));

/** Return the bytes of base64 in its one spelling, or null. */
export function unbase64(text) {
  try {
    const data = unlatin(atob(text));
    return base64(data) === text ? data : null;
  } catch {
    return null;
  }
}

/** Return a hash as leaves and entries write it: base64url without padding. */
export const hashText = (data) => base64(data).slice(0, -1).replaceAll("+", "-").replaceAll("/", "_");

/** Return the 32 bytes that `hashText` wrote, or null. */
export function unhashText(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  return unbase64(`${text.replaceAll("-", "+").replaceAll("_", "/")}=`);
}
