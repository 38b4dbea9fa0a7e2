/* What a leaf of the log says, and which entry of the map of newest states it changes.

     {"b":"…","c":"…","t":"letter.signed","v":2}                 what people sign, with the mark of their key
     {"c":"…","m":"…","t":"letter.issued","v":2}                 the seal's, with the mark of its stream
     {"c":"…","t":"series.opened","v":1}                         the seal's, of the registry's books
     {"l":"…","n":271,"s":"…","st":"issued","t":"series","v":1}  one number of one series, public
     {"n":41,"r":"…","t":"heads","v":1}                          the map of newest states */

import { encoded, hashText, same, sha256, unhashText } from "./bytes.js";
import { decode } from "./canonical.js";
import { Refused } from "./verdicts.js";

const LARGEST_LEAF = 512;
/** Types of the seal's facts in the stream of a letter, an order or a received letter. */
export const OF_STREAMS = new Set(
  ("letter.issued order.issued letter.received letter.dispatched delivery.attempted receipt.confirmed letter.answered " +
    "letter.answered-by letter.links-given letter.answered-by-link entry.noted entry.corrected letter.cancelled " +
    "letter.superseded order.amended order.repealed directive.noted directive.reported-by-link directive.evidenced " +
    "deadline.moved matter.assigned action.noted matter.concluded").split(" "),
);
/** Types of the seal's other facts; every other type is signed by people. */
export const UNMARKED = new Set(
  ("registry.opened series.opened number.reserved number.voided opening-balance.entered secret.entered " +
    "calendar.entered records.noted passkey.offered passkey.confirmed passkey.withdrawn").split(" "),
);
const FACT_TYPE = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
const SPKI = /^sha256:[0-9a-f]{64}$/;
const SERIES_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** What a stream of the map begins with, and what it is then. */
export const BEGINNINGS = new Map([
  ["letter.issued", "issued"],
  ["order.issued", "issued"],
  ["letter.received", "received"],
]);

/** Return the field that holds the mark of a fact of this type; null for one without. */
export function markName(type) {
  if (OF_STREAMS.has(type)) return "m";
  return UNMARKED.has(type) ? null : "b";
}

const marked = (head) => (name) => sha256(encoded(`saraban-${head}/v1\n${name}`));

/** Return the map's key of a signing key, of a stream, of a series by its public id. */
export const keyMark = marked("key");
export const streamMark = marked("stream");
export const seriesMark = marked("series");

/** Return the leaf of a fact: a commitment to its statement and to the very bytes of its evidence, cms or webauthn. */
export async function factLeaf(statement, salt, kind, evidence, spki) {
  const digests = await Promise.all([sha256(statement.data), sha256(evidence)]);
  const commitment = await sha256(encoded("saraban-leaf/v1\n"), salt, digests[0], encoded(kind), digests[1]);
  const name = markName(statement.type);
  const mark = name === "m" ? await streamMark(statement.stream) : name && (await keyMark(statement.by));
  return written(statement.type, commitment, mark, spki);
}

function written(type, commitment, mark, spki) {
  const name = markName(type);
  const fact = FACT_TYPE.test(type) && type !== "series" && type !== "heads";
  if (!fact || (name === null) !== (mark === null)) throw bad("leaf-type", `'${type}' is not the type of a fact.`);
  if (spki !== null && (name !== "b" || !SPKI.test(spki))) throw bad("leaf-key", "This leaf names no key.");
  const c = `"c":"${hashText(commitment)}",`;
  if (name === null) return encoded(`{${c}"t":"${type}","v":1}`);
  if (name === "m") return encoded(`{${c}"m":"${hashText(mark)}","t":"${type}","v":2}`);
  return encoded(`{"b":"${hashText(mark)}",${c}${spki === null ? "" : `"k":"${spki}",`}"t":"${type}","v":2}`);
}

/** Return the public leaf of a number that was issued to the letter of that leaf hash. */
export function issuedNumberLeaf(series, n, letter) {
  if (!SERIES_ID.test(series)) throw bad("series-id", `'${series}' is not a series' id.`);
  if (!(n > 0)) throw bad("series-number", `${n} is not a number from 1.`);
  return encoded(`{"l":"${hashText(letter)}","n":${n},"s":"${series}","st":"issued","t":"series","v":1}`);
}

/** Return {type, mark} of a fact's leaf, or {root} of one that is the map's; the leaf must be written as the log does. */
export function readLeaf(leaf) {
  let fields;
  try {
    fields = decode(leaf, { maxSize: LARGEST_LEAF, maxDepth: 1 });
  } catch {
    throw bad("leaf-not-canonical", "The leaf is not canonical JSON.");
  }
  const get = (name) => fields.get(name) ?? null;
  const type = get("t");
  if (type === "heads") {
    const root = unhashText(get("r"));
    const count = get("n");
    if (!root || typeof count !== "number") throw unknown();
    return again(leaf, encoded(`{"n":${count},"r":"${hashText(root)}","t":"heads","v":1}`), { type, root });
  }
  if (type === "series") return { type };
  const name = typeof type === "string" ? markName(type) : null;
  const commitment = unhashText(get("c"));
  const mark = name && unhashText(get(name));
  if (typeof type !== "string" || !commitment || mark === undefined || (name && !mark)) throw unknown();
  return again(leaf, written(type, commitment, mark, get("k")), { type, mark });
}

function again(leaf, expected, says) {
  if (!same(leaf, expected)) throw bad("leaf-differs", "The leaf is not written as this log writes it.");
  return says;
}

const bad = (slug, message) => new Refused(slug, {}, message);
const unknown = () => bad("unknown-leaf", "The leaf has fields, a type or a version that this version does not know.");
