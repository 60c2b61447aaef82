"use strict";
// Filters: the first click on a chip shows that kind or label alone, further clicks add or take away; none means all.
const chosen = { kind: new Set(), label: new Set() };
const errors = [...document.querySelectorAll(".found li")];
const cards = [...document.querySelectorAll(".card")];
const article = document.getElementById("article");
const words = document.getElementById("words");

function visible(error, card) {
  const labels = error.dataset.labels.split(" ");
  const fits = (set, values) => set.size === 0 || values.some((value) => set.has(value));
  const wanted = words.value.trim().toLowerCase();
  return fits(chosen.kind, [error.dataset.kind]) && fits(chosen.label, labels) &&
    (article.value === "" || card.dataset.article === article.value) &&
    (wanted === "" || card.textContent.toLowerCase().includes(wanted));
}

function show() {
  let count = 0;
  for (const card of cards) {
    let any = false;
    for (const error of card.querySelectorAll(".found li")) {
      const on = visible(error, card);
      error.hidden = !on;
      any = any || on;
      count += on;
      for (const mark of card.querySelectorAll(`mark[data-error="${error.dataset.error}"]`)) {
        mark.classList.toggle("faded", !on);
      }
    }
    card.hidden = !any;
  }
  document.getElementById("shown").textContent = `${count} of ${errors.length} errors shown`;
  document.getElementById("none").hidden = count > 0;
}

for (const button of document.querySelectorAll("button[data-filter]")) {
  button.addEventListener("click", () => {
    const set = chosen[button.dataset.filter];
    if (!set.delete(button.dataset.value)) set.add(button.dataset.value);
    button.setAttribute("aria-pressed", set.has(button.dataset.value));
    show();
  });
}
document.getElementById("reset").addEventListener("click", () => {
  for (const set of Object.values(chosen)) set.clear();
  for (const button of document.querySelectorAll("button[data-filter]")) button.setAttribute("aria-pressed", "false");
  article.value = words.value = "";
  show();
});
article.addEventListener("change", show);
words.addEventListener("input", show);
show();
