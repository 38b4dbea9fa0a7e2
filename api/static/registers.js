// Keys of the registers. Everything works without them; with them a hand never leaves the keyboard.
"use strict";

(() => {
  const FIELDS = "input:not([type=hidden]), select, button[type=submit]";

  const fields = (form) => [...form.querySelectorAll(FIELDS)];

  const step = (from, by) => {
    const all = fields(from.form);
    const next = all[all.indexOf(from) + by];
    if (next) next.focus();
  };

  const inText = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");

  const openKeys = () => {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
  };

  // The first row of what a spreadsheet copies, and whether there are more. A cell of several lines stands in quotes;
  // any other quote is one that somebody typed.
  const firstRow = (copied) => {
    const cell = /"((?:[^"\t\n]|"")*\n(?:[^"\t]|"")*)"(?=[\t\r\n]|$)|[^\t\r\n]*/y;
    const cells = [];
    for (;;) {
      const [whole, lines] = cell.exec(copied);
      cells.push(lines === undefined ? whole : lines.replace(/""/g, '"').replace(/\s*\r?\n\s*/g, " "));
      if (copied[cell.lastIndex] !== "\t") break;
      cell.lastIndex += 1;
    }
    return { cells, more: copied.slice(cell.lastIndex).trim() !== "" };
  };

  // It fills the fields from this one on. The first field leaves it to the office, which knows the columns of form 13.
  const spread = (field, cells) => {
    const own = fields(field.form).filter((one) => one.matches(".entry input[data-above]"));
    if (cells.length >= 7) {
      field.value = cells.join("\t");
      return;
    }
    cells.forEach((cell, place) => {
      const target = own[own.indexOf(field) + place];
      if (target) target.value = cell.trim();
    });
  };

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "F1" || (event.key === "?" && !inText(at))) {
      if (document.getElementById("keys")) {
        event.preventDefault();
        openKeys();
      }
      return;
    }
    if (event.key === "/" && !inText(at)) {
      const search = document.getElementById("q");
      if (search) {
        event.preventDefault();
        search.focus();
      }
      return;
    }
    if (!at.form || !at.form.matches("form.entry")) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      if (!at.form.matches(".htmx-request")) at.form.requestSubmit();
    } else if (event.key === "Enter" && !at.matches("button")) {
      event.preventDefault();
      step(at, event.shiftKey ? -1 : 1);
    } else if (event.key.toLowerCase() === "d" && event.ctrlKey && at.dataset.above !== undefined) {
      event.preventDefault();
      at.value = at.dataset.above;
    }
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("form.entry input")) event.target.select();
  });

  document.addEventListener("paste", (event) => {
    const copied = event.clipboardData.getData("text/plain");
    if (event.target.matches("form.entry input[data-above]") && copied.includes("\t")) {
      event.preventDefault();
      const { cells, more } = firstRow(copied);
      spread(event.target, cells);
      const said = document.getElementById("said");
      said.textContent = more ? said.dataset.more : "";
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
  });

  // What is refused comes back as the form with its reasons, so it is shown like any other answer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status) && event.detail.target.id === "entry") {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
