/* Whether everything in a bundle stands in the one log, as the pinned log key signed it; and what became of it since.

     checkpoint ◀── inclusion ── leaf of each fact ◀── salt, statement, evidence
         ▲     ◀── inclusion ── public leaf of each number ──▶ leaf of the admission
         ├── consistency ── what each statement's maker had seen
         └── consistency ── status checkpoint ◀── its last leaf: root of the map ◀── the letter's entry, its numbers */

import { encoded, hex, joined, same } from "./bytes.js";
import { answeredLetter } from "./admission.js";
import { LETTERS, numbersOf } from "./contents.js";
import { BEGINNINGS, readLeaf, seriesMark, streamMark } from "./leaves.js";
import { numberLeaf, ofAnotherSize, readable } from "./members.js";
import { emptyRoot, leafHash, verifyConsistency, verifyInclusion, verifyMany, verifyMapEntry } from "./merkle.js";
import { verifiedCheckpoint } from "./notes.js";
import { noteBytes } from "./proofs.js";
import { explained, saying, unshown, untold } from "./verdicts.js";

const OWN_LINES = 2;
const ENDED = ["cancelled", "superseded", "repealed"];
const CHANGES = ["order.amended", "order.repealed"];

/** Return the checkpoint in a note that was found in *member*, signed by the log's key and with its time. */
export async function headOf(note, member, logKey) {
  const checkpoint = await explained(
    () => verifiedCheckpoint(noteBytes(note), logKey),
    (reason, why) => unshown("checkpoint-not-signed", { member, reason }, `${member}: ${why}`),
  );
  // A line of an unknown key is signed by nobody that counts: it could be changed without notice.
  if (checkpoint.at === null || checkpoint.lines !== OWN_LINES) {
    const message = `The checkpoint in ${member} has not exactly the log's two lines, its signature and its time.`;
    throw unshown("checkpoint-lines", { member }, message);
  }
  return { ...checkpoint, note, member };
}

/** Refuse what does not stand in the log under *head*; *leaf0* is the pinned hash of the first leaf, or null. */
export async function requireInLog(contents, head, logKey, leaf0) {
  requireFirst(contents.support[0], logKey, leaf0);
  for (const fact of contents.facts) {
    const { member, log } = fact.said;
    if (log !== head.origin) {
      const facts = { member, found: log, expected: head.origin };
      throw unshown("another-registry", facts, `${member} was made for ${log}, and the log is ${head.origin}.`);
    }
    await requireUnder(member, fact.proof, fact.hash, head);
  }
  await requireSeen(contents, head);
  await requireNumbers(contents, head);
}

function requireFirst(first, logKey, leaf0) {
  if (first?.index !== 0 || first.said.name !== "registry.opened.v1") {
    throw unshown("first-leaf-missing", {}, "The bundle does not hold the log's first leaf, registry.opened.");
  }
  if (leaf0 !== null && hex(first.hash) !== leaf0) {
    const facts = { found: hex(first.hash), expected: leaf0 };
    throw unshown("first-leaf-another", facts, `The log's first leaf has the hash ${facts.found}, and not ${leaf0}.`);
  }
  const named = first.said.fields.text("log_key");
  if (named !== logKey.vkey) {
    const facts = { found: named, expected: logKey.vkey };
    throw unshown("log-key-another", facts, `The registry was opened with the log key ${named}, and not ${logKey.vkey}.`);
  }
}

/** Require that the leaf of that hash stands where *proof* says, under *head* and its very note. */
async function requireUnder(member, proof, hash, head) {
  requireSameNote(member, proof.note, head);
  await explained(
    () => verifyInclusion(hash, proof.index, head.size, proof.hashes, head.root),
    (reason, why) => {
      const facts = { member, index: proof.index, reason };
      return unshown("not-in-the-log", facts, `${member} does not stand at leaf ${proof.index} of the log: ${why}`);
    },
  );
}

function requireSameNote(member, note, head) {
  if (note === head.note) return;
  const message = `The proof of ${member} is under another checkpoint than that of ${head.member}.`;
  throw unshown("another-checkpoint", { member, expected: head.member }, message);
}

