"""Line-end hyphens: set clean texts in narrow columns, clean them, and count the words that came back wrong.

    python benchmarks/dehyphenation.py FOLDER [--seeds 3] [--errors 20] [--hyphens-only|--layouts-only|--spaced-only]

The folder holds ``*.txt`` (one paragraph a line) or ``*.conllu``. Three tables: the breaks, beside
always joining, textacy and the dictionary alone; the breaks of texts whose lines were joined by a space
(``Азербай- джана``), beside what changes in the texts as they are; and the whole texts, word for word and
paragraph for paragraph, under each layout of ``columns.LAYOUTS`` with its running heads and page numbers.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from columns import LAYOUTS, BrokenWord, Layout, Setting, set_text
from plain_texts import clean_paragraphs, markdown_table

from letopis.cleaning import clean_text
from letopis.dictionary import known

Peer = Callable[[BrokenWord], str]


def always_join(broken: BrokenWord) -> str:
    return broken.left + broken.right


def dictionary_only(broken: BrokenWord) -> str:
    """Join when the dictionary knows the parts that touch as one word, else keep the hyphen."""
    left, right = broken.left.split("-")[-1], broken.right.split("-")[0].strip('.,;:!?»”")')
    return broken.left + ("" if known(left + right) else "-") + broken.right


def textacy_join(broken: BrokenWord) -> str:
    from textacy.preprocessing.normalize import hyphenated_words

    return str(hyphenated_words(f"{broken.left}-\n{broken.right}"))


PEERS: dict[str, Peer] = {
    "always join": always_join,
    "textacy": textacy_join,
    "dictionary alone": dictionary_only,
}
HYPHEN_LAYOUTS = (Layout("", 28), Layout("", 36), Layout("", 48))


def word_at(text: str, place: int) -> str:
    """Return the word between white space around a place."""
    start = max(text.rfind(mark, 0, place) for mark in " \n") + 1
    ends = [end for mark in " \n" if (end := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text))]


def kind_of(broken: BrokenWord, got: str) -> str:
    if got == broken.word.replace("-", "", 1) or got.replace("-", "") == broken.word.replace("-", ""):
        kept = got.count("-") > broken.word.count("-")
        return "hyphen kept that was the typesetter's" if kept else "own hyphen lost"
    return "not joined at all"


def count_breaks(texts: list[tuple[str, list[str]]], seeds: int) -> tuple[dict[str, Counter[str]], list[str]]:
    """Give, for each cleaner, the number of breaks by outcome, and our own misses in words."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("letopis", *PEERS)}
    misses: list[str] = []
    missing: set[str] = set()
    for layout in HYPHEN_LAYOUTS:
        for seed in range(seeds):
            for number, (name, paragraphs) in enumerate(texts):
                setting = set_text(paragraphs, layout, seed * 1_000 + number)
                clean, offsets = clean_text(setting.raw)
                for broken in setting.breaks:
                    got = word_at(clean, offsets.to_clean(broken.offset))
                    counts["letopis"]["right" if got == broken.word else kind_of(broken, got)] += 1
                    if got != broken.word:
                        misses.append(f"{broken.left}|{broken.right} → {got}  ({broken.word}; {name})")
                    for peer, join in PEERS.items():
                        if peer in missing:
                            continue
                        try:
                            other = join(broken)
                        except ImportError:
                            missing.add(peer)
                            continue
                        halves = broken.left + ("-" if broken.own_hyphen else "") + broken.right
                        right = other == halves
                        counts[peer]["right" if right else kind_of(broken._replace(word=halves), other)] += 1
    return counts, misses


