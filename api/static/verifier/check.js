/* One bundle in, one report out: each layer is looked at as far as the layers below it allow.

     container ─▶ history ─▶ authority ─▶ person
         └─────▶ files │         └──────▶ document: of a typeset letter, whose final file is signed too
                       └───▶ standing
                             time: what no bundle of this version can show

   A third implementation of the rules in registry/verify, with the same layers, verdicts and slugs. */

import { requireAdmitted, answeredLetter } from "./admission.js";
import { digestOf, encoded, same, unbase64 } from "./bytes.js";
import { readCertificate } from "./certificates.js";
import { BY_HAND, fileNames, LETTERS, readContents } from "./contents.js";
import { read } from "./container.js";
import { addressee, policyText, readmeText, title } from "./derived.js";
import { documentSigned } from "./document.js";
import { headOf, requireInLog, requireNothingOmitted, requireStanding, standingShown } from "./history.js";
import { readLogKey } from "./notes.js";
import { answeredByLink } from "./passkeys.js";
import { requireCapacity, requireCarried, requireRecipient, requireSigner, told } from "./telling.js";
import { Findings, LAYERS, report, saying, unshown, untold } from "./verdicts.js";

const CLOCKS_APART = 24 * 3600 * 1000; // milliseconds

/** Return what a bundle shows and what it does not; nothing about it is an exception.
 *
 * data: the bundle's bytes.
 * trust: {roots, log_key, leaf0, forms}: certificates in base64, the vkey, 64 figures or null, and the texts of README.
 */
export async function verify(data, trust, policy = "embedded") {
  return new Check(await readTrust(trust), policy).run(data);
}

async function readTrust(trust) {
  const roots = await Promise.all(trust.roots.map((text) => readCertificate(unbase64(text))));
  return { roots, logKey: await readLogKey(trust.log_key), leaf0: trust.leaf0, forms: trust.forms };
}

/** The findings of one run, as they come. */
class Check {
  #found = new Findings();

  constructor(trust, policy) {
    this.trust = trust;
    this.policy = policy;
  }

  async run(data) {
    const contents = await this.#look("container", () => this.#container(data));
    if (contents === null) return this.#report(null, []);
    await this.#look("files", () => this.#files(contents));
    const head = await this.#look("history", () => this.#history(contents));
    const remarks = head === null ? [] : await this.#underHead(contents, head);
    return this.#report(contents, remarks);
  }

