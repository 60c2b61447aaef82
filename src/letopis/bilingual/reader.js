// Buttons, keys, and the beginning.
const bar = document.querySelector(".bar");
const measure = () => root.style.setProperty("--bar", bar.offsetHeight + "px");
new ResizeObserver(measure).observe(bar);
measure();

// Where words can be marked, a second click marks one: the panel, which moves the text, waits for it.
const TWICE = 250;
let clicked = 0;
const openSoon = (mark, clicks) => {
  clearTimeout(clicked);
  if (!served || !clicks) openPanel(mark);
  else if (clicks === 1) clicked = setTimeout(() => { if (mark.isConnected && getSelection().isCollapsed) openPanel(mark); }, TWICE);
};
for (const place of [text, $("results")]) {
  place.addEventListener("pointerover", (event) => {
    const mark = event.target.closest(".e");
    if (mark && visible(mark)) showTip(mark); else hideTip();
  });
  place.addEventListener("pointerleave", hideTip);
  place.addEventListener("focusin", (event) => { if (event.target.matches(".e")) showTip(event.target); });
  place.addEventListener("focusout", hideTip);
  place.addEventListener("click", (event) => {
    const mark = event.target.closest(".e");
    if (mark && visible(mark) && getSelection().isCollapsed) { hideTip(); openSoon(mark, event.detail); }
  });
}
addEventListener("scroll", hideTip, { passive: true });
$("close").addEventListener("click", closePanel);

find.addEventListener("input", () => { clearTimeout(search.later); search.later = setTimeout(search, 150); });
find.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
const hintFind = async () => {
  const mode = $("mode").value;
  find.placeholder = say(mode === "all" ? "findHint" : `hint.${mode}`);
  find.classList.toggle("wide", mode === "cql");
  $("names").replaceChildren();
  if (mode !== "referent") return;
  const named = [...(await chunk("referents"))].filter((one) => one[2] !== "DATE").sort((a, b) => b[3].length - a[3].length).slice(0, 300);
  $("names").replaceChildren(...named.map(([, name]) => make("option", { value: name })));
};
$("mode").addEventListener("change", () => { hintFind(); search(); });

$("raw").addEventListener("click", async () => {
  const on = !rawWanted(), row = rowsShown().find((one) => one.getBoundingClientRect().bottom > barHeight());
  const place = row && { row: row.dataset.row, top: row.getBoundingClientRect().top };
  $("raw").setAttribute("aria-pressed", String(on));
  rawShown = on ? await rawOf(shown.number, shown) : null;
  draw();
  refreshMarks();
  const again = place && ensure(Number(place.row));
  if (again) scrollBy(0, again.getBoundingClientRect().top - place.top);
});
if (kept.get("theme")) root.dataset.theme = kept.get("theme");
$("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  kept.set("theme", root.dataset.theme);
});
const speak = () => {
  sayAll();
  hintFind();
  drawChips();
  drawList();
  spoken.forEach((act) => act());
};
$("language").addEventListener("click", () => {
  tongue = tongue === "ru" ? "en" : "ru";
  kept.set("language", tongue);
  const mark = panel.hidden ? null : opener, top = scrollY;
  speak();
  if (shown) { draw(); refreshMarks(); scrollTo(0, top); }
  if (find.value) search();
  if (mark) { const again = mark.id && document.getElementById(mark.id); if (again) openPanel(again); else closePanel(); }
});
$("keys").addEventListener("click", () => {
  $("help").hidden = !$("help").hidden;
  $("keys").setAttribute("aria-expanded", String(!$("help").hidden));
});
$("articles").addEventListener("click", () => toggleList($("list").hidden));
$("filter").addEventListener("input", () => { drawList(); if (find.value) search(); });
$("shelf").addEventListener("click", (event) => { if (event.target.closest("a") && innerWidth < 832) toggleList(false); });
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) { const place = placeOf(link.hash); if (place) go(place); }
});
addEventListener("hashchange", () => { const place = placeOf(location.hash); if (place) go(place); });
addEventListener("beforeprint", () => text.querySelectorAll(".block").forEach(fill));

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    hideTip();
    if (closePanel()) return;
    if (!find.value) leaveResults();
    else { find.value = ""; search(); }
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  const acts = { j: () => stepRow(1), k: () => stepRow(-1), ArrowRight: () => step(1), ArrowLeft: () => step(-1),
    "/": () => find.focus(), r: () => $("raw").click(), a: () => { if (!$("articles").hidden) toggleList($("list").hidden); } };
  if (event.target.matches(".e") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); openPanel(event.target); panel.focus(); }
  else if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
});

// An index comes anew where a server's articles change.
const begin = async () => {
  captions = await chunk("captions");
  listing = await chunk("index");
  tongue = kept.get("language") ?? (navigator.language.startsWith("ru") ? "ru" : "en");
  const several = listing.articles.length > 1 || served;
  $("articles").hidden = !several;
  toggleList(several && innerWidth >= 832);
  speak();
  const place = placeOf(location.hash);
  if (place) await go(place);
  else if (listing.articles.length) await showArticle(0);
  for (const start of starts) await start();
  root.dataset.ready = "1";
  performance.mark("shown");
};
begin();
