/* Which member of a bundle is what. Every member has its place; one too many is refused, as one too few. */

import { BEGINNINGS } from "./leaves.js";
import { Members, statusName } from "./members.js";
import { hex, sha256 } from "./bytes.js";
import { readConsistency } from "./proofs.js";
import { unable, unshown, untold } from "./verdicts.js";

const set = (names) => new Set(names.split(" "));
/** What people sign of letters and orders. */
export const LETTERS = set(
  "letter.signed.v1 letter.signed.v2 letter.signed.v3 letter.signed-by-hand.v1 letter.sealed.v1 " +
    "order.signed.v1 order.signed.v2 order.signed.v3 order.signed-by-hand.v1",
);
/** Whose final file bears the same person's signature, and is named by the admission. */
const TYPESET = set("letter.signed.v3 order.signed.v3");
/** Where a clerk signs that the signatory signed the paper. */
export const BY_HAND = set("letter.signed-by-hand.v1 order.signed-by-hand.v1");
/** Orders that say what they do to units, posts and earlier instruments. */
export const WITH_ACTS = set("order.signed.v2 order.signed.v3 order.signed-by-hand.v1");
const ON_PAPER = new Set([...BY_HAND, "letter.sealed.v1"]);
const ANSWERS = set("letter.acknowledged.v1 letter.returned.v1");
/** What the seal says of an answer that came through an addressee's link, and that nobody else signed. */
const BY_LINK = "letter.answered-by-link.v1";
const OFFICE = "application/vnd.openxmlformats-officedocument.";
const EXTENSIONS = new Map([
  ["application/pdf", "pdf"],
  [`${OFFICE}wordprocessingml.document`, "docx"],
  [`${OFFICE}spreadsheetml.sheet`, "xlsx"],
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/tiff", "tif"],
  ["text/plain", "txt"],
  ["text/csv", "csv"],
]);
/** Members of which every bundle has two at least, and evidence of another kind, such as a series' proof, has none. */
const LETTERS_OWN = ["statement.json", "answered.json", "policy.txt"];
const NO_LETTERS =
  "This is no letter's evidence: it is evidence of another kind. Choose the file that came with the letter.";
const NEWER = /^(?:letter|order)\.[a-z-]+\.v[0-9]+$/;

/** Return what the admission of a person's statement is called: issued or answered. */
export function admissionName(person) {
  if (LETTERS.has(person.name)) return "issued";
  if (ANSWERS.has(person.name) || person.name === BY_LINK) return "answered";
  if (NEWER.test(person.name)) throw unable(`statements of the kind ${person.name.slice(0, 40)}`);
  const message = `statement.json is a '${person.name.slice(0, 40)}': bundles are made of letters, orders and answers.`;
  throw unshown("not-bundled", { name: person.name.slice(0, 40) }, message);
}

/** Return the final file of a signed letter, and its name in the bundle. */
export function finalFile(person, admission) {
  const role = ON_PAPER.has(person.name) ? "scan" : "main";
  const late = TYPESET.has(person.name) ? admission.files : [];
  const found = [...person.files, ...late].filter((file) => file.role === role);
  if (found.length !== 1) {
    const facts = { member: person.member, count: found.length };
    throw unshown("one-final-file", facts, `${person.member} names ${found.length} final files instead of one.`);
  }
  return [found[0], `letter.${EXTENSIONS.get(found[0].mime) ?? "bin"}`];
}

/** Return every file that was signed, by its name in the bundle. */
export function fileNames(person, admission) {
  const named = new Map();
  let final = null;
  if (LETTERS.has(person.name)) {
    const [file, name] = finalFile(person, admission);
    final = file.sha256;
    named.set(name, file);
  }
  for (const file of person.files) if (file.sha256 !== final) named.set(`files/${file.sha256.slice(7)}`, file);
  return named;
}

/** Return the numbers of the letter that an admission issues; none for that of an answer. */
export const numbersOf = ({ said }) => (BEGINNINGS.has(said.type) ? said.fields.integers("n") : []);

/** Return a bundle taken apart; that its parts fit together is still to be shown. */
export async function readContents(members) {
  if (!LETTERS_OWN.some((name) => members.has(name))) throw untold("no-letters-evidence", {}, NO_LETTERS);
  const left = new Members(members);
  const certificates = await left.certificates();
  const { person, admission } = await takeSaid(left);
  const byLink = person === admission;
  const support = await left.support();
  const contents = {
    person,
    admission,
    admitted: admissionName(person.said),
    byLink,
    support,
    facts: byLink ? [...support, person] : [...support, person, admission],
    certificates,
    numbers: await left.numbers(),
    seen: left.seen(),
    later: await readLater(left, support, admission),
    files: takeFiles(left, fileNames(person.said, admission.said)),
    readme: left.take("README"),
    policy: left.take("policy.txt"),
    members: members.size,
    typeset: TYPESET.has(person.said.name),
    passkey: person.kind === "webauthn" ? left.take("passkey.spki") : null,
  };
  left.requireNone();
  await requireCertificates(contents);
  return contents;
}

/** Return what a person signed and its admission; of an answer by link, which nobody signed, the seal's fact twice. */
async function takeSaid(left) {
  if (!left.has("statement.json")) {
    const answer = await left.fact("answered", "answered", "entry");
    if (answer.said.name === BY_LINK) return { person: answer, admission: answer };
    throw unshown("member-missing", { member: "statement.json" }, "The bundle has no member statement.json.");
  }
  const person = await left.fact("statement", "signature", "support/statement");
  const name = person.said.name.slice(0, 40);
  if (person.said.name === BY_LINK || (person.kind !== "cms" && !ANSWERS.has(person.said.name))) {
    throw unshown("not-a-persons", { name }, `statement.json is a '${name}', which is not signed so.`);
  }
  const admitted = admissionName(person.said);
  return { person, admission: await left.fact(admitted, admitted, "entry") };
}

/** Take the members that tell what became of the letter after it was admitted. */
async function readLater(left, support, admission) {
  const numbers = numbersOf(admission);
  const later = { heads: await left.publicLeaf("status/heads"), streams: new Map(), numbers: [], orders: [], series: null };
  later.since = readConsistency(left.take("status/since.consistency"), "status/since.consistency");
  for (const { said } of [...support, admission]) {
    if (BEGINNINGS.has(said.type)) later.streams.set(said.stream, await left.mapEntry(statusName(said.member)));
  }
  if (numbers.length) later.series = await left.mapEntry("status/series.json");
  for (const n of numbers) later.numbers.push(await left.numberEntry(`status/number-${n}.json`));
  const withActs = new Set(support.filter(({ said }) => WITH_ACTS.has(said.name)).map(({ said }) => said.digest));
  for (const fact of support) {
    if (fact.said.type === "order.issued" && withActs.has(fact.said.fields.digest("signed"))) {
      later.orders.push(left.orderLeaves(fact));
    }
  }
  return later;
}

const takeFiles = (left, named) => new Map([...named.keys()].sort().map((name) => [name, left.take(name)]));

/** Refuse certificates that no signature holds, and signatures whose certificates are not members. */
async function requireCertificates({ facts, certificates }) {
  const inside = await Promise.all(facts.flatMap((fact) => fact.inside).map((one) => sha256(one)));
  const used = new Set(inside.map((digest) => `sha256:${hex(digest)}`));
  const alone = [...used, ...certificates.keys()].filter((one) => !(used.has(one) && certificates.has(one))).sort();
  if (alone.length) {
    const member = `pki/${alone[0].slice(7)}.cer`;
    throw unshown("certificates-differ", { member }, `${member} is not among both the members and the signatures.`);
  }
}
