// What a page has that is served: the list of articles comes anew when it has changed, and messages.
const toast = (...said) => {
  document.querySelector("#toast")?.remove();
  const box = make("div", { id: "toast", role: "status" }, ...said, button("×", () => box.remove(), { className: "link", ariaLabel: say("close") }));
  document.body.append(box);
  clearTimeout(toast.later);
  toast.later = setTimeout(() => box.remove(), 12000);
};
const complain = (error) => toast(make("span", { className: "wrong" }, error instanceof TypeError ? say("lost") : error.message));
const send = async (path, body) => ask(path, { method: "POST", body });

const renewed = async (number = null) => {
  for (const name of ["index", "referents", "forms"]) chunks.delete(name);
  lemmas = null;
  board.rows = null;
  if (number !== null) {
    for (const name of [`article-${number}`, `raw-${number}`]) chunks.delete(name);
    articles.delete(number);
  }
  listing = await chunk("index");
  drawChips();
  drawList();
  drawTaking();
  $("articles").hidden = false;
};
const drawEmpty = () => {
  if (!listing.articles.length) text.replaceChildren(make("p", { className: "empty" }, say("empty")));
};

// What can be taken home.
const takings = make("div", { className: "takings" });
const drawTaking = () => {
  const links = (more) => ["jsonl", "csv", "tei"].map((kind) => make("a", { href: `download/${kind}${more}`, download: "" }, kind === "jsonl" ? "JSONL" : kind.toUpperCase()));
  const row = (key, more) => make("p", {}, say(key), " ", ...links(more).flatMap((link) => [link, " "]));
  takings.replaceChildren(...(listing.articles.length ? [row("takeAll", "")] : []), ...(shown ? [row("takeOne", `?article=${encodeURIComponent(shown.id)}`)] : []));
};

// Queries in CQL go to the index.
cqlRows = async (query) => {
  const answer = await ask(`search?q=${encodeURIComponent(query)}`);
  const rows = new Map(), spans = new Map();
  for (const [id, sentence, start, end] of answer.hits) {
    const place = placeOf(hashOf(id)), own = place && await article(place.number);
    const row = own?.rowOf[place.side].get(sentence - 1);
    if (row === undefined) continue;
    if (!rows.has(place.number)) rows.set(place.number, new Set());
    rows.get(place.number).add(row);
    spans.set(id, [...(spans.get(id) ?? []), [start, end]]);
  }
  wanted = { spans };
  const chosenNumbers = new Set(chosenArticles());
  return [...rows].filter(([number]) => chosenNumbers.has(number)).sort((a, b) => a[0] - b[0]).map(([number, own]) => ({ number, rows: [...own].sort((a, b) => a - b) }));
};

starts.push(async () => {
  const option = document.querySelector("#mode option[value=cql]");
  option.hidden = option.disabled = false;
  drawTaking();
  drawEmpty();
});
spoken.push(() => { drawTaking(); drawEmpty(); });
