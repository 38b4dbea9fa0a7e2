/* The check page's script: it shows the very bytes that are signed, and signs nothing that it does not show.

     look ─▶ file ──SHA-256 around the gap──▶ is it the file of the fact? ─▶ shown: bytes, digest, every field
     button ─▶ passkey ─▶ number ─▶ the statement: of the fact shown? ─▶ both signatures ─▶ logged? ─▶ the receipt
                  │          └ another number or day: shown again, nothing signed
                  └ refused: nothing has happened at all

   The server that makes the page is not believed: document, statement and receipt are held against what is shown here.
   Leaving the page lets a held number go. */

import { decoded, digestOf, hex, joined, sha256 } from "../verifier/bytes.js";
import { signedAttributes } from "./attributes.js";
import { HandError, openHand } from "./hand.js";
import { base64url, unbase64url } from "./secrets.js";
import { OtherStatement, OtherTime, requireNow, signStatement } from "./statements.js";

const LONG = 8; // lines of one field
const root = document.getElementById("signing");
const given = JSON.parse(root.dataset.hand);
const words = JSON.parse(root.dataset.words);
const thai = document.documentElement.lang === "th";
const button = document.getElementById("sign");
const trouble = document.getElementById("trouble");

const say = ([inThai, inEnglish]) => (thai ? inThai : inEnglish);
const says = (name) => say(words.says[name]);
const figures = (text) => (thai ? String(text).replace(/[0-9]/g, (one) => "๐๑๒๓๔๕๖๗๘๙"[Number(one)]) : String(text));

/** The document that came is not the one of the fact. */
class OtherDocument extends Error {
  slug = "other-document";
}

/** The receipt that came is not of what was signed. */
class OtherReceipt extends Error {
  slug = "other-receipt";
}

/** The register says no; its sentence is the message. */
class Refused extends Error {}

/** Ask the server and return its JSON; *kept*: the request goes on when the page is left. */
async function ask(path, fields, kept = false) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(path, { method: "POST", body, keepalive: kept, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Refused(says("signed-out"));
  if (answer.headers.get("Content-Type")?.startsWith("application/json") !== true) throw new Refused(says("lost"));
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.says ?? says("lost"));
  return said;
}

/** One letter that is to be signed. */
class Letter {
  #look = null;
  #digest = null;
  #sent = false;

  constructor(section) {
    this.section = section;
    this.draft = section.dataset.draft;
  }

  part(name) {
    return this.section.querySelector(`[data-part=${name}]`);
  }

  get look() {
    return this.#look?.look;
  }

  /** Let the server make the document as it would be now, and show it. */
  async open(behind = []) {
    this.section.hidden = false;
    this.part("title").textContent = says("document");
    this.part("state").textContent = says("opening");
    const look = await ask(`/signing/${this.draft}/look`, { key: given.spki, behind: behind.join(",") });
    await this.#show(look);
    this.part("state").textContent = says("shown");
  }

  /** Reserve its number; return the statement to sign, or null where another document is shown now. */
  async number(insist) {
    const answer = await ask(`/signing/looks/${this.look}/number`, { insist: insist ? "yes" : "no" });
    if (answer.statement !== undefined) return unbase64url(answer.statement);
    await this.#show(answer);
    this.part("state").textContent = says(answer.held ? "held" : "again");
    return null;
  }

