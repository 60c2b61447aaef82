// Spans are mended in place: another label, none, or a new one over marked words.
const mend = async (what) => {
  try {
    const answer = await send("mend", JSON.stringify({ article: shown.id, ...what }));
    await afterMending(answer);
  } catch (error) { complain(error); }
};
const afterMending = async (answer) => {
  const top = scrollY, here = shown?.number === answer.number;
  opener = null;
  closePanel();
  marker.hidden = true;
  await renewed(answer.number);
  if (here) {
    const row = rowsShown().find((one) => one.getBoundingClientRect().bottom > barHeight()), place = row?.dataset.row;
    await showArticle(answer.number);
    if (place) ensure(Number(place));
    scrollTo(0, top);
  }
  const back = answer.undo ? [" · ", button(say("undo"), async () => {
    try { await afterMending(await send("undo", "")); } catch (error) { complain(error); }
  }, { className: "link", id: "undo" })] : [];
  toast(say("saved", { path: answer.saved }), ...back);
};
const kinds = () => listing.kinds.map(([css, name, one]) => ({ css, name, one: captions[`one.${css}`] ? say(`one.${css}`) : one }));

extras.push((own, entity) => {
  if (entity.side !== 0) return;
  const choice = make("select", { id: "relabel", ariaLabel: say("mend") }, ...kinds().map(({ css, name, one }) => make("option", { value: name, selected: css === entity.label }, one)));
  choice.addEventListener("change", () => mend({ act: "relabel", entity: entity.id, label: choice.value }));
  const none = button(say("delete"), () => mend({ act: "delete", entity: entity.id }), { id: "delete" });
  $("tools").replaceChildren(make("span", {}, say("mend")), choice, none);
});

// A toolbar over words that are marked within one Russian sentence.
const marker = make("div", { id: "marker", role: "toolbar", hidden: true });
document.body.append(marker);
const markedWords = () => {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || text.hidden) return null;
  const range = selection.getRangeAt(0), element = (node) => (node.nodeType === 1 ? node : node.parentElement);
  const first = element(range.startContainer)?.closest("#text .ru > .s"), last = element(range.endContainer)?.closest("#text .ru > .s");
  if (!first || first !== last || first.dataset.start === undefined) return null;
  const before = document.createRange();
  before.setStart(first, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(first.dataset.start) + before.toString().length;
  return { start, end: start + range.toString().length, box: range.getBoundingClientRect() };
};
document.addEventListener("selectionchange", () => {
  const words = markedWords();
  marker.hidden = !words;
  if (!words) return;
  const { start, end, box } = words;
  hideTip();
  marker.replaceChildren(make("span", {}, say("markAs")), ...kinds().map(({ css, name, one }) => {
    const made = button(one, () => { getSelection().removeAllRanges(); mend({ act: "add", label: name, start, end }); }, { className: `chip ${css}` });
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    return made;
  }));
  const own = marker.getBoundingClientRect(), top = box.top - own.height - 8;
  marker.style.left = Math.max(6, Math.min(box.left, innerWidth - own.width - 6)) + "px";
  marker.style.top = (top > barHeight() ? top : box.bottom + 8) + "px";
});
