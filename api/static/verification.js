// Small help on the page about a letter: a file is compared on this device, a command is copied, the page is printed.

/** Headlines that stay when the file is another one: what they say holds of the letter itself. */
const WORSE_THAN_A_COPY = ["differs", "unfinished", "unproven", "superseded"];

for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
for (const part of document.querySelectorAll(".without-script")) part.hidden = true;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Wait until the evidence is checked on this device, which may change the headline too. */
function checked() {
  const section = document.getElementById("verification");
  return new Promise((resolve) => {
    const look = () => section?.hasAttribute("aria-busy") || resolve();
    if (section) new MutationObserver(look).observe(section, { attributes: true });
    look();
  });
}

let before = null;

/** Say of the page's first line that the file at hand is another one; or take that back. */
async function headline(same, { icon, tone, other }) {
  await checked();
  const box = document.getElementById("headline");
  before ??= box.cloneNode(true);
  const shown = before.cloneNode(true);
  if (!same && !WORSE_THAN_A_COPY.includes(shown.dataset.headline)) {
    shown.dataset.headline = "copy";
    shown.className = `headline ${tone}`;
    shown.querySelector(".icon").textContent = icon;
    shown.querySelector("h1").textContent = other;
  }
  box.replaceWith(shown);
}

async function compare(event) {
  const box = document.getElementById("file-check");
  const result = document.getElementById("file-result");
  const [file] = event.target.files;
  if (!file) return;
  let found;
  try {
    found = "sha256:" + hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  } catch {
    result.textContent = result.dataset.unreadable;
    return;
  }
  const same = found === box.dataset.sha256;
  await headline(same, result.dataset);
  result.textContent = same ? result.dataset.same : result.dataset.other;
}

document.getElementById("file")?.addEventListener("change", compare);
document.getElementById("print")?.addEventListener("click", () => window.print());
document.getElementById("copy")?.addEventListener("click", async (event) => {
  await navigator.clipboard.writeText(document.getElementById("command").textContent.trim());
  event.target.textContent = event.target.dataset.done;
});
