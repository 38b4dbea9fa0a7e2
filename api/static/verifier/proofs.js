/* Two files of proofs, each above the signed checkpoint that it is under.

     c2sp.org/tlog-proof@v1                 a leaf stands in the log (C2SP tlog-proof)
     extra AAECAwQ…                         its salt; a public leaf has none
     index 73894
     gSKyXoYZUg…                            siblings, from the leaf's up

     old 12                                 the log of 12 leaves is the beginning of this one (C2SP tlog-witness)
     qRzbAnWoAF…

   Both have one spelling. */

import { latin, unbase64, unlatin } from "./bytes.js";
import { Refused, unshown } from "./verdicts.js";

const LARGEST_PROOF = 2 ** 18;
const MOST_HASHES = 63;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/** Return {index, hashes, note, salt} of a proof of a leaf; the note in it is not yet looked at. */
export function readProof(data) {
  if (data.length > LARGEST_PROOF) throw malformed("it is too large");
  const { lines, note } = divided(data);
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw malformed("its first line is another");
  const salted = lines[0]?.startsWith("extra ");
  const salt = salted ? hashed(lines.shift().slice(6)) : null;
  const index = lines.shift() ?? "";
  if (!index.startsWith("index ") || !SIZE.test(index.slice(6)) || lines.length > MOST_HASHES) throw malformed("its index");
  return { index: Number(index.slice(6)), hashes: lines.map(hashed), note, salt };
}

/** Return {oldSize, hashes, note} of a proof that an earlier log is the beginning of this one. */
export function readConsistency(data, member) {
  const wrong = unshown("consistency-malformed", { member }, `${member} is not a proof of consistency.`);
  const { lines, note } = divided(data);
  const first = lines.shift();
  if (!first.startsWith("old ") || !SIZE.test(first.slice(4)) || lines.length > MOST_HASHES) throw wrong;
  const hashes = lines.map(unbase64);
  if (hashes.includes(null)) throw wrong;
  return { oldSize: Number(first.slice(4)), hashes, note };
}

/** Return the lines above the blank one, and the note below it as a text of `latin`. */
function divided(data) {
  const text = latin(data);
  const blank = text.indexOf("\n\n");
  return { lines: text.slice(0, Math.max(0, blank)).split("\n"), note: blank < 0 ? "" : text.slice(blank + 2) };
}

/** Return the bytes of a note as proofs hold it. */
export const noteBytes = (note) => unlatin(note);

function hashed(line) {
  const hash = unbase64(line);
  if (hash?.length !== 32) throw malformed("a line of it is not a hash");
  return hash;
}

const malformed = (why) => new Refused("proof-malformed", { reason: why }, `This is not a proof of a log: ${why}.`);
