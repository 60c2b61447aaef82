"""Speed, start-up and memory of the whole extraction beside natasha, of its parts, and with growing texts.

Run it from the root of the project; it uses one core:

    python benchmarks/extract.py NEREL/dev                            # candidates, parts, start of the command
    python benchmarks/extract.py NEREL/train --join 30000 --skip stanza --repeats 1
    python benchmarks/extract.py NEREL/train --sizes 10kB 100kB 1MB 10MB 50MB

``make speed`` runs it on short and on long texts, on growing ones, and what more processes bring after it.

FOLDER holds raw texts, ``*.txt`` at any depth (translations ``*.en.txt`` are left out). Every other one is read first,
so that a process has met the commonest words ("first texts"); the others are new to it ("next texts"), as in long
runs. Each measurement is a process of its own with one thread; candidates take turns, ``--repeats`` times, and the
table shows the medians. natasha does segment, morph and NER, and syntax where it is named; Letopis does everything that
``letopis extract`` does, "all trees" with a tree for every sentence, "large" with the large engine. Speeds are of
processor time unless they say otherwise; ratios are to natasha without syntax and with it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from plain_texts import markdown_table, thinned

CANDIDATES = {
    "natasha": "natasha: segment, morph, NER",
    "syntax": "natasha: segment, morph, NER, syntax",
    "pymorphy3": "Letopis, pymorphy3",
    "trees": "Letopis, pymorphy3, all trees",
    "large": "Letopis, pymorphy3, large",
    "stanza": "Letopis, Stanza",
}
NEEDED = {"large": "onnxruntime", "stanza": "stanza"}
"""The package that a candidate needs; where it is not installed the candidate is left out."""

UNITS = {"kB": 1_000, "MB": 1_000_000}
FIRST_BYTES = 10_000
SINGLE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Job = Callable[[Sequence[str]], None]
clock = time.process_time


def read_texts(folder: Path, limit: int, join: int = 0) -> list[str]:
    """Return the texts of a folder, up to ``limit`` characters in all; short ones joined to ``join`` characters."""
    texts: list[str] = []
    for path in sorted(folder.rglob("*.txt")):
        if path.name.endswith(".en.txt") or sum(map(len, texts)) >= limit:
            continue
        text = path.read_text(encoding="utf-8")
        if texts and len(texts[-1]) < join:
            texts[-1] += f"\n\n{text}"
        else:
            texts.append(text)
    if len(texts) < 2:
        raise SystemExit(f"{folder}: holds fewer than two texts (*.txt)")
    return texts


def first_bytes(texts: Iterable[str], size: int) -> str:
    """Return the beginning of all texts together, about ``size`` bytes long."""
    return "\n\n".join(texts).encode("utf-8")[:size].decode("utf-8", "ignore")


def load_letopis(candidate: str) -> Job:
    from letopis.scale.worker import import_spacy_without_torch, spare_garbage_collection

    import_spacy_without_torch()
    import letopis
    from letopis.extraction import ToExtract, extract_raw, raw_text
    from letopis.formats.jsonl import encode_article
    from letopis.linking.articles import link_articles
    from letopis.scale.work import ArticleSource, grouped

    nlp = letopis.load(
        morphology="stanza" if candidate == "stanza" else "pymorphy3",
        trees="always" if candidate == "trees" else "asked",
        engine="large" if candidate == "large" else "default",
    )
    spare_garbage_collection()  # as a worker of the command does

    def job(texts: Sequence[str]) -> None:
        sources = [ArticleSource(str(number), "", text) for number, text in enumerate(texts)]
        articles = []
        for group in grouped(sources):  # as a worker of the command gets them
            articles += extract_raw([ToExtract(raw_text(str(one.content)), one.id) for one in group], nlp)
        for article in link_articles(articles):
            encode_article(article)

    return job


def load_natasha(*, syntax: bool = False) -> Job:
    steps = natasha_steps(syntax=syntax)

    def job(texts: Sequence[str]) -> None:
        from natasha import Doc

        for text in texts:
            doc = Doc(text)
            for _, step in steps:
                step(doc)

    return job


def natasha_steps(*, syntax: bool = False) -> list[tuple[str, Callable[[Any], None]]]:
    """Load natasha and return its three steps, or four with ``syntax``."""
    from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    vectors, segmenter = NewsEmbedding(), Segmenter()
    morph, ner = NewsMorphTagger(vectors), NewsNERTagger(vectors)
    steps: list[tuple[str, Callable[[Any], None]]] = [
        ("natasha: segment", lambda doc: doc.segment(segmenter)),
        ("natasha: morph", lambda doc: doc.tag_morph(morph)),
        ("natasha: NER", lambda doc: doc.tag_ner(ner)),
    ]
    if syntax:
        parser = NewsSyntaxParser(vectors)
        steps.append(("natasha: syntax", lambda doc: doc.parse_syntax(parser)))
    return steps


def measure_candidate(candidate: str, texts: Sequence[str]) -> dict[str, float]:
    """Load, read the first 10 kB, the first texts and the next texts; in a fresh process."""
    first, following = texts[::2], texts[1::2]
    began = clock()
    natasha = candidate in {"natasha", "syntax"}
    job = load_natasha(syntax=candidate == "syntax") if natasha else load_letopis(candidate)
    loaded = clock()
    job([first_bytes(texts, FIRST_BYTES)])
    started = clock()
    job(first)
    middle, wall = clock(), time.perf_counter()
    job(following)
    return {
        "load": loaded - began,
        "start": started - loaded,
        "first": sum(map(len, first)) / (middle - started),
        "next": sum(map(len, following)) / (clock() - middle),
        "wall": sum(map(len, following)) / (time.perf_counter() - wall),
        "memory": peak_memory(),
    }


def peak_memory() -> float:
    """Return the most memory that this process has held, in megabytes (Linux counts in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def measure_parts(texts: Sequence[str]) -> dict[str, float]:
    """Return the processor time of each part on the next texts, in seconds, part by part and text by text in turn."""
    from natasha import Doc

    import letopis
    from letopis import extraction
    from letopis.cleaning import clean_text
    from letopis.scale.worker import spare_garbage_collection

    first, following = texts[::2], texts[1::2]
    steps = natasha_steps()
    nlp = letopis.load()
    spare_garbage_collection()
    for text in first:
        extraction.extract_text(text, nlp)
    for text in first[:2]:
        doc = Doc(text)
        for _, step in steps:
            step(doc)
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, work: Callable[..., Any], *args: object) -> Any:
        began = clock()
        result = work(*args)
        spent[name] += clock() - began
        return result

    for text in following:
        clean = timed("cleaning", clean_text, text)[0]
        for start, end in extraction.pieces(clean):
            doc = timed("tokens", nlp.make_doc, clean[start:end])
            for name, pipe in nlp.pipeline:
                doc = timed(name.removeprefix("letopis_"), pipe, doc)
        doc = Doc(text)
        for name, step in steps:
            timed(name, step, doc)
    spent.pop("trees", None)  # they are parsed where agreements ask, in their time
    return dict(spent)


