"""Throw damaged and hostile files at every reader: nothing may come out but a result or an error of Letopis.

    python benchmarks/fuzz.py [--seconds 600] [--readers txt,pdf,…] [--seed 0]

Hypothesis makes bytes, and valid files that were cut, turned, doubled and mixed. The table shows, for each
reader, the cases, how many were refused, the slowest one, and what came out that should not; a case that does
so is written to ``out/fuzz``. ``tests/test_security_fuzz.py`` runs the same for a moment.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from letopis.errors import LetopisError

TEXT = (
    "Посольство Эстонии в Риге\n\n19 мая 1999 г. в Таллине был подписан договор о рыбо-\nловстве. Его подписали "
    "министр Т. Кесккюла и посол Я. Озолс [1, c. 17].\n\n- 12 -\n\nСписок литературы\n1. Кросс Я. История. М., 1990.\n"
)
RECORD = {
    "id": "a", "schema": "letopis/1", "language": "ru", "text": "В Риге 3 мая.",
    "source": {"path": "a.txt", "sha256": "0", "edits": [[0, 1, 0, 0, "furniture"]]}, "pipeline": {"letopis": "0"},
    "sentences": [[0, 13]],
    "entities": [{"id": 1, "label": "GPE", "start_offset": 2, "end_offset": 6, "text": "Риге", "score": 0.5}],
    "relations": [],
}  # fmt: skip
CONLLU = (
    "# sent_id = a-s1\n# text = В Риге\n1\tВ\tв\tADP\t_\t_\t2\tcase\t_\tSpaceAfter=No\n"
    "2\tРиге\tРига\tPROPN\t_\t_\t0\troot\t_\t_\n\n"
)
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header/><body><tu><prop type="x-score">0.5</prop><tuv xml:lang="ru">'
    '<seg>Рига</seg></tuv><tuv xml:lang="en"><seg>Riga</seg></tuv></tu></body></tmx>'
)
ODD_BYTES = (b"\x00", b"\xff\xfe", b"\n", b"<", b"{", b"[" * 200, b"-1", b"1e999", b"9" * 20)
ODD_TEXTS = (
    "\u0301" * 50, "\u202e", "\x00", "-\n" * 40, "«" * 60, "г. " * 40, "1/2-3.", "ХIХ", "\U0001f642",
)  # fmt: skip
MARKUP = "{DATE#d=1999-05-03|3 мая {GPE|Риги} г.} и {AGREEMENT=договор|Договор}"


@cache
def pdf_base() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("helvetica", size=11)
    for number in range(3):
        document.add_page()
        document.multi_cell(0, text=f"Page {number}. The treaty of 3 May 1999.\n\n1 A note.\n" * 5)
    return bytes(document.output())


@cache
def docx_base() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("Посольство Эстонии в Риге")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Год"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def docx_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_base())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def parquet_base() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["a", "b"], "text": ["Рига.", "Таллин."]}), stream)
    return stream.getvalue()


def mutated(base: bytes) -> st.SearchStrategy[bytes]:
    """Cut, turn, double and insert, some times over."""
    place = st.integers(0, len(base))
    piece = st.binary(max_size=12) | st.sampled_from(ODD_BYTES)
    step = st.tuples(st.sampled_from(["cut", "flip", "double", "insert", "end"]), place, st.integers(1, 40), piece)

    def apply(steps: list[tuple[str, int, int, bytes]]) -> bytes:
        data = base
        for kind, start, length, inserted in steps:
            head, middle, tail = data[:start], data[start : start + length], data[start + length :]
            if kind == "cut":
                data = head + tail
            elif kind == "flip":
                data = head + bytes(byte ^ 0x55 for byte in middle) + tail
            elif kind == "double":
                data = head + middle * 3 + tail
            elif kind == "insert":
                data = head + inserted + middle + tail
            else:
                data = head
        return data

    return st.lists(step, max_size=6).map(apply)


def texts(base: str) -> st.SearchStrategy[str]:
    """Any characters, lone halves of pairs with them, and a text with such characters strewn in."""
    odd = st.text(st.characters(), max_size=30) | st.sampled_from(ODD_TEXTS)
    strewn = st.lists(st.tuples(st.integers(0, len(base)), odd), max_size=5).map(
        lambda steps: "".join([base[: steps[0][0]], *(f"{o}{base[p : p + 60]}" for p, o in steps)]) if steps else base
    )
    return odd | strewn


@st.composite
def docx_files(draw: st.DrawFn) -> bytes:
    """A Word file whose archive is sound, with damaged, missing and foreign parts."""
    parts = dict(docx_parts())
    for name in draw(st.lists(st.sampled_from(sorted(parts)), max_size=3)):
        parts[name] = draw(mutated(docx_parts()[name]))
    if draw(st.booleans()):
        parts.pop(draw(st.sampled_from(sorted(parts))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read_raw(name: str) -> Callable[[bytes], object]:
    """Read a source and clean its text."""

    def read(data: bytes) -> object:
        from letopis.cleaning import clean_text
        from letopis.sources import read_data

        raw = read_data(data, Path(name))
        return clean_text(raw.text, pages=raw.pages, furniture=raw.furniture)

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


def read_tmx(path: Path) -> object:
    from letopis.formats.tmx import read_tmx as read

    return read(path)


def read_conllu(path: Path) -> object:
    from letopis.formats.conllu import read_conllu as read

    return read(path)


def read_records(path: Path) -> object:
    from letopis.formats.jsonl import read_articles

    return read_articles(path)


def read_csv(path: Path) -> object:
    from letopis.formats.bilingual_csv import read_bilingual_csv

    return read_bilingual_csv(path)


def read_markup(text: str) -> object:
    from letopis.formats.markup import read_markup as read

    return read(text)


def read_input(path: Path) -> object:
    """JSON Lines or Parquet as the input of a cluster."""
    from letopis.scale.cluster.inputs import plan
    from letopis.scale.cluster.reading import read_partition

    return [list(read_partition(partition)) for partition in plan([str(path)], partition_size=50)]


def read_part(path: Path) -> object:
    from letopis.scale.cluster.parts import read_part as read

    return read(str(path))


@cache
def exported(kind: str, suffix: str) -> bytes:
    """The file that an export of a record makes."""
    from letopis.formats.exchange import write_records
    from letopis.formats.jsonl import decode_article

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"out{suffix if kind == 'docbin' else ''}"
        write_records(place, [decode_article(json.dumps(RECORD))], kind)
        return (place if place.is_file() else place / f"a{suffix}").read_bytes()


def read_exported(kind: str, suffix: str) -> Callable[[bytes], object]:
    """Read it back, beside its text where the format has one."""

    def read(path: Path) -> object:
        from letopis.formats.exchange import read_records as read_kind

        path.with_suffix(".txt").write_text(str(RECORD["text"]), encoding="utf-8")
        return read_kind(path, kind)

    return read_file(f"a{suffix}", read)


EXPORTS = {"brat": ".ann", "tei": ".xml", "webannotation": ".jsonld", "docbin": ".spacy"}
INPUT_LINES = b'{"id": "a", "text": "Riga"}\n{"id": 2, "text": "x"}\n'
RECORD_LINE = json.dumps(RECORD, ensure_ascii=False).encode() + b"\n"
ENCODED = tuple(TEXT.encode(name) for name in ("utf-8", "windows-1251", "utf-16"))


def any_bytes(*bases: bytes, lead: bytes = b"") -> st.SearchStrategy[bytes]:
    """Bytes that mean nothing behind ``lead``, and valid files that were damaged."""
    return st.one_of(st.binary().map(lambda data: lead + data), *(mutated(base) for base in bases))


def markup_texts() -> st.SearchStrategy[str]:
    return texts(MARKUP) | mutated(MARKUP.encode()).map(lambda data: data.decode("utf-8", "replace"))


READERS: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any], object]]] = {
    "txt": (lambda: any_bytes(*ENCODED), read_raw("a.txt")),
    "pdf": (lambda: any_bytes(pdf_base(), lead=b"%PDF-1.7\n"), read_raw("a.pdf")),
    "docx": (lambda: any_bytes(docx_base(), lead=b"PK\x03\x04") | docx_files(), read_raw("a.docx")),
    "extract": (lambda: texts(TEXT), extract),
    "jsonl": (lambda: any_bytes(RECORD_LINE), read_file("a.jsonl", read_records)),
    "conllu": (lambda: any_bytes(CONLLU.encode()), read_file("a.conllu", read_conllu)),
    "markup": (markup_texts, read_markup),
    "tmx": (lambda: any_bytes(TMX.encode(), TMX.encode("utf-16")), read_file("a.tmx", read_tmx)),
    "csv": (lambda: any_bytes("russian,english\nРига,Riga\n".encode()), read_file("a.csv", read_csv)),
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
    arguments = parser.parse_args()
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


if __name__ == "__main__":
    main()
