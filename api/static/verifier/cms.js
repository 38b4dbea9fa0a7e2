/* One signer's detached CMS SignedData (RFC 5652 section 5), and what CAdES-B signs in it (ETSI EN 319 122-1).

     ContentInfo → SignedData: version · {SHA-256} · id-data without content
       [0] certificates   taken out before anything is verified, in one way that could be put back
       {SignerInfo}       version · who · SHA-256 · [0] signed attributes · algorithm · signature

   The signature covers the signed attributes only, written as a SET. So everything around them has one accepted form:
   one signer, no CRLs, no unsigned attributes; the parameters of SHA-256 alone may be absent or NULL (RFC 5754 section 2). */

import { hex, joined, ordered, same, standsAt, unhex } from "./bytes.js";
import * as der from "./der.js";
import { Refused } from "./verdicts.js";

const MAX_SIZE = 16_384;
const MAX_SIZE_WITH_CERTIFICATES = 98_304;
const MAX_ATTRIBUTES = 16;
const KEY_IDENTIFIER = 0x80;

const SIGNED_DATA = unhex("06092a864886f70d010702");
const DATA = unhex("06092a864886f70d010701");
const SHA256 = unhex("300b0609608648016503040201");
const DIGEST_ALGORITHMS = [SHA256, unhex("300d06096086480165030402010500")];
const VERSION_1 = unhex("020101");
const VERSION_3 = unhex("020103");
const DETACHED = der.write(der.SEQUENCE, DATA);

const CONTENT_TYPE = "06092a864886f70d010903";
const MESSAGE_DIGEST = "06092a864886f70d010904";
const SIGNING_TIME = "06092a864886f70d010905";
const SIGNING_CERTIFICATE_V2 = "060b2a864886f70d010910022f";

/** Take certificates out: return [CMS without them, the certificates as DER]. */
export function withoutCertificates(cms) {
  const { head, inside, infos } = strictly(() => split(cms, MAX_SIZE_WITH_CERTIFICATES));
  if (inside === null) return [cms, []];
  const certificates = strictly(() => der.elements(inside));
  const sorted = certificates.every((one, at) => at === 0 || ordered(certificates[at - 1], one) < 0);
  if (!certificates.length || !sorted || certificates.some((one) => one[0] !== der.SEQUENCE)) {
    throw malformed("the certificates inside are not a sorted set of X.509 certificates");
  }
  return [contentInfo(head, infos), certificates];
}

/** Return the CMS of one signer, named by issuer and serial number, as this registry writes it. */
export function assemble(identifier, attributes, algorithm, signature) {
  const signed = [der.write(der.CONTEXT_0, attributes), algorithm, der.write(der.OCTET_STRING, signature)];
  const info = der.write(der.SEQUENCE, VERSION_1, identifier, SHA256, ...signed);
  return contentInfo(VERSION_1, der.write(der.SET, SHA256), DETACHED, der.write(der.SET, info));
}

const contentInfo = (...signedData) =>
  der.write(der.SEQUENCE, SIGNED_DATA, der.write(der.CONTEXT_0, der.write(der.SEQUENCE, ...signedData)));

function split(cms, limit) {
  if (cms.length > limit) {
    const facts = { size: cms.length, limit };
    throw new Refused("cms-too-large", facts, `The signature has ${cms.length} bytes; ${limit} are the most.`);
  }
  const outer = der.only(der.SEQUENCE, cms);
  if (!standsAt(SIGNED_DATA, cms, outer.start)) throw malformed("it is not SignedData");
  const wrapped = der.only(der.CONTEXT_0, cms, outer.start + SIGNED_DATA.length, outer.stop);
  const { start, stop } = der.only(der.SEQUENCE, cms, wrapped.start, wrapped.stop);
  const algorithms = der.expect(der.SET, cms, start + VERSION_1.length, stop).stop;
  if (!standsAt(DETACHED, cms, algorithms)) throw malformed("the document is inside it, or is not plain data");
  const head = algorithms + DETACHED.length;
  let [inside, at] = [null, head];
  if (cms[at] === der.CONTEXT_0) {
    const found = der.expect(der.CONTEXT_0, cms, at, stop);
    [inside, at] = [cms.subarray(found.start, found.stop), found.stop];
  }
  der.only(der.SET, cms, at, stop);
  return { head: cms.subarray(start, head), inside, infos: cms.subarray(at, stop) };
}