def varied(texts: Sequence[str], size: int) -> list[str]:
    """Return texts of ``size`` bytes in all as one; a text that comes again lacks other words each time.

    A sentence that comes again word for word would be analysed from memory.
    """
    parts: list[str] = []
    have = turn = 0
    while have < size:
        for text in texts:
            again = thinned(text, turn)
            parts.append(again)
            have += len(again.encode("utf-8")) + 2
            if have >= size:
                break
        turn += 1
    return [first_bytes(parts, size)]


def measure_size(texts: Sequence[str], size: int) -> dict[str, float]:
    """Return processor seconds, characters and peak memory for one article of ``size`` bytes, loading left out."""
    job = load_letopis("pymorphy3")
    job([first_bytes(texts, FIRST_BYTES)])
    article = varied(texts, size)
    memory, began = peak_memory(), clock()
    job(article)
    return {"characters": len(article[0]), "seconds": clock() - began, "before": memory, "memory": peak_memory()}


def in_process(arguments: argparse.Namespace, *worker: str) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    sizes = ["--limit", str(arguments.limit), "--join", str(arguments.join)]
    command = [sys.executable, __file__, str(arguments.folder), *sizes, "--worker", *worker]
    done = subprocess.run(command, env=os.environ | SINGLE_THREAD, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def medians(results: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(result[name] for result in results) for name in results[0]}


def candidates_table(found: dict[str, dict[str, float]]) -> str:
    """Lay out the candidates; ratios are to natasha on the same texts."""
    peer, parsing = found["natasha"], found.get("syntax")
    rows = [
        (
            CANDIDATES[name], f"{one['first']:,.0f}", f"{one['first'] / peer['first']:.2f}",
            f"{one['next']:,.0f}", f"{one['next'] / peer['next']:.2f}",
            f"{one['next'] / parsing['next']:.2f}" if parsing else "–", f"{one['wall']:,.0f}",
            f"{one['load']:.1f}", f"{one['start']:.2f}", f"{one['memory']:,.0f}",
        )
        for name, one in found.items()
    ]  # fmt: skip
    speeds = ("characters a second", "first texts", "÷ natasha", "next texts", "÷ natasha", "÷ with syntax")
    return markdown_table((*speeds, "next, by the clock", "load, s", "first 10 kB, s", "peak MB"), rows)


def parts_table(spent: dict[str, float], characters: int) -> str:
    """Lay out the parts; how many times natasha's whole time each takes."""
    peer = sum(seconds for name, seconds in spent.items() if name.startswith("natasha"))
    own = sum(spent.values()) - peer
    rows = [
        (name, f"{seconds / characters * 1e6:.2f}", f"{characters / seconds:,.0f}", f"{seconds / peer:.2f}")
        for name, seconds in [*spent.items(), ("Letopis, these parts", own), ("natasha, all three", peer)]
    ]
    return markdown_table(("part", "µs a character", "characters a second", "of natasha's time"), rows)


def starts_table(repeats: int) -> str:
    """Measure the command from its start to its end, by the clock, and lay it out."""
    with tempfile.TemporaryDirectory() as folder:
        text, output = Path(folder) / "short.txt", Path(folder) / "short.jsonl"
        text.write_text("Договор подписан в Баку 23 апреля 1997 г.", encoding="utf-8")
        extraction = ["extract", str(text), "-o", str(output), "--quiet", "--morphology", "pymorphy3"]
        rows = []
        for arguments in (["--help"], extraction, [*extraction, "--engine", "large"]):
            if "large" in arguments and not importlib.util.find_spec(NEEDED["large"]):
                continue
            seconds = []
            for _ in range(repeats):
                output.unlink(missing_ok=True)
                began = time.perf_counter()
                subprocess.run([sys.executable, "-m", "letopis", *arguments], stdout=subprocess.DEVNULL, check=True)
                seconds.append(time.perf_counter() - began)
            shown = "letopis --help" if arguments == ["--help"] else "letopis extract, one sentence"
            rows.append((shown + (", large" if "large" in arguments else ""), f"{median(seconds):.2f}"))
    return markdown_table(("command", "s by the clock"), rows)


def sizes_table(found: Sequence[tuple[str, dict[str, float]]]) -> str:
    rows = [
        (
            name, f"{one['characters']:,.0f}", f"{one['seconds']:.1f}",
            f"{one['seconds'] / one['characters'] * 1e6:.1f}", f"{one['memory'] - one['before']:,.0f}",
            f"{one['memory']:,.0f}",
        )
        for name, one in found
    ]  # fmt: skip
    return markdown_table(("article", "characters", "seconds", "µs a character", "MB on top", "peak MB"), rows)


def bytes_of(size: str) -> int:
    """Read ``100kB``."""
    unit = next((unit for unit in UNITS if size.endswith(unit)), None)
    if unit is None or not size.removesuffix(unit).isdigit():
        raise SystemExit(f"{size}: no size; write it as 100kB or 10MB")
    return int(size.removesuffix(unit)) * UNITS[unit]


def work(arguments: argparse.Namespace) -> dict[str, float]:
    kind, *rest = arguments.worker
    texts = read_texts(arguments.folder, arguments.limit, arguments.join)
    if kind == "parts":
        return measure_parts(texts)
    return measure_size(texts, int(rest[0])) if kind == "size" else measure_candidate(kind, texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=int, default=1_000_000, help="characters of the folder that are read")
    parser.add_argument("--join", type=int, default=0, help="join texts that are shorter than this to one article")
    parser.add_argument("--skip", nargs="*", default=[], choices=[*CANDIDATES, "parts", "start"])
    parser.add_argument("--sizes", nargs="*", default=[], metavar="SIZE", help="only this: articles of 10kB, 1MB, …")
    parser.add_argument("--worker", nargs="*", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(work(arguments)))
        return
    if arguments.sizes:
        sizes = [(size, bytes_of(size)) for size in arguments.sizes]
        print(sizes_table([(name, in_process(arguments, "size", str(size))) for name, size in sizes]))
        return
    texts = read_texts(arguments.folder, arguments.limit, arguments.join)
    print(f"{arguments.folder.name}: {len(texts)} texts, {sum(map(len, texts)):,} characters; half are read first\n")
    chosen = [name for name in CANDIDATES if name == "natasha" or name not in arguments.skip]
    chosen = [name for name in chosen if name not in NEEDED or importlib.util.find_spec(NEEDED[name])]
    turns = [{name: in_process(arguments, name) for name in chosen} for _ in range(arguments.repeats)]
    print(candidates_table({name: medians([turn[name] for turn in turns]) for name in chosen}), "\n")
    if "parts" not in arguments.skip:
        spent = medians([in_process(arguments, "parts") for _ in range(arguments.repeats)])
        print(parts_table(spent, sum(map(len, texts[1::2]))), "\n")
    if "start" not in arguments.skip:
        print(starts_table(arguments.repeats))


if __name__ == "__main__":
    main()
