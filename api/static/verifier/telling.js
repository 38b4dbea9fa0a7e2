/* What the facts in support tell, in the order of the log; and whether who signed a letter might.

     officer.enrolled, key.…  ─▶ authority
     order.signed + order.issued · instrument.recorded + .confirmed · absence.… ─▶ capacities */

import { requireIssued } from "./admission.js";
import { Authority, CLERK, REGISTRAR, requireAnother } from "./authority.js";
import { BY_HAND, LETTERS, WITH_ACTS } from "./contents.js";
import { beginning, thaiDay } from "./statements.js";
import { unshown, Unshown, untold } from "./verdicts.js";

const GIVING = ["appoint", "act-for", "delegate", "assign"];
const PASSING_ON = ["delegate", "assign"];
/** With these words somebody signs by a power that is not passed on again. */
const LENT = [null, "by_delegation", "on_behalf"];
const SEALED = [
  "series.opened.v1",
  "letter.issued.v1",
  "order.amended.v1",
  "order.repealed.v1",
  "letter.links-given.v1",
];
const PASSKEYS = ["passkey.offered.v1", "passkey.confirmed.v1"];
const ABSENCES = ["absence.recorded.v1", "absence.ended.v1"];

/** Return officers, keys and posts as the support facts tell them, each verified as of the time that it claims. */
export async function told(contents, roots) {
  const authority = new Authority(contents, roots);
  await authority.found();
  const telling = new Telling(authority);
  for (const fact of contents.support.slice(1)) {
    const { name, member } = fact.said;
    if (fact.index < contents.person.index) await telling.learn(fact);
    else if (name !== "key.withdrawn.v1") {
      throw unshown("support-too-late", { member }, `${member} stands behind what it is to support.`);
    }
  }
  return authority;
}

/** What was learnt, and what waits for the fact that makes it count. */
class Telling {
  #signed = new Map(); // orders with acts and who signed or entered them, by the digest that their admission names
  #recorded = new Map(); // recorded instruments and who recorded them, by their digests

  constructor(authority) {
    this.authority = authority;
  }

  async learn(fact) {
    const { name, at, digest } = fact.said;
    if (LETTERS.has(name)) await this.#learnSigned(fact);
    else if (SEALED.includes(name)) await this.authority.requireSeal(fact, at);
    else if (PASSKEYS.includes(name)) {
      await this.authority.requireSeal(fact, at);
      this.authority.passkeys.learn(fact);
    } else if (name === "order.issued.v1") await this.#learnIssued(fact);
    else if (name === "instrument.recorded.v1") {
      this.#recorded.set(digest, { recorded: fact, recorder: await this.authority.requireRegistrar(fact) });
    } else if (name === "instrument.confirmed.v1") await this.#confirm(fact);
    else if (ABSENCES.includes(name)) {
      await this.#requireRecorder(fact);
      this.authority.capacities.learnAbsence(fact);
    } else await this.authority.learnEnrolment(fact);
  }

  async #learnSigned(fact) {
    const { said } = fact;
    const acts = WITH_ACTS.has(said.name) ? said.fields.part("acts").parts("posts") : [];
    const signer = await requireSigner(this.authority, fact, said.at);
    try {
      requireCapacity(this.authority, fact);
    } catch (reason) {
      // An order on posts gives nothing unless its signatory's own authority is shown.
      if (acts.length || !(reason instanceof Unshown) || reason.verdict !== "cannot-tell") throw reason;
    }
    const signatory = said.fields.part("letter").part("signatory");
    const signers = new Set([signatory.text("officer"), signer.officer]);
    requireOwnToGive(fact, signatory, acts, signers);
    if (WITH_ACTS.has(said.name)) this.#signed.set(said.digest, { signed: fact, signers });
  }

  async #learnIssued(issued) {
    const { fields, stream, at } = issued.said;
    await this.authority.requireSeal(issued, at);
    const waiting = this.#signed.get(fields.digest("signed"));
    if (!waiting) return;
    const { signed, signers } = waiting;
    requireIssued(signed, issued);
    const { digest, name } = signed.said;
    const acts = signed.said.fields.part("acts");
    const place = { stream, number: fields.text("number"), digest, index: issued.index, begins: at };
    this.#learnInstrument({ ...place, acts, onPaper: BY_HAND.has(name) }, signed, signers);
  }

  async #confirm(fact) {
    const { member, fields } = fact.said;
    const by = await this.authority.requireRegistrar(fact);
    const known = this.#recorded.get(fields.digest("recorded"));
    if (!known || known.recorded.said.fields.flag("proposed")) {
      const message = `${member} confirms an instrument that the bundle does not hold, or a proposal.`;
      throw unshown("nothing-to-confirm", { member }, message);
    }
    const { recorded, recorder } = known;
    requireAnother(fact, by, recorder);
    const { stream, digest, fields: said } = recorded.said;
    const acts = said.part("acts");
    const officers = new Set([by, recorder]);
    requireNotTo(fact, acts.parts("posts"), officers);
    const number = said.optional("number") || said.text("title");
    const place = { stream, number, digest, index: fact.index, begins: beginning(said.date("dated")) };
    this.#learnInstrument({ ...place, acts, onPaper: false }, fact, officers);
  }

  /** Learn an instrument, and refuse one that by what it repeals gives a power to those who signed it. */
  #learnInstrument(instrument, fact, officers) {
    const { capacities } = this.authority;
    const before = capacities.ends(officers);
    capacities.learn(instrument);
    const after = capacities.ends(officers);
    for (const [deed, end] of before) {
      const longer = GIVING.includes(deed.kind) ? after.get(deed) > end : after.get(deed) < end;
      if (longer) throw givesHimself(fact, deed.post);
    }
  }

  async #requireRecorder(fact) {
    const { name, roles } = await this.authority.requirePerson(fact, fact.said.at);
    if (roles.has(CLERK) || roles.has(REGISTRAR)) return;
    const { member } = fact.said;
    throw unshown("not-a-recorder", { member, name }, `${member} is signed by ${name}, who is no clerk or registrar.`);
  }
}

