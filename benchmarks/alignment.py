"""Merge, split and drop sentences of a parallel text with a fixed seed, align the sides, and compare the links.

    python benchmarks/alignment.py PAIRS.tsv [--half first|second] [--rates .08 .08 .05] [--seed 1]

    python benchmarks/alignment.py PAIRS.tsv --lines

PAIRS: id or document, Russian, English, parted by tabs. Two counts are given: whole links (both sides equal, links with
an empty side left out) and sentence pairs inside links. Beside Letopis stands nltk's Gale–Church, and hunalign when it
is on the PATH: as it comes, and with lemmas and stems in place of the words and our lexicon as its dictionary.

With ``--lines``: files with one to six sentences a line are read, aligned, and the pairs counted that come out.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from letopis.bilingual.align import SentenceLink, Text, align
from letopis.bilingual.anchors import english_words, lexicon, russian_words
from letopis.bilingual.sides import align_articles, read_english, read_russian
from letopis.records import Article

Bead = tuple[tuple[int, ...], tuple[int, ...]]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row[1], row[2]) for row in rows]


def halves(sentence: str) -> list[str]:
    """Cut a sentence at the comma or, without one, the space nearest to its middle."""
    places = [m.end() for m in re.finditer(r"[,;:–—] ", sentence)] or [m.end() for m in re.finditer(" ", sentence)]
    if not places:
        return [sentence]
    cut = min(places, key=lambda place: abs(place - len(sentence) / 2))
    return [sentence[:cut].strip(), sentence[cut:].strip()]


def damage(
    pairs: list[tuple[str, str]], rates: tuple[float, float, float], seed: int
) -> tuple[list[str], list[str], list[Bead]]:
    """Return both sides with sentences merged, split and dropped on a side drawn by lot, and the true links."""
    draw = random.Random(seed)
    sides: tuple[list[str], list[str]] = ([], [])
    beads: list[Bead] = []
    index = 0
    merge, split, drop = rates
    while index < len(pairs):
        lot, side = draw.random(), draw.randrange(2)
        if lot < merge and index + 1 < len(pairs):
            units = [[pairs[index][s], pairs[index + 1][s]] for s in (0, 1)]
            units[side] = [" ".join(units[side])]
            index += 2
        else:
            units = [[pairs[index][s]] for s in (0, 1)]
            if merge <= lot < merge + split:
                units[side] = halves(units[side][0])
            elif merge + split <= lot < merge + split + drop:
                units[side] = []
            index += 1
        spans = []
        for number in (0, 1):
            start = len(sides[number])
            sides[number].extend(units[number])
            spans.append(tuple(range(start, len(sides[number]))))
        beads.append((spans[0], spans[1]))
    return sides[0], sides[1], beads


def f_score(found: set, true: set) -> tuple[float, float, float]:
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def compare(found: list[Bead], true: list[Bead]) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    whole = f_score({bead for bead in found if all(bead)}, {bead for bead in true if all(bead)})
    pairs = [{(i, j) for left, right in beads for i in left for j in right} for beads in (found, true)]
    return whole, f_score(pairs[0], pairs[1])


def letopis(left: list[str], right: list[str]) -> list[Bead]:
    links: list[SentenceLink] = align(*(Text(tuple(side), (0,) * len(side)) for side in (left, right)))
    return [(link.russian, link.english) for link in links]


def gale_church(left: list[str], right: list[str]) -> list[Bead]:
    from nltk.translate.gale_church import align_blocks

    # nltk gives pairs of places; those that share a sentence are one link.
    beads: list[list[set[int]]] = []
    for i, j in align_blocks([len(s) for s in left], [len(s) for s in right]):
        if beads and (i in beads[-1][0] or j in beads[-1][1]):
            beads[-1][0].add(i)
            beads[-1][1].add(j)
        else:
            beads.append([{i}, {j}])
    return [(tuple(sorted(a)), tuple(sorted(b))) for a, b in beads]


def hunalign(left: list[str], right: list[str]) -> list[Bead]:
    return _hunalign([" ".join(re.findall(r"\w+|\S", s)) for s in left],
                     [" ".join(re.findall(r"\w+|\S", s)) for s in right], "")  # fmt: skip


def hunalign_with_lexicon(left: list[str], right: list[str]) -> list[Bead]:
    words = "".join(f"{stem} @ {lemma}\n" for lemma, stems in lexicon().items() for stem in stems)
    return _hunalign([" ".join(word.form for word in russian_words(s)) for s in left],
                     [" ".join(word.form for word in english_words(s)) for s in right], words)  # fmt: skip


def _hunalign(left: list[str], right: list[str], dictionary: str) -> list[Bead]:
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("own.dic", "left", "right")]
        names[0].write_text(dictionary, encoding="utf-8")
        for name, side in zip(names[1:], (left, right), strict=True):
            name.write_text("\n".join(side) + "\n", encoding="utf-8")
        answer = subprocess.run(
            ["hunalign", "-realign", *map(str, names)],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,  # it leaves a file of its own there
        )
    steps = [tuple(map(int, line.split("\t")[:2])) for line in answer.stdout.splitlines() if line]
    return [(tuple(range(a[0], b[0])), tuple(range(a[1], b[1]))) for a, b in pairwise(steps)]


def score_lines(pairs: list[tuple[str, str]]) -> None:
    """Align the pairs with one to six of them a line; print what a line was taken for and what came out."""
    print("sentences a line   a line was taken for          pairs P      R     F1")
    for size in range(1, 7):
        with tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(("text.txt", "text.en.txt")):
                side = [pair[number] for pair in pairs]
                rows = [" ".join(side[k : k + size]) for k in range(0, len(side), size)]
                (Path(folder) / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
            russian = read_russian(Path(folder) / "text.txt")[0]
            english = read_english(Path(folder) / "text.en.txt", "text")
        links = align_articles(russian, english)
        true = [true_pairs(side, [pair[k] for pair in pairs]) for k, side in enumerate((russian, english))]
        found = {(a, b) for link in links for i in link.russian for j in link.english
                 for a in true[0][i] for b in true[1][j]}  # fmt: skip
        taken = [str(side.pipeline.get("lines")) for side in (russian, english)]
        precision, recall, f1 = f_score(found, {(k, k) for k in range(len(pairs))})
        print(f"{size:16}   {' / '.join(taken):28} {precision:8.3f} {recall:6.3f} {f1:6.3f}")


def true_pairs(article: Article, side: list[str]) -> list[list[int]]:
    """Return for each sentence that was found the numbers of the pairs whose text it holds some of."""
    ends, place = [], 0
    for sentence in side:
        place += len("".join(sentence.split()))
        ends.append(place)
    found, place = [], 0
    for start, end in article.sentences:
        size = len("".join(article.text[start:end].split()))
        first, last = (next(k for k, e in enumerate(ends) if e > at) for at in (place, place + size - 1))
        found.append(list(range(first, last + 1)))
        place += size
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--half", choices=("first", "second", "odd", "even"), help="only these pairs")
    parser.add_argument("--rates", type=float, nargs=3, default=(0.08, 0.08, 0.05), metavar=("MERGE", "SPLIT", "DROP"))
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--lines", action="store_true", help="one to six sentences a line")
    parser.add_argument("--errors", action="store_true", help="print links that were missed")
    options = parser.parse_args()
    pairs = read_pairs(options.pairs)
    middle = len(pairs) // 2
    part = {"first": pairs[:middle], "second": pairs[middle:], "odd": pairs[::2], "even": pairs[1::2]}
    pairs = part.get(options.half, pairs)
    if options.lines:
        score_lines(pairs)
        return
    methods = {"letopis": letopis, "gale-church (nltk)": gale_church}
    if shutil.which("hunalign"):
        methods |= {"hunalign": hunalign, "hunalign, lexicon": hunalign_with_lexicon}
    print(f"{len(pairs)} pairs; merged, split, dropped {tuple(options.rates)}; seeds {options.seed}")
    print(f"{'':20} {'links P':>8} {'R':>6} {'F1':>6}   {'pairs P':>8} {'R':>6} {'F1':>6} {'seconds':>8}")
    for name, method in methods.items():
        rows = []
        for seed in options.seed:
            left, right, true = damage(pairs, tuple(options.rates), seed)
            started = time.perf_counter()
            found = method(left, right)
            seconds = time.perf_counter() - started
            whole, by_pair = compare(found, true)
            rows.append((*whole, *by_pair, seconds))
            if options.errors and name == "letopis":
                for bead in sorted(set(true) - set(found)):
                    print("missed", bead, [left[i][:90] for i in bead[0]], [right[j][:90] for j in bead[1]])
        mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        print(
            f"{name:20} {mean[0]:8.3f} {mean[1]:6.3f} {mean[2]:6.3f}   {mean[3]:8.3f} {mean[4]:6.3f} {mean[5]:6.3f} "
            f"{mean[6]:8.1f}"
        )


if __name__ == "__main__":
    main()
