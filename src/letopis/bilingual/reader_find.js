// Search in all articles that are chosen: what holds the words, with the rows beside it.
const MOST_ROWS = 60;
let asked = 0, found = [], wanted = null, cqlRows = null, leaveBoard = () => {};

const folded = (own) => {
  own.stores ??= own.rows.map((row) => [0, 1].slice(0, own.sides.length).map((side) => fold(row[side].map((n) => own.sides[side].text.slice(...own.sides[side].sentences[n])).join(" "))));
  return own.stores;
};
const entitiesOf = (own, row) => own.sides.flatMap((side, place) => row[place].flatMap((n) => side.inside[n] ?? []));
const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const wordsPattern = (alternatives) => new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${alternatives.map((forms) => `(?:${[...forms].map(escaped).join("|")})`).join("[^\\p{L}\\p{N}]+")})(?![\\p{L}\\p{N}])`, "gu");

// The forms of a word's lemmas; a word that the texts do not have stands for itself.
let lemmas = null;
const formsOf = async (word) => {
  if (!lemmas) {
    const table = await chunk("forms");
    lemmas = { table: new Map(Object.entries(table)), of: new Map() };
    for (const [lemma, forms] of lemmas.table) for (const form of forms) lemmas.of.set(form, [...(lemmas.of.get(form) ?? []), lemma]);
  }
  const bare = word.replace(/e$/, ""), keys = lemmas.table.has(word) ? [word] : lemmas.of.get(word) ?? (lemmas.table.has(bare) ? [bare] : []);
  return new Set([word, ...keys.flatMap((key) => lemmas.table.get(key))]);
};

// Each way of searching gives what a row must hold, and what is marked in it.
const WAYS = {
  all: async (words) => ({
    row: (own, row, stores) => stores.some((store) => store.includes(words)) || entitiesOf(own, row).some((entity) => fold(`${entity.normal} ${entity.value}`).includes(words)),
    pattern: new RegExp(escaped(words), "gu"),
  }),
  form: async (words) => {
    const pattern = wordsPattern(words.split(/\s+/).map((word) => [word]));
    return { pattern, row: (own, row, stores) => stores.some((store) => { pattern.lastIndex = 0; return pattern.test(store); }) };
  },
  lemma: async (words) => {
    const pattern = wordsPattern(await Promise.all(words.split(/\s+/).map(formsOf)));
    return { pattern, row: (own, row, stores) => stores.some((store) => { pattern.lastIndex = 0; return pattern.test(store); }) };
  },
  referent: async (words) => {
    const keys = new Set((await chunk("referents")).filter(([key, name, , , said]) => fold(key) === words || [name, ...said].some((one) => fold(one).includes(words))).map(([key]) => key));
    const mark = (entity) => keys.has(entity.key);
    return { mark, row: (own, row) => entitiesOf(own, row).some(mark) };
  },
  label: async (words) => {
    const [first, ...rest] = words.split(/\s+/), more = rest.join(" ");
    const names = new Set(listing.labels.filter((label) => [...label.slice(0, 4), labelSays(label[0], "one"), labelSays(label[0], "many")].some((one) => fold(one) === first || (first.length > 2 && fold(one).startsWith(first)))).map((label) => label[0]));
    const holds = (own, entity) => names.has(entity.label) && (!more || fold(`${own.sides[entity.side].text.slice(entity.start, entity.end)} ${entity.normal} ${valueOf(entity)}`).includes(more));
    return { mark: (entity, own) => holds(own, entity), row: (own, row) => entitiesOf(own, row).some((entity) => holds(own, entity)) };
  },
};

const leaveResults = () => {
  if ($("results").hidden) return;
  $("results").hidden = true;
  text.hidden = false;
  refreshMarks();
};
const search = async () => {
  const turn = (asked += 1), words = fold(find.value).trim(), mode = $("mode").value;
  clearTimeout(search.later);
  if (!words) {
    wanted = null;
    found = [];
    hitsOf = new Map();
    $("count").textContent = "";
    leaveResults();
    drawList();
    refreshMarks();
    return;
  }
  $("count").textContent = say("searching");
  let rows;
  try {
    rows = mode === "cql" ? await cqlRows(find.value) : await rowsWith(await WAYS[mode](words), turn);
  } catch (error) {
    if (turn === asked) { $("count").textContent = error.message; $("count").classList.add("wrong"); }
    return;
  }
  if (turn !== asked || !rows) return;
  found = rows;
  hitsOf = new Map(found.map(({ number, rows: own }) => [number, own.length]));
  drawList();
  await showResults(MOST_ROWS);
  const total = found.reduce((sum, { rows: own }) => sum + own.length, 0);
  $("count").classList.remove("wrong");
  $("count").textContent = total ? say("inArticles", { rows: counted(total, "row"), articles: counted(found.length, "article") }) : say("nothing");
};
const rowsWith = async (way, turn) => {
  wanted = way;
  const all = [];
  let rested = performance.now();
  for (const number of chosenArticles()) {
    const own = await article(number), stores = folded(own);
    const rows = own.rows.map((_, n) => n).filter((n) => way.row(own, own.rows[n], stores[n]));
    if (rows.length) all.push({ number, rows });
    if (performance.now() - rested > 40) {
      await new Promise((done) => setTimeout(done));
      if (turn !== asked) return null;
      rested = performance.now();
    }
  }
  return all;
};

const showResults = async (most) => {
  const list = document.createDocumentFragment();
  let left = most;
  for (const { number, rows } of found) {
    if (left <= 0) break;
    const own = await article(number), hits = new Set(rows.slice(0, left)), last = own.rows.length - 1;
    left -= hits.size;
    const group = make("article", { className: own.sides.length > 1 ? "two" : "one", data: { id: own.id } });
    group.append(make("header", {}, make("h2", {}, make("a", { href: hashOf(own.id) }, titleOf(number))), make("p", {}, counted(rows.length, "row"))));
    let before = -1;
    for (const n of [...new Set([...hits].flatMap((hit) => [hit - 1, hit, hit + 1]))].filter((one) => one >= 0 && one <= last).sort((a, b) => a - b)) {
      const row = rowElement(own, n);
      row.classList.add(hits.has(n) ? "hit" : "beside");
      if (before >= 0 && n > before + 1) row.classList.add("gap");
      before = n;
      group.append(row);
    }
    list.append(group);
  }
  if (found.reduce((sum, one) => sum + one.rows.length, 0) > most) list.append(button(say("more"), () => showResults(most * 4), { className: "more" }));
  if (!found.length) list.append(make("p", { className: "empty" }, say("nothing")));
  leaveBoard();
  $("results").replaceChildren(list);
  $("results").hidden = false;
  text.hidden = true;
  refreshMarks();
  if (most === MOST_ROWS) scrollTo(0, 0);
};

// What was found is marked: words by the browser's own highlights, entities by a class.
const refreshMarks = () => {
  const ranges = [];
  scene().querySelectorAll(".e.wanted").forEach((mark) => mark.classList.remove("wanted"));
  if (wanted?.pattern) for (const sentence of scene().querySelectorAll(".row:not(.beside) .s")) ranges.push(...rangesIn(sentence, wanted.pattern));
  if (wanted?.spans) for (const sentence of scene().querySelectorAll(".row:not(.beside) .s")) ranges.push(...rangesAt(sentence, wanted.spans));
  if (wanted?.mark) {
    for (const row of scene().querySelectorAll(".row:not(.beside)")) {
      const own = prepared.get(row.closest("article").dataset.id);
      row.querySelectorAll(".e").forEach((mark) => { if (own && wanted.mark(entityOf(mark), own)) mark.classList.add("wanted"); });
    }
  }
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.delete("found");
  if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
};
const rangesIn = (sentence, pattern) => stretches(sentence, (words) => (
  [...fold(words).matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])));
const rangesAt = (sentence, spans) => {
  const own = prepared.get(sentence.closest("article").dataset.id), place = sentence.closest(".en") ? 1 : 0, first = Number(sentence.dataset.start);
  return stretches(sentence, (words) => (
    (spans.get(own?.sides[place]?.id) ?? []).map(([start, end]) => [start - first, Math.min(end - first, words.length)]).filter(([start]) => start >= 0 && start < words.length)));
};
const stretches = (sentence, find) => {
  const nodes = [], walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  let words = "";
  while (walker.nextNode()) { nodes.push([words.length, walker.currentNode]); words += walker.currentNode.data; }
  const at = (position) => { const [start, node] = nodes.findLast(([first]) => first <= position); return [node, position - start]; };
  return find(words).filter(([start, end]) => start < end).map(([start, end]) => {
    const range = document.createRange(), [node, offset] = at(end - 1);
    range.setStart(...at(start));
    range.setEnd(node, offset + 1);
    return range;
  });
};
