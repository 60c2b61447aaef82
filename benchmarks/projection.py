"""Score the projection of entities against English gold, by exact span and label.

    python benchmarks/projection.py [--glossary corpus/glossary.tsv] [--errors]
    python benchmarks/projection.py PAIRS.tsv [PAIRS.tsv] [--organisations] [--test] [--own] [--errors]

Without PAIRS: the two articles; Russian side ``annotations/gold``, links found by the aligner, English gold
``annotations/english``. With PAIRS (id or document, Russian, English, parted by tabs): the pairs that
``annotations/projection`` has spans for, with the Russian spans of its development part, or with ``--test`` of the part
that was kept apart, or with ``--own`` those that the pipeline finds; ``--organisations`` takes the pairs that were
chosen because they name some. Scored are all English spans; "with partner" leaves out those that stand in English
alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.project import project_entities
from letopis.bilingual.sides import align_articles, read_english, read_glossary
from letopis.errors import InputError
from letopis.formats.jsonl import read_articles
from letopis.labels import labels
from letopis.records import Article, Entity, Sentence

ROOT = Path(__file__).parent.parent
STANDOFF = ROOT / "annotations" / "projection"
Span = tuple[str, int, int]


class Case(NamedTuple):
    """A text with its translation, its links, its English gold, and the gold spans that have a Russian partner."""

    russian: Article
    english: Article
    links: list[SentenceLink]
    gold: list[Entity]
    joined: set[Span]


def article_cases(glossary: dict[str, str]) -> Iterator[Case]:
    gold_by_id = {article.id: article for article in read_articles(ROOT / "annotations" / "english")}
    for russian in read_articles(ROOT / "annotations" / "gold"):
        english = read_english(ROOT / "corpus", russian.id)
        gold = gold_by_id[english.id].entities
        links = align_articles(russian, english, glossary)
        yield Case(russian, english, links, gold, {span_of(e) for e in gold})


def pair_cases(paths: Sequence[Path], part: str, *, own: bool) -> Iterator[Case]:
    """The annotated pairs; those of one document are one text."""
    texts = {hashlib.sha256("\t".join(row[1:]).encode()).hexdigest(): row for row in rows_of(paths)}
    documents: dict[str, list[dict[str, Any]]] = {}
    for line in (STANDOFF / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["sha256"] not in texts:
            raise InputError(f"pair {pair['id']} is in none of the files, or another one there; give PUD's and NTREX's")
        documents.setdefault(pair["id"].partition("#")[0], []).append(pair)
    for name, pairs in documents.items():
        yield pair_case(name, pairs, texts, own=own)


def rows_of(paths: Sequence[Path]) -> Iterator[list[str]]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield line.split("\t")


def pair_case(name: str, pairs: list[dict[str, Any]], texts: dict[str, list[str]], *, own: bool) -> Case:
    sides = [[texts[pair["sha256"]][column] for pair in pairs] for column in (1, 2)]
    russian, english = (whole(name, side, language) for side, language in zip(sides, ("ru", "en"), strict=True))
    spans: tuple[list[Entity], list[Entity]] = ([], [])
    joined: set[Span] = set()
    for place, pair in enumerate(pairs):
        for known in pair["entities"]:
            for side, found, key in ((russian, spans[0], "russian"), (english, spans[1], "english")):
                if known[key]:
                    start = side.sentences[place].start
                    begin, end = known[key][0] + start, known[key][1] + start
                    found.append(Entity.at(side.text, begin, end, known["label"], id=len(found) + 1))
            if known["russian"] and known["english"]:
                joined.add(span_of(spans[1][-1]))
    return Case(
        pipeline_record(russian) if own else replace(russian, spans[0]),
        english,
        [SentenceLink((n,), (n,), 1.0) for n in range(len(pairs))],
        spans[1],
        joined,
    )


def whole(name: str, sentences: list[str], language: str) -> Article:
    places, length = [], 0
    for sentence in sentences:
        places.append(Sentence(length, length + len(sentence)))
        length += len(sentence) + 1
    return Article(id=name, language=language, text="\n".join(sentences), sentences=places)


def replace(article: Article, entities: list[Entity]) -> Article:
    import msgspec

    return msgspec.structs.replace(article, entities=entities)


@cache
def pipeline() -> Any:
    import letopis

    return letopis.load()


def pipeline_record(article: Article) -> Article:
    from letopis.extraction import extract_text

    return replace(article, extract_text(article.text, pipeline()).entities)


def span_of(entity: Entity) -> Span:
    return entity.label, entity.start_offset, entity.end_offset


def score(cases: Sequence[Case], glossary: dict[str, str], *, errors: bool) -> None:
    hits, predicted, wanted, half = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    values = right_values = 0
    for case in cases:
        done = project_entities(case.russian, case.english, case.links, glossary=glossary)
        found = {span_of(e) for e in done.english.entities}
        gold = {span_of(e) for e in case.gold}
        for counter, spans in ((hits, found & gold), (predicted, found), (wanted, gold)):
            counter.update(label for label, _, _ in spans)
        paired = found - {span_of(e) for e in done.english_alone}
        for kind, spans in (("h", paired & case.joined), ("p", paired), ("w", case.joined)):
            half.update(f"{kind} {label}" for label, _, _ in spans)
        by_place = {span_of(e): e for e in case.gold}
        for date in (e for e in done.english.entities if e.label == "DATE" and span_of(e) in by_place):
            answer = by_place[span_of(date)]
            values += answer.value is not None
            right_values += answer.value is not None and (date.value, date.modifier) == (answer.value, answer.modifier)
        if errors:
            tell(case, done, found, gold)
    print(f"{'':10} {'gold':>5} {'found':>6} {'P':>6} {'R':>6} {'F1':>6}   with partner: {'P':>6} {'R':>6} {'F1':>6}")
    for label in (*labels(), "all"):
        h, p, w = (c.total() if label == "all" else c[label] for c in (hits, predicted, wanted))
        kinds = [sum(v for k, v in half.items() if k[0] == x and label in {"all", k[2:]}) for x in "hpw"]
        print(f"{label:10} {w:5} {p:6} {shares(h, p, w)}                 {shares(*kinds)}")
    if values:
        print(f"DATE values and modifiers equal: {right_values} of {values} spans found")


def shares(hits: int, predicted: int, wanted: int) -> str:
    f_score = 2 * hits / max(1, predicted + wanted)
    return f"{hits / max(1, predicted):6.3f} {hits / max(1, wanted):6.3f} {f_score:6.3f}"


def tell(case: Case, done: Any, found: set[Span], gold: set[Span]) -> None:
    for label, start, end in sorted(found ^ gold, key=lambda span: span[1:]):
        side = "extra " if (label, start, end) in found else "missed"
        sentence = next(s for s in case.english.sentences if s.start <= start < s.end)
        text = case.english.text
        print(
            f"{case.russian.id} {side} {label:9} {text[start:end]!r} in {text[sentence.start : sentence.end][:150]!r}"
        )
    print("no English partner:", [(e.label, e.text) for e in done.russian_alone])


def part_name(options: argparse.Namespace) -> str:
    return "organisations-" * options.organisations + ("test" if options.test else "dev")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="*")
    parser.add_argument("--test", action="store_true", help="the part that was kept apart")
    parser.add_argument("--organisations", action="store_true", help="pairs chosen because they name organisations")
    parser.add_argument("--own", action="store_true", help="Russian spans as the pipeline finds them")
    parser.add_argument("--glossary", type=Path, default=ROOT / "corpus" / "glossary.tsv")
    parser.add_argument("--no-glossary", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print what differs")
    options = parser.parse_args()
    if options.pairs:
        cases = list(pair_cases(options.pairs, part_name(options), own=options.own))
        score(cases, {}, errors=options.errors)
    else:
        glossary = {} if options.no_glossary else read_glossary(options.glossary)
        score(list(article_cases(glossary)), glossary, errors=options.errors)


if __name__ == "__main__":
    main()
