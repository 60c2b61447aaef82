// The agreements of all articles: a map and a table of their sides, a table of themselves; and the timeline.
const board = make("section", { id: "board", hidden: true });
board.rows = null;
const VIEWS = ["text", "agreements", "timeline"];
const SVG = "http://www.w3.org/2000/svg", MOST_STATES = 24, LONGEST = 24, MOST_AGREEMENTS = 400;
const tabs = make("div", { className: "tabs", role: "tablist" });
let side = null;

const drawn = (tag, about, ...children) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(about)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const choose = (name) => { side = side === name ? null : name; drawBoard(); };
const pairsOf = (rows) => {
  const pairs = new Map();
  for (const { states } of rows) {
    states.forEach((one, n) => states.slice(n + 1).forEach((other) => {
      const key = [one, other].sort((a, b) => a.localeCompare(b, "ru")).join("\n");
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }));
  }
  return pairs;
};
const sidesOf = (rows) => {
  const all = new Map();
  for (const { states, date } of rows) {
    for (const name of states) {
      if (!all.has(name)) all.set(name, { name, count: 0, years: [], others: new Map() });
      const own = all.get(name), year = /^-?\d{4}/.exec(date ?? "")?.[0];
      own.count += 1;
      if (year) own.years.push(Number(year));
      states.filter((other) => other !== name).forEach((other) => own.others.set(other, (own.others.get(other) ?? 0) + 1));
    }
  }
  return [...all.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, "ru"));
};
const mapOf = (rows, sides) => {
  const shownSides = sides.slice(0, MOST_STATES), radius = 150, turn = (2 * Math.PI) / Math.max(1, shownSides.length);
  const at = new Map(shownSides.map(({ name }, n) => [name, [Math.sin(n * turn - Math.PI / 2) * radius, -Math.cos(n * turn - Math.PI / 2) * radius * 0.82]]));
  const svg = drawn("svg", { viewBox: "-330 -165 660 330", role: "img", "aria-label": say("map") });
  const most = Math.max(1, ...pairsOf(rows).values());
  for (const [key, count] of pairsOf(rows)) {
    const [one, other] = key.split("\n");
    if (!at.has(one) || !at.has(other)) continue;
    const [[x, y], [u, v]] = [at.get(one), at.get(other)];
    const line = drawn("path", { d: `M${x} ${y}Q${(x + u) * 0.2} ${(y + v) * 0.2} ${u} ${v}`, "stroke-width": 1 + (7 * count) / most, class: side && ![one, other].includes(side) ? "faint" : "" });
    line.append(drawn("title", {}, `${one} – ${other}: ${counted(count, "agreement")}`));
    svg.append(line);
  }
  const top = Math.max(1, ...shownSides.map(({ count }) => count));
  for (const { name, count } of shownSides) {
    const [x, y] = at.get(name), left = x < -1;
    const node = drawn("g", { class: side === name ? "on" : "", tabindex: 0, role: "button" },
      drawn("circle", { cx: x, cy: y, r: 4 + (7 * count) / top }), drawn("text", { x: x + (left ? -14 : 14), y: y + 4, "text-anchor": left ? "end" : "start" }, name.length > LONGEST ? name.slice(0, LONGEST - 1) + "…" : name), drawn("title", {}, name));
    node.addEventListener("click", () => choose(name));
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(name); });
    svg.append(node);
  }
  return svg;
};
const tableOf = (heads, rows, about = {}) => make("table", about, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
  make("tbody", {}, ...rows.map(({ cells, on }) => make("tr", { className: on ? "on" : "" }, ...cells.map((cell) => make("td", {}, ...[cell].flat()))))));
const yearsOf = (years) => (years.length ? [...new Set([Math.min(...years), Math.max(...years)])].join("–") : "");
const sidesTable = (sides) => tableOf([say("sides"), say("agreements"), say("years"), say("withWhom")], sides.map((one) => ({
  on: one.name === side,
  cells: [button(one.name, () => choose(one.name), { className: "link" }), String(one.count), yearsOf(one.years),
    [...one.others].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([name, count]) => `${name} ${count}`).join(", ")],
})));
const agreementsTable = (rows) => tableOf([say("date"), say("title"), say("sides"), say("place"), say("stage")], rows.slice(0, MOST_AGREEMENTS).map((one) => ({
  cells: [one.date ?? "", one.addresses.length ? make("a", { href: hashOf(one.addresses[0]) }, one.title) : one.title, one.sides ?? "", one.place ?? "",
    one.status ? [say(`status.${one.status}`), one.status_date !== one.date && one.status_date].filter(Boolean).join(" ") : ""],
})), { className: "list" });
const drawBoard = () => {
  const rows = board.rows ?? [], sides = sidesOf(rows), chosenRows = side ? rows.filter(({ states }) => states.includes(side)) : rows;
  if (!rows.length) { board.replaceChildren(make("p", { className: "empty" }, say("noAgreement"))); return; }
  const all = side ? [" · ", button(say("allSides"), () => choose(side), { className: "link" })] : [];
  const cut = chosenRows.length > MOST_AGREEMENTS ? ` (${say("tooMany", { n: MOST_AGREEMENTS })})` : "";
  board.replaceChildren(make("h2", {}, say("sides")), make("div", { className: "pair" }, mapOf(rows, sides), sidesTable(sides)),
    make("h2", {}, side ?? say("agreements")), make("p", {}, counted(chosenRows.length, "agreement"), cut, ...all), agreementsTable(chosenRows));
};

const showView = async (view) => {
  tabs.querySelectorAll("button").forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.view === view)));
  const off = view === "text";
  board.hidden = off;
  document.body.classList.toggle("board", !off);
  if (off) { if ($("results").hidden) text.hidden = false; return; }
  closePanel();
  text.hidden = $("results").hidden = true;
  board.replaceChildren(make("p", { className: "empty" }, say("searching")));
  try {
    if (view === "agreements") { board.rows = await ask("agreements"); drawBoard(); }
    else { await ask("agreements"); board.replaceChildren(make("iframe", { src: "timeline", title: say("timeline"), sandbox: "allow-scripts" })); }
  } catch (error) { board.replaceChildren(make("p", { className: "empty" }, error.message)); }
};
leaveBoard = () => { if (!board.hidden) showView("text"); };
const drawTabs = () => {
  const view = tabs.querySelector("[aria-selected=true]")?.dataset.view ?? "text";
  tabs.replaceChildren(...VIEWS.map((name) => {
    const tab = button(say(name), () => showView(name), { role: "tab", data: { view: name } });
    tab.setAttribute("aria-selected", String(name === view));
    return tab;
  }));
};
starts.push(async () => {
  $("results").after(board);
  document.querySelector(".bar").prepend(tabs);
  drawTabs();
});
spoken.push(() => { drawTabs(); if (!board.hidden && board.rows) drawBoard(); });
