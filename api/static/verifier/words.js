/* Sentences from slugs and facts, in the words of the registry's own verifier, which are given: there is one source. */

import { thaiTime } from "./statements.js";
import { worst } from "./verdicts.js";

const HEADLINES_WORST_FIRST = ["differs", "unfinished", "unproven", "superseded", "genuine"];
const OF_THE_SIGNER = ["authority", "person", "document"];
const BUDDHIST = 543;
const UNSEEN = /[\p{C}\p{Z}]/gu;

/** Return the sentence of a saying: {slug, facts, english}; *language* is th or en. */
export function say(saying, language, words) {
  const thai = language === "th";
  const { slug, facts, english } = saying;
  const said = Object.hasOwn(words.sayings, slug) ? words.sayings[slug][thai ? 0 : 1] : null;
  const refusal = thai && Object.hasOwn(words.refusals, slug) ? words.refusals[slug] : null;
  const form = said ?? refusal;
  if (form === null) return harmless(english ?? slug);
  const value = (name) => (Object.hasOwn(facts, name) ? shown(facts[name], language, words) : "–");
  return form.replace(/\{([a-z_0-9]+)\}/g, (_, name) => value(name));
}

function shown(value, language, words) {
  if (value instanceof Date) return moment(value, language);
  if (value !== null && typeof value === "object") return say(value, language, words);
  return harmless(String(value));
}

function moment(at, language) {
  const [day, time] = thaiTime(at.getTime()).slice(0, 19).split("T");
  if (language !== "th") return `${day} ${time}+07:00`;
  const [year, month, date] = day.split("-").map(Number);
  return `${date}/${month}/${year + BUDDHIST} ${time} น.`;
}

/** Return a text of other people with controls and marks that turn the writing round written as escapes. */
const harmless = (text) =>
  text.replace(UNSEEN, (mark) => (mark === " " ? mark : `\\u${mark.codePointAt(0).toString(16).padStart(4, "0")}`));

/** Return which of the headlines of a letter a report comes to: the worst of the layers that the policy demands. */
export const headlineOf = (report) => worstHeadline(report.layers.filter((one) => one.demanded).map(headlineOfLayer));

/** Return the worst of some headlines of a letter. */
export const worstHeadline = (headlines) => HEADLINES_WORST_FIRST.find((one) => headlines.includes(one));

function headlineOfLayer({ layer, verdict, says }) {
  if (verdict === "valid") return "genuine";
  if (verdict === "invalid") return says.slug === "stands-no-longer" ? "superseded" : "differs";
  if (verdict === "disputed") return "unproven";
  return OF_THE_SIGNER.includes(layer) && says.slug !== "not-looked-at" ? "unproven" : "unfinished";
}

/** Return the worse of two verdicts on one layer. */
export const worse = (one, other) => worst([one, other]);
