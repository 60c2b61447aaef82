"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, text = $("text"), panel = $("panel"), tip = $("tip"), find = $("find");
  const rows = [...document.querySelectorAll(".row")];
  const names = Object.fromEntries([...document.querySelectorAll(".chip")].map((chip) => [chip.dataset.label, chip.dataset.one]));
  const labelOf = (e) => Object.keys(names).find((name) => e.classList.contains(name)) || "";
  const fold = (s) => s.toLowerCase().replaceAll("ё", "е").replaceAll("’", "'");
  const visible = (e) => !text.classList.contains("hide-" + labelOf(e)) && e.offsetParent !== null;

  document.querySelectorAll(".raw").forEach((raw) => raw.parentElement.classList.add("hasraw"));

  // What sticks below the bar has to know its height; on a phone the bar scrolls away.
  const bar = document.querySelector(".bar");
  const measure = () => root.style.setProperty("--bar", bar.offsetHeight + "px");
  new ResizeObserver(measure).observe(bar);
  measure();

  // Tooltip: label, normal form, value.
  const showTip = (e) => {
    const [label, normal, value] = tip.children;
    label.textContent = names[labelOf(e)] || labelOf(e) || "Entity";
    normal.textContent = e.dataset.n || "";
    value.textContent = e.dataset.v || "";
    if (!normal.textContent && !value.textContent) normal.textContent = e.textContent;
    tip.hidden = false;
    const box = e.getClientRects()[0], own = tip.getBoundingClientRect();
    const top = box.top - own.height - 8;
    tip.style.left = Math.max(6, Math.min(box.left, innerWidth - own.width - 6)) + "px";
    tip.style.top = (top > 4 ? top : e.getBoundingClientRect().bottom + 8) + "px";
  };
  const hideTip = () => { tip.hidden = true; };
  text.addEventListener("pointerover", (event) => {
    const e = event.target.closest(".e");
    if (e && visible(e)) showTip(e); else hideTip();
  });
  text.addEventListener("pointerleave", hideTip);
  text.addEventListener("focusin", (event) => { if (event.target.matches(".e")) showTip(event.target); });
  text.addEventListener("focusout", hideTip);
  addEventListener("scroll", hideTip, { passive: true });

  // Keyboard: one entity at a time can be reached with Tab, the arrows move on.
  const entities = [...document.querySelectorAll(".e")];
  entities.forEach((e) => { e.tabIndex = -1; e.setAttribute("role", "button"); });
  let current = entities[0];
  if (current) current.tabIndex = 0;
  const focusOn = (e) => {
    if (!e) return;
    if (current) current.tabIndex = -1;
    current = e;
    e.tabIndex = 0;
    e.focus({ preventScroll: true });
    e.scrollIntoView({ block: "nearest" });
    showTip(e);
  };
  const step = (by) => {
    let place = entities.indexOf(document.activeElement);
    if (place < 0) {
      const row = document.activeElement.closest?.(".row") || rows.find((r) => r.getBoundingClientRect().top > 60);
      place = entities.findIndex((e) => row && row.contains(e)) - (by > 0 ? 1 : 0);
    }
    do place += by; while (entities[place] && !visible(entities[place]));
    focusOn(entities[place]);
  };
  const stepRow = (by) => {
    const shown = rows.filter((row) => row.offsetParent !== null);
    let place = shown.indexOf(document.activeElement.closest?.(".row"));
    if (place < 0) place = shown.findIndex((row) => row.getBoundingClientRect().top > 60) - (by > 0 ? 1 : 0);
    const row = shown[Math.max(0, Math.min(shown.length - 1, place + by))];
    if (row) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "center" }); }
  };

  // Mentions of one identity in both languages.
  let opener = null;
  const context = (e) => {
    const sentence = e.closest(".s"), range = document.createRange();
    range.setStart(sentence, 0); range.setEndBefore(e);
    const before = range.toString();
    range.setStartAfter(e); range.setEnd(sentence, sentence.childNodes.length);
    const after = range.toString();
    return [before.length > 40 ? "…" + before.slice(-38).replace(/^\S*/, "") : before,
      after.length > 46 ? after.slice(0, 44).replace(/\s\S*$/, "") + " …" : after];
  };
  const open = (e) => {
    const key = e.dataset.k, same = entities.filter((other) => key && other.dataset.k === key);
    if (!same.includes(e)) same.push(e);
    document.querySelectorAll(".e.same").forEach((other) => other.classList.remove("same"));
    same.forEach((other) => other.classList.add("same"));
    $("who").textContent = e.dataset.n || (labelOf(e) === "DATE" && e.dataset.v) || e.textContent;
    $("what").textContent = [names[labelOf(e)], e.dataset.n && e.dataset.v].filter(Boolean).join(" · ");
    const list = $("mentions");
    list.replaceChildren();
    for (const [side, title] of [["ru", "По-русски"], ["en", "In English"]]) {
      const own = same.filter((other) => other.closest("." + side));
      if (!own.length) continue;
      const heading = document.createElement("h3"), ol = document.createElement("ol");
      heading.textContent = `${title}: ${own.length}`;
      ol.lang = side;
      for (const other of own) {
        const item = document.createElement("li"), button = document.createElement("button");
        const number = document.createElement("small"), word = document.createElement("b"), [before, after] = context(other);
        button.type = "button";
        item.className = labelOf(other);
        number.textContent = other.closest(".row").querySelector(".no").textContent;
        word.textContent = other.textContent;
        button.append(number, before, word, after);
        button.addEventListener("click", () => {
          const row = other.closest(".row");
          row.classList.remove("away", "flash");
          other.scrollIntoView({ block: "center" });
          void row.offsetWidth;
          row.classList.add("flash");
        });
        item.append(button);
        ol.append(item);
      }
      list.append(heading, ol);
    }
    opener = e;
    const top = e.getBoundingClientRect().top;
    panel.hidden = false;
    panel.scrollTop = 0;
    // The columns grow narrower: keep the clicked word where the reader's eye is.
    scrollBy(0, e.getBoundingClientRect().top - top);
  };
  const close = () => {
    if (panel.hidden) return false;
    panel.hidden = true;
    document.querySelectorAll(".e.same").forEach((other) => other.classList.remove("same"));
    if (opener) focusOn(opener);
    return true;
  };
  text.addEventListener("click", (event) => {
    const e = event.target.closest(".e");
    if (e && visible(e) && getSelection().isCollapsed) { hideTip(); open(e); }
  });
  $("close").addEventListener("click", close);

  // Search: rows that hold the words, in either language or in a value.
  const stores = rows.map((row) => fold([row.textContent, ...[...row.querySelectorAll(".e")].map((e) => `${e.dataset.n || ""} ${e.dataset.v || ""}`)].join(" ")));
  const search = () => {
    const words = fold(find.value).trim();
    let hits = 0;
    const ranges = [];
    rows.forEach((row, place) => {
      const holds = !words || stores[place].includes(words);
      row.classList.toggle("away", !holds);
      if (holds && words) { hits += 1; ranges.push(...rangesIn(row, words)); }
    });
    document.querySelectorAll("article").forEach((article) => article.classList.toggle("empty", !article.querySelector(".row:not(.away)")));
    $("count").textContent = words ? (hits === 1 ? "1 row" : `${hits} rows`) : "";
    if (globalThis.CSS?.highlights) {
      CSS.highlights.delete("found");
      if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
    }
  };
  const rangesIn = (row, words) => {
    const found = [];
    for (const sentence of row.querySelectorAll(".s")) {
      const nodes = [], walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
      let whole = "";
      while (walker.nextNode()) { nodes.push([whole.length, walker.currentNode]); whole += walker.currentNode.data; }
      const folded = fold(whole);
      const at = (position) => { const [start, node] = nodes.findLast(([s]) => s <= position); return [node, position - start]; };
      for (let i = folded.indexOf(words); i >= 0; i = folded.indexOf(words, i + words.length)) {
        const range = document.createRange();
        range.setStart(...at(i));
        const [node, offset] = at(i + words.length - 1);
        range.setEnd(node, offset + 1);
        found.push(range);
      }
    }
    return found;
  };
  find.addEventListener("input", search);

  // Buttons.
  document.querySelectorAll(".chip").forEach((chip) => chip.addEventListener("click", () => {
    const on = chip.getAttribute("aria-pressed") !== "true";
    chip.setAttribute("aria-pressed", on);
    text.classList.toggle("hide-" + chip.dataset.label, !on);
  }));
  const raw = $("raw");
  raw.addEventListener("click", () => {
    const on = raw.getAttribute("aria-pressed") !== "true";
    const anchor = rows.find((row) => row.getBoundingClientRect().bottom > 80);
    const top = anchor?.getBoundingClientRect().top;
    raw.setAttribute("aria-pressed", on);
    text.classList.toggle("showraw", on);
    document.querySelectorAll(".raw").forEach((piece) => { piece.hidden = !on; });
    if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - top);
  });
  const store = { get: () => { try { return localStorage.getItem("letopis-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("letopis-theme", value); } catch { /* a page on disk may have no store */ } } };
  if (store.get()) root.dataset.theme = store.get();
  $("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set(root.dataset.theme);
  });
  $("keys").addEventListener("click", () => {
    $("help").hidden = !$("help").hidden;
    $("keys").setAttribute("aria-expanded", !$("help").hidden);
  });
  const articles = [...document.querySelectorAll("article")];
  addEventListener("scroll", () => {
    const here = articles.findLast((article) => !article.classList.contains("empty") && article.getBoundingClientRect().top < 160);
    if (here && $("article").value !== here.id) $("article").value = here.id;
  }, { passive: true });
  $("article").addEventListener("change", (event) => $(event.target.value).scrollIntoView());

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!close() && find.value) { find.value = ""; search(); }
      hideTip();
      return;
    }
    if (event.target.matches("input, select")) return;
    const acts = { j: () => stepRow(1), k: () => stepRow(-1), ArrowRight: () => step(1), ArrowLeft: () => step(-1),
      "/": () => find.focus(), r: () => raw.click() };
    if (event.target.matches(".e") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); open(event.target); panel.focus(); }
    else if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
  });
})();
