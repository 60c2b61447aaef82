"""Time the scoring of many spans, beside nervaluate.

    python benchmarks/scoring.py [--spans 100000] [--sentences-per-article 500]

Prints a Markdown table. Both score the same flat spans of invented text; the last rows are nested ones, and one span
over a whole article, which only the matcher here scores rightly.
"""

from __future__ import annotations

import argparse
import random
import time
from typing import TYPE_CHECKING

from letopis.evaluation.compare import compare
from letopis.evaluation.score import evaluate
from letopis.evaluation.tables import markdown_table
from letopis.labels import labels
from letopis.records import Article, Entity, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = 12
"""Words in each sentence, every one of SIZE characters and a space."""

SIZE = 7


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the scoring of many spans.")
    parser.add_argument("--spans", type=int, default=100_000)
    parser.add_argument("--sentences-per-article", type=int, default=500)
    options = parser.parse_args()
    print(markdown_table(("work", "gold spans", "processor seconds", "strict micro F1"), []), flush=True)
    for nested in (False, True):
        gold = corpus(options.spans, options.sentences_per_article, nested=nested)
        predicted = [disturbed(article, seed) for seed, article in enumerate(gold)]
        kind = "nested" if nested else "flat"
        number = sum(len(article.entities) for article in gold)
        for name, work in tasks(predicted, gold, nested):
            seconds, f1 = timed(work)
            shown = "" if f1 is None else f"{f1:.4f}"
            print(f"| {kind}: {name} | {number:,} | {seconds:.2f} | {shown} |", flush=True)


def tasks(predicted: list[Article], gold: list[Article], nested: bool) -> list[tuple[str, Callable[[], float | None]]]:
    def ours(resamples: int) -> Callable[[], float | None]:
        return lambda: evaluate(predicted, gold, resamples=resamples).micro.f1.value

    found: list[tuple[str, Callable[[], float | None]]] = [
        ("evaluate, no intervals", ours(0)),
        ("evaluate, 10,000 resamples", ours(10_000)),
        ("compare two runs, 10,000 resamples", lambda: compare(predicted, gold, gold).rows[-2].f1),
    ]
    try:
        import nervaluate  # noqa: F401
    except ImportError:
        print("nervaluate is not installed: its rows are left out")
        return found
    found.append(("nervaluate, text by article", lambda: nervaluate_f1(predicted, gold, by_sentence=False)))
    found.append(("nervaluate, text by sentence", lambda: nervaluate_f1(predicted, gold, by_sentence=True)))
    if nested:
        covered = [with_cover(article) for article in gold]
        found.append(
            ("evaluate, a span over each article", lambda: evaluate(predicted, covered, resamples=0).micro.f1.value)
        )
    return found


def timed(work: Callable[[], float | None]) -> tuple[float, float | None]:
    """Processor seconds, which other work on the machine does not lengthen much, and the score."""
    start = time.process_time()
    value = work()
    return time.process_time() - start, value


def corpus(spans: int, sentences: int, *, nested: bool) -> list[Article]:
    """Articles with about ``spans`` entities, three a sentence."""
    rng = random.Random(1)
    articles = []
    while spans > 0:
        entities: list[tuple[int, int, str]] = []
        length = WORDS * (SIZE + 1)
        for sentence in range(sentences):
            offset = sentence * length
            for third in range(3):
                first, size = third * 4 + rng.randint(0, 1), rng.randint(1, 3)
                entities.append(words(offset, first, size, rng.choice([*labels()])))
                if nested and size > 1:
                    entities.append(words(offset, first + size - 1, 1, rng.choice([*labels()])))
        text = (("а" * SIZE + " ") * WORDS) * sentences
        bounds = [Sentence(i * length, (i + 1) * length - 1) for i in range(sentences)]
        articles.append(record(f"article-{len(articles)}", text, entities[: max(spans, 0)], bounds))
        spans -= len(entities)
    return articles


def words(offset: int, first: int, number: int, label: str) -> tuple[int, int, str]:
    start = offset + first * (SIZE + 1)
    return start, start + number * (SIZE + 1) - 1, label


def record(name: str, text: str, entities: list[tuple[int, int, str]], sentences: list[Sentence]) -> Article:
    return Article(
        id=name,
        text=text,
        sentences=sentences,
        entities=[
            Entity(id=number, label=label, start_offset=start, end_offset=end, text=text[start:end])
            for number, (start, end, label) in enumerate(entities)
        ],
    )


def disturbed(article: Article, seed: int) -> Article:
    """The article with a fifth of its spans dropped, moved by a word or relabelled."""
    rng = random.Random(seed)
    spans = []
    for entity in article.entities:
        start, end, label = entity.start_offset, entity.end_offset, entity.label
        chance = rng.random()
        if chance < 0.07:
            continue
        if chance < 0.14 and end - start > SIZE:
            start += SIZE + 1
        elif chance < 0.2:
            label = rng.choice([*labels()])
        spans.append((start, end, label))
    return record(article.id, article.text, list(dict.fromkeys(spans)), article.sentences)


def with_cover(article: Article) -> Article:
    spans = [(entity.start_offset, entity.end_offset, entity.label) for entity in article.entities]
    return record(article.id, article.text, [(0, len(article.text), "AGREEMENT"), *spans], article.sentences)


def nervaluate_f1(predicted: list[Article], gold: list[Article], *, by_sentence: bool) -> float:
    from nervaluate import Evaluator

    def texts(articles: list[Article]) -> list[list[dict[str, object]]]:
        found: list[list[dict[str, object]]] = []
        for article in articles:
            places: list[list[dict[str, object]]] = [[] for _ in (article.sentences if by_sentence else [0])]
            for entity in article.entities:
                index = entity.start_offset // (WORDS * (SIZE + 1)) if by_sentence else 0
                places[index].append(
                    {"label": entity.label, "start": entity.start_offset, "end": entity.end_offset - 1}
                )
            found += places
        return found

    results = Evaluator(texts(gold), texts(predicted), tags=list(labels()), loader="dict").evaluate()
    return float(results["overall"]["strict"].f1)


if __name__ == "__main__":
    main()
