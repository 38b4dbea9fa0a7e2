// The tree of the organisation by keyboard, and sliders beside the fields. Without this script the tree is nested
// lists whose branches open as any disclosure does, and the fields and buttons do everything that a slider does.
"use strict";

const PAUSE = 700; // milliseconds after which letters begin another name

function tree(root) {
  let typed = "";
  let last = 0;

  const seen = (link) => link.checkVisibility();
  const links = () => [...root.querySelectorAll("a.unit")].filter(seen);
  const branch = (link) => link.parentElement.querySelector(":scope > details");
  const focus = (link) => link?.focus();

  function beside(link, step) {
    const all = links();
    focus(all[all.indexOf(link) + step]);
  }

  function into(link) {
    const below = branch(link);
    if (below && !below.open) below.open = true;
    else focus(below?.querySelector("a"));
  }

  function out(link) {
    const below = branch(link);
    if (below?.open) below.open = false;
    else focus(link.parentElement.parentElement.closest("li")?.querySelector("a.unit"));
  }

  function find(link, letter, at) {
    typed = at - last > PAUSE ? letter : typed + letter;
    last = at;
    const all = links();
    const from = all.indexOf(link) + (typed.length > 1 ? 0 : 1); // a first letter looks further, more of it also here
    const turned = [...all.slice(from), ...all.slice(0, from)];
    focus(turned.find((one) => one.textContent.trim().toLowerCase().startsWith(typed.toLowerCase())));
  }

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const link = event.target.closest("li")?.querySelector("a");
    if (!link) return;
    const acts = {
      ArrowDown: () => beside(link, 1),
      ArrowUp: () => beside(link, -1),
      ArrowRight: () => into(link),
      ArrowLeft: () => out(link),
      Home: () => focus(links().at(0)),
      End: () => focus(links().at(-1)),
    };
    const letter = event.key.length === 1 && event.key.trim() !== "";
    const act = acts[event.key] ?? (letter ? () => find(link, event.key, event.timeStamp) : null);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function slider(place) {
  const points = JSON.parse(place.dataset.points);
  const field = document.getElementById(place.dataset.for);
  if (points.length < 2 || !field) return;
  const label = document.createElement("label");
  const range = document.createElement("input");
  const said = document.createElement("output");
  range.type = "range";
  range.min = "0";
  range.max = String(points.length - 1);
  range.value = place.dataset.place;
  label.append(place.dataset.label, range);
  const tell = () => {
    const point = points[Number(range.value)];
    range.setAttribute("aria-valuetext", point);
    said.value = point;
  };
  range.addEventListener("input", () => {
    tell();
    field.value = points[Number(range.value)]; // the button asks; sliding alone loads nothing
  });
  tell();
  place.append(label, said);
  place.hidden = false;
}

document.querySelectorAll(".tree").forEach(tree);
document.querySelectorAll(".slider").forEach(slider);
