/* In which capacity a letter was signed, judged from the facts in the bundle alone (annex 3 of the regulation).

     order.signed + order.issued ────────────┐
     instrument.recorded + .confirmed ───────┼─▶ who was appointed, acts, was given a power ─▶ the signer's capacity
     absence.recorded, absence.ended ────────┘     until it ended, was withdrawn, repealed

   What is not in the bundle cannot speak against a signature; of orders, nothing is left out unseen. */

import { thaiDay } from "./statements.js";
import { unshown, Unshown, untold } from "./verdicts.js";

const MOST_ACTS = 2000;
const NEVER = Infinity;
const STATUTE = "acting_for_absent";
const ENDING = ["repeal", "replace"];
/** Which kind of act takes what another one gives. */
const TAKEN_BY = new Map([["appoint", "end"], ["act-for", "end"], ["delegate", "withdraw"], ["assign", "withdraw"]]);
const ASPECTS = ["post", "unit", "officer", "toPost", "toUnit"];

const time = (act, name) => (act.absent(name) ? null : act.time(name));

/** Return the acts on posts of an instrument: {stream, number, digest, index, begins, acts, onPaper}. */
function readDeeds(by) {
  return by.acts.parts("posts").map((act, place) => ({
    by,
    place,
    kind: act.text("kind"),
    post: act.text("post"),
    unit: act.text("unit"),
    officer: act.optional("officer"),
    since: time(act, "since") ?? by.begins,
    until: time(act, "until"),
    clause: act.optional("clause"),
    word: act.optional("word"),
    toPost: act.optional("to_post"),
    toUnit: act.optional("to_unit"),
    matters: act.texts("matters"),
    deputises: act.optional("deputises"),
  }));
}

/** Return what an instrument puts out of force. */
const readChanges = (by) =>
  by.acts
    .parts("instruments")
    .filter((act) => ENDING.includes(act.text("kind")))
    .map((act) => {
      const since = time(act, "since") ?? by.begins;
      return { by, of: act.text("instrument"), clause: act.optional("clause"), since };
    });

/** Return the units that an instrument names and ends; a set of units cannot be resolved from a bundle. */
const readGone = (by) =>
  by.acts.parts("units").flatMap((act) => {
    const since = time(act, "since") ?? by.begins;
    return endedUnits(act).map((unit) => ({ by, unit, since, until: time(act, "until") }));
  });

function endedUnits(act) {
  if (act.text("kind") === "merge") return act.texts("units");
  const unit = act.optional("unit");
  return unit !== null && ["abolish", "split"].includes(act.text("kind")) ? [unit] : [];
}

/** Tell whether an act lets somebody sign for its post with that word. */
function gives(deed, word) {
  if (deed.kind === "act-for") return word === deed.word;
  if (deed.kind === "delegate") return word === "by_delegation";
  return deed.kind === "assign" && (word === null || word === "on_behalf");
}

/** Tell whether an act, being the later one, ends what another one gives. */
function takes(deed, other) {
  const same = TAKEN_BY.get(other.kind) === deed.kind && ASPECTS.every((one) => deed[one] === other[one]);
  const order = deed.since - other.since || deed.by.index - other.by.index || deed.place - other.place;
  return same && order > 0;
}

const covers = ({ since, until }, on) => since <= on && (until === null || on < until);
const hits = (change, deed) => change.clause === null || change.clause === deed.clause;
const day = (moment) => new Date(moment);

/** What the facts so far say of posts. */
export class Capacities {
  deeds = [];
  absences = new Map();
  /** The streams of all whose acts were learnt. */
  instruments = new Set();
  #changes = [];
  #gone = [];
  #ends = new Map();

  learn(instrument) {
    this.instruments.add(instrument.stream);
    this.deeds.push(...readDeeds(instrument));
    this.#changes.push(...readChanges(instrument));
    this.#gone.push(...readGone(instrument));
    this.#endAgain();
    if (this.deeds.length + this.#changes.length + this.#gone.length > MOST_ACTS) {
      throw unshown("too-many-acts", { most: MOST_ACTS }, `The bundle holds more than ${MOST_ACTS} acts.`);
    }
  }

  /** Learn of an absence, or that one ended. */
  learnAbsence({ said: { name, fields, digest, member } }) {
    if (name === "absence.recorded.v1") {
      const where = { post: fields.text("post"), unit: fields.text("unit") };
      this.absences.set(digest, { ...where, since: fields.time("since"), until: time(fields, "until"), digest, member });
      return;
    }
    const known = this.absences.get(fields.digest("absence"));
    if (known) known.until = Math.min(known.until ?? NEVER, fields.time("at_moment"));
  }

