/* Whether the final file of a typeset letter bears the signature that its statement tells of (PAdES-B, EN 319 142-1).

     letter.pdf   … < CMS by the same key over the SHA-256 around the gap, zeros > …    nothing else may vary

   This reader takes no PDF apart: the signed statement says where the gap is and how long the file. */

import { encoded, hex, latin, ordered, same, sha256, standsAt, unhex } from "./bytes.js";
import { requireSignature } from "./certificates.js";
import { assemble, byAnother, contentChanged, malformed, padesAttributes, readSigner, toBeSigned, withoutCertificates } from "./cms.js";
import { finalFile } from "./contents.js";
import { element, NotDer } from "./der.js";
import { explained, Refused, saying, unshown } from "./verdicts.js";

const LARGEST_GAP = 2 * 98_304 + 2;
const LONGEST_CHAIN = 4;

/** Return that the final file is signed by the key of the statement, or refuse. */
export async function documentSigned(authority) {
  const { person, admission, files, certificates } = authority.contents;
  const document = person.said.fields.part("document");
  const [file, member] = finalFile(person.said, admission.said);
  if (file.mime !== "application/pdf") {
    throw unshown("document-no-pdf", { member }, `${member} is not the PDF file that was signed.`);
  }
  const key = authority.requireKey(person);
  const certificate = certificates.get(key.certificate) ?? authority.certificate(key.certificate, person);
  const [begin, end, length] = ["begin", "end", "length"].map((name) => document.integer(name));
  const found = await explained(
    () => signedDigest(files.get(member), { begin, end, length }, certificate),
    (reason, why) => unshown("document-not-signed", { member, reason }, `${member} does not bear that signature: ${why}`),
  );
  const expected = document.digest("sha256");
  if (found !== expected) {
    throw unshown("document-of-another", { member, found, expected }, `${member} is the file of another letter.`);
  }
  const { name } = authority.officer(key.officer, person);
  return saying("document-signed", { member, name, key: person.said.by });
}

/** Return the digest around the gap that the certificate's key signed; all but the signature value is known beforehand. */
async function signedDigest(data, gap, certificate) {
  requireGap(data, gap);
  const digest = await sha256(data.subarray(0, gap.begin), data.subarray(gap.end));
  const [bare, inside] = withoutCertificates(contentsOf(data, gap));
  if (!inside.some((one) => same(one, certificate.der))) throw byAnother(certificate);
  if (inside.length > LONGEST_CHAIN) throw malformed(`it holds ${inside.length} certificates`);
  const found = readSigner(bare);
  const others = inside.filter((one) => !same(one, certificate.der)).sort(ordered);
  const fingerprints = await Promise.all([certificate.der, ...others].map((one) => sha256(one)));
  const signed = padesAttributes(digest, fingerprints);
  const { issuerAndSerial, algorithm } = certificate;
  if (!same(bare, assemble(issuerAndSerial, signed, algorithm, found.signature))) throw difference(found, digest, certificate);
  await requireSignature(certificate, found.signature, toBeSigned(signed));
  return `sha256:${hex(digest)}`;
}

function requireGap(data, { begin, end, length }) {
  const fits = data.length === length && begin > 0 && begin < end && end < length && end - begin <= LARGEST_GAP;
  if (!fits || data[begin] !== 0x3c || data[end - 1] !== 0x3e) {
    const facts = { begin, end, length, size: data.length };
    throw new Refused("gap-misplaced", facts, `The file has no place for a signature between bytes ${begin} and ${end}.`);
  }
  if (!standsAt(encoded(` /ByteRange [0 ${begin} ${end} ${length - end}]`), data, end)) {
    throw new Refused("byte-range-differs", { begin, end, length }, "The file says that its signature is over other bytes.");
  }
}

/** Return the CMS in the gap, once nothing but zeros stands behind it and every digit is as the registry writes it. */
function contentsOf(data, { begin, end }) {
  const digits = latin(data.subarray(begin + 1, end - 1));
  if (!/^(?:[0-9a-f]{2})+$/.test(digits)) throw misfilled("they are no figures of a signature");
  const whole = unhex(digits);
  let stop;
  try {
    ({ stop } = element(whole, 0, whole.length));
  } catch (reason) {
    throw reason instanceof NotDer ? misfilled(reason.message) : reason;
  }
  if (whole.subarray(stop).some((byte) => byte !== 0)) throw misfilled("something stands behind the signature");
  return whole.subarray(0, stop);
}

/** Return the plainest reason why a signature is not, to the byte, what its signer would have written. */
function difference(found, digest, certificate) {
  if (!same(found.identifier, certificate.issuerAndSerial)) return byAnother(certificate);
  if (!latin(found.attributes).includes(latin(digest))) return contentChanged(certificate);
  return malformed("it is not written as it is written here, or was made for other certificates");
}

const misfilled = (why) =>
  new Refused("gap-malformed", { reason: why }, `The place of the signature holds something else than one signature: ${why}.`);
