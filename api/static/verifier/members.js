/* The members of a bundle, taken one by one until none is left; and a fact with its three members.

     support/007-order.issued.json         what was said
     support/007-order.issued.p7s          who signed it (CMS, certificates inside)
     support/007-order.issued.tlog-proof   where its leaf stands in the log; the line ``extra`` is the leaf's salt */

import { hashText, hex, sha256, unhashText } from "./bytes.js";
import { decode } from "./canonical.js";
import { readCertificate } from "./certificates.js";
import { withoutCertificates } from "./cms.js";
import { factLeaf, issuedNumberLeaf, readLeaf } from "./leaves.js";
import { leafHash } from "./merkle.js";
import { readConsistency, readProof } from "./proofs.js";
import { readStatement } from "./statements.js";
import { explained, unshown } from "./verdicts.js";

const KEY_FACTS = new Set(["key.enrolled.v1", "key.confirmed.v1", "key.withdrawn.v1"]);
const ENTRY_LIMITS = { maxSize: 2 ** 15, maxDepth: 2 };
const LARGEST_LEAF = 512;
const STATUSES = ["issued", "dispatched", "cancelled", "superseded", "amended", "repealed", "received", "in-progress", "concluded"];
const NUMBER_STATES = ["reserved", "issued", "void"];

/** The members that are not yet taken. */
export class Members {
  #left;

  constructor(members) {
    this.#left = new Map(members);
  }

  take(name) {
    const data = this.#left.get(name);
    if (data === undefined) throw unshown("member-missing", { member: name }, `The bundle has no member ${name}.`);
    this.#left.delete(name);
    return data;
  }

  /** Tell whether a member is there and not taken. */
  has(name) {
    return this.#left.has(name);
  }

