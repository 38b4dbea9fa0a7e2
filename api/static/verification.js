// Small help on the page about a letter: a file is compared on this device, a command is copied, the page is printed.

const headlines = ["differs", "unfinished", "unproven", "superseded", "copy", "genuine"];

for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

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
  result.textContent = same ? result.dataset.same : result.dataset.other;
  result.className = same ? "good" : "warn";
}

document.getElementById("file")?.addEventListener("change", compare);
document.getElementById("print")?.addEventListener("click", () => window.print());
document.getElementById("copy")?.addEventListener("click", async (event) => {
  await navigator.clipboard.writeText(document.getElementById("command").textContent.trim());
  event.target.textContent = event.target.dataset.done;
});
