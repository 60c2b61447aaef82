"""AGREEMENT spans and their relations on 120 records about treaties of many countries, or on real passages.

    python benchmarks/agreements.py [--file benchmarks/data/agreements.txt] [--half odd|even|both] [--errors]
    python benchmarks/agreements.py PASSAGES.jsonl [--own] [--later] [--test | --fifth in|out]

PASSAGES.jsonl holds the texts of the passages that annotations/passages annotates, which the project does not bring:
then their development part is measured, and with ``--test`` the part that is kept for testing.

Odd records were used to write the rules, even ones were not. Spans count when label and both edges are
right; relations when type, agreement and target are; a status when agreement and stage are, a dated status when
its date is right too (of stages that are no plan or refusal). ``given`` runs on the annotated names and dates,
``own`` on those that the pipeline finds. Files without lines ``status NAME STAGE [DATE]`` get no rows of it.
Two baselines stand beside: a head noun with the adjective before it and everything up to the next comma, stop or
verb; and a CRF (:mod:`crf`), which learns from the odd records for the even ones, and from the rest of their
collection for the fifth and the part that are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import passages
import spacy
from crf import train_crf
from plain_texts import markdown_table

from letopis.entities.spans import SPANS_KEY, add_entities, entities_of
from letopis.errors import InputError
from letopis.formats.markup import MarkedSpan, read_markup
from letopis.records import Entity

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DATA = Path(__file__).parent / "data" / "agreements.txt"
NAMES = ("DATE", "PERSON", "ORG", "GPE")
UNDATED = frozenset({"planned", "refused"})
"""Stages that have not come about, so that their date is not scored."""


@dataclass(frozen=True)
class Record:
    """One record of the file: its number, its plain text, its spans and its links as offsets."""

    number: int
    text: str
    spans: Sequence[MarkedSpan]
    links: frozenset[tuple[str, int, int, int, int]]
    stages: frozenset[tuple[int, int, str, str]] = frozenset()

    @property
    def agreements(self) -> set[tuple[int, int]]:
        return {(span.start, span.end) for span in self.spans if span.label == "AGREEMENT"}


def read_records(path: Path) -> list[Record]:
    """Read the records; the comment lines at the top are left out."""
    records = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        if not lines:
            continue
        text, spans = read_markup(lines[1])
        named = {span.name: (span.start, span.end) for span in spans if span.name}
        stated = [line.split()[1:] for line in lines[2:] if line.startswith("status ")]
        linked = [line.split() for line in lines[2:] if not line.startswith("status ")]
        links = frozenset((kind, *named[source], *named[target]) for kind, source, target in linked)
        stages = frozenset((*named[source], stage, *(date or ("",))) for source, stage, *date in stated)
        records.append(Record(int(lines[0]), text, spans, links, stages))
    return records


def read_passages(texts: Path, standoff: Path, fifth: str = "") -> list[Record]:
    """Read real passages: their texts, joined with the annotation of the project."""
    records = []
    for number, row in enumerate(passages.joined(texts, standoff, fifth), 1):
        ends = {span["id"]: (span["start_offset"], span["end_offset"]) for span in row["entities"]}
        spans = [MarkedSpan(*ends[span["id"]], span["label"], "", "") for span in row["entities"]]
        links = frozenset((link["type"], *ends[link["from_id"]], *ends[link["to_id"]]) for link in row["relations"])
        stages = frozenset((*ends[span["id"]], span["status"], "") for span in row["entities"] if "status" in span)
        records.append(Record(number, row["text"], spans, links, stages))
    return records


def blank() -> Language:
    """Return the pipeline up to the morphology."""
    from letopis.pipeline import create_tokenizer

    nlp = spacy.blank("ru")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.add_pipe("letopis_sentences")
    nlp.add_pipe("letopis_morphology")
    return nlp


def given_names(nlp: Language) -> Callable[[Record], Doc]:
    """Run the component on annotated names and dates."""
    component = nlp.create_pipe("letopis_agreements")

    def run(record: Record) -> Doc:
        doc = nlp(record.text)
        add_entities(
            doc,
            [Entity.at(doc.text, s.start, s.end, s.label, by="given") for s in record.spans if s.label in NAMES],
        )
        return component(doc)

    return run


def own_names() -> Callable[[Record], Doc] | None:
    """Run the whole pipeline, or say that it is not there."""
    from letopis.pipeline import load

    try:
        nlp = load()
    except (ValueError, ImportError):
        return None
    return lambda record: nlp(record.text)


def window(doc: Doc) -> set[tuple[int, int]]:
    """The baseline: an adjective before a head noun, the noun, and all up to a comma, a stop or a verb."""
    from letopis.entities.agreements.values import HEADS

    found: set[tuple[int, int]] = set()
    last = -1
    for token in doc:
        if token.lemma_ not in HEADS or token.i < last:
            continue
        start = token.i - 1 if token.i and doc[token.i - 1].pos_ == "ADJ" else token.i
        end = token.i + 1
        while (
            end < len(doc)
            and doc[end].pos_ not in {"VERB", "AUX"}
            and doc[end].text not in {",", ".", ";", ":", "(", ")"}
        ):
            end += 1
        if end > token.i + 1 or start < token.i:
            found.add((doc[start].idx, doc[end - 1].idx + len(doc[end - 1])))
            last = end
    return found


def crf(learned: Sequence[Record], records: Iterable[Record]) -> set[object]:
    """The other baseline: the spans that a CRF finds in records, each with its record's number."""
    find = train_crf([(one.text, {(*span, "AGREEMENT") for span in one.agreements}) for one in learned], "AGREEMENT")
    return {(one.number, start, end) for one in records for start, end, _ in find(one.text)}


