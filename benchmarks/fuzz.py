"""Throw damaged and hostile files at every reader: nothing may come out but a result or an error of Letopis.

    python benchmarks/fuzz.py [--seconds 600] [--readers txt,pdf,…] [--seed 0]
    python benchmarks/fuzz.py --growth [TEXT …]
    python benchmarks/fuzz.py --grammar corpus [FOLDER …] [--cases 100000] [--seed 0]

Hypothesis makes bytes, and valid files that were cut, turned, doubled and mixed. The table shows, for each
reader, the cases, how many were refused, the slowest one, and what came out that should not; a case that does
so is written to ``out/fuzz``. ``tests/test_security_fuzz.py`` runs the same for a moment.

``--growth`` leads texts of one unit over and over, 10, 20, 40 and 80 thousand characters long, through all parts (only
those whose names hold TEXT, where given), and fails when a part's time per character grows by more than a half; see
``fuzz_growth.py``. ``--grammar`` reads changed sentences of files and folders in both schemes; see ``fuzz_grammar.py``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from fuzz_grammar import SCHEMES, fuzz_grammar
from fuzz_growth import MOST_GROWTH, SINGLE_THREAD, Parts, growth_of
from fuzz_growth import texts as all_texts
from fuzz_inputs import (
    CONLLU,
    ENCODED,
    INPUT_LINES,
    RECORD,
    RECORD_LINE,
    TEXT,
    WAYS_IN,
    any_bytes,
    docx_base,
    docx_files,
    exported,
    markup_texts,
    parquet_base,
    pdf_base,
    texts,
)
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from letopis.errors import LetopisError


def read_raw(name: str) -> Callable[[bytes], object]:
    """Read a source and clean its text."""

    def read(data: bytes) -> object:
        from letopis.cleaning import clean_source
        from letopis.sources import read_data

        return clean_source(read_data(data, Path(name)))

    return read


def read_file(name: str, reader: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Read from a file; what is read lazily is read to the end."""

    def read(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            found = reader(path)
            return list(found) if isinstance(found, Iterator) else found

    return read


@cache
def language() -> Any:
    import letopis

    return letopis.load()


def extract(text: str) -> object:
    """The whole way: a text to a record, to its line, and back."""
    from letopis.extraction import extract_text
    from letopis.formats.jsonl import decode_article, encode_article

    if any("\ud800" <= char <= "\udfff" for char in text):
        return None  # no reader gives half a character
    article = extract_text(text, language())
    if decode_article(encode_article(article)) != article:
        raise AssertionError("a record changed on its way")
    return article


def read_conllu(path: Path) -> object:
    from letopis.formats.conllu import read_conllu as read

    return read(path)


def read_records(path: Path) -> object:
    from letopis.formats.jsonl import read_articles

    return read_articles(path)


def read_markup(text: str) -> object:
    from letopis.formats.markup import read_markup as read

    return read(text)


def read_input(path: Path) -> object:
    """JSON Lines or Parquet as the input of a cluster."""
    from letopis.scale.cluster.inputs import plan
    from letopis.scale.cluster.reading import read_partition

    return [list(read_partition(partition)) for partition in plan([str(path)], partition_size=50)]


def read_part(path: Path) -> object:
    from letopis.scale.cluster.storage import read_part as read

    return read(str(path))


def read_exported(kind: str, suffix: str) -> Callable[[bytes], object]:
    """Read it back, beside its text where the format has one."""

    def read(path: Path) -> object:
        from letopis.formats.exchange import read_records as read_kind

        path.with_suffix(".txt").write_text(str(RECORD["text"]), encoding="utf-8")
        return read_kind(path, kind)

    return read_file(f"a{suffix}", read)


EXPORTS = {"brat": ".ann", "tei": ".xml", "webannotation": ".jsonld", "docbin": ".spacy"}


READERS: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any], object]]] = {
    "txt": (lambda: any_bytes(*ENCODED), read_raw("a.txt")),
    "pdf": (lambda: any_bytes(pdf_base(), lead=b"%PDF-1.7\n"), read_raw("a.pdf")),
    "docx": (lambda: any_bytes(docx_base(), lead=b"PK\x03\x04") | docx_files(), read_raw("a.docx")),
    **{form: (partial(any_bytes, text.encode()), read_raw(name)) for form, (name, text) in WAYS_IN.items()},
    "extract": (lambda: texts(TEXT), extract),
    "jsonl": (lambda: any_bytes(RECORD_LINE), read_file("a.jsonl", read_records)),
    "conllu": (lambda: any_bytes(CONLLU.encode()), read_file("a.conllu", read_conllu)),
    "markup": (markup_texts, read_markup),
    "lines": (lambda: any_bytes(INPUT_LINES), read_file("a.jsonl", read_input)),
    "parquet": (lambda: any_bytes(parquet_base()), read_file("a.parquet", read_input)),
    "part": (lambda: any_bytes(RECORD_LINE), read_file("part-00000.jsonl", read_part)),
    **{
        kind: (partial(lambda k, s: any_bytes(exported(k, s)), kind, suffix), read_exported(kind, suffix))
        for kind, suffix in EXPORTS.items()
    },
}
"""For each reader what it is given, and how it is called."""