/** Return the signer's parts of a CMS without certificates; *attributes* is the content of [0]. */
export function readSigner(cms) {
  return strictly(() => {
    const { head, inside, infos } = split(cms, MAX_SIZE);
    if (inside !== null) throw malformed("certificates stand inside it");
    const parts = der.elements(der.contentOf(der.SEQUENCE, der.contentOf(der.SET, infos)));
    if (parts.length !== 6) throw malformed("the signer's part has something missing or unsigned attributes");
    const [version, identifier, digest, attributes, algorithm, signature] = parts;
    const fits = (one) => same(head, joined(version, der.write(der.SET, one), DETACHED));
    if (!DIGEST_ALGORITHMS.some((one) => same(one, digest))) throw malformed("its digest is not SHA-256");
    if (!DIGEST_ALGORITHMS.some(fits)) throw malformed("its version or digest algorithms do not fit its signer");
    const kept = der.contentOf(der.CONTEXT_0, attributes);
    return { version, identifier, attributes: kept, algorithm, signature: der.contentOf(der.OCTET_STRING, signature) };
  });
}

/** Return {signature, message} of CAdES-B over content of this SHA-256: all but the signature value is checked. */
export function readCades(cms, digest, certificate) {
  const info = readSigner(cms);
  requireSigner(info, certificate);
  const attributes = readAttributes(info.attributes);
  const [said, type, time, named] = [MESSAGE_DIGEST, CONTENT_TYPE, SIGNING_TIME, SIGNING_CERTIFICATE_V2].map((oid) => {
    if (!attributes.has(oid)) throw malformed("a signed attribute of CAdES-B is missing");
    return attributes.get(oid);
  });
  if (!same(said, joined([der.OCTET_STRING, 32], digest))) throw contentChanged(certificate);
  if (!same(type, DATA)) throw malformed("the signed attribute contentType is not data");
  strictly(() => requireCertificate(named, certificate));
  if (Number.isNaN(momentOf(time))) throw malformed("its signing time is not in the form that CMS wants");
  return { signature: info.signature, message: toBeSigned(info.attributes) };
}

/** Return the signed attributes as a SET; in the signature they stand as [0] (RFC 5652 section 5.4). */
export const toBeSigned = (attributes) => der.write(der.SET, attributes);

/** Return the signed attributes of PAdES-B: contentType, messageDigest, and every certificate that is inside. */
export function padesAttributes(digest, fingerprints) {
  const type = der.write(der.SEQUENCE, unhex(CONTENT_TYPE), der.write(der.SET, DATA));
  const said = der.write(der.SEQUENCE, unhex(MESSAGE_DIGEST), der.write(der.SET, der.write(der.OCTET_STRING, digest)));
  const named = fingerprints.map((one) => der.write(der.SEQUENCE, der.write(der.OCTET_STRING, one)));
  const value = der.write(der.SEQUENCE, der.write(der.SEQUENCE, ...named));
  return joined(type, said, der.write(der.SEQUENCE, unhex(SIGNING_CERTIFICATE_V2), der.write(der.SET, value)));
}