def scores(gold: Iterable[object], found: Iterable[object]) -> tuple[float, float, float, int]:
    """Precision, recall, F1 and the number of annotated items."""
    wanted, got = set(gold), set(found)
    hits = len(wanted & got)
    precision, recall = hits / max(len(got), 1), hits / max(len(wanted), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), len(wanted)


def measure(
    name: str, half: str, records: Sequence[Record], run: Callable[[Record], Doc], errors: bool
) -> list[list[str]]:
    """Return the table rows of one half, and print the differences when they are asked for."""
    found: list[Record] = []
    for record in records:
        result = reading(record, run(record))
        found.append(result)
        if errors and differs(record, result):
            show(record, result)
    rows = [
        row(name, half, "AGREEMENT", of_all(records, lambda r: r.agreements), of_all(found, lambda r: r.agreements)),
        row(name, half, "relations", of_all(records, lambda r: r.links), of_all(found, lambda r: r.links)),
    ]
    for type_ in sorted({link[0] for record in records for link in record.links}):
        rows.append(row(name, half, type_, of_all(records, of(type_)), of_all(found, of(type_))))
    if any(record.stages for record in records):
        rows.append(row(name, half, "status", of_all(records, undated), of_all(found, undated)))
        # Annotated names carry no values, from which the date of a status would come; passages have no dates of stages.
        if all(any(date for record in some for *_, date in record.stages) for some in (records, found)):
            rows.append(row(name, half, "status and date", of_all(records, dated), of_all(found, dated)))
    return rows


def reading(record: Record, doc: Doc) -> Record:
    """Return what the pipeline found in a record, in the form of a record."""
    spans = [MarkedSpan(f.start_offset, f.end_offset, "AGREEMENT", "", "") for f in entities_of(doc, "AGREEMENT")]
    links = frozenset(
        (link.type, link.source.start_char, link.source.end_char, link.target.start_char, link.target.end_char)
        for link in doc._.relations or ()
    )
    stages = frozenset(
        (span.start_char, span.end_char, span._.status, span._.status_date or "")
        for span in doc.spans[SPANS_KEY]
        if span.label_ == "AGREEMENT" and span._.status
    )
    return Record(record.number, record.text, spans, links, stages)


def of_all(records: Iterable[Record], items: Callable[[Record], Iterable[tuple[object, ...]]]) -> set[object]:
    """Return the items of all records, each with its record's number."""
    return {(record.number, *item) for record in records for item in items(record)}


def of(type_: str) -> Callable[[Record], set[tuple[object, ...]]]:
    """Return the function that lists a record's relations of one type."""
    return lambda record: {link for link in record.links if link[0] == type_}


def undated(record: Record) -> set[tuple[object, ...]]:
    """Return the stages of a record's agreements without their dates."""
    return {stage[:3] for stage in record.stages}


def dated(record: Record) -> set[tuple[object, ...]]:
    """Return the stages with their dates; a plan's or a refusal's does not count."""
    return {(*stage[:3], "" if stage[2] in UNDATED else stage[3]) for stage in record.stages}


