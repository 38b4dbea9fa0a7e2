/* X.509 certificates (RFC 5280): read strictly, and led to a pinned root with the reason when there is no way.

     leaf ── intermediate ── … ── root       at most four certificates and 64 kB
     └ signs, certifies nobody               every one valid at the moment asked, P-256 or RSA of 3072 bits and more

   What this reader does not know it refuses: any critical extension but two, and constraints on names. */

import { hex, joined, same, sha256, standsAt, unhex } from "./bytes.js";
import { momentOf } from "./cms.js";
import * as der from "./der.js";
import { Refused, unable } from "./verdicts.js";

const MAX_CERTIFICATE = 16_384;
const LONGEST_CHAIN = 4;
const LARGEST_CHAIN = 65_536;
const MOST_TRIED = 64; // issuers that are tried for one certificate
const SMALLEST_RSA = 3072;
const LARGEST_RSA = 8192;

const P256 = unhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
const RSA = unhex("300d06092a864886f70d0101010500");
const ECDSA_SHA256 = unhex("300a06082a8648ce3d040302");
const SIGNATURES = new Map([
  ["300a06082a8648ce3d040302", ["ECDSA", "SHA-256"]],
  ["300a06082a8648ce3d040303", ["ECDSA", "SHA-384"]],
  ["300a06082a8648ce3d040304", ["ECDSA", "SHA-512"]],
  ["300d06092a864886f70d01010b0500", ["RSASSA-PKCS1-v1_5", "SHA-256"]],
  ["300d06092a864886f70d01010c0500", ["RSASSA-PKCS1-v1_5", "SHA-384"]],
  ["300d06092a864886f70d01010d0500", ["RSASSA-PKCS1-v1_5", "SHA-512"]],
]);
const PSS = "06092a864886f70d01010a";
const BASIC_CONSTRAINTS = "0603551d13";
const KEY_USAGE = "0603551d0f";
const NAME_CONSTRAINTS = "0603551d1e";
const KEY_IDENTIFIER = "0603551d0e";
const COMMON_NAME = "0603550403";
const DIGITAL_SIGNATURE = 0x80;
const CONTENT_COMMITMENT = 0x40;
const KEY_CERT_SIGN = 0x04;

/** Return one certificate, read from its DER. */
export async function readCertificate(data) {
  if (data.length > MAX_CERTIFICATE) {
    const facts = { size: data.length, limit: MAX_CERTIFICATE };
    throw new Refused("certificate-too-large", facts, `The certificate has ${data.length} bytes.`);
  }
  try {
    return await read(data);
  } catch (reason) {
    throw reason instanceof der.NotDer ? unreadable(reason.message) : reason;
  }
}

async function read(data) {
  const parts = der.elements(der.contentOf(der.SEQUENCE, data));
  const [signed, signedWith, signatureBits] = parts;
  const [version, serial, algorithm, issuer, validity, subject, spki, ...more] = der.elements(der.contentOf(der.SEQUENCE, signed));
  if (parts.length !== 3 || !spki || !same(version, unhex("a003020102"))) throw unreadable("it is not of version 3");
  const number = der.contentOf(der.INTEGER, serial);
  if (!number.length || number[0] > 127 || number.every((byte) => byte === 0)) throw unreadable("its serial number");
  if (!same(algorithm, signedWith)) throw unreadable("it names two algorithms");
  const bits = der.contentOf(der.BIT_STRING, signatureBits);
  if (bits[0] !== 0) throw unreadable("its signature is not a whole number of bytes");
  const [notBefore, notAfter] = der.elements(der.contentOf(der.SEQUENCE, validity)).map(momentOf);
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter) || notAfter === undefined) throw unreadable("its validity");
  const holder = commonName(subject);
  const [digest, fingerprint] = await Promise.all([sha256(spki), sha256(data)]);
  return {
    der: data,
    signed,
    signature: bits.subarray(1),
    signedWith: hex(signedWith),
    issuer,
    subject,
    serial,
    issuerAndSerial: der.write(der.SEQUENCE, issuer, serial),
    notBefore,
    notAfter,
    holder,
    spki: `sha256:${hex(digest)}`,
    fingerprint,
    ...readKey(spki, holder),
    ...readExtensions(more),
  };
}

