"""How fast the reader page opens, searches and turns raw, in headless Chromium, on made articles and a made book.

``python benchmarks/reader.py`` prints the table of docs/workbench.md. The texts are sentences of a small grammar with
states, persons, dates and agreements, beside them as many English ones; nothing of them is scored. Without
Chromium and its driver only the writing of the pages is measured.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.reader import write_reader
from letopis.bilingual.readings import ReaderArticle
from letopis.records import Article, Entity, Metadata, Relation, Sentence, Source

STATES = ("Литва", "Латвия", "Эстония", "Финляндия", "Польша", "Чехия", "Австрия", "Италия", "Греция", "Турция")
PERSONS = ("А. Лунин", "П. Верхов", "И. Сомова", "Н. Озеров", "М. Туманян", "Е. Ильина")
SUBJECTS = ("торговле", "рыболовстве", "железных дорогах", "почте", "архивах", "университетах", "границе", "визах")
PLAIN = "Историки не раз возвращались к этому сюжету и спорили о причинах, следствиях и участниках переговоров."
ENGLISH = "The sides, meeting again after long talks, put their names to one more paper, and historians argue why."
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1360,900")


def made_sentence(dice: random.Random) -> tuple[str, list[tuple[int, int, str, dict[str, str]]]]:
    """Return a sentence and its spans."""
    one, other = dice.sample(STATES, 2)
    year, subject = dice.randint(1918, 2020), dice.choice(SUBJECTS)
    person, title = dice.choice(PERSONS), f"Договор о {subject}"
    parts = [
        (f"{year} г.", "DATE", {"value": str(year)}), (" ", "", {}), (one, "GPE", {"normal": one}), (" и ", "", {}),
        (other, "GPE", {"normal": other}), (" подписали ", "", {}), (title, "AGREEMENT", {"kind": "договор"}),
        (", который готовил ", "", {}), (person, "PERSON", {"normal": person}), (". " + PLAIN, "", {}),
    ]  # fmt: skip
    text, spans = "", []
    for words, label, known in parts:
        if label:
            spans.append((len(text), len(text) + len(words), label, known))
        text += words
    return text, spans


def made_reading(name: str, characters: int, dice: random.Random) -> ReaderArticle:
    """Return an article of about so many characters with its translation and its raw text."""
    texts: list[str] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    relations: list[Relation] = []
    place = 0
    while place < characters:
        text, spans = made_sentence(dice)
        first = len(entities)
        for start, end, label, known in spans:
            entities.append(Entity.at(text, start, end, label, id=len(entities) + 1, **known))
        moved = entities[first:]
        entities[first:] = [_moved(one, place) for one in moved]
        treaty = next(one.id for one in moved if one.label == "AGREEMENT")
        for one in moved:
            kind = {"GPE": "party", "DATE": "signed_on", "PERSON": "signatory"}.get(one.label)
            if kind:
                relations.append(Relation(id=len(relations) + 1, type=kind, from_id=treaty, to_id=one.id))
        sentences.append(Sentence(place, place + len(text)))
        texts.append(text)
        place += len(text) + 1
    about = Metadata(title={"ru": f"О договорах, {name}"}, year=1990 + dice.randint(0, 30), journal="Вестник архивов")
    whole = " ".join(texts)
    source = Source(path="", sha256="0" * 64)
    russian = Article(
        id=name, text=whole, metadata=about, source=source, sentences=sentences, entities=entities, relations=relations
    )
    size = len(ENGLISH) + 1
    english = Article(
        id=f"{name}-en",
        language="en",
        text=" ".join([ENGLISH] * len(sentences)),
        sentences=[Sentence(n * size, n * size + len(ENGLISH)) for n in range(len(sentences))],
    )
    links = [SentenceLink((n,), (n,), 1.0) for n in range(len(sentences))]
    return ReaderArticle(russian, english, links, raw=whole)


def _moved(entity: Entity, by: int) -> Entity:
    import msgspec

    return msgspec.structs.replace(entity, start_offset=entity.start_offset + by, end_offset=entity.end_offset + by)


def measured(page: Path, runs: int) -> dict[str, float]:
    """Return medians of seconds from opening the page to each state of it."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as profile:
        for flag in [*FLAGS, f"--user-data-dir={profile}"]:
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            for _ in range(runs + 1):
                driver.get("about:blank")
                driver.get(page.as_uri())
                rows.append(_once(driver))
        finally:
            driver.quit()
    return {name: sorted(row[name] for row in rows[1:])[runs // 2] for name in rows[0]}


def _once(driver: Any) -> dict[str, float]:
    search = (
        "const done = arguments[0], find = document.getElementById('find'), count = document.getElementById('count');"
        "find.value = 'договор о почте'; const start = performance.now(); count.textContent = 'asked';"
        "const wait = () => { if (/\\d/.test(count.textContent)) done((performance.now() - start) / 1000);"
        " else setTimeout(wait, 5); };"
        "find.form.requestSubmit(); wait();"
    )
    shown = driver.execute_async_script(
        "const done = arguments[0]; const wait = () => { const mark = performance.getEntriesByName('shown')[0];"
        " mark ? requestAnimationFrame(() => done(mark.startTime / 1000)) : setTimeout(wait, 5); }; wait();"
    )
    loaded = driver.execute_script("return performance.timing.loadEventEnd - performance.timing.navigationStart")
    return {
        "text shown": shown,
        "page read": loaded / 1000,
        "first search": driver.execute_async_script(search),
        "second search": driver.execute_async_script(search),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", type=int, default=200, help="of 20,000 characters")
    parser.add_argument("--book", type=int, default=1_000_000, help="characters of the one long article")
    parser.add_argument("--keep", type=Path, help="folder to leave the pages in")
    options = parser.parse_args()
    dice = random.Random(7)
    made = {
        f"{options.articles} articles of 20,000 characters": [
            made_reading(f"a{n}", 20_000, dice) for n in range(options.articles)
        ],
        f"a book of {options.book:,} characters": [made_reading("book", options.book, dice)],
    }
    browser = shutil.which("chromium") and shutil.which("chromedriver")
    with tempfile.TemporaryDirectory() as folder:
        print("| page | size | rows | written in | text shown | page read | first search | second search |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for number, (name, readings) in enumerate(made.items()):
            page = (options.keep or Path(folder)) / f"{number}.html"
            start = time.perf_counter()
            rows = write_reader(page, readings)
            written = time.perf_counter() - start
            found = measured(page, options.runs).values() if browser else ()
            times = " | ".join([f"{seconds:.2f} s" for seconds in found] or ["–"] * 4)
            print(f"| {name} | {page.stat().st_size / 1e6:.0f} MB | {rows:,} | {written:.1f} s | {times} |", flush=True)
    if not browser:
        print("\nChromium was not found: its columns are empty; install chromium and chromedriver to fill them")


if __name__ == "__main__":
    main()
