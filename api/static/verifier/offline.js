/* The verifier as one file, opened from a disk without a network: files are dropped, nothing leaves the device.

   Everything that is shown becomes text, never markup: names in certificates and statements are other people's words. */

import { recognise, verify } from "./check.js";
import { headlineOf, say } from "./words.js";

const LARGEST = 256 * 2 ** 20;

/** Make the page answer to files and to the button of the language. */
export function startOffline(office) {
  new Desk(office).open();
}

/** The page: the files that lie on it, and what was found. */
class Desk {
  #language = "th";
  #found = null;
  #state = null;

  constructor(office) {
    this.office = office;
  }

  open() {
    const files = element("files");
    element("language").addEventListener("click", () => this.#turn());
    files.addEventListener("change", () => this.#look([...files.files]));
    const drop = element("drop");
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#look([...event.dataTransfer.files]);
    });
    element("works").hidden = !crypto.subtle; // which some browsers keep from pages of a file
    element("needs-script").hidden = Boolean(crypto.subtle);
  }

  /** Read the page in the other language. */
  #turn() {
    this.#language = this.#language === "th" ? "en" : "th";
    document.documentElement.lang = this.#language;
    for (const one of document.querySelectorAll("[data-other]")) {
      [one.textContent, one.dataset.other] = [one.dataset.other, one.textContent];
    }
    this.#show();
  }

  #word(name) {
    return this.#of(this.office.texts[name]);
  }

  #of(both) {
    return both[this.#language === "th" ? 0 : 1];
  }

  /** Check the bundle among the files, and compare the others with what it holds. */
  async #look(files) {
    if (!files.length) return;
    this.#found = null;
    this.#state = "checking";
    this.#show();
    try {
      this.#found = await this.#checked(await read(files));
      this.#state = this.#found ? "checked" : "noBundle";
    } catch (reason) {
      this.#state = reason instanceof TooLarge ? "tooLarge" : "unreadable";
    }
    this.#show();
    if (this.#found) element("headline").focus();
  }

  async #checked(files) {
    const bundle = files.find(({ data }) => data[0] === 0x50 && data[1] === 0x4b);
    if (!bundle) return null;
    const report = await verify(bundle.data, this.office.trust);
    const others = [];
    for (const file of files) if (file !== bundle) others.push(await compared(file, bundle, report));
    return { name: bundle.name, report, others };
  }

  #show() {
    element("state").textContent = this.#state ? this.#word(this.#state) : "";
    element("results").hidden = !this.#found;
    if (!this.#found) return;
    const { report, others, name } = this.#found;
    const foreign = report.layers.some(({ says }) => says.slug === "no-letters-evidence");
    const copy = others.some(({ member }) => member === null) && headlineOf(report) === "genuine";
    const { icon, tone, words } = this.office.headlines[foreign ? "foreign" : copy ? "copy" : headlineOf(report)];
    element("headline-box").className = `headline ${tone}`;
    element("icon").textContent = icon;
    element("headline").textContent = this.#of(words);
    element("about").textContent = report.about ? this.#say(report.about) : name;
    element("layers").replaceChildren(...report.layers.map((one) => this.#layer(one)));
    element("others").replaceChildren(...others.map((one) => this.#other(one)));
    element("remarks").replaceChildren(...report.remarks.map((one) => made("li", "", this.#say(one))));
  }

  #say(saying) {
    return say(saying, this.#language, this.office.words);
  }

  #layer({ layer, verdict, demanded, says }) {
    const { icon, tone, words } = this.office.marks[verdict];
    const mark = made("span", `mark ${tone}`, icon);
    mark.setAttribute("aria-hidden", "true");
    const text = made("div", "", "");
    const name = made("p", "", "");
    name.append(made("strong", "", this.#of(this.office.words.layers[layer])), ` – ${this.#of(words)}`);
    if (!demanded) name.append(` ${this.#word("notCounted")}`);
    text.append(name, made("p", "exact", this.#say(says)));
    const line = made("li", "", "");
    line.dataset.layer = layer;
    line.dataset.verdict = verdict;
    line.dataset.slug = says.slug;
    line.append(mark, text);
    return line;
  }

  #other({ name, member, found }) {
    const line = made("li", "", "");
    line.append(made("strong", "", name), ` – ${this.#word(member === null ? "anotherFile" : "sameFile")} `);
    line.append(made("span", "exact", found));
    return line;
  }
}

class TooLarge extends Error {}

const element = (id) => document.getElementById(id);

function made(tag, className, text) {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

async function read(files) {
  if (files.reduce((sum, file) => sum + file.size, 0) > LARGEST) throw new TooLarge();
  return Promise.all(files.map(async (file) => ({ name: file.name, data: new Uint8Array(await file.arrayBuffer()) })));
}

/** Return which file of the bundle another file is; of a bundle whose files are not in order, none. */
async function compared({ name, data }, bundle, { layers }) {
  const whole = layers.filter(({ layer }) => layer === "container" || layer === "files");
  const { member, found } = await recognise(data, bundle.data).catch(() => ({ member: null, found: "" }));
  return { name, found, member: whole.every(({ verdict }) => verdict === "valid") ? member : null };
}