/** Return the key's kind and how CMS names its algorithm; one key has one spelling, so that it has one name. */
export function readKey(spki, holder, smallest = SMALLEST_RSA, largest = LARGEST_RSA) {
  if (standsAt(P256, spki, 0) && spki.length === P256.length + 64) return { key: spki, elliptic: true, algorithm: ECDSA_SHA256 };
  const [kind, bits, ...more] = der.elements(der.contentOf(der.SEQUENCE, spki));
  if (!same(kind, RSA) || !bits || more.length) throw notAllowed(holder, "its key is of another kind");
  const content = der.contentOf(der.BIT_STRING, bits);
  if (content[0] !== 0) throw unreadable("its public key is not in the usual form");
  const [modulus, exponent, ...rest] = der.elements(der.contentOf(der.SEQUENCE, content.subarray(1))).map(positive);
  if (!modulus || !exponent || rest.length) throw unreadable("its public key is not in the usual form");
  const size = 8 * modulus.length - Math.clz32(modulus[0]) + 24;
  if (size < smallest || size > largest) throw notAllowed(holder, `its key is RSA of ${size} bits`);
  return { key: spki, elliptic: false, algorithm: RSA };
}

/** Return the bytes of a positive INTEGER without the zero before a high bit. */
function positive(element) {
  const content = der.contentOf(der.INTEGER, element);
  const zero = content[0] === 0 && content.length > 1;
  if (!content.length || content[0] > 127 || (zero && content[1] < 128)) throw new der.NotDer("an INTEGER is not positive");
  return zero ? content.subarray(1) : content;
}

function readExtensions(more) {
  const found = { authority: null, pathLength: Infinity, usage: null, keyIdentifier: null, unknown: null };
  if (!more.length) return found;
  if (more.length !== 1) throw unreadable("it has unique identifiers");
  const seen = new Set();
  for (const extension of der.elements(der.contentOf(der.SEQUENCE, der.contentOf(der.CONTEXT_3, more[0])))) {
    const parts = der.elements(der.contentOf(der.SEQUENCE, extension));
    const oid = hex(parts[0]);
    const critical = parts.length === 3;
    if (critical && !same(parts[1], [der.BOOLEAN, 1, 255])) throw unreadable("an extension is not in its form");
    if (parts.length < 2 || parts.length > 3 || seen.has(oid)) throw unreadable("an extension stands in it twice");
    seen.add(oid);
    readExtension(found, oid, critical, der.contentOf(der.OCTET_STRING, parts.at(-1)));
  }
  return found;
}

function readExtension(found, oid, critical, value) {
  if (oid === BASIC_CONSTRAINTS) {
    const parts = der.elements(der.contentOf(der.SEQUENCE, value));
    found.authority = parts.length > 0 && same(parts[0], [der.BOOLEAN, 1, 255]);
    if (parts.length > (found.authority ? 2 : 0)) throw unreadable("its basic constraints");
    if (parts.length === 2) {
      const length = der.contentOf(der.INTEGER, parts[1]);
      if (length.length !== 1 || length[0] > 127) throw unreadable("its basic constraints");
      [found.pathLength] = length;
    }
  } else if (oid === KEY_USAGE) {
    const bits = der.contentOf(der.BIT_STRING, value);
    if (bits.length < 2) throw unreadable("its key usage");
    [, found.usage] = bits;
  } else if (oid === KEY_IDENTIFIER) {
    found.keyIdentifier = der.contentOf(der.OCTET_STRING, value);
  } else if (critical || oid === NAME_CONSTRAINTS) {
    found.unknown = oid;
  }
}

function commonName(subject) {
  for (const set of der.elements(der.contentOf(der.SEQUENCE, subject))) {
    for (const pair of der.elements(der.contentOf(der.SET, set))) {
      const [type, value] = der.elements(der.contentOf(der.SEQUENCE, pair));
      if (hex(type) === COMMON_NAME) return new TextDecoder().decode(value.subarray(der.element(value, 0, value.length).start));
    }
  }
  return hex(subject).slice(0, 64);
}

const keys = new Map(); // imported keys by algorithm and SPKI, since the seal's is asked for a hundred times

async function imported(certificate, name, hash) {
  const known = `${name} ${hash} ${certificate.spki}`;
  if (!keys.has(known)) {
    if (keys.size > 256) keys.clear();
    const algorithm = name === "ECDSA" ? { name, namedCurve: "P-256" } : { name, hash };
    keys.set(known, crypto.subtle.importKey("spki", certificate.key, algorithm, false, ["verify"]));
  }
  return keys.get(known);
}

/** Tell whether a signature over a message is by the certificate's key. */
async function signs(certificate, name, hash, signature, message) {
  if ((name === "ECDSA") !== certificate.elliptic) return false;
  const raw = name === "ECDSA" ? rawSignature(signature) : signature;
  if (raw === null) return false;
  try {
    const key = await imported(certificate, name, hash);
    return await crypto.subtle.verify({ name, hash }, key, raw, message);
  } catch {
    return false; // a point that is not on the curve, and its like
  }
}