  /** Return when each act on a post that names one of these officers is in force no longer, by the act. */
  ends(officers) {
    return new Map(this.deeds.filter((deed) => officers.has(deed.officer)).map((deed) => [deed, this.#end(deed)]));
  }

  #end(deed) {
    const cuts = this.#endsOf(deed.by).filter((change) => hits(change, deed)).map((change) => change.since);
    return Math.max(deed.since, Math.min(deed.until ?? NEVER, ...cuts));
  }

  /** Return what a signature's capacity rests on, as {digests, names, onPaper}; or refuse. */
  judge(signature) {
    const { member, name, post, on, word, principal } = signature;
    const facts = { member, name, post, on: thaiDay(on) };
    const own = best(this.#own(signature)) ??
      unshown("post-not-held", facts, `${name} did not hold the post '${post}', as ${member} says.`);
    if (own instanceof Unshown) throw own;
    if (word === null && principal === null) return own;
    const other = best(this.#forAnother(signature)) ?? this.#otherwise(signature);
    if (other instanceof Unshown) throw other;
    return both(own, other);
  }

  *#own(signature) {
    const { officer, post, enrolled, on } = signature;
    if (enrolled !== null) {
      const ended = this.deeds.find(
        (deed) =>
          deed.kind === "end" && deed.officer === officer && deed.post === post && deed.since >= enrolled && this.#counts(deed, on),
      );
      yield ended ? over(signature, post, ended) : basis();
    }
    yield* this.#appointed(signature, post, null);
  }

  *#appointed(signature, post, unit) {
    for (const deed of this.deeds) {
      const mine = deed.kind === "appoint" && deed.officer === signature.officer && deed.post === post;
      if (mine && (unit === null || unit === deed.unit)) yield this.#inForce(deed, signature);
    }
  }

  *#forAnother(signature) {
    const { principal, word, officer } = signature;
    if (principal === null) return; // a word without the post that it is for: nothing tells
    for (const deed of this.deeds) {
      if (deed.post !== principal || !gives(deed, word)) continue;
      if (deed.officer === officer) yield this.#inForce(deed, signature);
      else if (deed.toPost !== null) yield* this.#byPost(deed, signature);
    }
    if (word === STATUTE) yield* this.#byLaw(signature);
  }

  *#byPost(deed, signature) {
    const holds = best(this.#appointed(signature, deed.toPost, deed.toUnit));
    if (holds === null) return;
    if (holds instanceof Unshown) yield holds;
    else {
      const given = this.#inForce(deed, signature);
      yield given instanceof Unshown ? given : both(holds, given);
    }
  }

  /** Return whether what a deed gives is in force at the moment, in the matter. */
  #inForce(deed, signature) {
    const { on, member, matter } = signature;
    const { post, since, until, matters } = deed;
    const { number } = deed.by;
    if (!covers(deed, on)) {
      const facts = { member, number, post, since: day(since), until: until === null ? "-" : day(until), on: day(on) };
      return unshown("capacity-not-then", facts, `${number} is not in force for '${post}' when ${member} was signed.`);
    }
    const ended = this.#taken(deed, signature, false).next().value;
    if (ended) return over(signature, number, ended);
    const limited = matters.length > 0 || !this.#taken(deed, signature, true).next().done;
    if (limited && matter === null) {
      const message = `${number} covers some matters only, and ${member} names none.`;
      return untold("capacity-matter-not-named", { member, number }, message);
    }
    if (matters.length && !matters.includes(matter)) {
      return unshown("capacity-other-matter", { member, number, matter }, `${number} does not cover '${matter}', of ${member}.`);
    }
    return basis([deed.by.digest], [number], deed.by.onPaper);
  }

  /** Yield what took from a deed by the moment: all of it, or its matter; or *partly*, other matters. */
  *#taken(deed, { on, matter }, partly) {
    if (!partly) yield* this.#endsOf(deed.by).filter((change) => hits(change, deed) && change.since <= on);
    for (const other of this.deeds) {
      if (!takes(other, deed) || !this.#counts(other, on)) continue;
      const whole = !other.matters.length || other.matters.includes(matter);
      if (whole !== partly) yield other;
    }
    if (!partly) yield* this.#gone.filter((gone) => gone.unit === deed.unit && covers(gone, on));
  }