def differs(record: Record, found: Record) -> bool:
    """Return whether spans, links or stages are not all right."""
    stages = bool(record.stages) and undated(record) != undated(found)
    return record.agreements != found.agreements or record.links != found.links or stages


def show(record: Record, found: Record) -> None:
    """Print what is missing (-) and what is too much (+)."""
    text = record.text
    print(f"{record.number:03d} {text}")
    for mark, one, other in (("-", record, found), ("+", found, record)):
        for start, end in sorted(one.agreements - other.agreements):
            print(f"   {mark} {text[start:end]}")
        for kind, start, end, low, high in sorted(one.links - other.links):
            print(f"   {mark} {kind}: {text[start:end][:40]} -> {text[low:high]}")
        for start, end, stage, date in sorted(one.stages - other.stages):
            print(f"   {mark} {stage} {date}: {text[start:end][:40]}")


def row(name: str, half: str, what: str, gold: set[object], found: set[object]) -> list[str]:
    """Return one table row."""
    precision, recall, f1, support = scores(gold, found)
    return [name, half, what, f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", str(support)]


def parts(options: argparse.Namespace) -> dict[str, list[Record]]:
    """Return the records to measure by the name of their part: a half of the file, or a part of the passages."""
    if options.texts is not None:
        part = ("later " if options.later else "") + ("test" if options.test else "train" if options.later else "dev")
        part += f", fifth {options.fifth}" if options.fifth else ""
        return {part: part_of(options, test=options.test, fifth=options.fifth)}
    records = read_records(options.file)
    halves = {"odd": [r for r in records if r.number % 2], "even": [r for r in records if not r.number % 2]}
    return {half: some for half, some in halves.items() if options.half in {half, "both"}}


def part_of(options: argparse.Namespace, *, test: bool, fifth: str) -> list[Record]:
    """Return the real passages of a part of their collection."""
    return read_passages(options.texts, passages.standoff(later=options.later, test=test), fifth)


def learned_by_crf(options: argparse.Namespace, half: str) -> list[Record]:
    """Return what a CRF may learn from before it is measured on a part; nothing where all of it may be measured."""
    if options.texts is None:
        return [record for record in read_records(options.file) if record.number % 2] if half == "even" else []
    if options.test:
        return part_of(options, test=False, fifth="")
    return part_of(options, test=False, fifth="out") if options.fifth == "in" else []


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?", metavar="PASSAGES.jsonl", help="texts of the real passages")
    parser.add_argument("--later", action="store_true", help="the texts are those of the later collection")
    parser.add_argument("--test", action="store_true", help="measure the passages that are kept for testing")
    parser.add_argument(
        "--fifth", choices=("in", "out"), default="", help="the fifth kept out of training, or the rest"
    )
    parser.add_argument("--file", type=Path, default=DATA)
    parser.add_argument("--half", choices=("odd", "even", "both"), default="both")
    parser.add_argument("--errors", action="store_true", help="print what is missing and what is too much")
    parser.add_argument("--own", action="store_true", help="run on the pipeline's own names and dates too")
    options = parser.parse_args()
    if options.test and options.texts is None:
        parser.error("--test goes with the texts of the passages; give PASSAGES.jsonl")
    if options.test and options.errors:
        parser.error("the passages that are kept for testing are not to be looked at; leave out --errors")
    try:
        halves = parts(options)
    except InputError as error:
        parser.error(str(error))
    nlp = blank()
    runs: dict[str, Callable[[Record], Doc]] = {"letopis, names given": given_names(nlp)}
    own = own_names() if options.own else None
    if own is not None:
        runs["letopis, own names"] = own
    table = []
    for half, some in halves.items():
        for name, run in runs.items():
            table += measure(name, half, some, run, options.errors)
        found: set[object] = {(r.number, *span) for r in some for span in window(nlp(r.text))}
        gold: set[object] = {(r.number, *span) for r in some for span in r.agreements}
        table.append(row("head and window", half, "AGREEMENT", gold, found))
        learned = learned_by_crf(options, half)
        if learned:
            table.append(row("CRF", half, "AGREEMENT", gold, crf(learned, some)))
    print(markdown_table(["system", "part", "what", "P", "R", "F1", "support"], table))


if __name__ == "__main__":
    main()
