// One article at a time, in blocks of rows that are filled when they come near.
const BLOCK = 40, NEAR = 1500, LINE = 32;
let shown = null, rawShown = null, showing = 0;

const weakness = (own, row) => {
  if (own.sides.length < 2) return "";
  if (!row[1].length) return say("noEnglish");
  if (!row[0].length) return say("noRussian");
  return row[3] === null ? "" : say("weak", { n: row[3].toLocaleString(tongue, { minimumFractionDigits: 2 }) });
};
const cellOf = (own, side, places, named) => {
  const cell = make("div", { className: SIDES[side], lang: own.sides[side].language });
  if (!places.length) cell.append(make("span", { className: "none" }, "—"));
  places.forEach((place, n) => cell.append(n ? " " : "", sentenceElement(own.sides[side], place, named)));
  return cell;
};
const rowElement = (own, number, { named = false, raw = null } = {}) => {
  const row = own.rows[number], [russian, english, begins] = row, weak = weakness(own, row), side = russian.length ? 0 : 1;
  const made = make("div", { className: `row${begins ? " para" : ""}${weak ? " weak" : ""}`, tabIndex: -1, data: { row: number } });
  const name = russian.length ? `${russian[0] + 1}${russian.length > 1 ? "–" + (russian.at(-1) + 1) : ""}` : "+";
  const address = addressOf(own.sides[side], "s", (row[side][0] ?? 0) + 1);
  made.append(make("div", { className: "no", title: weak }, make("a", { href: hashOf(address), title: address }, name)));
  if (raw?.rows[number]) made.append(make("div", { className: "ru hasraw", lang: "ru" }, rawElement(own, raw, number, named)));
  else made.append(cellOf(own, 0, russian, named));
  if (own.sides.length > 1) {
    const cell = cellOf(own, 1, english, named);
    for (const place of english) {
      for (const note of own.notes[place + 1] ?? []) cell.append(make("small", { className: "note", lang: "en" }, note));
    }
    made.append(cell);
  }
  return made;
};

const fill = (block) => {
  if (block.dataset.filled) return;
  block.dataset.filled = "1";
  const first = Number(block.dataset.from), rows = [];
  for (let n = first; n < Math.min(first + BLOCK, shown.rows.length); n += 1) rows.push(rowElement(shown, n, { named: true, raw: rawShown }));
  block.replaceChildren(...rows);
  block.style.minHeight = "";
};
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) { watch.unobserve(entry.target); fill(entry.target); refreshMarks(); }
  }
}, { rootMargin: `${NEAR}px 0px` });

const heightOf = (own, first) => {
  let lines = 0;
  const letters = own.sides.length > 1 ? 42 : 70;
  for (let n = first; n < Math.min(first + BLOCK, own.rows.length); n += 1) {
    const sizes = own.rows[n].slice(0, own.sides.length).map((places, side) => places.reduce((sum, place) => sum + own.sides[side].sentences[place][1] - own.sides[side].sentences[place][0], 0));
    lines += Math.ceil(Math.max(1, ...sizes) / letters);
  }
  return lines * LINE;
};
const factsOf = (own) => {
  const about = listing.articles[own.number];
  const english = own.sides[1] && `${counted(own.sides[1].sentences.length, "sentence")} (${say("english")})`;
  return [(about.authors ?? []).join(", "), about.journal, about.year && String(about.year),
    counted(own.sides[0].sentences.length, "sentence"), english, counted(own.sides[0].entities.length, "entity")].filter(Boolean).join(" · ");
};
const draw = () => {
  watch.disconnect();
  const made = make("article", { className: shown.sides.length > 1 ? "two" : "one", data: { id: shown.id } });
  made.append(make("header", {}, make("h2", {}, titleOf(shown.number)), make("p", {}, factsOf(shown))));
  if (shown.sides.length > 1) {
    made.append(make("div", { className: "cols", ariaHidden: "true" }, make("span"), make("b", { lang: "ru" }, "Русский"), make("b", { lang: "en" }, "English")));
  }
  for (let n = 0; n < shown.rows.length; n += BLOCK) {
    const block = make("section", { className: "block", data: { from: n } });
    block.style.minHeight = heightOf(shown, n) + "px";
    made.append(block);
  }
  text.replaceChildren(made);
  const blocks = [...made.querySelectorAll(".block")];
  if (blocks.length) fill(blocks[0]);
  blocks.slice(1).forEach((block) => watch.observe(block));
};
const ensure = (row) => {
  const block = text.querySelector(`.block[data-from="${Math.floor(row / BLOCK) * BLOCK}"]`);
  if (block) { watch.unobserve(block); fill(block); }
  return text.querySelector(`.row[data-row="${row}"]`);
};

