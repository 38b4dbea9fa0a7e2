/* Whose key is whose, told by the facts in the bundle alone, in the order of the log.

     registry.opened ─▶ founders' keys · the seal
     officer.enrolled by a registrar ─▶ key.enrolled by a registrar ─▶ key.confirmed by another ─▶ the key counts
     key.withdrawn ─▶ it counts no longer

   That nothing else stands in the log, such as a withdrawal that the bundle leaves out, is not shown by it. */

import { same, sha256 } from "./bytes.js";
import { Capacities } from "./capacity.js";
import { requireChain, requireSignature } from "./certificates.js";
import { readCades } from "./cms.js";
import { Passkeys } from "./passkeys.js";
import { contested, explained, unshown } from "./verdicts.js";

export const REGISTRAR = "registrar";
export const CLERK = "clerk";
const ALWAYS = "0001-01-01";

/** Officers, keys and posts as of a place in the log; facts are learnt in the order of the log. */
export class Authority {
  officers = new Map();
  keys = new Map();
  capacities = new Capacities();
  passkeys = new Passkeys();

  constructor(contents, roots) {
    this.contents = contents;
    this.roots = roots;
    [this.opened] = contents.support;
  }

  /** Learn the founders of leaf 0, and that the seal signed it. */
  async found() {
    const { fields, at, digest } = this.opened.said;
    await this.requireSeal(this.opened, at);
    for (const founder of fields.parts("founders")) {
      const officer = founder.text("officer");
      const name = founder.text("name");
      const posts = [{ post: founder.text("post"), since: ALWAYS, until: null }];
      const roles = new Set([REGISTRAR, CLERK]);
      this.officers.set(officer, { officer, name, posts, roles, receivesFor: new Set(), statement: digest });
      const key = { officer, certificate: founder.digest("certificate"), enrolled: digest, enrolledBy: officer };
      this.keys.set(founder.digest("spki"), { ...key, confirmed: true, withdrawn: false });
    }
  }

  /** Return the key that signed a fact, which must count. */
  requireKey({ said: { by, member } }) {
    const key = this.keys.get(by);
    if (key?.withdrawn) {
      throw unshown("key-withdrawn", { key: by, member }, `The key ${by} was withdrawn before it signed ${member}.`);
    }
    if (!key?.confirmed) {
      const message = `The bundle does not show that two officers enrolled the key ${by}, which signed ${member}.`;
      throw unshown("key-not-enrolled", { key: by, member }, message);
    }
    return key;
  }

  /** Return the officer whose key signed a fact, after verifying signature and chain as of *at*. */
  async requirePerson(fact, at) {
    const key = this.requireKey(fact);
    await this.#requireSigned(fact, key.certificate, at);
    return this.officer(key.officer, fact);
  }

  /** Refuse what is not signed by the seal of leaf 0. */
  async requireSeal(fact, at) {
    const { fields } = this.opened.said;
    const { by, member } = fact.said;
    const seal = fields.digest("seal");
    if (by !== seal) {
      const message = `${member} is by ${by}, and the registry's seal is ${seal}.`;
      throw unshown("not-by-the-seal", { member, found: by, expected: seal }, message);
    }
    await this.#requireSigned(fact, fields.digest("seal_certificate"), at);
  }

  officer(officer, { said: { member } }) {
    const known = this.officers.get(officer);
    if (known) return known;
    const message = `The bundle does not show who the officer '${officer.slice(0, 60)}' in ${member} is.`;
    throw unshown("officer-missing", { officer: officer.slice(0, 60), member }, message);
  }

  /** Return the certificate of that digest, which must stand in the fact's signature. */
  certificate(digest, { said: { member }, inside }) {
    const found = this.contents.certificates.get(digest);
    if (found && inside.some((one) => same(one, found.der))) return found;
    const message = `The certificate ${digest} of the one who signed ${member} is not in its signature.`;
    throw unshown("certificate-missing", { member, digest }, message);
  }

