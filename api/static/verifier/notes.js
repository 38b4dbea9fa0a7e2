/* Signed checkpoints of the log (C2SP signed-note, tlog-checkpoint, tlog-cosignature), by the one key that is pinned.

     registry.example.go.th/letters        the log's name
     20852163                              how many leaves
     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2…     root of the tree over them

     — registry.example.go.th/letters …    0x01: these are my leaves
     — registry.example.go.th/letters …    0x04: and at this time I had no larger tree */

import { decoded, encoded, hex, joined, same, sha256, unbase64 } from "./bytes.js";
import { Refused, unable } from "./verdicts.js";

const LARGEST_NOTE = 1_000_000;
const MOST_LINES = 100;
const TEXT = 0x01;
const COSIGNATURE = 0x04;
const LATEST = 253_402_214_400; // 9999-12-31 in seconds
const LINE = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;

/** Read a verifier key, ``name+key ID+base64``, of type 0x01. */
export async function readLogKey(vkey) {
  const [, name, id, text] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? [];
  const data = unbase64(text ?? "");
  if (data?.length !== 33 || data[0] !== TEXT) throw new Error("The log's key is not one of type 0x01.");
  const key = data.subarray(1);
  const [own, cosigner] = await Promise.all([TEXT, COSIGNATURE].map((type) => keyId(name, type, key)));
  if (hex(own) !== id) throw new Error("The log's key has another key ID.");
  return { vkey, name, own, cosigner, key: await imported(key) };
}

const keyId = async (name, type, key) => (await sha256(encoded(`${name}\n`), [type], key)).subarray(0, 4);

/** Return the key, or null in a browser that does not know Ed25519. */
async function imported(key) {
  try {
    return await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}

/** Return {origin, size, root, at, lines} of a note that the log signed; *at* is null if the log says no time. */
export async function verifiedCheckpoint(note, logKey) {
  const { text, lines } = parsed(note);
  if (logKey.key === null) throw unable("Ed25519 (this browser does not know it)");
  const [signed, times] = [[], []];
  for (const line of lines) {
    if (line.name !== logKey.name) continue;
    if (same(line.id, logKey.own)) signed.push(await verifiedLine(text, line.signature, logKey));
    if (same(line.id, logKey.cosigner)) times.push(await verifiedTime(text, line.signature, logKey));
  }
  if (!signed.length) throw new Refused("note-unverified", {}, "The log's key has not signed this note.");
  const checkpoint = readCheckpoint(text);
  if (checkpoint.origin !== logKey.name) {
    const facts = { origin: checkpoint.origin, expected: logKey.name };
    throw new Refused("checkpoint-of-another-log", facts, `The checkpoint is of the log ${checkpoint.origin}.`);
  }
  return { ...checkpoint, at: times.length ? Math.max(...times) * 1000 : null, lines: lines.length };
}

function parsed(note) {
  if (note.length > LARGEST_NOTE) throw malformed("it is too large");
  let whole;
  try {
    whole = decoded(note);
  } catch {
    throw malformed("it is not UTF-8");
  }
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) throw malformed("a control character stands in it");
  const blank = whole.lastIndexOf("\n\n");
  const below = whole.slice(blank + 2);
  if (blank < 0 || !below.endsWith("\n")) throw malformed("no signature lines stand below a blank line at its end");
  const lines = below.slice(0, -1).split("\n");
  if (lines.length > MOST_LINES) throw malformed("too many signatures stand on it");
  return { text: whole.slice(0, blank + 1), lines: lines.map(readLine) };
}

function readLine(line) {
  const [, name, text] = LINE.exec(line) ?? [];
  const signed = text && unbase64(text);
  if (!signed || signed.length <= 4) throw malformed("a line below the text is not a signature line");
  return { name, id: signed.subarray(0, 4), signature: signed.subarray(4) };
}

async function verifiedLine(text, signature, logKey) {
  const good = signature.length === 64 && (await crypto.subtle.verify("Ed25519", logKey.key, signature, encoded(text)));
  if (!good) throw mismatch(logKey);
}

/** Return the seconds since 1970 that a timestamped cosignature states. */
async function verifiedTime(text, signature, logKey) {
  if (signature.length !== 72) throw mismatch(logKey);
  const seconds = Number(new DataView(joined(signature).buffer).getBigUint64(0));
  if (seconds > LATEST) throw mismatch(logKey);
  await verifiedLine(`cosignature/v1\ntime ${seconds}\n${text}`, signature.subarray(8), logKey);
  return seconds;
}

function readCheckpoint(text) {
  const [origin, size, root, last, ...more] = text.split("\n");
  const hashed = unbase64(root ?? "");
  const plain = /^(?:0|[1-9][0-9]{0,18})$/.test(size ?? "") && Number.isSafeInteger(Number(size));
  if (last !== "" || more.length || !plain || hashed?.length !== 32) {
    throw new Refused("checkpoint-malformed", {}, "This is not a checkpoint of a log: origin, size and root in three lines.");
  }
  return { origin, size: Number(size), root: hashed };
}

const malformed = (why) => new Refused("note-malformed", { reason: why }, `This is not a signed note: ${why}.`);
const mismatch = (logKey) =>
  new Refused("note-signature-mismatch", { name: logKey.name }, `The line of ${logKey.name} does not match the note.`);
