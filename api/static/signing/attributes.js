/* What a hand signs of a CMS: the attributes that bind content and certificate, as a DER SET (RFC 5652 5.4).

     contentType · (signingTime) · messageDigest · signingCertificateV2

   CAdES has the time and names the signer's certificate; PAdES has no time and names every certificate that will stand
   in the file. They are written exactly as the register writes them, so that its check is a comparison. */

import { encoded, joined, ordered, same, sha256, unhex } from "../verifier/bytes.js";
import { padesAttributes, toBeSigned } from "../verifier/cms.js";
import * as der from "../verifier/der.js";

const SIGNING_TIME = unhex("06092a864886f70d010905");
const FIRST_YEAR_OF_GENERALIZED_TIME = 2050; // RFC 5652 11.3

/** Return the SET to be signed.
 *
 * *certificates*: DER, the signer's first. *digest*: SHA-256 of the content, 32 bytes. *at*: the time that is claimed, in
 * milliseconds since 1970, or null for a signature inside a PDF file.
 */
export async function signedAttributes(certificates, digest, at) {
  const [own, ...others] = certificates;
  const above = others.filter((one, place) => !same(one, own) && others.findIndex((other) => same(one, other)) === place);
  const named = await Promise.all([own, ...above.sort(ordered)].map((one) => sha256(one)));
  const attributes = padesAttributes(digest, named);
  if (at === null) return toBeSigned(attributes);
  const [type, ...binding] = der.elements(attributes);
  return toBeSigned(joined(type, signingTime(at), ...binding));
}

function signingTime(at) {
  const text = `${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
  const time =
    Number(text.slice(0, 4)) < FIRST_YEAR_OF_GENERALIZED_TIME
      ? der.write(der.UTC_TIME, encoded(text.slice(2)))
      : der.write(der.GENERALIZED_TIME, encoded(text));
  return der.write(der.SEQUENCE, SIGNING_TIME, der.write(der.SET, time));
}