function requireSigner(info, certificate) {
  const { keyIdentifier } = certificate;
  let version = VERSION_1;
  if (!same(info.identifier, certificate.issuerAndSerial)) {
    if (!keyIdentifier || !same(info.identifier, der.write(KEY_IDENTIFIER, keyIdentifier))) throw byAnother(certificate);
    version = VERSION_3;
  }
  if (!same(info.version, version)) throw malformed("its version does not fit the way it names its signer");
  if (!same(info.algorithm, certificate.algorithm)) throw malformed("its algorithm is not the one of the signer's key");
}

/** Return the value of each signed attribute, as DER, by the figures of its type. */
function readAttributes(signed) {
  return strictly(() => {
    const attributes = der.elements(signed);
    const sorted = attributes.every((one, at) => at === 0 || ordered(attributes[at - 1], one) < 0);
    if (!sorted || attributes.length > MAX_ATTRIBUTES) throw malformed("its signed attributes are not sorted, or too many");
    const found = new Map();
    for (const attribute of attributes) {
      const content = der.contentOf(der.SEQUENCE, attribute);
      const type = der.expect(der.OBJECT_IDENTIFIER, content, 0, content.length).stop;
      const value = der.only(der.SET, content, type, content.length);
      der.element(content, value.start, value.stop);
      found.set(hex(content.subarray(0, type)), content.subarray(value.start, value.stop));
    }
    if (found.size !== attributes.length) throw malformed("a signed attribute stands in it twice");
    return found;
  });
}

/** Refuse another certificate than the one that signingCertificateV2 names (RFC 5035 section 3). */
function requireCertificate(value, certificate) {
  let named = value;
  for (let depth = 0; depth < 3; depth += 1) named = der.contentOf(der.SEQUENCE, named);
  for (const spelt of DIGEST_ALGORITHMS) if (standsAt(spelt, named, 0)) named = named.subarray(spelt.length);
  const hash = der.expect(der.OCTET_STRING, named, 0, named.length);
  if (!same(named.subarray(hash.start, hash.stop), certificate.fingerprint)) throw byAnother(certificate);
  const rest = named.subarray(hash.stop);
  if (!rest.length) return;
  const names = der.write(der.SEQUENCE, der.write(0xa4, certificate.issuer));
  if (!same(rest, der.write(der.SEQUENCE, names, certificate.serial))) throw byAnother(certificate);
}

/** Return a UTCTime or GeneralizedTime, to the second, in milliseconds since 1970; NaN for any other form. */
export function momentOf(value) {
  const [tag, size] = value;
  const text = String.fromCharCode(...value.subarray(2));
  if (size !== text.length || !(tag === der.UTC_TIME ? /^\d{12}Z$/ : /^\d{14}Z$/).test(text)) return Number.NaN;
  if (tag !== der.UTC_TIME && tag !== der.GENERALIZED_TIME) return Number.NaN;
  const figures = tag === der.UTC_TIME ? (text >= "50" ? "19" : "20") + text : text;
  const early = figures >= "1950" && figures < "2050";
  const iso = figures.replace(/^(....)(..)(..)(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6.000Z");
  const moment = Date.parse(iso);
  const real = !Number.isNaN(moment) && new Date(moment).toISOString() === iso;
  return real && early === (tag === der.UTC_TIME) ? moment : Number.NaN;
}

/** Return what *look* returns; what is no DER is a malformed signature. */
function strictly(look) {
  try {
    return look();
  } catch (reason) {
    throw reason instanceof der.NotDer ? malformed(reason.message) : reason;
  }
}

/** Return the refusal of a signature whose form is wrong. */
export const malformed = (why) =>
  new Refused("cms-malformed", { reason: why }, `The signature is not in the form of CAdES-B: ${why}.`);

/** Return the refusal of a signature that names another certificate. */
export const byAnother = ({ holder, spki }) =>
  new Refused("signed-by-another", { holder, spki }, `The signature names another certificate than that of ${holder}.`);

/** Return the refusal of a signature over other content. */
export const contentChanged = ({ holder }) =>
  new Refused("content-changed", { holder }, `The signature of ${holder} is over other bytes than these.`);