/** Every number of a letter was issued to this very admission; an answer has none. */
async function requireNumbers(contents, head) {
  const expected = numbersOf(contents.admission);
  const found = [...contents.numbers.keys()];
  if (new Set(expected).size !== found.length || !expected.every((n) => contents.numbers.has(n))) {
    const facts = { expected: expected.join(", "), found: found.join(", ") };
    throw unshown("numbers-differ", facts, "The proofs of numbers are not those of the numbers that the letter has.");
  }
  if (!expected.length) return;
  const series = openedSeries(contents);
  for (const [n, proof] of contents.numbers) {
    const member = `support/number-${n}.tlog-proof`;
    const leaf = await numberLeaf(member, series, n, contents.admission.hash);
    await requireUnder(member, proof, await leafHash(leaf), head);
  }
}

/** Return the public id of the letter's series, out of the fact that opened it. */
function openedSeries({ support, admission }) {
  const stream = admission.said.fields.text("series");
  const opened = support.find(({ said }) => said.name === "series.opened.v1" && said.stream === stream);
  if (opened) return opened.said.fields.text("public_id");
  throw unshown("series-missing", { series: stream }, "The bundle does not hold the opening of the letter's series.");
}

/** What each statement's maker had seen is the beginning of this log, and ends before the statement. */
async function requireSeen({ facts, seen }, head) {
  const needed = new Map([[0, { root: await emptyRoot(), member: "" }]]);
  for (const { said, index } of facts) {
    if (!needed.has(said.seenSize)) needed.set(said.seenSize, { root: said.seenRoot, member: said.member });
    const { root } = needed.get(said.seenSize);
    if (!same(said.seenRoot, root) || said.seenSize > index) throw sawAnother(said.member, said.seenSize);
  }
  needed.delete(0);
  if (needed.size !== seen.size || ![...needed.keys()].every((size) => seen.has(size))) {
    const listed = (sizes) => [...sizes.keys()].sort((one, other) => one - other).join(", ");
    const said = { expected: listed(needed), found: listed(seen) };
    throw unshown("seen-differ", said, "The proofs of consistency are not those that the statements ask for.");
  }
  for (const [size, proof] of seen) {
    const { root, member } = needed.get(size);
    requireSameNote(`support/seen-${size}.consistency`, proof.note, head);
    await explained(
      () => verifyConsistency(size, root, head.size, head.root, proof.hashes),
      () => sawAnother(member, size),
    );
  }
}

function sawAnother(member, size) {
  const message = `${member} names a log of ${size} leaves that is not the beginning of this one: keep the bundle.`;
  return unshown("saw-another-history", { member, size }, message);
}

/** Return what the map of newest states says of the letters and orders in a bundle, as {head, streams}. */
export async function standingShown(contents, head, logKey) {
  const { later } = contents;
  const newest = await headOf(later.heads.proof.note, "status/heads.tlog-proof", logKey);
  requireSameNote("status/since.consistency", later.since.note, newest);
  await requireBegins(later.since, "status/since.consistency", head, newest);
  await requireUnder("status/heads.leaf", later.heads.proof, later.heads.hash, newest);
  const root = mapRoot(later.heads, newest);
  if (later.series !== null) await requireOwnNumbers(contents, root);
  for (const fact of contents.facts) if (BEGINNINGS.has(fact.said.type)) await requireStream(later, fact, root);
  return { head: newest, streams: later.streams };
}

async function requireBegins(since, member, old, now) {
  if (since.oldSize !== old.size) throw ofAnotherSize(member, since);
  await explained(
    () => verifyConsistency(old.size, old.root, now.size, now.root, since.hashes),
    (reason, why) => {
      const facts = { member, old: old.size, size: now.size, reason };
      return unshown("not-one-history", facts, `${member} does not show one history, keep the file. ${why}`);
    },
  );
}

/** Return the root of the map; what followed its leaf in the checkpoint would be left out. */
function mapRoot({ member, says, index }, { size }) {
  if (says.type !== "heads") {
    throw unshown("not-the-heads", { member }, `${member}.leaf is not the root of the map of newest states.`);
  }
  if (index === size - 1) return says.root;
  const message = `${member}.leaf is leaf ${index}, and not the last of the ${size} leaves.`;
  throw unshown("heads-not-last", { member, index, size }, message);
}

async function requireEntry(entry, kind, root, key) {
  const { member } = entry;
  const value = encoded(entry.value ?? ""); // of nothing, and of a key, whose entry no bundle holds: not in the map
  await explained(
    () => verifyMapEntry(root, key, value, entry.siblings),
    (reason, why) => unshown("entry-not-shown", { member, reason }, `${member} is not what the map says: ${why}`),
  );
  if (entry.kind !== kind) {
    throw unshown("entry-of-another-kind", { member }, `${member} is not an entry of what it is to be about.`);
  }
}

