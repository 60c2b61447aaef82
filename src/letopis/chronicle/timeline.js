"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, bar = document.querySelector(".bar");
  const entries = [...document.querySelectorAll("[data-kind]")], groups = [...document.querySelectorAll(".group")];
  const kinds = [...document.querySelectorAll(".chip.kind")], labels = [...document.querySelectorAll(".chip.label")];
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const pressed = (chips) => new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset.name));
  const words = new Map(entries.map((e) => [e, fold(e.textContent)]));

  const filter = () => {
    const shown = pressed(kinds), needed = [...pressed(labels)], article = $("article").value, query = fold($("find").value.trim());
    let count = 0;
    for (const e of entries) {
      const have = e.dataset.labels.split(" ");
      const fits = shown.has(e.dataset.kind) && needed.every((label) => have.includes(label))
        && (!article || e.dataset.articles.split(" ").includes(article)) && (!query || words.get(e).includes(query));
      e.hidden = !fits;
      count += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-kind]:not([hidden])");
    $("none").hidden = count > 0;
    $("count").textContent = count === entries.length ? `${count} entries` : `${count} of ${entries.length} entries`;
  };
  for (const chip of [...kinds, ...labels]) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  $("article").addEventListener("change", filter);
  $("find").addEventListener("input", filter);
  filter();

  // Without a choice the page follows the system.
  $("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  const measure = () => root.style.setProperty("--bar", bar.offsetHeight + "px");
  new ResizeObserver(measure).observe(bar);
  measure();
})();
