/* The two members that follow from the others: policy.txt, and README with the commands of foreign tools.

   The forms of README come from the registry's own writer, so that there is one source of its words. */

import { answeredLetter } from "./admission.js";
import { LETTERS } from "./contents.js";
import { decoded } from "./bytes.js";
import { thaiTime } from "./statements.js";
import { unshown } from "./verdicts.js";

/** Return README; *at* is when the operator says that the log had it, in milliseconds since 1970. */
export function readmeText(contents, at, forms) {
  const { admitted, typeset, files, later, admission } = contents;
  const seconds = Math.floor(at / 1000);
  return filled(forms.readme, {
    title: title(contents),
    admission: admitted,
    person: personText(contents, seconds, forms),
    seal: openssl(`${admitted}.p7s`, `${admitted}.json`, seconds),
    files: [...files.keys()].sort().map((name) => `    sha256sum ${name}\n`).join("") || "    -\n",
    named: typeset ? forms.namedLater : forms.named,
    document: typeset ? documentText(contents, seconds, forms) : "",
    leaf: decoded(admission.leaf),
    at: thaiTime(at),
    size: later.heads.index + 1,
  });
}

/** Return how the person's signature is checked; no foreign tool at hand reads a passkey's. */
function personText({ byLink, passkey }, seconds, forms) {
  if (byLink) return forms.nobody;
  return passkey ? forms.passkey : openssl("signature.p7s", "statement.json", seconds);
}

function documentText({ person }, seconds, forms) {
  const said = person.said.fields.part("document");
  const [begin, end] = [said.integer("begin"), said.integer("end")];
  return filled(forms.document, {
    begin,
    after: end + 1,
    inside: begin + 2,
    digits: Math.max(0, end - begin - 2),
    command: openssl("letter.p7s", "signed-bytes", seconds),
  });
}

const filled = (form, values) => form.replace(/\{([a-z]+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));

const openssl = (signature, statement, seconds) =>
  `openssl cms -verify -cades -inform DER -in ${signature} -content ${statement} -binary ` +
  `-CAfile roots.pem -attime ${seconds} -out /dev/null`;

/** Return policy.txt: the log whose checkpoint counts, and that no witness is asked for. */
export const policyText = ({ support }) => `log ${support[0].said.fields.text("log_key")}\nquorum none\n`;

/** Return in one line what a bundle is evidence of: ``มท 0812/ว 271 (2021-02-09)``, or who answered it. */
export function title(contents) {
  const opened = contents.support.filter(({ said }) => said.name === "registry.opened.v1");
  const specimen = opened.some(({ said }) => said.fields.flag("specimen"));
  return (specimen ? "SPECIMEN " : "") + what(contents);
}

function what(contents) {
  const { said } = contents.person;
  if (LETTERS.has(said.name)) return numberOf(said);
  const letter = answeredLetter(contents)[1];
  const kind = contents.byLink ? said.fields.text("kind") : said.type.replace(/^letter\./, "");
  const does = kind === "acknowledged" ? "แจ้งตอบรับ / acknowledges" : "ส่งคืน / returns";
  return `${addressee(letter, said)} ${does} ${numberOf(letter.said)}`;
}

/** Return the addressee for whom an answer speaks, out of the letter's list. */
export function addressee(letter, answer) {
  const addressees = letter.said.fields.part("letter").parts("addressees");
  const to = answer.fields.integer("to");
  if (to < addressees.length) return addressees[to].text("name");
  const facts = { to, count: addressees.length };
  throw unshown("no-such-addressee", facts, `The letter has ${facts.count} addressees, and no number ${to}.`);
}

function numberOf({ fields }) {
  const letter = fields.part("letter");
  return `${letter.text("number")} (${letter.text("dated")})`;
}
