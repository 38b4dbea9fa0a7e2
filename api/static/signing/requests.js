/* A request for a certificate (PKCS#10, RFC 2986), made and signed where the key is.

     CertificationRequest: info · ecdsa-with-SHA256 · signature      info: version 0 · subject · public key · no attributes

   The subject is written for people; whoever certifies names the holder by what the register knows. */

import { encoded, joined, unhex } from "../verifier/bytes.js";
import * as der from "../verifier/der.js";

const UTF8_STRING = 0x0c;
const VERSION_0 = unhex("020100");
const ORGANISATION = unhex("060355040a");
const COMMON_NAME = unhex("0603550403");
const ECDSA_SHA256 = unhex("300a06082a8648ce3d040302");

/** Return the request, DER, of a pair of P-256 keys for the subject {name, office}. */
export async function certificationRequest(keys, { name, office }) {
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  const subject = der.write(der.SEQUENCE, named(ORGANISATION, office), named(COMMON_NAME, name));
  const info = der.write(der.SEQUENCE, VERSION_0, subject, spki, der.write(der.CONTEXT_0));
  const raw = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, info));
  const signature = der.write(der.BIT_STRING, [0], derSignature(raw));
  return der.write(der.SEQUENCE, info, ECDSA_SHA256, signature);
}

const named = (type, text) =>
  der.write(der.SET, der.write(der.SEQUENCE, type, der.write(UTF8_STRING, encoded(text))));

/** Return r and s, 32 bytes each, as two INTEGERs (RFC 3279 2.2.3). */
function derSignature(raw) {
  return der.write(der.SEQUENCE, integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
}

function integer(data) {
  const first = data.findIndex((byte) => byte !== 0);
  const shortest = first < 0 ? data.subarray(-1) : data.subarray(first);
  return der.write(der.INTEGER, shortest[0] > 127 ? joined([0], shortest) : shortest);
}