def count_spaced(texts: list[tuple[str, list[str]]], seeds: int) -> tuple[list[object], list[str]]:
    """Return a row for breaks in texts whose lines were joined by a space, and our own misses in words."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for layout in HYPHEN_LAYOUTS:
        for seed in range(seeds):
            for number, (name, paragraphs) in enumerate(texts):
                setting = set_text(paragraphs, layout, seed * 1_000 + number)
                clean, offsets = clean_text(re.sub(r"(?<!\n)\n(?!\n)", " ", setting.raw))
                for broken in setting.breaks:
                    got = word_at(clean, offsets.to_clean(broken.offset))
                    left = got.endswith("-") or got == broken.right
                    kind = "right" if got == broken.word else "left as it was" if left else "wrong join"
                    counts[kind] += 1
                    if kind != "right":
                        misses.append(f"{kind}: {broken.left}|{broken.right} → {got}  ({broken.word}; {name})")
    untouched = words = 0
    for name, paragraphs in texts:
        raw = "\n\n".join(paragraphs)
        words += len(raw.split())
        for edit in clean_text(raw)[1].edits:
            if "hyphen" in edit.kind:
                untouched += 1
                misses.append(f"untouched text: {raw[max(0, edit.raw_start - 20) : edit.raw_end + 20]!r} ({name})")
    total = sum(counts.values())
    shares = [f"{100 * counts[kind] / max(1, total):.3f}" for kind in ("right", "left as it was", "wrong join")]
    return [total, *shares, words, untouched], misses


def differences(setting: Setting, clean: str) -> tuple[int, int, list[str]]:
    """Return the number of words that differ, of paragraphs that differ, and both in words."""
    wanted = " ¶ ".join(setting.paragraphs).split()
    got = " ¶ ".join(clean.split("\n\n")).split()
    if wanted == got:
        return 0, 0, []
    words = marks = 0
    shown: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = wanted[a:b], got[c:d]
        marks += abs(left.count("¶") - right.count("¶"))
        words += max(len(left) - left.count("¶"), len(right) - right.count("¶"))
        around = " ".join(wanted[max(0, a - 3) : a]), " ".join(wanted[b : b + 3])
        shown.append(f"{around[0]} [{' '.join(left)} → {' '.join(right)}] {around[1]}")
    return words, marks, shown


def whole_texts(texts: list[tuple[str, list[str]]], seeds: int) -> tuple[list[list[object]], list[str]]:
    """Return a row for each layout: words, wrong ones, paragraph ends, wrong ones, and what went wrong."""
    rows: list[list[object]] = []
    misses: list[str] = []
    for layout in LAYOUTS:
        total = wrong = ends = wrong_ends = 0
        for seed in range(seeds):
            for number, (name, paragraphs) in enumerate(texts):
                setting = set_text(paragraphs, layout, seed * 1_000 + number)
                clean, offsets = clean_text(setting.raw, pages=setting.pages)
                if offsets.undo(clean, setting.raw) != setting.raw:
                    raise SystemExit(f"{name}: the map of offsets does not lead back")
                words, marks, shown = differences(setting, clean)
                total += sum(len(p.split()) for p in paragraphs)
                ends += len(paragraphs) - 1
                wrong += words
                wrong_ends += marks
                misses += [f"{layout.name}, {name}: {text}" for text in shown]
        rows.append([layout.name, total, wrong, f"{100 * (1 - wrong / total):.3f}", ends, wrong_ends])
    return rows, misses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="how often each text is set anew")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N of our own misses a table")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N texts")
    parser.add_argument("--hyphens-only", action="store_true")
    parser.add_argument("--layouts-only", action="store_true")
    parser.add_argument("--spaced-only", action="store_true")
    arguments = parser.parse_args()
    texts = clean_paragraphs(arguments.folder)
    texts = texts[: arguments.limit or None]
    if not (arguments.layouts_only or arguments.spaced_only):
        start = time.perf_counter()
        counts, misses = count_breaks(texts, arguments.seeds)
        kinds = ["own hyphen lost", "hyphen kept that was the typesetter's", "not joined at all"]
        rows = [
            [name, sum(c.values()), f"{100 * c['right'] / max(1, sum(c.values())):.3f}", *(c[kind] for kind in kinds)]
            for name, c in counts.items()
            if c
        ]
        print(markdown_table(["cleaner", "breaks", "% right", *kinds], rows))
        print(f"\n{len(texts)} texts, {arguments.seeds} seeds, {time.perf_counter() - start:.0f} s\n")
        for text, count in Counter(misses).most_common(arguments.errors):
            print(f"- {count} × {text}")
    if not (arguments.hyphens_only or arguments.layouts_only):
        row, misses = count_spaced(texts, arguments.seeds)
        head = [
            "breaks joined by a space",
            "% right",
            "% left as it was",
            "% wrong join",
            "words as they are",
            "changed",
        ]
        print(markdown_table(head, [row]) + "\n")
        for text, count in Counter(misses).most_common(arguments.errors):
            print(f"- {count} × {text}")
    if not (arguments.hyphens_only or arguments.spaced_only):
        table, misses = whole_texts(texts, arguments.seeds)
        print(markdown_table(["layout", "words", "wrong", "% right", "paragraph ends", "wrong"], table))
        print()
        for text in misses[: arguments.errors]:
            print(f"- {text}")


if __name__ == "__main__":
    main()
