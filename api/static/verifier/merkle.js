/* Proofs of the log's tree (RFC 6962, RFC 9162 section 2.1) and of the map of newest states, checked; nothing is kept.

     a leaf's hash   SHA-256(0x00 ‖ leaf)          a node's hash   SHA-256(0x01 ‖ left ‖ right)
     in the map      SHA-256(0x00 ‖ key ‖ SHA-256(value)) where a key stands alone, 32 zero bytes where none stands */

import { same, sha256 } from "./bytes.js";
import { Refused } from "./verdicts.js";

const EMPTY = new Uint8Array(32);
const BITS = 256;

/** Return the root of the tree without leaves. */
export const emptyRoot = () => sha256(new Uint8Array());

/** Return the hash under which a leaf stands in the tree. */
export const leafHash = (leaf) => sha256([0], leaf);

const parent = (left, right) => sha256([1], left, right);

/** Require that the leaf of that hash stands at *index* of the tree of *size* leaves (RFC 9162 section 2.1.3.2). */
export async function verifyInclusion(hash, index, size, proof, root) {
  requireHashes([hash, root, ...proof]);
  if (!(index >= 0 && index < size)) {
    throw new Refused("leaf-outside-tree", { index, size }, `There is no leaf ${index} in a tree of ${size} leaves.`);
  }
  const way = new Way(index, size - 1);
  let hashed = hash;
  for (const sibling of proof) hashed = way.up() ? await parent(sibling, hashed) : await parent(hashed, sibling);
  way.requireRoot();
  if (!same(hashed, root)) {
    const message = `The inclusion proof of leaf ${index} leads to another root than that of size ${size}.`;
    throw new Refused("leaf-not-under-root", { index, size }, message);
  }
}

/** Require that the tree of *oldSize* leaves is the beginning of that of *size* leaves (RFC 9162 section 2.1.4.2). */
export async function verifyConsistency(oldSize, oldRoot, size, root, proof) {
  requireHashes([oldRoot, root, ...proof]);
  if (oldSize > size) throw differs("sizes-reversed", oldSize, size);
  if (oldSize === 0 || oldSize === size) {
    if (proof.length) throw tooLong();
    if (!same(oldRoot, oldSize === 0 ? await emptyRoot() : root)) throw differs("two-roots-of-one-size", oldSize, size);
    return;
  }
  const hashes = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : proof;
  if (!hashes.length) throw tooShort();
  const way = new Way(oldSize - 1, size - 1);
  way.skipRight();
  let [old, now] = [hashes[0], hashes[0]];
  for (const sibling of hashes.slice(1)) {
    if (way.up()) [old, now] = [await parent(sibling, old), await parent(sibling, now)];
    else now = await parent(now, sibling);
  }
  way.requireRoot();
  if (!same(old, oldRoot)) throw differs("old-root-differs", oldSize, size);
  if (!same(now, root)) throw differs("new-root-differs", oldSize, size);
}

/** The way from a node up to the root, beside the tree's last node of every height; sizes may pass 2^32. */
class Way {
  constructor(node, last) {
    this.node = BigInt(node);
    this.last = BigInt(last);
  }

  /** Go up by one sibling; tell whether it stands on the left. */
  up() {
    if (this.last === 0n) throw tooLong();
    const left = (this.node & 1n) === 1n || this.node === this.last;
    if (left) while ((this.node & 1n) === 0n && this.node !== 0n) this.higher();
    this.higher();
    return left;
  }

  /** Go up while the node is a right one. */
  skipRight() {
    while ((this.node & 1n) === 1n) this.higher();
  }

  requireRoot() {
    if (this.last !== 0n) throw tooShort();
  }

  higher() {
    this.node >>= 1n;
    this.last >>= 1n;
  }
}

/** Require that all leaf hashes, by index, stand in one tree; shared nodes are given once, from left to right. */
export async function verifyMany(leaves, size, hashes, root) {
  const indices = [...leaves.keys()].sort((one, other) => one - other);
  requireHashes([...leaves.values(), root, ...hashes]);
  if (!indices.length || indices.at(-1) >= size) {
    const facts = { index: indices.at(-1) ?? 0, size };
    throw new Refused("leaf-outside-tree", facts, `There is no leaf ${facts.index} in a tree of ${size} leaves.`);
  }
  const left = hashes[Symbol.iterator]();
  const found = await rebuilt(leaves, indices, 0, size, left);
  if (!same(found, root) || !left.next().done) {
    const message = `The leaves do not stand together under the root of size ${size}.`;
    throw new Refused("leaves-not-under-root", { size }, message);
  }
}

/** Return the hash of the node over leaves *start* to before *stop*; as deep as the tree is high. */
async function rebuilt(leaves, indices, start, stop, left) {
  if (!indices.length) {
    const { value, done } = left.next();
    if (done) throw tooShort();
    return value;
  }
  if (stop - start === 1) return leaves.get(start);
  const middle = start + 2 ** Math.floor(Math.log2(stop - start - 1));
  const before = indices.filter((index) => index < middle);
  const below = await rebuilt(leaves, before, start, middle, left);
  return parent(below, await rebuilt(leaves, indices.slice(before.length), middle, stop, left));
}

/** Require that *key* has just this value in the map of that root; siblings are the deepest first. */
export async function verifyMapEntry(root, key, value, siblings) {
  let depth = siblings.length;
  const lone = depth > 0 && same(siblings[0], EMPTY); // a lone key would have stood one higher
  if (depth > BITS || lone) throw notInTheMap();
  let node = await sha256([0], key, await sha256(value));
  for (const sibling of siblings) {
    depth -= 1;
    const right = (key[depth >> 3] >> (7 - (depth & 7))) & 1;
    node = right ? await parent(sibling, node) : await parent(node, sibling);
  }
  if (!same(node, root)) throw notInTheMap();
}

function requireHashes(hashes) {
  for (const hash of hashes) {
    if (hash.length !== 32) throw new Refused("hash-size", { size: hash.length }, "A hash has 32 bytes.");
  }
}

const tooLong = () => new Refused("proof-too-long", {}, "The proof has more hashes than the tree has heights.");
const tooShort = () => new Refused("proof-too-short", {}, "The proof ends below the root.");
const notInTheMap = () => new Refused("not-in-the-map", {}, "The proof does not show this of the map of newest states.");
const differs = (slug, oldSize, size) =>
  new Refused(slug, { size: oldSize }, `The log of ${oldSize} leaves is not shown to be the beginning of that of ${size}.`);
