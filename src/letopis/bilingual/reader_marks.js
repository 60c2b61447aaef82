// Texts with nested marks: where two spans cross, the inner one is cut in two.
const nested = (words, start, end, spans, dress) => {
  const out = document.createDocumentFragment();
  const waiting = spans.map(([from, to, item]) => ({ from: Math.max(from, start), to: Math.min(to, end), item, height: 0, pieces: [] }))
    .filter((span) => span.from < span.to).sort((a, b) => a.from - b.from || b.to - a.to);
  const places = [...new Set([start, end, ...waiting.flatMap((span) => [span.from, span.to])])].sort((a, b) => a - b);
  const stack = [];
  let next = 0;
  const closeTo = (depth) => {
    while (stack.length > depth) {
      const inner = stack.pop().span, outer = stack.at(-1)?.span;
      if (outer) outer.height = Math.max(outer.height, inner.height + 1);
    }
  };
  for (let n = 0; n + 1 < places.length; n += 1) {
    const left = places[n], ended = stack.findIndex(({ span }) => span.to <= left);
    const depth = ended < 0 ? stack.length : ended;
    const again = stack.slice(depth).map(({ span }) => span).filter((span) => span.to > left);
    closeTo(depth);
    while (next < waiting.length && waiting[next].from === left) again.push(waiting[next++]);
    for (const span of again) {
      const piece = dress(span.item, span.pieces.length);
      (stack.at(-1)?.piece ?? out).append(piece);
      span.pieces.push(piece);
      stack.push({ span, piece });
    }
    (stack.at(-1)?.piece ?? out).append(words.slice(left, places[n + 1]));
  }
  closeTo(0);
  for (const span of waiting) for (const piece of span.pieces) piece.classList.add("d" + Math.min(span.height, 3));
  return out;
};

const owners = new WeakMap();
const entityOf = (element) => owners.get(element);
const markOf = (side, named) => (entity, piece) => {
  const mark = make("span", { className: `e ${entity.label}`, tabIndex: -1, role: "button" });
  if (named && !piece) mark.id = addressOf(side, "e", entity.id);
  owners.set(mark, entity);
  return mark;
};

// A sentence, and the raw text behind the sentences of a row.
const sentenceElement = (side, place, named) => {
  const [start, end] = side.sentences[place];
  const spans = (side.inside[place] ?? []).map((entity) => [entity.start, entity.end, entity]);
  const made = make("span", { className: "s" }, nested(side.text, start, end, spans, markOf(side, named)));
  if (named) made.id = addressOf(side, "s", place + 1);
  made.dataset.start = start;
  return made;
};
const rawElement = (own, raw, row, named) => {
  const side = own.sides[0], places = own.rows[row][0], [start, end] = raw.rows[row], dress = markOf(side, named);
  const marked = places.flatMap((place) => side.inside[place] ?? []).map((entity) => [...raw.entities[entity.place], entity]);
  const edits = raw.edits.filter((edit) => edit[0] < end && edit[1] > start).map((edit) => [edit[0], edit[1], { edit: edit[2] }]);
  const made = make("div", { className: "raw s" }, nested(raw.text, start, end, [...marked, ...edits],
    (item, piece) => (item.edit === undefined ? dress(item, piece) : make("del", { title: item.edit }))));
  if (named) made.id = addressOf(side, "s", places[0] + 1);
  return made;
};

// Tooltip: label, normal form, value.
const valueOf = (entity) => {
  const value = entity.x ? say("impossible") : entity.value || (entity.s ? say(`status.${entity.s}`) : "") || entity.k || "";
  return [value, entity.m && `(${say(`modifier.${entity.m}`)})`, entity.c && `(${say("context")})`].filter(Boolean).join(" ");
};
const showTip = (mark) => {
  const [label, normal, value] = tip.children, entity = entityOf(mark);
  label.textContent = labelSays(entity.label, "one");
  normal.textContent = entity.normal;
  value.textContent = valueOf(entity);
  if (!normal.textContent && !value.textContent) normal.textContent = mark.textContent;
  tip.hidden = false;
  const box = mark.getClientRects()[0], own = tip.getBoundingClientRect(), top = box.top - own.height - 8;
  tip.style.left = Math.max(6, Math.min(box.left, innerWidth - own.width - 6)) + "px";
  tip.style.top = (top > 4 ? top : mark.getBoundingClientRect().bottom + 8) + "px";
};
const hideTip = () => { tip.hidden = true; };
const visible = (mark) => !text.classList.contains("hide-" + entityOf(mark).label) && mark.offsetParent !== null;