  async #requireSigned(fact, digest, at) {
    const { said, evidence, inside } = fact;
    const { member } = said;
    const certificate = this.certificate(digest, fact);
    const offered = [...this.contents.certificates.values()].filter((one) => inside.some((der) => same(der, one.der)));
    const above = offered.filter((one) => one !== certificate);
    await explained(
      async () => {
        const claim = readCades(evidence, await sha256(said.data), certificate);
        await requireSignature(certificate, claim.signature, claim.message);
        await requireChain(certificate, above, this.roots, at);
      },
      (reason, why) => unshown("signature-not-good", { member, reason }, `The signature of ${member}: ${why}`),
    );
    if (certificate.spki !== said.by) {
      const facts = { member, expected: said.by, found: certificate.spki };
      throw unshown("signed-by-another-key", facts, `${member} says that it is by ${said.by}, and is by ${certificate.spki}.`);
    }
  }

  /** Return the registrar who signed a fact, verified. */
  async requireRegistrar(fact) {
    const { officer, name, roles } = await this.requirePerson(fact, fact.said.at);
    if (roles.has(REGISTRAR)) return officer;
    const { member } = fact.said;
    throw unshown("not-a-registrar", { member, name }, `${member} is signed by ${name}, who is not a registrar.`);
  }

  async requireRegistrarOrOwner(fact) {
    const { officer } = await this.requirePerson(fact, fact.said.at);
    if (officer !== this.#knownKey(fact).officer) await this.requireRegistrar(fact);
  }

  /** Learn what two officers say of an officer or a key. */
  async learnEnrolment(fact) {
    const { name, member } = fact.said;
    if (name === "officer.enrolled.v1") await this.#enrolOfficer(fact);
    else if (name === "key.enrolled.v1") await this.#enrolKey(fact);
    else if (name === "key.confirmed.v1") await this.#confirmKey(fact);
    else if (name === "key.withdrawn.v1") {
      await this.requireRegistrarOrOwner(fact);
      this.#knownKey(fact).withdrawn = true;
    } else {
      const facts = { name: name.slice(0, 40), member };
      throw unshown("support-unknown", facts, `${member} is a '${facts.name}', which supports nothing.`);
    }
  }

  async #enrolOfficer(fact) {
    const { fields, digest } = fact.said;
    const by = await this.requireRegistrar(fact);
    const posts = fields.parts("posts").map((post) => ({
      post: post.text("post"),
      since: post.date("since"),
      until: post.absent("until") ? null : post.date("until"),
    }));
    const [roles, receivesFor] = ["roles", "receives_for"].map((name) => new Set(fields.texts(name)));
    const officer = fields.text("officer");
    requireAnother(fact, by, officer);
    this.officers.set(officer, { officer, name: fields.text("name"), posts, roles, receivesFor, statement: digest });
    for (const key of this.keys.values()) {
      // One registrar alone gives no key more than two did.
      if (key.officer === officer) {
        Object.assign(key, { enrolled: digest, enrolledBy: by, enrolledWith: fact.said.by, confirmed: false });
      }
    }
  }

  async #enrolKey(fact) {
    const { fields, digest, member } = fact.said;
    const by = await this.requireRegistrar(fact);
    const { officer } = this.officer(fields.text("officer"), fact);
    const spki = fields.digest("spki");
    if (this.keys.has(spki)) throw unshown("enrolled-twice", { member }, `${member} enrols a key a second time.`);
    const words = { enrolled: digest, enrolledBy: by, enrolledWith: fact.said.by, confirmed: false, withdrawn: false };
    this.keys.set(spki, { officer, certificate: fields.digest("certificate"), ...words });
  }

  async #confirmKey(fact) {
    const by = await this.requireRegistrar(fact);
    const key = this.#knownKey(fact);
    if (key.enrolled !== fact.said.fields.digest("enrolled")) throw nothing(fact);
    requireAnother(fact, by, key.officer);
    requireAnother(fact, by, key.enrolledBy);
    if (key.enrolledBy === key.officer && this.keys.get(key.enrolledWith)?.withdrawn) {
      const { member } = fact.said;
      const message = `${member} confirms a key that its officer enrolled by a key that was withdrawn before.`;
      throw unshown("first-word-withdrawn", { key: key.enrolledWith, member }, message);
    }
    key.confirmed = true;
  }

  #knownKey(fact) {
    const key = this.keys.get(fact.said.fields.digest("spki"));
    if (!key) throw nothing(fact);
    return key;
  }

  /** Contest a person's key that was withdrawn while the statement was on its way into the log. */
  async requireNotWithdrawn() {
    const { person, support } = this.contents;
    const { by, at } = person.said;
    for (const fact of support) {
      if (fact.said.name !== "key.withdrawn.v1" || fact.index <= person.index) continue;
      await this.requireRegistrarOrOwner(fact);
      if (fact.said.fields.digest("spki") === by && fact.said.at <= at) {
        const facts = { withdrawn: new Date(fact.said.at), at: new Date(at) };
        throw contested("withdrawn-meanwhile", facts, `${fact.said.member} withdraws the key, and claims an earlier time.`);
      }
    }
  }
}

/** Refuse a second word that is by the same officer as the first. */
export function requireAnother({ said: { member } }, by, than) {
  if (by !== than) return;
  const message = `${member} is signed by the officer '${by}', and another one must sign it.`;
  throw unshown("second-officer-needed", { member, officer: by }, message);
}

const nothing = ({ said: { member } }) =>
  unshown("nothing-to-confirm", { member }, `${member} speaks of an enrolment that the bundle does not hold.`);
