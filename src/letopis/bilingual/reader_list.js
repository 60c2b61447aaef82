// The list of articles, with a filter and facets.
const FACETS = {
  year: (one) => (one.year ? [String(one.year)] : []),
  journal: (one) => (one.journal ? [one.journal] : []),
  sides: (one) => one.sides ?? [],
  agreements: (one) => [one.agreements ? "with" : "without"],
  language: (one) => [one.english ? "two" : "one"],
};
const SAID = new Set(["agreements", "language"]);
const MANY = 6, FACETS_FROM = 5;
const chosen = new Map(Object.keys(FACETS).map((name) => [name, new Set()]));
const unfolded = new Set();
let hitsOf = new Map();

const fits = (one, but = "") => {
  const words = fold($("filter").value).trim();
  const holds = !words || fold([one.id, one.title, one.journal, one.year, ...(one.authors ?? [])].filter(Boolean).join(" ")).includes(words);
  return holds && [...chosen].every(([name, values]) => name === but || !values.size || FACETS[name](one).some((value) => values.has(value)));
};
const chosenArticles = () => listing.articles.map((one, number) => ({ one, number })).filter(({ one }) => fits(one)).map(({ number }) => number);

const valuesOf = (name) => {
  const counts = new Map(listing.articles.flatMap(FACETS[name]).map((value) => [value, 0]));
  for (const one of listing.articles) if (fits(one, name)) for (const value of FACETS[name](one)) counts.set(value, counts.get(value) + 1);
  const rows = [...counts];
  return name === "year" ? rows.sort((a, b) => b[0].localeCompare(a[0])) : rows.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "ru"));
};
const facetElement = (name) => {
  const values = valuesOf(name);
  if (values.length < 2) return null;
  const most = unfolded.has(name) ? values.length : MANY;
  const details = make("details", { data: { facet: name }, open: opened.has(name) }, make("summary", {}, say(`facet.${name}`)));
  details.addEventListener("toggle", () => { if (details.open) opened.add(name); else opened.delete(name); });
  for (const [value, count] of values.filter(([one], n) => n < most || chosen.get(name).has(one))) {
    const box = make("input", { type: "checkbox", checked: chosen.get(name).has(value) });
    box.addEventListener("change", () => {
      if (box.checked) chosen.get(name).add(value); else chosen.get(name).delete(value);
      drawList();
      search();
    });
    details.append(make("label", {}, box, make("span", {}, SAID.has(name) ? say(value) : value), make("small", {}, String(count))));
  }
  if (values.length > most) details.append(button(say("more"), () => { unfolded.add(name); drawList(); }, { className: "link" }));
  return details;
};
const opened = new Set(["sides"]);

const drawList = () => {
  const numbers = chosenArticles();
  const few = listing.articles.length < FACETS_FROM;
  $("facets").replaceChildren(...(few ? [] : Object.keys(FACETS).map(facetElement).filter(Boolean)));
  $("filter").hidden = few;
  const filtered = numbers.length < listing.articles.length;
  $("fits").replaceChildren(numbers.length ? counted(numbers.length, "article") : say("noArticle"));
  if (filtered) {
    $("fits").append(" · ", button(say("clear"), () => {
      $("filter").value = "";
      chosen.forEach((values) => values.clear());
      drawList();
      search();
    }, { className: "link" }));
  }
  $("shelf").replaceChildren(...numbers.map((number) => {
    const one = listing.articles[number], hits = hitsOf.get(number);
    const facts = [one.year, one.agreements && `${labelSays("AGREEMENT", "many")}: ${one.agreements}`].filter(Boolean).join(" · ");
    const link = make("a", { href: hashOf(one.id), data: { number } }, make("span", {}, titleOf(number)), make("small", {}, facts));
    if (hits) link.append(make("b", { className: "hits" }, String(hits)));
    return make("li", {}, link);
  }));
  markShelf();
};
const markShelf = () => {
  $("shelf").querySelectorAll("a").forEach((link) => {
    if (shown && Number(link.dataset.number) === shown.number) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  });
};
const toggleList = (on) => {
  $("list").hidden = !on;
  $("articles").setAttribute("aria-expanded", String(on));
};
const drawChips = () => {
  $("chips").replaceChildren(...listing.labels.map(([name, , , , count]) => {
    const chip = button([labelSays(name, "many"), " ", make("small", {}, String(count))], () => {
      const on = chip.getAttribute("aria-pressed") !== "true";
      chip.setAttribute("aria-pressed", String(on));
      text.classList.toggle("hide-" + name, !on);
      $("results").classList.toggle("hide-" + name, !on);
    }, { className: `chip ${name}`, data: { label: name } });
    chip.setAttribute("aria-pressed", String(!text.classList.contains("hide-" + name)));
    return chip;
  }));
};
