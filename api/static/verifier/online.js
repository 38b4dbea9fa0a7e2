/* The page about a letter, checked again on the visitor's device: by a script of the very office that it checks, which
   the page says. What the server said is never made better, only worse. */

import { verify } from "./check.js";
import { headlineOf, say, worse, worstHeadline } from "./words.js";

/** What a browser says that lacks something, such as Ed25519, and not of the letter. */
const UNABLE = ["script-cannot-check", "script-failed"];

/** Check the evidence that the page names, and write what this device found beside what the server said. */
export async function startOnline(office) {
  const section = document.getElementById("verification");
  if (!section) return;
  const language = document.documentElement.lang === "en" ? "en" : "th";
  const say1 = (name) => office.texts[name][language === "th" ? 0 : 1];
  const by = document.getElementById("checked-by");
  by.textContent = say1("checking");
  section.setAttribute("aria-busy", "true");
  try {
    const report = await verify(await fetched(section.dataset.bundle), trustOf(section, office));
    const whole = !report.layers.some(({ says }) => UNABLE.includes(says.slug));
    const layers = whole ? report.layers : report.layers.filter(speaksAgainst);
    for (const finding of layers) writeLayer(section, finding, language, office);
    writeHeadline(headlineOf({ layers }), language, office);
    by.textContent = say1(whole ? "checkedHere" : layers.length ? "checkedInPart" : "notChecked");
    section.dataset.checked = whole || layers.length ? report.verdict : "failed";
  } catch {
    by.textContent = say1("notChecked"); // what stands on the page is then the server's word, as before
    section.dataset.checked = "failed";
  }
  section.removeAttribute("aria-busy");
}

/** Tell whether a finding holds though this browser could not check everything: what was not looked at, is not it. */
const speaksAgainst = ({ verdict }) => verdict === "invalid" || verdict === "disputed";

async function fetched(address) {
  const answer = await fetch(address, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error("the evidence was not handed out");
  return new Uint8Array(await answer.arrayBuffer());
}

function trustOf({ dataset }, office) {
  const roots = dataset.roots.split(" ").filter(Boolean);
  return { roots, log_key: dataset.logKey, leaf0: dataset.leaf0, forms: office.forms };
}

function writeLayer(section, finding, language, office) {
  const line = section.querySelector(`[data-layer="${finding.layer}"]`);
  if (!line) return;
  const verdict = worse(line.dataset.verdict, finding.verdict);
  const mark = office.marks[verdict];
  const exact = line.querySelector(".exact");
  line.querySelector(".mark").className = `mark ${mark.tone}`;
  line.querySelector(".mark").textContent = mark.icon;
  line.querySelector(".verdict").textContent = `${mark.words[language === "th" ? 0 : 1]}:`;
  line.querySelector(".says").textContent = verdict === "valid" ? line.dataset.passed : line.dataset.failed;
  if (verdict === finding.verdict) exact.textContent = say(finding.says, language, office.words);
  line.dataset.verdict = verdict;
}

/** Make the headline the worse one of the server's and this device's. */
function writeHeadline(found, language, office) {
  const box = document.getElementById("headline");
  const which = worstHeadline([box.dataset.headline, found]);
  if (which === box.dataset.headline) return;
  const { icon, tone, words } = office.headlines[which];
  box.dataset.headline = which;
  box.className = `headline ${tone}`;
  box.querySelector(".icon").textContent = icon;
  box.querySelector("h1").textContent = words[language === "th" ? 0 : 1];
  box.querySelector(".because")?.remove();
}