  #look(layer, look) {
    return this.#found.look(layer, look);
  }

  async #underHead(contents, head) {
    await this.#look("container", () => this.#derived(contents, head));
    await this.#look("time", () => claimed(head));
    const known = await this.#look("authority", () => this.#authority(contents, head));
    let remarks = null;
    if (known !== null) {
      remarks = await this.#look("person", () => this.#person(known, head));
      if (contents.typeset) await this.#look("document", async () => [null, await documentSigned(known)]);
    }
    await this.#look("standing", async () => [null, requireStanding(contents, await this.#standing(contents, head))]);
    return remarks ?? [];
  }

  async #container(data) {
    const contents = await readContents(read(data));
    title(contents);
    return [contents, saying("container-whole", { members: contents.members })];
  }

  async #files(contents) {
    for (const [member, file] of fileNames(contents.person.said, contents.admission.said)) {
      const data = contents.files.get(member);
      const found = await digestOf(data);
      if (found !== file.sha256 || data.length !== file.size) {
        const facts = { member, found, found_size: data.length, expected: file.sha256, expected_size: file.size };
        throw unshown("file-differs", facts, `${member} has the digest ${found}; ${file.sha256} was signed.`);
      }
    }
    await requireOwnPasskey(contents);
    return [contents.files.size, saying("files-same", { count: contents.files.size })];
  }

  async #history(contents) {
    const { logKey, leaf0 } = this.trust;
    const head = await headOf(contents.admission.proof.note, "entry.tlog-proof", logKey);
    await requireInLog(contents, head, logKey, leaf0);
    requireAdmitted(contents);
    return [head, saying("logged", { index: contents.admission.index, size: head.size, log: head.origin })];
  }

  #derived(contents, head) {
    const { forms } = this.trust;
    const expected = [
      ["README", contents.readme, readmeText(contents, head.at, forms)],
      ["policy.txt", contents.policy, policyText(contents)],
    ];
    for (const [member, found, text] of expected) {
      if (!same(found, encoded(text))) {
        throw unshown("member-differs", { member }, `${member} is not what follows from the rest of the bundle.`);
      }
    }
    return [contents, saying("container-whole", { members: contents.members })];
  }

  async #authority(contents, head) {
    const known = await told(contents, this.trust.roots);
    await known.requireSeal(contents.admission, head.at);
    return [known, saying("authority-shown", { count: contents.support.length })];
  }

  /** Return the remarks on what the person's capacity rests on, and what is said of the person. */
  async #person(known, head) {
    const { person } = known.contents;
    const { said } = person;
    const letter = LETTERS.has(said.name);
    const signer = letter ? await requireSigner(known, person, head.at) : await this.#recipient(known, head);
    await known.requireNotWithdrawn();
    requireClocks(said, head);
    const says = { name: signer.name, key: said.by, at: new Date(said.at) };
    return letter ? this.#capacity(known, head, says) : [[], saying("person-signed", says)];
  }

  /** Return the officer who answered by a key of two registrars; of any other answer only the registry's word tells. */
  async #recipient(known, head) {
    const { contents } = known;
    const { person } = contents;
    const whose = addressee(answeredLetter(contents)[1], person.said);
    if (contents.byLink) throw answeredByLink(person, whose);
    if (person.kind !== "webauthn") return requireRecipient(known, person, whose, head.at);
    requireClocks(person.said, head);
    throw await known.passkeys.require(person, whose, contents.passkey);
  }

  async #capacity(known, head, says) {
    const { said } = known.contents.person;
    const signatory = said.fields.part("letter").part("signatory");
    const basis = requireCapacity(known, known.contents.person);
    if (BY_HAND.has(said.name)) {
      const name = signatory.text("name");
      const message = `${says.name} states that ${name} signed on paper; only the paper can show that.`;
      throw untold("signed-on-paper", { clerk: says.name, name }, message);
    }
    if (!basis.digests.length) return [[], saying("person-signed", says)];
    const names = basis.names.join(", ");
    if (basis.onPaper) {
      throw untold("basis-on-paper", { names }, `It rests on ${names}, which a clerk says was signed on paper.`);
    }
    requireCarried(known);
    const standing = await this.#standing(known.contents, head);
    const remarks = await requireNothingOmitted(known.contents, standing, known.capacities.instruments);
    const post = signatory.optional("principal") || signatory.text("post");
    return [remarks, saying("person-signed-for", { ...says, post, names })];
  }

  #standing(contents, head) {
    return standingShown(contents, head, this.trust.logKey);
  }

  #report(contents, remarks) {
    const layers = LAYERS.filter((layer) => contents?.typeset || layer !== "document");
    const about = contents && saying("about", { title: title(contents) });
    const unpinned = this.trust.leaf0 === null ? [saying("first-leaf-not-pinned")] : [];
    const always = [saying("as-committed"), saying("afterwards-not-checked")];
    const findings = layers.map((layer) => this.#found.of(layer));
    return report(this.policy, findings, about, [...unpinned, ...remarks, ...always]);
  }
}

async function requireOwnPasskey({ passkey, person }) {
  const expected = person.said.by;
  const found = passkey && (await digestOf(passkey));
  if (passkey && found !== expected) {
    const message = `passkey.spki has the digest ${found}, and the statement is by ${expected}.`;
    throw unshown("passkey-another", { found, expected }, message);
  }
}

function requireClocks(said, head) {
  if (Math.abs(said.at - head.at) <= CLOCKS_APART) return;
  const facts = { at: new Date(said.at), logged: new Date(head.at) };
  throw unshown("clocks-apart", facts, "The signer claims a time that is more than 24 hours from the log's.");
}

function claimed({ at }) {
  throw untold("time-claimed", { at: new Date(at) }, "The operator claims when it stood; nobody else vouches for it.");
}

/** Tell which file of a bundle a file on the reader's desk is: its member's name, or null; and its digest. */
export async function recognise(data, bundle) {
  const found = await digestOf(data);
  const { person, admission } = await readContents(read(bundle));
  const named = [...fileNames(person.said, admission.said)].find(([, file]) => file.sha256 === found);
  return { member: named?.[0] ?? null, found };
}
