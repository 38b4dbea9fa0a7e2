/* Whether what the person signed and what the seal admitted are one thing. */

import { finalFile, LETTERS } from "./contents.js";
import { unshown } from "./verdicts.js";

const ISSUED = ["letter.issued.v1", "order.issued.v1"];
const ANSWER_KINDS = new Map([
  ["letter.acknowledged.v1", "acknowledged"],
  ["letter.returned.v1", "returned"],
]);

/** Refuse an admission of something else than the person's statement. */
export function requireAdmitted(contents) {
  const { person, admission } = contents;
  if (contents.byLink) {
    requireSame(admission.said.member, [["stream", admission.said.stream, answeredLetter(contents)[0].said.stream]]);
    requireGiven(contents);
    return;
  }
  if (person.said.seq !== 0 || person.said.prev !== null) throw tiesDiffer("statement.json", "seq");
  if (!tied(admission.said, "admits", person.said.digest)) throw tiesDiffer(admission.said.member, "re");
  if (person.index >= admission.index) {
    throw unshown("admitted-before-said", {}, "The admission stands in the log before what it admits.");
  }
  if (LETTERS.has(person.said.name)) requireIssued(person, admission);
  else requireAnswered(contents);
}

/** Refuse an admission that issues another letter than the one that was signed. */
export function requireIssued(person, admission) {
  const letter = person.said.fields.part("letter");
  const issued = admission.said.fields;
  requireSame(admission.said.member, [
    ["typ", admission.said.name, letter.text("kind") === "order" ? "order.issued.v1" : "letter.issued.v1"],
    ["seq", admission.said.seq, 0],
    ["signed", issued.digest("signed"), person.said.digest],
    ["signed_in", issued.text("signed_in"), person.said.stream],
    ["final", issued.digest("final"), finalFile(person.said, admission.said)[0].sha256],
    ["way", issued.text("way"), wayOf(person.said.name)],
    ["series", issued.text("series"), letter.text("series")],
    ["n", issued.integers("n").join(", "), letter.integers("n").join(", ")],
    ["number", issued.text("number"), letter.text("number")],
    ["dated", issued.date("dated"), letter.date("dated")],
  ]);
}

function wayOf(name) {
  if (name.includes("by-hand")) return "by-hand";
  return name.includes("sealed") ? "sealed" : "electronic";
}

function requireAnswered(contents) {
  const said = contents.person.said;
  const { member, name, stream, fields } = contents.admission.said;
  const [issued, signed] = answeredLetter(contents);
  const letter = said.fields.digest("letter");
  requireSame(member, [
    ["typ", name, "letter.answered.v1"],
    ["stream", stream, issued.said.stream],
    ["answer", fields.digest("answer"), said.digest],
    ["answered_in", fields.text("answered_in"), said.stream],
    ["to", fields.integer("to"), said.fields.integer("to")],
    ["kind", fields.text("kind"), ANSWER_KINDS.get(said.name)],
  ]);
  requireSame("statement.json", [["letter", letter, signed.said.digest]]);
  if (!tied(said, "acknowledges", letter)) throw tiesDiffer("statement.json", "re");
}

/** Return the admission of the letter that is answered, and the fact by which it was signed. */
export function answeredLetter({ person, support, byLink }) {
  const letters = new Map(support.filter(({ said }) => LETTERS.has(said.name)).map((fact) => [fact.said.digest, fact]));
  const issued = support.filter(({ said }) => ISSUED.includes(said.name));
  const named = byLink ? null : person.said.fields.digest("letter");
  const signedIn = (fact) => fact.said.fields.digest("signed");
  const answered = (fact) => (byLink ? fact.said.stream === person.said.stream : signedIn(fact) === named);
  // Beside the letter there may be orders that it rests on.
  for (const fact of [...issued.filter(answered), ...issued.filter((one) => !answered(one))]) {
    const signed = letters.get(signedIn(fact));
    if (signed) {
      requireIssued(signed, fact);
      return [fact, signed];
    }
  }
  throw unshown("letter-missing", {}, "The bundle does not hold the letter that is answered.");
}

/** Require that the link of an answer was given to that very addressee of that letter. */
function requireGiven({ admission: { said }, support }) {
  const [link, to] = [said.fields.digest("link"), said.fields.integer("to")];
  const gives = (one) => one.integer("to") === to && one.digest("link") === link;
  for (const fact of support) {
    const { name, stream, fields } = fact.said;
    if (name === "letter.links-given.v1" && stream === said.stream && fields.parts("links").some(gives)) return;
  }
  const { member } = said;
  throw unshown("link-not-given", { member }, `The bundle does not show that the link of ${member} was given.`);
}

const tied = (said, rel, digest) => said.ties.some((tie) => tie.rel === rel && tie.digest === digest);

function requireSame(member, triples) {
  for (const [field, found, expected] of triples) {
    if (found !== expected) {
      const message = `${member}: ${field} is ${found}, and what was signed says ${expected}.`;
      throw unshown("admits-another", { member, field, found, expected }, message);
    }
  }
}

const tiesDiffer = (member, field) =>
  unshown("ties-differ", { member, field }, `${member}: ${field} does not name the statement that it belongs to.`);
