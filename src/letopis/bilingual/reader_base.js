// Data, captions, addresses: what all parts of the page ask.
const $ = (id) => document.getElementById(id);
const root = document.documentElement, text = $("text"), panel = $("panel"), tip = $("tip"), find = $("find");
const served = document.body.dataset.served === "1";

const make = (tag, about = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name === "data") Object.assign(made.dataset, value);
    else if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
const button = (label, act, about = {}) => {
  const made = make("button", { type: "button", ...about }, ...[label].flat());
  made.addEventListener("click", act);
  return made;
};
// Small letters, as many as there were: what is found has its place in the text itself.
const fold = (words) => words.replaceAll("İ", "I").toLowerCase().replaceAll("ё", "е").replaceAll("’", "'");

const kept = {
  get: (name) => { try { return localStorage.getItem("letopis-" + name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem("letopis-" + name, value); } catch { /* a page on disk may have no store */ } },
};

// Chunks of data: they stand in the page and are parsed when they are asked for, or a server is asked.
const chunks = new Map();
const whole = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});
const embedded = (name) => {
  const found = document.querySelector(`script[data-chunk="${name}"]`);
  return found && (found.nextElementSibling || document.readyState !== "loading") ? found : null;
};
const parsed = async (name) => {
  if (served) return ask(`data/${name}`);
  if (!embedded(name)) await whole;
  const found = embedded(name), value = found ? JSON.parse(found.textContent) : null;
  found?.remove();
  return value;
};
const chunk = (name) => {
  if (!chunks.has(name)) chunks.set(name, parsed(name));
  return chunks.get(name);
};
const ask = async (path, options = {}) => {
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error((await answer.text()) || answer.statusText);
  return answer.status === 204 ? null : answer.json();
};

// What a part that comes with a server does at the beginning, and when the language changes.
const starts = [], spoken = [];

// Captions.
let captions = {}, listing = { labels: [], articles: [] }, tongue = "en";
const say = (key, values = {}) => {
  const forms = captions[key];
  return (forms ? forms[tongue === "ru" ? 1 : 0] : key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
};
const counted = (n, key) => {
  const forms = say(key).split("|"), rule = new Intl.PluralRules(tongue).select(n);
  const place = tongue === "ru" ? { one: 0, few: 1 }[rule] ?? 2 : rule === "one" ? 0 : 1;
  return `${n.toLocaleString(tongue)} ${forms[Math.min(place, forms.length - 1)]}`;
};
const labelSays = (name, what) => {
  if (captions[`${what}.${name}`]) return say(`${what}.${name}`);
  const known = listing.labels.find((label) => label[0] === name);
  return known ? known[what === "one" ? 2 : 3] : name;
};
const sayAll = (within = document) => {
  within.querySelectorAll("[data-say]").forEach((e) => { e.textContent = say(e.dataset.say); });
  within.querySelectorAll("[data-say-label]").forEach((e) => {
    e.setAttribute("aria-label", say(e.dataset.sayLabel));
    if (e.matches("button, select")) e.title = say(e.dataset.sayLabel);
  });
  within.querySelectorAll("[data-say-hint]").forEach((e) => { e.placeholder = say(e.dataset.sayHint); });
  root.lang = tongue;
};

// Articles: what a chunk holds, with what is asked of it often.
const STRINGS = ["label", "key", "normal", "value"];
const SIDES = ["ru", "en"];
const sideOf = (data, side, strings) => {
  const own = { ...data, side, byId: new Map(), inside: data.sentences.map(() => []) };
  own.entities = data.entities.map((row, place) => {
    const entity = { id: row[0], start: row[1], end: row[2], side, place, ...row[7] };
    STRINGS.forEach((name, at) => { entity[name] = strings[row[3 + at]]; });
    return entity;
  });
  for (const entity of own.entities) {
    own.byId.set(entity.id, entity);
    entity.sentence = sentenceAt(own.sentences, entity.start);
    own.inside[entity.sentence]?.push(entity);
  }
  return own;
};
const sentenceAt = (sentences, place) => {
  let low = 0, high = sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sentences[middle][0] <= place) low = middle; else high = middle - 1;
  }
  return low;
};
const articles = new Map(), prepared = new Map();
const article = (number) => {
  if (!articles.has(number)) {
    articles.set(number, chunk(`article-${number}`).then((data) => {
      const own = { ...data, number, sides: data.sides.map((side, place) => sideOf(side, place, data.strings)) };
      own.rowOf = [new Map(), new Map()];
      own.rows.forEach((row, place) => [0, 1].forEach((side) => row[side].forEach((n) => own.rowOf[side].set(n, place))));
      prepared.set(own.id, own);
      return own;
    }));
  }
  return articles.get(number);
};
const titleOf = (number) => listing.articles[number].title || listing.articles[number].id;

// Addresses: cooperation-s11, cooperation-en-e3, cooperation.
const addressOf = (side, kind, number) => `${side.id}-${kind}${number}`;
const hashOf = (address) => "#" + encodeURIComponent(address);
const placeOf = (hash) => {
  let address;
  try { address = decodeURIComponent(hash.slice(1)); } catch { return null; }
  const whose = (id) => {
    const number = listing.articles.findIndex((one) => one.id === id || one.english === id);
    return number < 0 ? null : { number, side: listing.articles[number].id === id ? 0 : 1 };
  };
  const match = /^(.*)-([se])(\d+)$/s.exec(address), own = match && whose(match[1]);
  if (own) return { ...own, address, kind: match[2], at: Number(match[3]) };
  const named = whose(address);
  return named && { ...named, address, kind: "a", at: 0 };
};
