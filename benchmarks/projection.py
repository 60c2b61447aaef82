"""Score the projection of entities against the English gold, by exact span and label.

    python benchmarks/projection.py [--glossary corpus/glossary.tsv] [--errors]

Russian side: ``annotations/gold``; links: found by the aligner; English gold: ``annotations/english``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from letopis.bilingual.project import project_entities
from letopis.bilingual.sides import align_articles, read_english, read_glossary
from letopis.formats.jsonl import read_articles
from letopis.labels import labels

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glossary", type=Path, default=ROOT / "corpus" / "glossary.tsv")
    parser.add_argument("--no-glossary", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print what differs")
    options = parser.parse_args()
    glossary = {} if options.no_glossary else read_glossary(options.glossary)
    gold_by_id = {article.id: article for article in read_articles(ROOT / "annotations" / "english")}
    hits: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    values = right_values = 0
    for russian in read_articles(ROOT / "annotations" / "gold"):
        english = read_english(ROOT / "corpus", russian.id)
        gold = gold_by_id[english.id]
        links = align_articles(russian, english, glossary)
        done = project_entities(russian, english, links, glossary=glossary)
        spans = [{(e.label, e.start_offset, e.end_offset) for e in a.entities} for a in (done.english, gold)]
        for counter, found in ((hits, spans[0] & spans[1]), (predicted, spans[0]), (wanted, spans[1])):
            counter.update(label for label, _, _ in found)
        by_place = {(e.start_offset, e.end_offset): e for e in gold.entities if e.label == "DATE"}
        for date in (e for e in done.english.entities if e.label == "DATE"):
            answer = by_place.get((date.start_offset, date.end_offset))
            if answer is not None:
                values += 1
                right_values += (date.value, date.modifier) == (answer.value, answer.modifier)
        if options.errors:
            for label, start, end in sorted(spans[0] ^ spans[1], key=lambda span: span[1:]):
                side = "extra " if (label, start, end) in spans[0] else "missed"
                print(f"{russian.id} {side} {label:9} {english.text[start:end]!r}")
            print("no English partner:", [(e.label, e.text) for e in done.russian_alone])
            print("no Russian partner:", [(e.label, e.text) for e in done.english_alone])
    print(f"{'':10} {'gold':>5} {'found':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for label in (*labels(), "all"):
        h, p, w = (sum(c.values()) if label == "all" else c[label] for c in (hits, predicted, wanted))
        print(f"{label:10} {w:5} {p:6} {h / max(1, p):6.3f} {h / max(1, w):6.3f} {2 * h / max(1, p + w):6.3f}")
    print(f"DATE values and modifiers equal: {right_values} of {values} spans found")


if __name__ == "__main__":
    main()
