"""Rules of names: in how many texts each changes anything, and how many names it mends and harms there.

Run it from the root of the project, with NEREL, BSNLP's topics and a file of sentences, one a line:

    OMP_NUM_THREADS=1 python benchmarks/name_rules.py --nerel NEREL/train NEREL/dev --bsnlp BSNLP --lines FILE

Every rule is taken out alone. A text counts where the names are then others. A name counts as mended where it is right
with the rule and would be wrong without it, or would be too much; as harmed the other way round. Right is what the
gold has: exact spans in the articles and in the sentences of ``benchmarks/data``, NEREL's under its own scheme, and in
BSNLP the forms that each text's list has (its LOC as GPE; forms that it does not list count for nothing, since its
places are wider). Texts without gold only count. The tagger was trained on NEREL's train part. ``--rules`` counts some
rules alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from letopis.entities.names.find import named
from letopis.entities.names.passage import passages
from letopis.entities.names.rules import SCHEMES, Rules
from letopis.entities.names.tagger import tag
from letopis.formats.jsonl import read_articles
from letopis.formats.markup import read_markup
from letopis.sentences import split_sentences

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.names.nerel import ours, read_nerel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DATA = Path(__file__).parent / "data"
BSNLP_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
BATCH = 200


class Sample(NamedTuple):
    """A text: the set that it belongs to, its gold as exact spans or as forms, the scheme that the gold follows."""

    kind: str
    text: str
    gold: frozenset[tuple[object, ...]] | None = None
    forms: bool = False
    scheme: str = ""


def samples(arguments: argparse.Namespace) -> Iterator[Sample]:
    for path in sorted(Path("annotations/gold").glob("*.jsonl")):
        for article in read_articles(path):
            spans = {(e.start_offset, e.end_offset, e.label) for e in article.entities}
            yield Sample("gold", article.text, frozenset(spans), scheme="letopis")
    for path in sorted(DATA.glob("names_*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                text, marks = read_markup(line)
                yield Sample("own", text, frozenset((m.start, m.end, m.label) for m in marks), scheme="letopis")
    for folder in arguments.nerel:
        for document in read_nerel(folder):
            yield Sample(f"NEREL {folder.name}", document.text, frozenset(ours(document.spans)), scheme="nerel")
    for path in sorted(arguments.bsnlp.rglob("*.txt")) if arguments.bsnlp else ():
        rows = [line.split("\t") for line in path.with_suffix(".tsv").read_text("utf-8").splitlines()]
        forms = {(row[0].lower(), BSNLP_LABELS[row[2]]) for row in rows if len(row) > 2 and row[2] in BSNLP_LABELS}
        yield Sample("BSNLP", path.read_text("utf-8"), frozenset(forms), forms=True, scheme="letopis")
    if arguments.lines:
        for line in arguments.lines.read_text("utf-8").splitlines()[: arguments.count]:
            yield Sample("lines", line)


class Counts:
    """Texts changed, names mended and harmed, by rule and set; of some rules only, where they are named."""

    def __init__(self, only: Sequence[str] = ()) -> None:
        self.only = only
        self.changed: dict[str, Counter[str]] = defaultdict(Counter)
        self.mended: dict[str, Counter[str]] = defaultdict(Counter)
        self.harmed: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, rule: str, sample: Sample, scheme: str, own: frozenset, other: frozenset) -> None:
        if own == other:
            return
        self.changed[rule][f"{sample.kind}, {scheme}"] += 1
        if sample.gold is None or sample.scheme != scheme:
            return
        gained, lost = own - other, other - own
        spurious = sample.gold if sample.forms else frozenset()
        for sign, names in ((1, gained), (-1, lost)):
            for name in names:
                if name in sample.gold:
                    (self.mended if sign > 0 else self.harmed)[rule][sample.kind] += 1
                elif not spurious:
                    (self.harmed if sign > 0 else self.mended)[rule][sample.kind] += 1


def without(rules: Rules, rule: Callable[..., object]) -> Rules:
    return Rules(*(tuple(one for one in some if one is not rule) for some in rules))


def fired(chosen: Rules) -> tuple[Rules, set[object]]:
    """Return rules that note which of them changed what they were given."""
    seen: set[object] = set()

    def noting(rule: Callable[..., object]) -> Callable[..., object]:
        def run(passage: object, names: object) -> object:
            changed = rule(passage, names)
            if changed != names:
                seen.add(rule)
            return changed

        return run

    return Rules(*(tuple(map(noting, some)) for some in chosen)), seen


def count(batch: list[Sample], counts: Counts) -> None:
    cut = [list(passages(one.text, split_sentences(one.text))) for one in batch]
    for sample, sentences, names in zip(batch, cut, tag(cut), strict=True):
        for scheme, rules in SCHEMES.items():
            noting, seen = fired(rules)
            own = _answer(sample, sentences, names, noting)
            for rule in seen:
                if counts.only and rule.__name__ not in counts.only:
                    continue
                other = _answer(sample, sentences, names, without(rules, rule))
                counts.add(rule.__name__, sample, scheme, own, other)


def _answer(sample: Sample, sentences: list, names: list, rules: Rules) -> frozenset:
    found = named(sample.text, sentences, names, rules)
    if sample.forms:
        return frozenset((e.text.lower(), e.label) for e in found)
    return frozenset((e.start_offset, e.end_offset, e.label) for e in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nerel", type=Path, nargs="*", default=[])
    parser.add_argument("--bsnlp", type=Path)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--rules", nargs="*", default=[])
    arguments = parser.parse_args()
    counts, batch, sets = Counts(arguments.rules), [], Counter()
    for sample in samples(arguments):
        sets[sample.kind] += 1
        batch.append(sample)
        if len(batch) == BATCH:
            count(batch, counts)
            batch = []
    count(batch, counts)
    show(counts, sets)


def show(counts: Counts, sets: Counter[str]) -> None:
    columns = [kind for kind in sets if kind != "lines"]
    heads = [f"{kind} ({number})" for kind, number in sets.items()]
    print("Cells: texts that the rule changes; names mended − harmed there.\n")
    print(f"| rule | schemes | {' | '.join(heads)} |\n| --- | --- |{' ---: |' * len(heads)}")
    every = {name: [rule.__name__ for part in rules for rule in part] for name, rules in SCHEMES.items()}
    for rule in dict.fromkeys(chain(*every.values())):
        if counts.only and rule not in counts.only:
            continue
        schemes = [name for name, rules in every.items() if rule in rules]
        cells = []
        for kind in sets:
            texts = " / ".join(str(counts.changed[rule][f"{kind}, {scheme}"]) for scheme in schemes)
            judged = kind in columns and (counts.mended[rule][kind] or counts.harmed[rule][kind])
            cells.append(texts + (f"; {counts.mended[rule][kind]} − {counts.harmed[rule][kind]}" if judged else ""))
        print(f"| `{rule}` | {', '.join(schemes)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
