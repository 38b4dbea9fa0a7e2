/* Canonical JSON (JCS, RFC 8785, of ASCII keys and integers): read by a parser that knows no other way to write it.

   Objects become maps, so that no name in them, __proto__ included, means anything to this program. */

import { decoded } from "./bytes.js";
import { Refused } from "./verdicts.js";

const INTEGER = /-?(?:0|[1-9][0-9]*)/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SHORT_ESCAPES = new Map([..."btnfr\"\\"].map((name, at) => [name, "\b\t\n\f\r\"\\"[at]]));

/** Return the object that *data* is the canonical form of, as a map.
 *
 * The outermost object is the first level. Refuses white space, another order, a key given twice, an escape that is
 * not needed, fractions, integers of 2^53 and more, and keys that are not ASCII.
 */
export function decode(data, { maxSize, maxDepth }) {
  if (data.length > maxSize) {
    throw new Refused("json-too-large", { size: data.length }, `${data.length} bytes of JSON are more than ${maxSize}.`);
  }
  let text;
  try {
    text = decoded(data);
  } catch {
    throw new Refused("not-json", {}, "The bytes are not JSON: they are not UTF-8.");
  }
  if (text[0] !== "{") throw new Refused("not-an-object", {}, "The outermost JSON value is not an object, in braces.");
  const reader = new Reader(text, maxDepth);
  const value = reader.value(0);
  if (reader.at !== text.length) throw reader.wrong();
  return value;
}

/** One text while it is read. */
class Reader {
  constructor(text, maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.at = 0;
  }

  value(depth) {
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth + 1);
      case "[":
        return this.array(depth + 1);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.integer();
    }
  }

  object(depth) {
    this.enter(depth);
    const found = new Map();
    let last = null;
    while (!this.ends("}", found.size)) {
      const key = this.string();
      // eslint-disable-next-line no-control-regex -- ASCII begins with controls
      if (!/^[\u0000-\u007f]*$/.test(key)) throw new Refused("key-not-ascii", {}, "A key of the JSON is not ASCII.");
      if (last !== null && key <= last) throw this.wrong();
      this.word(":");
      found.set(key, this.value(depth));
      last = key;
    }
    return found;
  }

  array(depth) {
    this.enter(depth);
    const found = [];
    while (!this.ends("]", found.length)) found.push(this.value(depth));
    return found;
  }

  enter(depth) {
    if (depth > this.maxDepth) {
      const facts = { max_depth: this.maxDepth };
      throw new Refused("json-too-deep", facts, `The JSON has more than the ${this.maxDepth} levels allowed here.`);
    }
    this.at += 1;
  }

  /** Tell whether the container ends here; else pass the comma between two of its things. */
  ends(mark, count) {
    if (this.text[this.at] === mark) {
      this.at += 1;
      return true;
    }
    if (count) this.word(",");
    return false;
  }

  string() {
    this.word('"');
    let found = "";
    for (;;) {
      found += this.matched(PLAIN);
      const mark = this.text[this.at];
      this.at += 1;
      if (mark === '"') return found;
      if (mark !== "\\") throw this.wrong();
      found += this.escape();
    }
  }

  escape() {
    const short = SHORT_ESCAPES.get(this.text[this.at]);
    if (short !== undefined) {
      this.at += 1;
      return short;
    }
    const figures = /^u00([01][0-9a-f])$/.exec(this.text.slice(this.at, this.at + 5));
    const letter = figures && String.fromCharCode(Number.parseInt(figures[1], 16));
    if (!letter || [...SHORT_ESCAPES.values()].includes(letter)) throw this.wrong();
    this.at += 5;
    return letter;
  }

  integer() {
    const figures = this.matched(INTEGER);
    const value = Number(figures);
    if (figures === "" || figures === "-0" || !Number.isSafeInteger(value) || figures.length > 17) throw this.wrong();
    return value;
  }

  matched(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  word(word, value) {
    if (!this.text.startsWith(word, this.at)) throw this.wrong();
    this.at += word.length;
    return value;
  }

  wrong() {
    const message = `The JSON is not in its canonical form (RFC 8785), at letter ${this.at}.`;
    return new Refused("not-the-canonical-bytes", { offset: this.at }, message);
  }
}
