"""What corrections teach: organisations, and labels of one's own, on NEREL, split by text.

Run it from the root of the project, with a network that has never seen what it is to learn:

    letopis train names NEREL/train -o out/unseen --config benchmarks/data/unseen.cfg
    python benchmarks/learning.py NEREL --base out/unseen --part names     # ORG from 200 texts, and from all
    python benchmarks/learning.py NEREL --base out/unseen --part labels    # LAW and EVENT from 100 texts, spaCy, CRF
    python benchmarks/learning.py NEREL --part order                       # paragraphs by gain beside a random order
    python benchmarks/learning.py PASSAGES.jsonl --part agreements --later LATER.jsonl --base out/titles/folds/0

``unseen.cfg`` trains on PERSON and GPE alone, without ORGANIZATION, LAW and EVENT among the labels beside them. Texts
come from NEREL/train in an order of the seed's; scores are of NEREL/dev, exact spans, scheme nerel. The CRF needs
python-crfsuite. The order is that of new labels for the package's own network (or ``--base``): it learns some random
paragraphs, then more in the order of gain, and beside it others in that of the seed. When it was trained it had these
labels beside its own, so that it learns them sooner than unknown ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from crf import Finder, Spans, train_crf
from learning_agreements import new_genres

from letopis.entities.names.network import FormProducts
from letopis.learning.course import Choices, Course
from letopis.learning.train import Schedule
from letopis.records import Article, Entity
from letopis.sentences import split_sentences
from letopis.settings import Settings

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.names.nerel import Annotated, ours, read_nerel
from letopis_training.names.scoring import Score, score

KNOWN = ("PERSON", "GPE")
OWN = ("LAW", "EVENT")
ORDERED = ("PROFESSION", "NATIONALITY", "EVENT")


def record(text: Annotated, labels: Sequence[str]) -> Article:
    """A text of NEREL as a corrected record with some labels."""
    spans = sorted(span for span in gold_of(text) if span[2] in labels)
    entities = [Entity.at(text.text, *span, id=number) for number, span in enumerate(spans, 1)]
    return Article(id=text.name, text=text.text, entities=entities)


def gold_of(text: Annotated) -> Spans:
    return ours(text.spans) | {span for span in text.spans if span[2] in {*OWN, *ORDERED}}


def found_in(records: Sequence[Article]) -> list[Spans]:
    return [{(e.start_offset, e.end_offset, e.label) for e in one.entities} for one in records]


def show(name: str, found: Sequence[Spans], texts: Sequence[Annotated], labels: Sequence[str], began: float) -> None:
    scores = score(zip(found, map(gold_of, texts), strict=True))
    own = [scores[label] for label in labels if label in scores]
    scores["all"] = Score(*(sum(column) for column in zip(Score(0, 0, 0), *own, strict=True)))
    cells = [(label, scores.get(label, Score(0, 0, 0))) for label in labels]
    said = "  ".join(f"{label} {s.precision:.3f} {s.recall:.3f} {s.f1:.3f}" for label, s in cells)
    print(f"{name:44} {said}  ({time.monotonic() - began:.0f} s)", flush=True)


def course_of(base: Path, texts: Sequence[Annotated], labels: Sequence[str], schedule: Schedule) -> Course:
    choices = Choices(
        scheme="nerel", config=Settings(model=str(base)), labels=tuple(labels), words=False, schedule=schedule
    )
    return Course([record(text, labels) for text in texts], choices)


def taught(  # noqa: PLR0913, PLR0917 (one run)
    base: Path,
    texts: Sequence[Annotated],
    kept: Sequence[Annotated],
    labels: Sequence[str],
    seed: int,
    passes: int | None,
) -> list[Spans]:
    """What is found in texts kept out after learning some labels."""
    course = course_of(base, texts, labels, Schedule(seed=seed, passes=passes))
    learned = course.learn(range(len(texts)))
    return found_in(course.find(learned, [record(text, ()) for text in kept]))


def names(base: Path, texts: list[Annotated], kept: list[Annotated], seeds: int, sizes: Sequence[int]) -> None:
    """ORG learned by a network that has never seen one."""
    print("precision, recall, F1 on dev; ORG learned from so many texts, PERSON and GPE as they were")
    for size in sizes:
        for seed in range(1, (seeds if size < len(texts) else 1) + 1):
            began = time.monotonic()
            chosen = random.Random(seed).sample(texts, min(size, len(texts)))
            found = taught(base, chosen, kept, ("ORG",), seed, 12 if size < len(texts) else 6)
            show(f"{len(chosen)} texts, seed {seed}", found, kept, (*KNOWN, "ORG"), began)


def own_labels(base: Path, texts: list[Annotated], kept: list[Annotated], seeds: int, size: int) -> None:
    """LAW and EVENT from few texts, beside what others make of the same."""
    for seed in range(1, seeds + 1):
        chosen = random.Random(seed).sample(texts, size)
        began = time.monotonic()
        found = taught(base, chosen, kept, OWN, seed, None)
        show(f"Letopis, {size} texts, seed {seed}", found, kept, (*OWN, *KNOWN), began)
        for name, train in (("CRF", train_crf), ("spaCy ner", train_spacy)):
            began = time.monotonic()
            finders = [train([(text.text, gold_of(text)) for text in chosen], label) for label in OWN]
            found = [set().union(*(find(text.text) for find in finders)) for text in kept]
            show(f"{name}, {size} texts, seed {seed}", found, kept, OWN, began)


def paragraphs(texts: Sequence[Annotated], least: int = 150) -> list[Annotated]:
    """Paragraphs of texts as texts; short ones are left out."""
    found = []
    for text in texts:
        start = 0
        for line in text.text.split("\n"):
            end = start + len(line)
            if len(line) >= least:
                here = [(a - start, b - start, label) for a, b, label in text.spans if start <= a and b <= end]
                found.append(text._replace(name=f"{text.name}-{start}", text=line, spans=here))
            start = end + 1
    return found


def order(base: Path | None, texts: list[Annotated], kept: list[Annotated], seeds: int, sizes: Sequence[int]) -> None:
    """F1 of new labels after random paragraphs, then after more by gain, and after others at random."""
    from letopis.learning.gain import gains, in_order_of_gain
    from letopis.learning.lessons import names_of

    first, ordered, at_random = sizes
    held = paragraphs(kept)[:: max(1, len(paragraphs(kept)) // 250)]
    for seed in range(1, seeds + 1):
        pool = random.Random(seed).sample(paragraphs(texts), 4 * at_random)
        choices = Choices(
            scheme="nerel", config=Settings(model=str(base) if base else ""), labels=ORDERED, words=False,
            schedule=Schedule(seed=seed, passes=8),
        )  # fmt: skip
        course = Course([record(text, ORDERED) for text in pool], choices)

        def score_of(chosen: Sequence[int], said: str, course: Course = course) -> Any:
            began = time.monotonic()
            learned = course.learn(chosen)
            found = found_in(course.find(learned, [record(text, ()) for text in held]))
            spans = [{span for span in one if span[2] in ORDERED} for one in found]
            show(said, spans, held, (*ORDERED, "all"), began)
            return learned.model

        model = score_of(range(first), f"seed {seed}: {first} at random")
        names_of(course.nlp).tagger = (model, FormProducts(model))
        rest = range(first, len(pool))
        articles = [record(pool[place], ()) for place in rest]
        places = {(a.id, 0, len(a.text)): place for a, place in zip(articles, rest, strict=True)}
        found = gains(course.nlp, articles, {a.id: [(0, len(a.text))] for a in articles})
        teaching = [places[one] for one in in_order_of_gain(found, {one: pool[k].text for one, k in places.items()})]
        queue = [*range(first), *teaching]
        score_of(queue[:ordered], f"seed {seed}: {ordered}, the rest by gain")
        score_of(range(at_random), f"seed {seed}: {at_random} at random")


def train_spacy(texts: Sequence[tuple[str, Spans]], label: str, epochs: int = 20) -> Finder:
    import spacy
    from spacy.training import Example
    from spacy.util import filter_spans, fix_random_seed, minibatch

    fix_random_seed(1)
    nlp = spacy.blank("ru")
    nlp.add_pipe("ner").add_label(label)  # type: ignore[attr-defined]
    examples = []
    for text, marked in texts:
        for start, end in split_sentences(text):
            doc = nlp.make_doc(text[start:end])
            here = [s for s in marked if s[2] == label and start <= s[0] < s[1] <= end]
            spans = [doc.char_span(a - start, b - start, label) for a, b, _ in here]
            doc.ents = filter_spans([span for span in spans if span])
            examples.append(Example(nlp.make_doc(doc.text), doc))
    optimizer = nlp.initialize(lambda: examples[:200])
    dice = random.Random(1)
    for _ in range(epochs):
        dice.shuffle(examples)
        for batch in minibatch(examples, 32):
            nlp.update(batch, sgd=optimizer, drop=0.2)

    def find(text: str) -> Spans:
        return {
            (start + e.start_char, start + e.end_char, e.label_)
            for start, end in split_sentences(text)
            for e in nlp(text[start:end]).ents
        }

    return find


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nerel", type=Path, help="folder with train/ and dev/ (.txt and .ann), or PASSAGES.jsonl")
    parser.add_argument("--base", type=Path, help="a network that has not seen it: unseen.cfg, learning_agreements.py")
    parser.add_argument("--later", type=Path, metavar="LATER.jsonl", help="the texts of the later passages")
    parser.add_argument("--part", choices=("names", "labels", "order", "agreements"), default="names")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sizes", default="200,746", help="texts to learn names from")
    parser.add_argument("--texts", type=int, default=100, help="texts to learn labels of one's own from")
    parser.add_argument("--paragraphs", default="40,96,160", help="first, in all by gain, in all at random")
    arguments = parser.parse_args()
    if arguments.base is None and arguments.part != "order":
        parser.error("--base is wanted: a network that has never seen what it is to learn")
    if arguments.part == "agreements":
        print(new_genres(arguments.nerel, arguments.later, arguments.base, arguments.seeds))
        return
    texts, kept = read_nerel(arguments.nerel / "train"), read_nerel(arguments.nerel / "dev")
    run: dict[str, Callable[[], Any]] = {
        "names": lambda: names(
            arguments.base, texts, kept, arguments.seeds, list(map(int, arguments.sizes.split(",")))
        ),
        "labels": lambda: own_labels(arguments.base, texts, kept, arguments.seeds, arguments.texts),
        "order": lambda: order(
            arguments.base, texts, kept, arguments.seeds, list(map(int, arguments.paragraphs.split(",")))
        ),
    }
    run[arguments.part]()


if __name__ == "__main__":
    main()