class Findings:
    """Counts of one reader, and the cases that brought out what should not come."""

    def __init__(self) -> None:
        self.cases = self.refused = 0
        self.slowest = 0.0
        self.wrong: dict[str, Any] = {}

    def case(self, read: Callable[[Any], object], data: Any) -> None:
        """Run one case."""
        started = time.process_time()
        try:
            read(data)
        except LetopisError:
            self.refused += 1
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self.wrong.setdefault(f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}", data)
        self.cases += 1
        self.slowest = max(self.slowest, time.process_time() - started)


def fuzz(name: str, seconds: float, *, start: int, cases: int = 200) -> Findings:
    """Try one reader in rounds of ``cases`` until the time is over; there is one round at least."""
    make, read = READERS[name]
    findings = Findings()
    until: float | None = None
    number = start

    while True:

        @seed(number)
        @settings(
            max_examples=cases,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(make())
        def round_of_cases(data: Any) -> None:
            nonlocal until
            if until is None or time.monotonic() < until:
                findings.case(read, data)
            if until is None:  # the first case loads what the reader needs
                findings.slowest, until = 0.0, time.monotonic() + seconds

        with contextlib.redirect_stderr(io.StringIO()):
            round_of_cases()
        number += 1
        if until is None or time.monotonic() >= until:
            return findings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--growth", nargs="*", metavar="TEXT")
    parser.add_argument("--grammar", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--cases", type=int, default=100_000)
    arguments = parser.parse_args()
    if arguments.growth is not None:
        raise SystemExit(report_growth(arguments.growth))
    if arguments.grammar:
        raise SystemExit(report_grammar(arguments.grammar, arguments.cases, arguments.seed))
    names = arguments.readers.split(",")
    print("| reader | cases | refused | slowest, s | came out |\n| --- | ---: | ---: | ---: | --- |")
    for name in names:
        findings = fuzz(name, arguments.seconds / len(names), start=arguments.seed)
        came = "; ".join(findings.wrong) or "nothing else"
        print(f"| {name} | {findings.cases:,} | {findings.refused:,} | {findings.slowest:.2f} | {came} |", flush=True)
        for number, (what, data) in enumerate(findings.wrong.items()):
            path = Path("out") / "fuzz" / f"{name}-{number}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
            print(f"  {what}: {path}", flush=True)


def report_growth(wanted: Sequence[str]) -> int:
    """Print each finding as it comes, then for each part its largest growth and its least speed."""
    os.environ |= SINGLE_THREAD
    from letopis.scale.worker import spare_garbage_collection

    parts = Parts(language())
    spare_garbage_collection()  # as a worker of the command does
    kinds = {name: make for name, make in all_texts().items() if not wanted or any(one in name for one in wanted)}
    found = []
    for name, make in kinds.items():
        here = growth_of(name, make, parts.run)
        found += here
        for one in here:
            if one.times > MOST_GROWTH:
                print(f"{one.text}: {one.part} takes {one.times:.2f} times as long per character", flush=True)
    print(f"\n{len(kinds)} texts\n\n| part | most growth | of | characters a second at least | of |")
    print("| --- | ---: | --- | ---: | --- |")
    for part in dict.fromkeys(one.part for one in found):
        own = [one for one in found if one.part == part]
        most, least = max(own, key=lambda one: one.times), min(own, key=lambda one: one.speed)
        print(f"| {part} | {most.times:.2f} | `{most.text}` | {least.speed:,.0f} | `{least.text}` |")
    return int(any(one.times > MOST_GROWTH for one in found))


def report_grammar(sources: Sequence[Path], cases: int, seed: int) -> int:
    """Print what came out that should not, scheme by scheme, with the shortest text that brings it out."""
    print("| scheme | cases | came out |\n| --- | ---: | --- |")
    wrong = 0
    for scheme in SCHEMES:
        crashes = fuzz_grammar(sources, scheme, cases, seed)
        wrong += sum(crashes.counts.values())
        came = "; ".join(f"{count} {what}: `{crashes.shortest[what]}`" for what, count in crashes.counts.most_common())
        print(f"| {scheme} | {crashes.cases:,} | {came or 'nothing'} |", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    main()
