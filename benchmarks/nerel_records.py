"""Turn a NEREL folder into records: what Letopis finds in its texts, and its gold in our labels.

    python benchmarks/nerel_records.py NEREL/dev out/nerel.jsonl out/nerel-gold.jsonl

Both files go to `letopis evaluate` or benchmarks/standing.py; spans meet through the raw offsets. NEREL's PERSON and
FAMILY, ORGANIZATION, COUNTRY, CITY, STATE_OR_PROVINCE and DISTRICT are read as ours; its DATE is another scheme.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import letopis
from letopis.extraction import extract_file
from letopis.formats.jsonl import write_jsonl
from letopis.records import Article, Entity, Sentence, Source
from letopis.sentences import split_sentences

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.names.nerel import ours, read_nerel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("gold", type=Path)
    options = parser.parse_args()
    nlp = letopis.load(scheme="nerel")
    texts = {options.folder / f"{text.name}.txt": text for text in read_nerel(options.folder)}
    write_jsonl(options.predicted, (extract_file(path, nlp) for path in texts))
    write_jsonl(options.gold, (gold_record(path, text.text, text.spans) for path, text in texts.items()))


def gold_record(path: Path, text: str, spans: list[tuple[int, int, str]]) -> Article:
    entities = [
        Entity(
            id=number, label=label, start_offset=start, end_offset=end, text=text[start:end],
            source_start=start, source_end=end, by="NEREL",
        )
        for number, (start, end, label) in enumerate(sorted(ours(spans)), 1)
    ]  # fmt: skip
    return Article(
        id=path.stem,
        text=text,
        source=Source(path=path.as_posix(), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), encoding="utf-8"),
        sentences=[Sentence(*sentence) for sentence in split_sentences(text)],
        entities=entities,
    )


if __name__ == "__main__":
    main()
