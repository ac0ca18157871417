"use strict";
/* The page of a document: a number leads to its place, a place to its row; values are corrected in a dialog. */
(() => {
  const page = document.getElementById("document");
  if (!page) return;
  const printed = document.getElementById("printed");
  const read = document.getElementById("read");
  const dialog = document.getElementById("correction");
  const form = dialog.querySelector("[data-form]");
  const values = () => [...read.querySelectorAll("a.value")];
  const PREVIEW_AFTER = 250; // milliseconds without typing
  const ZOOMS = 3;
  let current = null; // the value that the dialog is about

  /* ---------------------------------------------------------------- both sides */

  const into = (box, part) => {
    if (!part) return;
    const outer = box.getBoundingClientRect();
    const inner = part.getBoundingClientRect();
    if (box.scrollHeight > box.clientHeight + 1) {
      box.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
      box.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    } else {
      part.scrollIntoView({ block: "nearest" });
    }
  };

  const show = (at, line) => {
    page.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
    const place = at ? document.getElementById(`at-${at}`) : null;
    const row = line ? document.getElementById(`row-${line}`) : null;
    if (place) place.classList.add("on");
    if (row) row.classList.add("on");
    return { place, row };
  };

  const choose = (value) => {
    const found = show(value.dataset.at, value.dataset.line);
    into(printed, found.place);
  };

  const walk = (step) => {
    const all = values();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    into(read, next);
  };

  read.addEventListener("focusin", (event) => {
    const value = event.target.closest("a.value");
    if (value) choose(value);
  });

  page.addEventListener("click", (event) => {
    const value = event.target.closest("a.value");
    const spot = event.target.closest("[data-at]");
    const flag = event.target.closest("[data-note]");
    const edit = event.target.closest("button.correct");
    if (edit) {
      correct(edit.parentElement.querySelector("a.value"));
    } else if (value) {
      event.preventDefault();
      value.focus({ preventScroll: true });
      choose(value);
    } else if (flag) {
      event.preventDefault();
      const note = document.getElementById(flag.dataset.note);
      const line = note && note.closest(".line");
      show("", line ? line.dataset.line : "");
      if (note) note.classList.add("on");
      into(read, note);
    } else if (spot) {
      event.preventDefault();
      if (spot.dataset.line) open(spot);
    }
  });

  const open = (spot) => {
    const { row } = show(spot.dataset.at, spot.dataset.line);
    const own = values().find((one) => one.dataset.at === spot.dataset.at);
    into(read, row);
    (own || row).focus({ preventScroll: true });
  };

  page.querySelectorAll("[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => {
      const paper = printed.querySelector(".paper");
      const now = Number(paper.dataset.zoomed) + Number(button.dataset.zoom);
      paper.dataset.zoomed = String(Math.min(Math.max(now, 0), ZOOMS));
    });
  });

  /* ---------------------------------------------------------------- keys */

  window.addEventListener(
    "keydown",
    (event) => {
      const at = event.target;
      if (dialog.open || event.ctrlKey || event.altKey || event.metaKey) return;
      if (at.closest("input, textarea, select, dialog")) return;
      const onValue = at.matches("a.value");
      const step = { j: 1, k: -1, ...(onValue ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
      if (step) walk(step);
      else if (event.key === "Enter" && onValue) correct(at);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  /* ---------------------------------------------------------------- correcting */

  const part = (name) => dialog.querySelector(`[data-shows="${name}"]`);
  const item = (value) => value.closest("li");
  const say = (name, text) => {
    part(name).textContent = text;
  };

  const correct = (value) => {
    current = value;
    say("printed", value.textContent);
    say("as", item(value).querySelector(".as").textContent);
    say("for", item(value).querySelector(".for").textContent);
    say("ruled", item(value).querySelector(".ruled").textContent);
    say("told", "");
    say("fault", "");
    form.elements.text.value = "";
    form.elements.note.value = "";
    dialog.querySelector("[data-undo]").hidden = !value.dataset.ruling;
    const crop = part("crop");
    crop.hidden = !value.dataset.crop;
    if (value.dataset.crop) crop.src = value.dataset.crop;
    else crop.removeAttribute("src");
    dialog.showModal();
    form.elements.text.focus();
  };

  const fetched = async (address, options) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    const kind = answer.headers.get("content-type") || "";
    const told = kind.includes("json") ? await answer.json() : { message: page.dataset.lost };
    return { code: answer.status, told };
  };

  let waiting = 0;
  form.elements.text.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = form.elements.text.value.trim();
    say("told", "");
    if (!text) return;
    waiting = setTimeout(async () => {
      const query = new URLSearchParams({ observation: current.dataset.value, text });
      try {
        const { told } = await fetched(`${page.dataset.address}/reading?${query}`);
        if (form.elements.text.value.trim() === text) {
          say("told", told.message);
          part("told").classList.toggle("unread", !told.kept);
        }
      } catch {
        say("told", page.dataset.lost);
      }
    }, PREVIEW_AFTER);
  });

  const took = (told) => {
    current.dataset.version = told.version;
    current.dataset.ruling = told.ruling;
    item(current).querySelector(".ruled").textContent = told.ruled;
    say("ruled", told.ruled);
    dialog.querySelector("[data-undo]").hidden = !told.ruling;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ruling = event.submitter ? event.submitter.value : "value";
    const body = JSON.stringify({
      observation: current.dataset.value,
      version: current.dataset.version,
      ruling,
      text: ruling === "value" ? form.elements.text.value : "",
      note: form.elements.note.value,
    });
    const token = document.querySelector('meta[name="form-token"]').content;
    const headers = { "content-type": "application/json", "x-form-token": token };
    say("fault", "");
    try {
      const { code, told } = await fetched(`${page.dataset.address}/values`, { method: "POST", headers, body });
      if (told.version) took(told);
      if (code !== 200) {
        say("fault", told.message);
        return;
      }
      dialog.close();
      const kept = document.createElement("p");
      kept.className = "told good";
      kept.textContent = told.message;
      document.getElementById("outcome").replaceChildren(kept);
      document.body.dispatchEvent(new CustomEvent("ruled"));
    } catch {
      say("fault", page.dataset.lost);
    }
  });

  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (current) current.focus({ preventScroll: true });
  });

  /* ---------------------------------------------------------------- coming from a link */

  const arrive = () => {
    const row = location.hash.startsWith("#row-") ? document.getElementById(location.hash.slice(1)) : null;
    const value = row && row.querySelector("a.value");
    if (!row) return;
    show(value ? value.dataset.at : "", row.dataset.line);
    into(read, row);
    if (value) value.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", arrive);
  arrive();
})();