  /** Sign a statement of the fact that is shown, and the file that is shown; return the receipt once it is logged. */
  async sign(hand, statement) {
    const { typ, fact, doc } = this.#look;
    const ofStatement = await signStatement(hand, statement, { typ, fact, doc });
    const ofFile = await hand.sign(await signedAttributes([hand.certificate, ...hand.chain], this.#digest, null));
    this.#sent = true;
    const fields = { statement: base64url(ofStatement), file: base64url(ofFile) };
    const path = `/signing/looks/${this.look}/signed`;
    const receipt = await ask(path, fields, true).catch((reason) => {
      if (reason instanceof Refused) throw reason;
      return ask(path, fields, true); // the same once more is once
    });
    if (receipt.signed !== (await digestOf(statement)) || receipt.number !== fact.letter.number) throw new OtherReceipt();
    return receipt;
  }

  /** Let go what is held for it. */
  leave(why) {
    if (this.#look === null || this.#sent) return;
    navigator.sendBeacon(`/signing/looks/${this.look}/leave`, new URLSearchParams({ why }));
  }

  async #show(look) {
    requireNow(look.at);
    const file = await fetch(`/signing/looks/${encodeURIComponent(look.look)}/letter.pdf`);
    if (!file.ok) throw new Refused(says("lost"));
    const data = new Uint8Array(await file.arrayBuffer());
    this.#digest = await around(data, look.fact.document);
    this.#look = structuredClone(look);
    this.#sent = false;
    this.#render(data);
  }

  #render(data) {
    const { typ, fact, doc } = this.#look;
    const address = URL.createObjectURL(new Blob([data], { type: "application/pdf" }));
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = address;
    const frame = this.part("frame");
    frame.title = says("document");
    frame.hidden = navigator.pdfViewerEnabled === false; // phones show nothing, or save the file unasked
    if (!frame.hidden) frame.src = address;
    this.part("all-pages").textContent = says(frame.hidden ? "unshown" : "all-pages");
    const save = this.part("save");
    save.href = address;
    save.textContent = says("save");
    this.part("digest-label").textContent = says("digest");
    this.part("digest").textContent = `sha256:${hex(this.#digest)}`;
    this.part("whole-label").textContent = says("whole");
    this.part("whole").textContent = JSON.stringify({ typ, fact, doc }, null, 1);
    this.part("fields").replaceChildren(...rows(fact.letter));
  }
}

/** Return the SHA-256 around the gap, once the file is the one that *document* names and its gap is empty. */
async function around(data, { begin, end, length, sha256: named }) {
  const whole = [begin, end, length].every(Number.isSafeInteger) && 0 < begin && begin < end && end < length;
  if (!whole || data.length !== length) throw new OtherDocument();
  const gap = decoded(data.subarray(begin, end));
  const range = ` /ByteRange [0 ${begin} ${end} ${length - end}]`;
  const behind = new TextDecoder("latin1").decode(data.subarray(end, end + range.length));
  if (!/^<0*>$/.test(gap) || behind !== range) throw new OtherDocument();
  const digest = await sha256(joined(data.subarray(0, begin), data.subarray(end)));
  if (`sha256:${hex(digest)}` !== named) throw new OtherDocument();
  return digest;
}

/** Yield the fields of a letter as a list of terms. */
function* rows(letter) {
  for (const [name, label] of Object.entries(words.fields)) {
    const lines = written(name, letter[name]);
    if (lines.length === 0) continue;
    const [row, term, what] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    term.textContent = say(label);
    const shown = lines.flatMap((line, place) => (place ? [document.createElement("br"), line] : [line]));
    what.append(...(lines.length > LONG ? [folded(lines, shown)] : shown));
    row.append(term, what);
    yield row;
  }
}

/** Fold a long list, so that the button is not a walk away: how many, the first and the last, and all inside. */
function folded(lines, shown) {
  const [fold, summary] = ["details", "summary"].map((tag) => document.createElement(tag));
  summary.textContent = `${figures(lines.length)} ${says("entries")}: ${lines[0]} … ${lines.at(-1)}`;
  fold.append(summary, ...shown);
  return fold;
}

function written(name, value) {
  if (value === null || value === undefined) return [];
  switch (name) {
    case "number":
      return [figures(value)];
    case "dated":
      return [day(value)];
    case "addressees":
      return value.map((one) => one.name);
    case "references":
      return value.map((one) => one.text);
    case "attachments":
      return value.map((one) => figures(`${one.title} ${one.quantity}`) + ` ${one.unit}`);
    case "signatory":
      return [`${value.rank ?? ""}${value.name}`, value.post, ...acting(value)];
    default:
      return [words.values[value] ? say(words.values[value]) : value];
  }
}

function acting({ acting: word, principal }) {
  if (principal === null && word === null) return [];
  return [[word === null ? "" : say(words.values[word] ?? [word, word]), principal ?? ""].join(" ").trim()];
}

function day(text) {
  const locale = thai ? "th-TH-u-ca-buddhist-nu-thai" : "en-GB-u-ca-buddhist";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
}

/** Return why a page lets a number go: the reason stands in the register. */
function whyLeft(reason) {
  if (reason instanceof OtherTime) return "time";
  return reason instanceof OtherDocument || reason instanceof OtherStatement ? "refused" : "left";
}

/** Say what went wrong, where it is heard, and let the button be pressed again only where that may help. */
function tell(reason, letters = []) {
  const known = reason.slug !== undefined && words.says[reason.slug] !== undefined;
  trouble.textContent = known ? says(reason.slug) : reason instanceof Refused ? reason.message : says("lost");
  trouble.hidden = false;
  trouble.focus();
  for (const letter of letters) letter.leave(whyLeft(reason));
  return whyLeft(reason) !== "left";
}

async function signOne(letter) {
  const hand = await openHand(given);
  try {
    state(letter, "numbering");
    const statement = await letter.number(true);
    if (statement === null) return;
    state(letter, "signing");
    await letter.sign(hand, statement);
  } finally {
    hand.forget();
  }
  location.assign(`/signing/done/${letter.look}`);
}

const state = (letter, name) => {
  letter.part("state").textContent = says(name);
};

async function one(letter) {
  button.disabled = true;
  trouble.hidden = true;
  state(letter, "passkey");
  try {
    await signOne(letter);
    button.disabled = false;
  } catch (reason) {
    if (reason instanceof HandError) {
      button.disabled = false;
      state(letter, "shown");
      tell(reason);
    } else if (!tell(reason, [letter]) && reason instanceof Refused) {
      await letter.open().then(() => (button.disabled = false), () => {});
    }
  }
}

async function several(letters) {
  button.disabled = true;
  trouble.hidden = true;
  let hand;
  try {
    hand = await openHand(given);
  } catch (reason) {
    tell(reason);
    button.disabled = false;
    return;
  }
  let done = 0;
  for (const letter of letters) done += await signedAmongOthers(letter, hand);
  hand.forget();
  button.hidden = true;
  const summary = document.getElementById("summary");
  summary.textContent = figures(says("finished").replace("{done}", done).replace("{all}", letters.length));
}

/** Sign one of several; return 1 where it is done. */
async function signedAmongOthers(letter, hand) {
  try {
    const statement = await letter.number(false);
    if (statement === null) {
      result(letter, says("changed"), `/signing/${letter.draft}`);
      return 0;
    }
    const receipt = await letter.sign(hand, statement);
    result(letter, `${says("done")} ${figures(receipt.number)}`, `/signing/done/${letter.look}`);
    return 1;
  } catch (reason) {
    result(letter, `${says("refused")} ${reason instanceof Refused ? reason.message : says(reason.slug ?? "lost")}`);
    letter.leave(whyLeft(reason));
    return 0;
  }
}

function result(letter, text, address = null) {
  const line = document.querySelector(`[data-result="${letter.draft}"]`);
  const shown = document.createElement(address === null ? "span" : "a");
  shown.textContent = text;
  if (address !== null) shown.href = address;
  line.replaceChildren(shown);
}

async function begin() {
  const letters = Array.from(document.querySelectorAll("[data-draft]"), (section) => new Letter(section));
  const many = document.getElementById("summary") !== null;
  const opened = [];
  globalThis.addEventListener("pagehide", () => letters.forEach((letter) => letter.leave("left")));
  globalThis.addEventListener("pageshow", (event) => event.persisted && location.reload());
  button.hidden = false;
  for (const letter of letters) {
    try {
      await letter.open(opened.map((other) => other.look));
      opened.push(letter);
      if (many) result(letter, says("waiting"));
    } catch (reason) {
      if (many) result(letter, `${says("refused")} ${reason instanceof Refused ? reason.message : says(reason.slug ?? "lost")}`);
      else tell(reason, [letter]);
    }
  }
  button.disabled = opened.length === 0;
  button.addEventListener("click", () => (many ? several(opened) : one(letters[0])));
}

await begin();
