// The panel: what an entity is, an agreement's sides, dates and stage, and all its mentions in all articles.
const MOST_ELSEWHERE = 30, MOST_MENTIONS = 100;
let opener = null, opening = 0;
const extras = []; // what a part that comes with a server adds to the panel

const wordsOf = (own, entity) => own.sides[entity.side].text.slice(entity.start, entity.end);
const context = (own, entity) => {
  const side = own.sides[entity.side], [start, end] = side.sentences[entity.sentence] ?? [entity.start, entity.end];
  const before = side.text.slice(start, entity.start), after = side.text.slice(entity.end, Math.max(end, entity.end));
  return [before.length > 40 ? "…" + before.slice(-38).replace(/^\S*/, "") : before,
    after.length > 46 ? after.slice(0, 44).replace(/\s\S*$/, "") + " …" : after];
};
const mentionItem = (own, entity) => {
  const [before, after] = context(own, entity), address = addressOf(own.sides[entity.side], "e", entity.id);
  const link = button([make("small", {}, String(entity.sentence + 1)), before, make("b", {}, wordsOf(own, entity)), after], () => goTo(address), { title: address });
  return make("li", { className: entity.label }, link);
};
const mentionsOf = (own, key) => own.sides.flatMap((side) => side.entities.filter((entity) => entity.key === key));
const mentionLists = (own, entities) => SIDES.map((side, place) => {
  const there = entities.filter((entity) => entity.side === place);
  if (!there.length) return null;
  const list = make("ol", { lang: side }, ...there.slice(0, MOST_MENTIONS).map((entity) => mentionItem(own, entity)));
  if (there.length > MOST_MENTIONS) {
    const rest = button(say("more"), () => { rest.remove(); list.append(...there.slice(MOST_MENTIONS).map((entity) => mentionItem(own, entity))); }, { className: "link" });
    list.append(make("li", {}, rest));
  }
  return make("div", {}, make("h3", {}, `${say(place ? "inEnglish" : "inRussian")}: ${there.length}`), list);
}).filter(Boolean);

// The facts of an agreement: relations of all its mentions in an article, each target once.
const FACTS = ["party", "signed_on", "signed_in", "signatory", "supersedes", "based_on"];
const factsOfAgreement = (own, key) => {
  const facts = new Map();
  for (const side of own.sides) {
    for (const [type, from, to] of side.relations) {
      const one = side.byId.get(from), other = side.byId.get(to);
      if (one?.key !== key || !other) continue;
      if (!facts.has(type)) facts.set(type, new Map());
      if (!facts.get(type).has(other.key)) facts.get(type).set(other.key, other);
    }
  }
  return facts;
};
const nameOf = (own, entity) => (entity.label === "DATE" && dayOf(entity)) || entity.normal || wordsOf(own, entity);
const dayOf = (entity) => {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(entity.value);
  return day && !entity.x ? new Date(Date.UTC(day[1], day[2] - 1, day[3])).toLocaleDateString(tongue === "ru" ? "ru" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : valueOf(entity);
};
const drawFacts = (own, entity) => {
  const facts = factsOfAgreement(own, entity.key), list = [];
  const stages = [...new Set(mentionsOf(own, entity.key).filter((one) => one.s).map((one) => [say(`status.${one.s}`), one.d].filter(Boolean).join(" ")))];
  for (const type of [...FACTS, ...[...facts.keys()].filter((one) => !FACTS.includes(one))]) {
    const targets = facts.get(type);
    if (!targets) continue;
    list.push(make("dt", {}, say(type)), make("dd", {}, ...[...targets.values()].map((one) => (
      button(nameOf(own, one), () => goTo(addressOf(own.sides[one.side], "e", one.id)), { className: `fact ${one.label}`, title: wordsOf(own, one) })))));
  }
  if (stages.length) list.push(make("dt", {}, say("stage")), make("dd", {}, stages.join(", ")));
  $("facts").replaceChildren(...list);
};
const drawSentences = (own, entity) => {
  const row = own.rows[own.rowOf[entity.side].get(entity.sentence)];
  if (!row || entity.label !== "AGREEMENT") { $("said").replaceChildren(); return; }
  const cells = own.sides.map((side, place) => row[place].length && make("p", { lang: SIDES[place] }, row[place].map((n) => side.text.slice(...side.sentences[n])).join(" "))).filter(Boolean);
  $("said").replaceChildren(make("h3", {}, say("said")), ...cells);
};
const drawElsewhere = async (own, entity, turn) => {
  const known = (await chunk("referents")).find(([key]) => key === entity.key);
  const others = (known?.[3] ?? []).filter((number) => number !== own.number);
  if (!others.length || turn !== opening) return;
  const box = make("div", { className: "elsewhere" }, make("h3", {}, `${say("elsewhere")}: ${counted(others.length, "article")}`));
  const add = async (numbers) => {
    for (const number of numbers) {
      const other = await article(number);
      if (turn !== opening) return;
      const there = mentionsOf(other, entity.key);
      if (there.length) box.append(make("h4", {}, make("a", { href: hashOf(other.id) }, titleOf(number))), make("ol", {}, ...there.slice(0, MOST_MENTIONS).map((one) => mentionItem(other, one))));
    }
  };
  $("mentions").append(box);
  await add(others.slice(0, MOST_ELSEWHERE));
  if (others.length > MOST_ELSEWHERE && turn === opening) {
    const rest = button(say("more"), () => { rest.remove(); add(others.slice(MOST_ELSEWHERE)); }, { className: "link" });
    box.append(rest);
  }
};
const unmark = () => document.querySelectorAll(".e.same").forEach((mark) => mark.classList.remove("same"));
const markSame = (key) => {
  unmark();
  scene().querySelectorAll(".e").forEach((mark) => { if (key && entityOf(mark).key === key) mark.classList.add("same"); });
};
const openPanel = (mark) => {
  const entity = entityOf(mark), own = prepared.get(mark.closest("article").dataset.id), turn = (opening += 1);
  const address = addressOf(own.sides[entity.side], "e", entity.id), value = valueOf(entity);
  $("who").textContent = entity.normal || (entity.label === "DATE" && dayOf(entity)) || wordsOf(own, entity);
  $("what").textContent = [labelSays(entity.label, "one"), entity.label === "DATE" ? entity.value : entity.normal && value].filter(Boolean).join(" · ");
  const link = make("a", { href: hashOf(address) }, address);
  $("cite").replaceChildren(say("cite"), " ", link);
  $("tools").replaceChildren();
  $("facts").replaceChildren();
  extras.forEach((add) => add(own, entity));
  if (entity.label === "AGREEMENT") drawFacts(own, entity);
  drawSentences(own, entity);
  const all = mentionsOf(own, entity.key);
  $("mentions").replaceChildren(...mentionLists(own, all.includes(entity) ? all : [entity]));
  drawElsewhere(own, entity, turn);
  markSame(entity.key);
  opener = mark;
  const top = mark.getBoundingClientRect().top;
  panel.hidden = false;
  document.body.classList.add("open");
  panel.scrollTop = 0;
  // The columns grow narrower: keep the clicked word where the reader's eye is.
  scrollBy(0, mark.getBoundingClientRect().top - top);
};
const closePanel = () => {
  if (panel.hidden) return false;
  opening += 1;
  panel.hidden = true;
  document.body.classList.remove("open");
  unmark();
  if (opener?.isConnected) focusOn(opener);
  return true;
};
