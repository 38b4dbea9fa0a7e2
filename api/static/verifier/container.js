/* The one form of a bundle's ZIP: whoever has the members has every byte of the file.

     local header · name · bytes      one a member, sorted by name, nothing between them
     central directory                the same headers again, in the same order
     end                              where the directory is

   Stored, never compressed: there is nothing to unpack, and nothing that grows. The members are written again, and what
   is not the same to the byte is refused. */

import { encoded, joined, latin, same } from "./bytes.js";
import { unshown } from "./verdicts.js";

const LARGEST_BUNDLE = 256 * 2 ** 20;
const MOST_MEMBERS = 4096;
const LONGEST_NAME = 120;
const NAME = /^(?!\.)[A-Za-z0-9._-]+(?:\/(?!\.)[A-Za-z0-9._-]+){0,2}$/;
const FIRST_DAY = 0x21; // 1980-01-01 in the format of MS-DOS
const NEEDED = 20;
const LOCAL_SIZE = 30;
const LOCAL = [0x50, 0x4b, 3, 4];
const CENTRAL = [0x50, 0x4b, 1, 2];
const END = [0x50, 0x4b, 5, 6];
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Return the members of a bundle by name, in order; the bytes are views into *data*. */
export function read(data) {
  if (data.length > LARGEST_BUNDLE) {
    const facts = { size: data.length, most: LARGEST_BUNDLE };
    throw unshown("bundle-too-large", facts, `The bundle has ${data.length} bytes; ${LARGEST_BUNDLE} are the most.`);
  }
  const members = new Map();
  let at = 0;
  let last = "";
  while (same(LOCAL, data.subarray(at, at + 4))) {
    const { name, start, stop } = member(data, at, last);
    members.set(name, data.subarray(start, stop));
    at = stop;
    last = name;
    if (members.size > MOST_MEMBERS) throw many(members.size);
  }
  if (!members.size) throw unshown("not-a-bundle", {}, "This is not an evidence bundle: it does not begin as one.");
  if (!same(data.subarray(at), directory(members))) {
    const message = `What stands behind the last member, ${last}, is not the directory of these members.`;
    throw unshown("bundle-directory", { member: last }, message);
  }
  return members;
}

function member(data, at, last) {
  if (at + LOCAL_SIZE > data.length) throw cutOff(last);
  const view = new DataView(data.buffer, data.byteOffset + at, LOCAL_SIZE);
  const [crc, packed, size] = [14, 18, 22].map((offset) => view.getUint32(offset, true));
  const start = at + LOCAL_SIZE + view.getUint16(26, true);
  const name = latin(data.subarray(at + LOCAL_SIZE, start));
  if (start > data.length) throw cutOff(name.slice(0, LONGEST_NAME));
  if (name.length > LONGEST_NAME || !NAME.test(name)) {
    throw unshown("member-name", { member: name.slice(0, LONGEST_NAME) }, "A member's name is not one of a bundle's.");
  }
  const expected = [NEEDED, 0, 0, 0, FIRST_DAY];
  const described = expected.every((value, place) => view.getUint16(4 + 2 * place, true) === value);
  if (!described || packed !== size || view.getUint16(28, true)) {
    const message = `The member ${name} is compressed, dated or described otherwise than in a bundle.`;
    throw unshown("member-header", { member: name }, message);
  }
  if (start + size > data.length) throw cutOff(name);
  if (name <= last) {
    throw unshown("member-order", { member: name, last }, `The member ${name} stands behind ${last}: twice, or out of order.`);
  }
  if (crc32(data.subarray(start, start + size)) !== crc) {
    throw unshown("member-checksum", { member: name }, `The member ${name} was damaged: its check sum is another.`);
  }
  return { name, start, stop: start + size };
}

/** Return the central directory and the end of a ZIP of these members. */
function directory(members) {
  const parts = [];
  let offset = 0;
  for (const [name, data] of members) {
    const about = [...words(0, 0, 0, FIRST_DAY), ...longs(crc32(data), data.length, data.length), ...words(name.length, 0)];
    parts.push(joined(CENTRAL, words(NEEDED, NEEDED), about, words(0, 0, 0), longs(0, offset), encoded(name)));
    offset += LOCAL_SIZE + name.length + data.length;
  }
  const central = joined(...parts);
  return joined(central, END, words(0, 0, members.size, members.size), longs(central.length, offset), words(0));
}

const words = (...values) => values.flatMap((value) => [value & 255, value >> 8]);
const longs = (...values) => values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255));

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function many(count) {
  const facts = { count, most: MOST_MEMBERS };
  return unshown("too-many-members", facts, `The bundle has ${count} members or more; ${MOST_MEMBERS} are the most.`);
}

const cutOff = (name) => unshown("bundle-cut-off", { member: name }, `The bundle ends inside the member ${name || "that is its first"}.`);
