/* Statements as a stranger reads them: canonical JSON, and of each field that it is what it must be.

   A field that is not looked at is not trusted either; all of them are under the signature. Times are milliseconds since
   1970, dates stay as they are written: both compare as they should. */

import { digestOf, unhex } from "./bytes.js";
import { decode } from "./canonical.js";
import { explained, unshown } from "./verdicts.js";

const LIMITS = { maxSize: 2 ** 20, maxDepth: 8 };
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const ROOT = /^[0-9a-f]{64}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+07:00$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const THAILAND = 7 * 3600 * 1000;

/** Return when a day begins in Thailand, in milliseconds since 1970. */
export const beginning = (day) => Date.parse(`${day}T00:00:00+07:00`);

/** Return a moment as it is written in Thailand: 2021-02-09T09:00:00+07:00. */
export const thaiTime = (moment) => `${new Date(moment + THAILAND).toISOString().slice(0, 19)}+07:00`;

/** Return the day of a moment in Thailand. */
export const thaiDay = (moment) => thaiTime(moment).slice(0, 10);

/** The fields of one JSON object, each asked for as what it must be. */
export class Fields {
  #object;
  #whose;

  constructor(object, whose) {
    this.#object = object;
    this.#whose = whose;
  }

  has(name) {
    return this.#object.has(name);
  }

  absent(name) {
    if (!this.has(name)) throw this.#wrong(name);
    return this.#object.get(name) === null;
  }

  text(name) {
    return this.#which(name, (value) => typeof value === "string");
  }

  optional(name) {
    return this.absent(name) ? null : this.text(name);
  }

  /** Return an integer from 0. */
  integer(name) {
    return this.#which(name, (value) => typeof value === "number" && value >= 0);
  }

  flag(name) {
    return this.#which(name, (value) => typeof value === "boolean");
  }

  digest(name) {
    return this.#matching(name, DIGEST);
  }

  root(name) {
    return unhex(this.#matching(name, ROOT));
  }

  time(name) {
    const text = this.#matching(name, TIME);
    const moment = Date.parse(text);
    if (Number.isNaN(moment) || text < "0001-01-02" || thaiTime(moment) !== text) throw this.#wrong(name);
    return moment;
  }

  date(name) {
    const text = this.#matching(name, DATE);
    const moment = Date.parse(`${text}T00:00:00Z`);
    if (Number.isNaN(moment) || text < "0001" || new Date(moment).toISOString().slice(0, 10) !== text) throw this.#wrong(name);
    return text;
  }

  part(name) {
    return new Fields(this.#which(name, (value) => value instanceof Map), this.#whose);
  }

  parts(name) {
    return this.#items(name, (value) => value instanceof Map).map((value) => new Fields(value, this.#whose));
  }

  texts(name) {
    return this.#items(name, (value) => typeof value === "string");
  }

  integers(name) {
    return this.#items(name, (value) => typeof value === "number");
  }

  #items(name, is) {
    return this.#which(name, (value) => Array.isArray(value) && value.every(is));
  }

  #matching(name, pattern) {
    return this.#which(name, (value) => typeof value === "string" && pattern.test(value));
  }

  #which(name, is) {
    const value = this.#object.get(name);
    if (!is(value)) throw this.#wrong(name);
    return value;
  }

  #wrong(name) {
    const message = `${this.#whose}: the field '${name}' is missing or is not what it must be.`;
    return unshown("field-wrong", { member: this.#whose, field: name }, message);
  }
}

/** Return what every statement carries, and the fields of its own name; *member* names it in refusals. */
export async function readStatement(data, member) {
  const value = await explained(
    () => decode(data, LIMITS),
    (reason, why) => unshown("statement-not-canonical", { member, reason }, `${member} is not a statement: ${why}`),
  );
  const fields = new Fields(value, member);
  if (fields.integer("v") !== 1 || fields.text("text") !== "th1") {
    throw unshown("statement-version", { member }, `${member} is of a version that this verifier does not know.`);
  }
  const seen = fields.part("seen");
  const name = fields.text("typ");
  return {
    member,
    data,
    digest: await digestOf(data),
    name,
    type: name.includes(".v") ? name.slice(0, name.lastIndexOf(".v")) : "",
    log: fields.text("log"),
    stream: fields.text("stream"),
    seq: fields.integer("seq"),
    prev: fields.absent("prev") ? null : fields.digest("prev"),
    seenSize: seen.integer("size"),
    seenRoot: seen.root("root"),
    at: fields.time("at"),
    by: fields.digest("by"),
    under: fields.absent("under") ? null : fields.digest("under"),
    ties: fields.parts("re").map((tie) => ({ rel: tie.text("rel"), digest: tie.digest("h") })),
    files: fields.parts("doc").map(fileOf),
    fields,
  };
}

const fileOf = (fields) => ({
  sha256: fields.digest("sha256"),
  size: fields.integer("len"),
  mime: fields.text("mime"),
  role: fields.text("role"),
});