/** Refuse an order that gives a power to who signs or enters it, or one that is not the signatory's. */
function requireOwnToGive(fact, signatory, acts, signers) {
  const { member } = fact.said;
  requireNotTo(fact, acts, signers);
  const own = [signatory.text("post")];
  if (!LENT.includes(signatory.optional("acting"))) own.push(signatory.text("principal"));
  for (const act of acts) {
    const post = act.text("post");
    if (PASSING_ON.includes(act.text("kind")) && !own.includes(post)) {
      throw unshown("gives-anothers", { member, post }, `${member} gives away the power of '${post}', another's.`);
    }
  }
}

function requireNotTo(fact, acts, officers) {
  for (const act of acts) {
    const to = act.optional("officer");
    if (GIVING.includes(act.text("kind")) && to !== null && officers.has(to)) throw givesHimself(fact, act.text("post"));
  }
}

const givesHimself = ({ said: { member } }, post) =>
  unshown("gives-himself", { member, post }, `${member} gives the power of '${post}' to one who signs or enters it.`);

/** Return who signed a letter, verified: the signatory or, of one signed on paper, the clerk. */
export async function requireSigner(authority, fact, at) {
  const { name, member, fields, under } = fact.said;
  const signer = await authority.requirePerson(fact, at);
  const signatory = fields.part("letter").part("signatory");
  const named = signatory.text("officer");
  if (BY_HAND.has(name)) {
    if (signer.officer !== fields.text("clerk") || !signer.roles.has(CLERK)) {
      throw unshown("not-the-clerk", { member, name: signer.name }, `${member} is signed by ${signer.name}, not its clerk.`);
    }
  } else if (signer.officer !== named) {
    const facts = { member, found: signer.name, expected: signatory.text("name") };
    throw unshown("not-the-signatory", facts, `${member} is signed by ${signer.name}, and names ${facts.expected}.`);
  }
  if (under !== signer.statement) {
    const message = `${member} rests on another enrolment than that of ${signer.name}.`;
    throw unshown("another-authority", { member, name: signer.name }, message);
  }
  requireEnrolled(authority.officer(named, fact), signatory, member);
  return signer;
}

function requireEnrolled({ roles, name }, signatory, member) {
  if (!roles.has("signatory")) {
    throw unshown("not-a-signatory", { member, name }, `${member} names ${name}, who was not enrolled to sign letters.`);
  }
  const found = signatory.text("name");
  if (found !== name) {
    const message = `${member} names ${found} as its signatory, and that officer is ${name}.`;
    throw unshown("another-name-signed", { member, found, expected: name }, message);
  }
}

/** Return what the signatory's capacity rests on, as of the signing, or the letter's own day where that is later. */
export function requireCapacity(authority, fact) {
  const { member, fields, at } = fact.said;
  const letter = fields.part("letter");
  const signatory = letter.part("signatory");
  const { officer, name, posts } = authority.officer(signatory.text("officer"), fact);
  const on = Math.max(at, beginning(letter.date("dated")));
  const today = thaiDay(on);
  const post = signatory.text("post");
  const held = posts.find((one) => one.post === post && one.since <= today && (one.until === null || today < one.until));
  return authority.capacities.judge({
    member,
    officer,
    name,
    post,
    word: signatory.optional("acting"),
    principal: signatory.optional("principal"),
    matter: fields.has("matter") ? fields.optional("matter") : null,
    on,
    enrolled: held ? beginning(held.since) : null,
  });
}

/** Require that the bundle holds all statements that the seal says the capacity rests on. */
export function requireCarried({ contents }) {
  const held = new Set(contents.support.map(({ said }) => said.digest));
  const ties = contents.admission.said.ties.filter(({ rel, digest }) => rel === "rests-on" && !held.has(digest));
  const [digest] = ties.map((tie) => tie.digest).sort();
  if (digest === undefined) return;
  const facts = { digest, count: new Set(ties.map((tie) => tie.digest)).size };
  throw untold("basis-missing", facts, `The seal admitted it by ${digest}, which the bundle does not hold.`);
}

/** Return the officer who answered a letter, verified, and who answers for *addressee*. */
export async function requireRecipient(authority, fact, addressee, at) {
  const { member, fields } = fact.said;
  const signer = await authority.requirePerson(fact, at);
  if (signer.officer === fields.text("officer") && signer.receivesFor.has(addressee)) return signer;
  const facts = { member, name: signer.name, addressee };
  throw unshown("not-the-recipient", facts, `${member} is signed by ${signer.name}, who does not answer for ${addressee}.`);
}