  /** Tell whether an act that ends something is in force at a moment. */
  #counts(deed, on) {
    const repealed = this.#endsOf(deed.by).some((change) => hits(change, deed) && change.since <= on);
    return covers(deed, on) && !repealed;
  }

  /** Return what ended an instrument or a clause of it. */
  #endsOf(instrument) {
    return (this.#ends.get(instrument.stream) ?? []).filter((change) => change.by.index > instrument.index);
  }

  /** Find again which changes end something, the newest first: one that was undone before it began ends nothing. */
  #endAgain() {
    this.#ends.clear();
    for (const change of [...this.#changes].sort((one, other) => other.by.index - one.by.index)) {
      const undone = this.#endsOf(change.by).some((end) => end.clause === null && end.since <= change.since);
      if (!undone) this.#ends.set(change.of, [...(this.#ends.get(change.of) ?? []), change]);
    }
  }

  /** Yield what the law says of a deputy who acts for an absent one, without any order. */
  *#byLaw(signature) {
    const { officer, post, principal } = signature;
    for (const deed of this.deeds) {
      const deputy = deed.kind === "appoint" && deed.officer === officer && deed.post === post;
      if (!deputy || deed.deputises !== principal) continue;
      const own = this.#inForce(deed, signature);
      yield own instanceof Unshown ? own : this.#asDeputy(deed, own, signature);
    }
  }

  #asDeputy(deed, own, signature) {
    const { on, principal, member } = signature;
    const absences = [...this.absences.values()].filter((one) => one.post === principal && one.unit === deed.unit);
    const away = absences.find((one) => covers(one, on));
    if (absences.length && !away) {
      const facts = { member, post: principal, on: day(on) };
      return unshown("capacity-nobody-absent", facts, `No absence of '${principal}' was on when ${member} was signed.`);
    }
    if (!away || this.#otherDeputies(deed, on)) return notTold(signature);
    return both(own, basis([away.digest], [away.member]));
  }

  /** Tell whether another officer is a deputy as well, or acts by order. */
  #otherDeputies(deed, on) {
    return this.deeds.some((other) => {
      const deputy = other.kind === "appoint" && other.deputises === deed.deputises;
      const acts = other.kind === "act-for" && other.post === deed.deputises;
      return (deputy || acts) && other.unit === deed.unit && other.officer !== deed.officer && this.#stands(other, on);
    });
  }

  /** Tell whether what a deed gives is in force at a moment, whoever signs. */
  #stands(deed, on) {
    return this.#counts(deed, on) && !this.deeds.some((other) => takes(other, deed) && this.#counts(other, on));
  }

  /** Return what other records say of a signature that none is about. */
  #otherwise(signature) {
    const { officer, principal, word, on, member, name } = signature;
    if (principal === null) return notTold(signature);
    const another = this.deeds.find((deed) => {
      const power = TAKEN_BY.has(deed.kind) && deed.kind !== "appoint" && deed.officer === officer;
      return power && this.#stands(deed, on) && (deed.post === principal || gives(deed, word));
    });
    if (!another) return notTold(signature);
    const facts = { member, number: another.by.number, name, post: another.post };
    return unshown("capacity-another", facts, `${facts.number} lets ${name} sign for '${another.post}', not so.`);
  }
}

const basis = (digests = [], names = [], onPaper = false) => ({ digests, names, onPaper });

const both = (one, other) =>
  basis([...one.digests, ...other.digests], [...new Set([...one.names, ...other.names])], one.onPaper || other.onPaper);

/** Return the outcome that speaks most for a signature: a basis, that nothing tells, a refusal; null without any. */
function best(outcomes) {
  const found = [...outcomes];
  const good = found.find((one) => !(one instanceof Unshown));
  return good ?? found.find((one) => one.verdict === "cannot-tell") ?? found[0] ?? null;
}

function over({ member, on }, number, ended) {
  const facts = { member, number, by: ended.by.number, since: day(ended.since), on: day(on) };
  return unshown("capacity-ended", facts, `${ended.by.number} ended ${number} before ${member} was signed.`);
}

function notTold({ name, principal }) {
  const message = `Nothing in the bundle tells that ${name} may sign for '${principal ?? "-"}'.`;
  return untold("capacity-not-told", { name, principal: principal ?? "-" }, message);
}
