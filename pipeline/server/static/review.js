// What the pages need beyond htmx: JSON with the form token, keys, dialogs, where to go on after a ruling.
(() => {
  "use strict";
  const token = document.querySelector('meta[name="form-token"]').content;
  const find = (selector) => document.querySelector(selector);

  // ---------------------------------------------------------------- requests

  // From a ruling or a step until its page is new, keys are kept and not acted upon: they are meant for the new page.
  let busy = false;
  let renewing = false;
  let written = null;
  const kept = [];

  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx.request;
    if (request.method !== "GET") {
      request.headers["X-Form-Token"] = token;
      request.headers["Content-Type"] = "application/json";
    }
  });

  document.addEventListener("htmx:before:request", (event) => {
    const { request, target } = event.detail.ctx;
    if (request.method === "GET") {
      if (target?.id === "main") busy = renewing = true;
      return;
    }
    request.body = JSON.stringify(Object.fromEntries(request.body ?? []));
    busy = true;
    written = document.activeElement;
    if (written?.form?.id === "answer") written.blur();
  });

  const show = (address, push) =>
    htmx.ajax("GET", address, { target: "#main", select: "#main", swap: "outerHTML", ...(push && { push: "true" }) });

  const settle = (event) => {
    const { request, target } = event.detail.ctx;
    if (request.method !== "GET") {
      busy = renewing;
      if (!busy) written?.focus?.();
    } else if (target?.id === "main") busy = renewing = false;
    while (!busy && kept.length) repeat(kept.shift());
  };
  document.addEventListener("htmx:finally:request", settle);

  const begun = () => find("#answer [name=choice]:checked") !== null || (find("#note")?.value ?? "") !== "";

  // A ruling was kept, taken back, or applied.  Empty: the page stays, but its content is new.
  document.addEventListener("ruled", (event) => {
    const next = event.detail?.next ?? "";
    if (event.target.closest?.("#apply") && begun()) return;
    renewing = true;
    show(next || location.pathname + location.search, next !== "");
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.target?.id !== "main") return;
    const open = find('.questions [aria-current="true"]');
    open?.scrollIntoView({ block: "nearest" });
    (find("#answer [name=choice]") ?? find("#main")).focus({ preventScroll: true });
    window.scrollTo(0, 0);
  });

  // ---------------------------------------------------------------- dialogs and pictures

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-opens], [data-closes]");
    if (!button) return;
    if (button.dataset.opens) find("#" + button.dataset.opens).showModal();
    else find("#" + button.dataset.closes).close();
  });

  document.addEventListener("error", (event) => {
    if (event.target.matches?.("img.crop")) event.target.closest("figure").hidden = true;
  }, true);

  // ---------------------------------------------------------------- keys

  const pick = (key) => {
    const choice = find(`#answer [data-key="${key}"]`);
    if (!choice) return false;
    choice.click();
    choice.focus();
    return true;
  };

  const go = (name) => {
    const link = find(`[data-go="${name}"]`);
    if (link) show(link.getAttribute("href"), true);
    return link !== null;
  };

  const focus = (selector) => {
    const field = find(selector);
    field?.focus();
    field?.select?.();
    return Boolean(field);
  };

  const KEYS = {
    n: () => pick("n"),
    u: () => pick("u"),
    j: () => go("next"),
    k: () => go("previous"),
    z: () => (htmx.ajax("POST", "/undo", { target: "#outcome", swap: "innerHTML" }), true),
    "/": () => focus("#other") || focus("#search"),
    "?": () => (find("#keys").showModal(), true),
    Enter: () => {
      const form = find("#answer");
      form?.requestSubmit();
      return Boolean(form);
    },
  };

  const DIGIT = /^[1-9]$/;
  const act = (key) => (DIGIT.test(key) ? pick(key) : KEYS[key]?.() ?? false);

  const writes = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");

  // A kept key: written where a kept "/" has put the cursor, otherwise acted upon.
  const repeat = (key) => {
    const field = document.activeElement;
    if (!writes(field)) return void act(key);
    if (key.length > 1) return;
    field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };

  // In the field that searches, Enter goes to the first find.
  const found = (event) => {
    if (event.key !== "Enter" || event.target.id !== "other") return;
    event.preventDefault();
    const first = find("#choices [name=choice]");
    first?.click();
    first?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (find("dialog[open]")) return;
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      found(event);
      return;
    }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (busy && (event.key.length === 1 || event.key in KEYS)) kept.push(event.key);
    if (busy ? event.key in KEYS : act(event.key)) event.preventDefault();
  });
})();
