/* What may be answered: a verdict a layer, and the headline that a policy makes of them. The words stand elsewhere. */

export const WORST_FIRST = ["invalid", "disputed", "cannot-tell", "valid"];
export const LAYERS = ["container", "files", "authority", "person", "document", "history", "time", "standing"];
const ISSUED = ["container", "files", "authority", "person", "document", "history"];
const POLICIES = new Map([
  ["embedded", [...ISSUED, "standing"]],
  ["issued", ISSUED],
  ["witnessed", [...ISSUED, "standing", "time"]],
]);

/** Return the worst of one or more verdicts. */
export const worst = (verdicts) => WORST_FIRST.find((one) => verdicts.includes(one));

/** A sentence before it is put into words: its slug, the facts in it, and English for a refusal. */
export const saying = (slug, facts = {}, english = null) => ({ slug, facts, english });

/** Why a signature, certificate, note, proof or JSON is refused; whoever reads the bundle says of which member. */
export class Refused extends Error {
  constructor(slug, facts, english) {
    super(english);
    this.says = saying(slug, facts, english);
  }
}

/** The bundle does not show what it must: the layer gets this verdict. */
export class Unshown extends Refused {
  constructor(slug, facts, english, verdict = "invalid") {
    super(slug, facts, english);
    this.verdict = verdict;
  }
}

/** The bundle does not show it. */
export const unshown = (slug, facts, english) => new Unshown(slug, facts, english);

/** Two things in the bundle speak against each other. */
export const contested = (slug, facts, english) => new Unshown(slug, facts, english, "disputed");

/** Nothing in the bundle decides it. */
export const untold = (slug, facts, english) => new Unshown(slug, facts, english, "cannot-tell");

/** This script lacks what would be needed to judge; the full command has it. */
export const unable = (what) =>
  untold("script-cannot-check", { what }, `This script cannot check ${what}; use the full verifying command.`);

/** Throw what *say* makes of a refusal by *look*; what says by itself what it means goes on. */
export async function explained(look, say) {
  try {
    return await look();
  } catch (reason) {
    if (!(reason instanceof Refused) || reason instanceof Unshown) throw reason;
    throw say(reason.says, reason.message);
  }
}

/** What is found about one layer after another. */
export class Findings {
  #found = new Map();

  /** Keep what *look* says, as [shown, saying], or its refusal; return what it shows, or null. */
  async look(layer, look) {
    try {
      const [shown, says] = await look();
      this.#found.set(layer, { layer, verdict: "valid", says });
      return shown;
    } catch (reason) {
      // Whatever else goes wrong in this script must not look like a finding about the letter.
      const refusal = reason instanceof Unshown ? reason : untold("script-failed", { why: String(reason) }, String(reason));
      this.#found.set(layer, { layer, verdict: refusal.verdict, says: refusal.says });
      return null;
    }
  }

  /** Return what was found; of a layer that was not looked at, that nothing can be told. */
  of(layer) {
    return this.#found.get(layer) ?? { layer, verdict: "cannot-tell", says: saying("not-looked-at") };
  }
}

/** Return the report: the headline is the worst verdict of the layers that the policy demands. */
export function report(policy, findings, about, remarks) {
  const demanded = POLICIES.get(policy);
  if (!demanded) throw new Error(`There is no policy ${policy}.`);
  const layers = findings.map((finding) => ({ ...finding, demanded: demanded.includes(finding.layer) }));
  const verdict = worst(layers.filter((one) => one.demanded).map((one) => one.verdict));
  return { verdict, policy, about, layers, remarks };
}