const rawWanted = () => $("raw").getAttribute("aria-pressed") === "true";
// The raw text is told by what it has in the place of what.
const rawOf = async (number, own) => {
  const raw = await chunk(`raw-${number}`);
  if (!raw || raw.text !== undefined) return raw;
  const clean = own.sides[0].text;
  let last = 0;
  raw.text = raw.pieces.map(([start, end, piece]) => { const part = clean.slice(last, start) + piece; last = end; return part; }).join("") + clean.slice(last);
  return raw;
};
const showArticle = async (number) => {
  const turn = (showing += 1), own = await article(number), raw = rawWanted() ? await rawOf(number, own) : null;
  if (turn !== showing) return false;
  shown = own;
  rawShown = raw;
  draw();
  $("raw").disabled = !listing.articles[number].raw;
  $("raw").title = $("raw").disabled ? say("noRaw") : "";
  document.title = [titleOf(number), listing.title].join(" · ");
  markShelf();
  if (served) drawTaking();
  refreshMarks();
  return true;
};

// Going to an address: the article, the row, the sentence or entity in it.
const flash = (row) => {
  row.classList.remove("flash");
  void row.offsetWidth;
  row.classList.add("flash");
};
const go = async (place) => {
  const other = !shown || shown.number !== place.number;
  if (other && !(await showArticle(place.number))) return;
  leaveBoard();
  leaveResults();
  const own = shown.sides[place.side];
  const sentence = place.kind === "e" ? own?.byId.get(place.at)?.sentence : place.kind === "s" ? place.at - 1 : undefined;
  const number = sentence === undefined ? undefined : shown.rowOf[place.side].get(sentence);
  if (number === undefined) { if (other || place.kind === "a") scrollTo(0, 0); return; }
  const row = ensure(number), target = document.getElementById(place.address) ?? row;
  refreshMarks();
  target.scrollIntoView({ block: "center" });
  // What is filled above meanwhile moves the row.
  requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
  row.focus({ preventScroll: true });
  flash(row);
};
const goTo = (address) => {
  const hash = hashOf(address);
  if (location.hash === hash) { const place = placeOf(hash); if (place) go(place); } else location.hash = hash;
};

// Keyboard: one entity at a time can be reached with Tab, the arrows move on.
let current = null;
const focusOn = (mark) => {
  if (!mark) return;
  if (current) current.tabIndex = -1;
  current = mark;
  mark.tabIndex = 0;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "nearest" });
  showTip(mark);
};
const scene = () => ($("results").hidden ? text : $("results"));
const rowsShown = () => [...scene().querySelectorAll(".row")].filter((row) => row.offsetParent !== null);
const barHeight = () => document.querySelector(".bar").getBoundingClientRect().bottom;
const rowHere = () => document.activeElement?.closest?.(".row") ?? null;
const step = (by) => {
  const marks = [...scene().querySelectorAll(".e")].filter(visible);
  let place = marks.indexOf(document.activeElement);
  if (place < 0) {
    const row = rowHere() ?? rowsShown().find((one) => one.getBoundingClientRect().top > barHeight());
    place = marks.findIndex((mark) => row && (row.contains(mark) || row.compareDocumentPosition(mark) & 4)) - (by > 0 ? 1 : 0);
  }
  focusOn(marks[place + by]);
};
const stepRow = (by) => {
  const here = rowHere();
  if (here && scene() === text) ensure(Math.max(0, Math.min(shown.rows.length - 1, Number(here.dataset.row) + by)));
  const rows = rowsShown();
  let place = rows.indexOf(here);
  if (place < 0) place = rows.findIndex((row) => row.getBoundingClientRect().top > barHeight()) - (by > 0 ? 1 : 0);
  const row = rows[Math.max(0, Math.min(rows.length - 1, place + by))];
  if (row) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "center" }); }
};
