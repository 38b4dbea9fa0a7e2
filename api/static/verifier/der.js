/* The little of DER (ITU-T X.690) that signatures and certificates need: one meaning has one encoding.

     tag │ length │ content          a length is definite, in the fewest bytes, and ends inside its parent

   A reader hands back offsets. Nothing recurses, so depth costs nothing. */

import { joined } from "./bytes.js";

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;
export const CONTEXT_0 = 0xa0;
export const CONTEXT_3 = 0xa3;

const SHORT = 0x80; // lengths below this are one byte
const LONGEST = 3; // bytes of a length: 16 MB
const MULTIBYTE_TAG = 0x1f;

/** The bytes are not the DER that was expected; the caller says of which thing. */
export class NotDer extends Error {}

/** Return {tag, start, stop} of the element at *at*: its content is data[start:stop] (X.690 8.1.2, 8.1.3, 10.1). */
export function element(data, at, end) {
  if (at + 2 > end) throw new NotDer(`an element is missing at byte ${at}`);
  const tag = data[at];
  let length = data[at + 1];
  let start = at + 2;
  if (length >= SHORT) {
    const size = length - SHORT;
    start += size;
    if (size < 1 || size > LONGEST || start > end) throw new NotDer(`the length at byte ${at + 1} is not definite`);
    length = data.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (length < SHORT || length < 256 ** (size - 1)) throw new NotDer(`the length at byte ${at + 1} is not shortest`);
  }
  const stop = start + length;
  if (stop > end || (tag & MULTIBYTE_TAG) === MULTIBYTE_TAG) throw new NotDer(`the element at byte ${at} is too long`);
  return { tag, start, stop };
}

/** Return {start, stop} of the content of the element at *at*, which must have this tag. */
export function expect(tag, data, at, end) {
  const found = element(data, at, end);
  if (found.tag !== tag) throw new NotDer(`another tag than ${tag} stands at byte ${at}`);
  return found;
}

/** Return {start, stop} of the content of the one element between *at* and *end*. */
export function only(tag, data, at = 0, end = data.length) {
  const found = expect(tag, data, at, end);
  if (found.stop !== end) throw new NotDer(`bytes are left over at byte ${found.stop}`);
  return found;
}

/** Return the content of the one element that *data* is. */
export function contentOf(tag, data) {
  const { start, stop } = only(tag, data);
  return data.subarray(start, stop);
}

/** Return the whole elements (tag, length and content) that fill *at* to *end*. */
export function elements(data, at = 0, end = data.length) {
  const found = [];
  for (let from = at; from < end; ) {
    const { stop } = element(data, from, end);
    found.push(data.subarray(from, stop));
    from = stop;
  }
  return found;
}

/** Return *content* as one element. */
export function write(tag, ...content) {
  const whole = joined(...content);
  const size = whole.length;
  if (size < SHORT) return joined([tag, size], whole);
  const length = size < 256 ? [size] : size < 65536 ? [size >> 8, size & 255] : [size >> 16, (size >> 8) & 255, size & 255];
  return joined([tag, SHORT | length.length], length, whole);
}