/** Every number of the letter is its own in the series, as of the status checkpoint. */
async function requireOwnNumbers(contents, root) {
  const { later, admission } = contents;
  const { series } = later;
  await requireEntry(series, "series", root, await seriesMark(openedSeries(contents)));
  for (const [place, n] of numbersOf(admission).entries()) {
    const number = later.numbers[place];
    const entry = joined([number.state.charCodeAt(0)], number.letter ?? new Uint8Array(32));
    const size = series.last - series.first + 1;
    await explained(
      async () => verifyInclusion(await leafHash(entry), number.n - series.first, size, number.hashes, series.root),
      (reason, why) => {
        const facts = { member: number.member, number: number.n, reason };
        return unshown("number-not-shown", facts, `${number.member} is not what became of the number: ${why}`);
      },
    );
    if (number.n !== n || number.letter === null || !same(number.letter, admission.hash)) {
      const facts = { member: number.member, number: n };
      throw unshown("number-of-another", facts, `${number.member} does not say that number ${n} is this letter's.`);
    }
  }
}

async function requireStream(later, fact, root) {
  const { said } = fact;
  const entry = later.streams.get(said.stream);
  await requireEntry(entry, "stream", root, await streamMark(said.stream));
  // With one fact a stream is what that fact makes of it; with more, the newest is somewhere in the log.
  const first = same(entry.leaf, fact.hash) && entry.status === BEGINNINGS.get(said.type);
  if (entry.facts === 1 && !first) {
    const facts = { member: entry.member, fact: said.member };
    throw unshown("entry-of-another", facts, `${entry.member} says that the only fact is another than ${said.member}.`);
  }
}

/** Return how the letter stands; of an answer, how the letter stands that it answers. */
export function requireStanding(contents, { head, streams }) {
  const answer = !LETTERS.has(contents.person.said.name);
  const letter = answer ? answeredLetter(contents)[0] : contents.admission;
  const { status } = streams.get(letter.said.stream);
  const facts = { status: saying(`status-${status}`), size: head.size, at: new Date(head.at) };
  if (answer) return saying("answer-stands", facts); // nothing takes an answer back
  if (ENDED.includes(status)) throw unshown("stands-no-longer", facts, `It is ${status}, as of ${head.size} leaves.`);
  return saying("stands", facts);
}

/** Refuse a bundle that leaves out what changed an order in it before the letter; return remarks on what came later.
 *
 * The map says how many public leaves an order's stream has, so none of them can be left out.
 */
export async function requireNothingOmitted(contents, standing, known) {
  const carried = new Map(contents.support.map((fact) => [hex(fact.hash), fact]));
  const remarks = [];
  for (const order of contents.later.orders) {
    const number = order.issued.said.fields.text("number");
    let count = 0;
    for (const change of await changesOf(order, standing)) {
      if (change.index > contents.person.index) {
        count += 1;
        continue;
      }
      const fact = carried.get(change.hash);
      if (!fact || !known.has(fact.said.fields.text("instrument"))) {
        const message = `${number} was changed before the letter was signed, and the bundle does not show by what.`;
        throw untold("change-left-out", { number }, message);
      }
    }
    if (count) remarks.push(saying("basis-changed-later", { number, count }));
  }
  return remarks;
}

/** Return where and by which leaf an order was changed. */
async function changesOf(order, { head, streams }) {
  const { member, issued } = order;
  const { stream } = issued.said;
  const entry = streams.get(stream);
  const leaves = new Map();
  for (const { index, leaf } of order.leaves) leaves.set(index, await leafHash(leaf));
  await explained(
    () => verifyMany(leaves, head.size, order.hashes, head.root),
    (reason, why) => unshown("leaves-not-in-the-log", { member, reason }, `The leaves in ${member}: ${why}`),
  );
  const hashes = [...leaves.values()];
  if (hashes.length !== entry.facts || !same(hashes[0], issued.hash) || !same(hashes.at(-1), entry.leaf)) {
    const message = `${member} does not list the ${entry.facts} leaves that the map has of the order.`;
    throw unshown("leaves-not-of-order", { member, expected: entry.facts }, message);
  }
  const mark = await streamMark(stream);
  const found = [];
  for (const { index, leaf } of order.leaves) {
    const says = await readable(member, () => readLeaf(leaf));
    if (!says.mark || !same(says.mark, mark)) {
      throw unshown("leaf-of-another-order", { member }, `${member} lists leaf ${index}, of another stream.`);
    }
    if (CHANGES.includes(says.type)) found.push({ index, hash: hex(leaves.get(index)) });
  }
  return found;
}

