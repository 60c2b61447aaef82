"""Building an index of a million tokens, and asking it, beside ``grep -P`` and the Corpus Workbench (CWB).

    python benchmarks/index.py RECORDS --conllu DIR [--tokens 1000000] [--keep FOLDER]

RECORDS and DIR are what ``letopis extract --conllu`` wrote. So many tokens are made by taking its articles again and
again, each time without a tenth of their sentences and the rest in another order. The times of queries are those of the
processor. The table is that of docs/search.md. CWB is asked where ``cwb-encode``, ``cwb-makeall`` and ``cqp`` are
installed; its times hold the start of ``cqp``.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from msgspec.structs import replace
from plain_texts import markdown_table

from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.index import open_index, write_index
from letopis.records import Article, Entity, Sentence

KEPT = 0.9
"""Share of the sentences that each copy keeps."""

TIMES = 5
"""Each question is asked so often; the table shows the median."""


class Question(NamedTuple):
    """A question in the query language, and for ``grep -P`` and ``cqp`` where they can be asked it."""

    query: str
    grep: str = ""
    cqp: str = ""


QUESTIONS = (
    Question('[lemma="договор"]', r"^\d+\t[^\t]+\tдоговор\t", '[lemma="договор"%c]'),
    Question('[lemma="договор|соглашение" & pos="NOUN"]', r"^\d+\t[^\t]+\t(договор|соглашение)\tNOUN\t",
             '[lemma="договор|соглашение"%c & pos="NOUN"]'),
    Question('[lemma=".*ство" & Case="Gen"]', r"^\d+\t[^\t]+\t[^\t]*ство\t[^\t]+\t[^\t]*\t[^\t]*Case=Gen",
             '[lemma=".*ство"%c & feats=".*Case=Gen.*"]'),
    Question('[lemma="договор|соглашение" & pos="NOUN"] []{0,3} [deprel="nmod"]',
             cqp='[lemma="договор|соглашение"%c & pos="NOUN"] []{0,3} [deprel="nmod"] within s'),
    Question('[pos="ADJ"] [pos="NOUN"]', cqp='[pos="ADJ"] [pos="NOUN"] within s'),
    Question('[pos="ADJ"]+ [pos="NOUN"] within <ORG/>'),
    Question('1:[pos="NOUN"] "и" 2:[pos="NOUN"] :: 1.Case = 2.Case'),
    Question('[deprel="nsubj" & head.lemma="подписать"]'),
    Question('<AGREEMENT signed_on="1990..2010"/>'),
    Question('<GPE entity="gpe:RU"/>'),
    Question('[] []* [lemma="подписать"]'),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--conllu", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="Folder to keep the copies and the index in.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        measure(options.records, options.conllu, options.tokens, folder)


def measure(records: Path, conllu: Path, tokens: int, folder: Path) -> None:
    copies, files, database = folder / "copies.jsonl", folder / "conllu", folder / "corpus.db"
    if not copies.exists():
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)
        write_jsonl(copies, made(list(read_articles(records)), conllu, tokens, files))
    database.unlink(missing_ok=True)
    for way in ("built", "built again, nothing changed"):
        wall, processor = time.perf_counter(), time.process_time()
        counts = write_index(copies, database, conllu=files)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        print(
            f"{counts.tokens:,} tokens of {counts.articles:,} articles, {counts.entities:,} spans: {way} in "
            f"{wall:.0f} s ({processor:.0f} s of processor time), {database.stat().st_size / 1e6:.0f} MB"
        )
    everything = folder / "all.conllu"
    with everything.open("wb") as whole:
        for file in sorted(files.iterdir()):
            whole.write(file.read_bytes())
    workbench = Workbench(everything, folder / "cwb") if all(map(shutil.which, WORKBENCH)) else None
    header = ("query", "hits", "first, s", "again, s", "`grep -P`, s", "CWB, s")
    print("\n" + markdown_table(header, list(asked(database, everything, workbench))))
    if workbench is None:
        print(f"\nCWB was not found: its column is empty; install {', '.join(WORKBENCH)} to fill it")


WORKBENCH = ("cwb-encode", "cwb-makeall", "cqp")


class Workbench:
    """The same tokens as a corpus of CWB."""

    def __init__(self, everything: Path, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "data").mkdir(parents=True)
        self._registry = folder / "registry"
        self._registry.mkdir()
        vertical = folder / "all.vrt"
        with everything.open(encoding="utf-8") as lines, vertical.open("w", encoding="utf-8") as file:
            file.write("<s>\n")
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 10:
                    file.write(escape("\t".join(cells[place] for place in (1, 2, 3, 5, 7))) + "\n")
                elif not line.strip():
                    file.write("</s>\n<s>\n")
            file.write("</s>\n")
        columns = [part for name in ("lemma", "pos", "feats", "deprel") for part in ("-P", name)]
        encode = ["cwb-encode", "-xsc", "utf8", "-d", folder / "data", "-f", vertical, "-R", self._registry / "letopis"]
        subprocess.run([*encode, *columns, "-S", "s"], check=True)
        subprocess.run(["cwb-makeall", "-r", self._registry, "LETOPIS"], check=True, capture_output=True)

    def asked(self, query: str) -> str:
        """Return the time of a query."""
        started = children_time()
        said = f"LETOPIS; A = {query}; size A;\n"
        subprocess.run(["cqp", "-c", "-r", self._registry], input=said, text=True, capture_output=True, check=True)
        return f"{children_time() - started:.2f}"


def asked(database: Path, everything: Path, workbench: Workbench | None) -> Iterator[tuple[str, ...]]:
    """Return a row a question: hits, the time with a file that was just opened, and with one that was asked before."""
    with open_index(database) as warm:
        warm.search("lemma=в")
        for question in QUESTIONS:
            times = []
            for _ in range(TIMES):
                started = time.process_time()
                found = warm.search(question.query)
                _ = [hit.match for hit in found[:50]]
                times.append(time.process_time() - started)
            started = time.process_time()
            with open_index(database) as cold:
                _ = [hit.match for hit in cold.search(question.query)[:50]]
            first = time.process_time() - started
            median = sorted(times)[TIMES // 2]
            yield (
                f"`{question.query}`",
                f"{len(found):,}",
                f"{first:.2f}",
                f"{median:.2f}",
                grepped(question, everything),
                workbench.asked(question.cqp) if workbench and question.cqp else "–",
            )


def grepped(question: Question, everything: Path) -> str:
    if not question.grep:
        return "–"
    started = children_time()
    subprocess.run(["grep", "-cP", question.grep, everything], capture_output=True, check=False)
    return f"{children_time() - started:.2f}"


def children_time() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def made(articles: list[Article], conllu: Path, tokens: int, files: Path) -> Iterator[Article]:
    """Return copies of articles until they hold so many tokens, and write their CoNLL-U files."""
    rng = random.Random(1)
    made_tokens = turn = 0
    while made_tokens < tokens:
        for article in articles:
            blocks = (conllu / f"{article.id}.conllu").read_text(encoding="utf-8").strip().split("\n\n")
            if len(blocks) != len(article.sentences):
                continue
            order = [place for place in range(len(blocks)) if rng.random() < KEPT or turn == 0]
            if turn:
                rng.shuffle(order)
            copy = reordered(article, order, f"{article.id}-{turn}")
            chosen = [blocks[place] for place in order]
            (files / f"{copy.id}.conllu").write_text("\n\n".join(chosen) + "\n\n", encoding="utf-8")
            made_tokens += sum(line[:1].isdigit() for block in chosen for line in block.split("\n"))
            yield copy
            if made_tokens >= tokens:
                return
        turn += 1


def reordered(article: Article, order: list[int], name: str) -> Article:
    """Return an article with some of its sentences, in an order, under another name."""
    parts, sentences, length = [], [], 0
    entities: list[Entity] = []
    for place in order:
        start, end = article.sentences[place]
        parts.append(article.text[start:end])
        sentences.append(Sentence(length, length + end - start))
        shift = length - start
        entities += [
            replace(one, start_offset=one.start_offset + shift, end_offset=one.end_offset + shift, source_start=None,
                    source_end=None)
            for one in article.entities if start <= one.start_offset and one.end_offset <= end
        ]  # fmt: skip
        length += end - start + 1
    ids = {one.id for one in entities}
    relations = [one for one in article.relations if {one.from_id, one.to_id} <= ids]
    return Article(id=name, text=" ".join(parts), sentences=sentences, entities=entities, relations=relations)


if __name__ == "__main__":
    main()