/** Return r and s, 32 bytes each, of an ECDSA signature in DER; null for any other spelling. */
function rawSignature(signature) {
  try {
    const parts = der.elements(der.contentOf(der.SEQUENCE, signature)).map(positive);
    if (parts.length !== 2 || parts.some((part) => part.length > 32)) return null;
    return joined(...parts.flatMap((part) => [new Uint8Array(32 - part.length), part]));
  } catch (reason) {
    if (reason instanceof der.NotDer) return null;
    throw reason;
  }
}

/** Tell whether a key, of a certificate or alone, made a signature with SHA-256 over *message*. */
export const signed = (key, signature, message) =>
  signs(key, key.elliptic ? "ECDSA" : "RSASSA-PKCS1-v1_5", "SHA-256", signature, message);

/** Return quietly iff a signature with SHA-256 over *message* was made by this certificate's key. */
export async function requireSignature(certificate, signature, message) {
  if (await signed(certificate, signature, message)) return;
  const { holder, spki } = certificate;
  throw new Refused("signature-mismatch", { holder, spki }, `The signature does not match under the key of ${holder}.`);
}

/** Return quietly iff a chain leads from *leaf* through *above* to one of *roots*, all good at *at*. */
export async function requireChain(leaf, above, roots, at) {
  const size = [leaf, ...above].reduce((sum, one) => sum + one.der.length, 0);
  if (1 + above.length > LONGEST_CHAIN || size > LARGEST_CHAIN) {
    throw refused("chain-too-large", leaf, {}, `Too many or too large certificates were given for ${leaf.holder}.`);
  }
  requirePerson(leaf);
  requireValid(leaf, at);
  requireKnown(leaf);
  const why = { refusal: null };
  if (!(await leads(leaf, [leaf], above, roots, at, why))) {
    const foreign = () => refused("foreign-root", leaf, {}, `No trusted root stands above the certificate of ${leaf.holder}.`);
    throw why.refusal ?? foreign();
  }
}

/** Tell whether a way leads up from the last of *chain*; keep in *why* the first reason why one does not. */
async function leads(leaf, chain, above, roots, at, why) {
  const below = chain.at(-1);
  if (roots.includes(below) && below !== leaf) return true;
  const issuers = [...roots, ...above].filter((one) => !chain.includes(one) && same(one.subject, below.issuer));
  for (const issuer of issuers.slice(0, MOST_TRIED)) {
    if (chain.length >= LONGEST_CHAIN || !(await issued(issuer, below))) continue;
    try {
      requireAuthority(issuer, leaf, chain.length - 1);
      requireValid(issuer, at);
      requireKnown(issuer);
      if (await leads(leaf, [...chain, issuer], above, roots, at, why)) return true;
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      why.refusal ??= reason;
    }
  }
  return false;
}

async function issued(issuer, certificate) {
  if (certificate.signedWith.includes(PSS)) throw unable("certificates that are signed with RSASSA-PSS");
  const algorithm = SIGNATURES.get(certificate.signedWith);
  return algorithm !== undefined && signs(issuer, ...algorithm, certificate.signature, certificate.signed);
}

function requirePerson(leaf) {
  if (leaf.authority || (leaf.usage & KEY_CERT_SIGN) !== 0) {
    throw refused("leaf-is-authority", leaf, {}, `The certificate of ${leaf.holder} is one of a certification authority.`);
  }
  if ((leaf.usage & (DIGITAL_SIGNATURE | CONTENT_COMMITMENT)) === 0) {
    throw refused("not-for-signing", leaf, {}, `The certificate of ${leaf.holder} was not given for signing.`);
  }
}

function requireAuthority(issuer, leaf, below) {
  if (!issuer.authority) throw refused("acts-as-authority", issuer, {}, `${issuer.holder} has certified somebody, and may not.`);
  if ((issuer.usage & KEY_CERT_SIGN) === 0 || issuer.pathLength < below) throw notInOrder(leaf);
}

function requireValid(certificate, at) {
  const { holder, notBefore, notAfter } = certificate;
  if (at > notAfter) {
    throw refused("certificate-expired", certificate, { not_after: new Date(notAfter) }, `The certificate of ${holder} expired.`);
  }
  if (at < notBefore) {
    const facts = { not_before: new Date(notBefore) };
    throw refused("certificate-not-yet-valid", certificate, facts, `The certificate of ${holder} is not valid yet.`);
  }
}

function requireKnown(certificate) {
  if (certificate.unknown !== null) throw notInOrder(certificate);
}

const refused = (slug, { holder }, facts, message) => new Refused(slug, { holder, ...facts }, message);
const notInOrder = (leaf) => refused("chain-not-valid", leaf, {}, `The chain above ${leaf.holder} is not in order.`);
const unreadable = (why) => new Refused("certificate-unreadable", { reason: why }, `This is no readable certificate: ${why}.`);
const notAllowed = (holder, why) =>
  new Refused("algorithm-not-allowed", { holder, found: why }, `The certificate of ${holder} cannot be used here: ${why}.`);