  /** Return the names that are left with this beginning and ending, in order. */
  under(head, ending) {
    return [...this.#left.keys()].filter((name) => name.startsWith(head) && name.endsWith(ending)).sort();
  }

  /** Refuse what was never asked for. */
  requireNone() {
    const [name] = [...this.#left.keys()].sort();
    if (name !== undefined) throw unknownMember(name);
  }

  /** Return every certificate of ``pki/`` by its digest, each named by it. */
  async certificates() {
    const found = new Map();
    for (const name of this.under("pki/", ".cer")) {
      const data = this.take(name);
      const digest = hex(await sha256(data));
      if (name !== `pki/${digest}.cer`) {
        throw unshown("certificate-digest", { member: name, found: digest }, `${name} has the digest ${digest}.`);
      }
      found.set(`sha256:${digest}`, await readable(name, () => readCertificate(data)));
    }
    return found;
  }

  /** Return the fact whose three members have these names, without their endings. */
  async fact(statement, evidence, proofName) {
    const said = await readStatement(this.take(`${statement}.json`), `${statement}.json`);
    const { kind, bare, inside } = await this.#evidence(evidence);
    const proof = await this.proof(proofName);
    if (proof.salt === null) {
      const member = `${proofName}.tlog-proof`;
      throw unshown("salt-missing", { member }, `${member} does not hold the leaf's salt.`);
    }
    const spki = KEY_FACTS.has(said.name) ? said.fields.digest("spki") : null;
    const leaf = await readable(said.member, () => factLeaf(said, proof.salt, kind, bare, spki));
    return { said, kind, evidence: bare, inside, proof, leaf, index: proof.index, hash: await leafHash(leaf) };
  }

  /** Return kind, bytes as the log commits to them, and certificates of the evidence of that name. */
  async #evidence(name) {
    if (this.has(`${name}.webauthn`)) return { kind: "webauthn", bare: this.take(`${name}.webauthn`), inside: [] };
    const signed = this.take(`${name}.p7s`);
    const [bare, inside] = await readable(`${name}.p7s`, () => withoutCertificates(signed));
    return { kind: "cms", bare, inside };
  }

  async proof(name) {
    const data = this.take(`${name}.tlog-proof`);
    return readable(`${name}.tlog-proof`, () => readProof(data));
  }

  /** Return the proof of a public leaf, which has no salt. */
  async publicProof(name) {
    const proof = await this.proof(name);
    const member = `${name}.tlog-proof`;
    if (proof.salt !== null) throw unshown("salt-unknown", { member }, `${member} holds a salt; a public leaf has none.`);
    return proof;
  }

  /** Return the support facts; their names follow from their order in the log. */
  async support() {
    const found = [];
    for (const name of this.under("support/", ".json")) {
      const stem = name.slice(0, -".json".length);
      const fact = await this.fact(stem, stem, stem);
      const place = String(found.length).padStart(3, "0");
      if (name !== `support/${place}-${fact.said.type}.json` || (found.length && found.at(-1).index >= fact.index)) {
        throw unshown("support-order", { member: name }, `${name} is not where it must be in the order of the log.`);
      }
      found.push(fact);
    }
    return found;
  }

  /** Return the proofs of the public leaves of numbers, by number. */
  async numbers() {
    const found = new Map();
    for (const name of this.under("support/number-", ".tlog-proof")) {
      const stem = name.slice(0, -".tlog-proof".length);
      found.set(numberIn(stem.slice("support/number-".length), name), await this.publicProof(stem));
    }
    return found;
  }

  /** Return the proofs that what statements saw is the beginning of this history, by size. */
  seen() {
    const found = new Map();
    for (const name of this.under("support/seen-", ".consistency")) {
      const proof = readConsistency(this.take(name), name);
      const size = numberIn(name.slice("support/seen-".length, -".consistency".length), name);
      if (proof.oldSize !== size) throw ofAnotherSize(name, proof);
      found.set(size, proof);
    }
    return found;
  }

  /** Return a public leaf, what it says and where it stands. */
  async publicLeaf(name) {
    const data = this.take(`${name}.leaf`);
    const proof = await this.publicProof(name);
    const says = await readable(`${name}.leaf`, () => readLeaf(data));
    return { member: name, data, proof, says, hash: await leafHash(data), index: proof.index };
  }

  /** Return what the map says of one key, with the bytes that are hashed there: only entries of this kind stand here. */
  async mapEntry(name) {
    const fields = await entryFields(this.take(name), name, ["other", "siblings", "v", "value"]);
    const value = fields.get("value");
    const siblings = hashes(fields.get("siblings"));
    if (fields.get("v") !== 1 || !siblings) throw malformedEntry(name);
    // That nothing stands there, or somebody else, is a form of an entry too; no member of a bundle may say so.
    const nothing = value === null || fields.get("other") !== null;
    const entry = nothing ? { kind: "nothing" } : value instanceof Map && readEntry(value);
    if (!entry) throw malformedEntry(name);
    return { ...entry, member: name, siblings };
  }

  /** Return what became of one number, with the proof in its series. */
  async numberEntry(name) {
    const fields = await entryFields(this.take(name), name, ["hashes", "leaf", "n", "st", "v"]);
    const [n, state, leaf] = ["n", "st", "leaf"].map((one) => fields.get(one));
    const proof = hashes(fields.get("hashes"));
    const letter = leaf === null ? null : unhashText(leaf);
    const fits = typeof n === "number" && NUMBER_STATES.includes(state) && proof && (leaf === null || letter);
    if (fields.get("v") !== 1 || !fits || (letter === null) !== (state !== "issued")) throw malformedEntry(name);
    return { member: name, n, state, letter, hashes: proof };
  }

  /** Return the public leaves of an order's stream, by their places, and what shows that they stand there. */
  orderLeaves(issued) {
    const stem = statusName(issued.said.member).slice(0, -".json".length);
    const [listed, hashed] = [`${stem}.leaves`, `${stem}.hashes`];
    return { issued, member: listed, leaves: readListed(this.take(listed), listed), hashes: cut(this.take(hashed), hashed) };
  }
}

/** Return the name of the entry of what the fact in *member* begins. */
export const statusName = (member) => `status/${member.replace(/^support\//, "")}`;

/** Return what *look* reads of a member, or the refusal of that member. */
export const readable = (member, look) =>
  explained(look, (reason, why) => unshown("member-unreadable", { member, reason }, `${member}: ${why}`));

/** Return the leaf of a number that was issued, or the refusal of its member. */
export const numberLeaf = (member, series, n, letter) => readable(member, () => issuedNumberLeaf(series, n, letter));

/** Return the refusal of a proof of another size than its place asks for. */
export const ofAnotherSize = (member, { oldSize }) =>
  unshown("proof-of-another-size", { member, size: oldSize }, `${member} is of size ${oldSize}.`);

async function entryFields(data, member, names) {
  const fields = await readable(member, () => decode(data, ENTRY_LIMITS));
  if ([...fields.keys()].join() !== names.join()) throw malformedEntry(member);
  return fields;
}

const names = (value) => [...value.keys()].join();
const count = (value) => typeof value === "number" && value > 0;

const readEntry = (value) => streamEntry(value) ?? seriesEntry(value) ?? keyEntry(value);

function streamEntry(value) {
  const [leaf, facts, status] = ["leaf", "n", "st"].map((name) => value.get(name));
  const hash = unhashText(leaf);
  if (names(value) !== "leaf,n,st,t" || value.get("t") !== "stream" || !hash || !count(facts)) return null;
  if (!STATUSES.includes(status)) return null;
  return { kind: "stream", leaf: hash, facts, status, value: `{"leaf":"${leaf}","n":${facts},"st":"${status}","t":"stream"}` };
}

function seriesEntry(value) {
  const [first, last, root] = ["first", "last", "root"].map((name) => value.get(name));
  const hash = unhashText(root);
  if (names(value) !== "first,last,root,t" || value.get("t") !== "series" || !hash) return null;
  if (!count(first) || !count(last) || first > last) return null;
  return { kind: "series", first, last, root: hash, value: `{"first":${first},"last":${last},"root":"${hashText(hash)}","t":"series"}` };
}

function keyEntry(value) {
  const fits = unhashText(value.get("leaf")) && unhashText(value.get("signed")) && count(value.get("n"));
  return names(value) === "leaf,n,signed,t" && value.get("t") === "key" && fits ? { kind: "key" } : null;
}

function hashes(values) {
  const found = Array.isArray(values) ? values.map(unhashText) : [null];
  return found.includes(null) ? null : found;
}

/** Return the leaves that a member lists, each in a line behind its place, in the order of the log. */
function readListed(data, member) {
  const wrong = unshown("leaves-malformed", { member }, `${member} does not hold leaves in the order of the log.`);
  const found = [];
  for (let at = 0; at < data.length; ) {
    const stop = data.indexOf(10, at);
    const space = data.indexOf(32, at);
    if (stop < 0 || space < 0 || space > at + 16 || stop - space - 1 > LARGEST_LEAF || stop <= space + 1) throw wrong;
    const figures = String.fromCharCode(...data.subarray(at, space));
    const index = Number(figures);
    if (!/^(?:0|[1-9][0-9]{0,15})$/.test(figures) || !(index > (found.at(-1)?.index ?? -1))) throw wrong;
    found.push({ index, leaf: data.subarray(space + 1, stop) });
    at = stop + 1;
  }
  return found;
}

function cut(data, member) {
  if (data.length % 32) throw unshown("leaves-malformed", { member }, `${member} does not hold whole hashes.`);
  return Array.from({ length: data.length / 32 }, (_, at) => data.subarray(32 * at, 32 * at + 32));
}

function numberIn(figures, member) {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(figures)) throw unknownMember(member);
  return Number(figures);
}

const unknownMember = (name) => unshown("member-unknown", { member: name }, `The member ${name} has no place in this bundle.`);
const malformedEntry = (member) =>
  unshown("entry-malformed-in", { member }, `${member} is not an entry of the map with its proof.`);
