"""Sentence boundaries and tokens beside razdel, nltk and spaCy, on Universal Dependencies files.

    python benchmarks/sentences.py FOLDER_OR_FILE... [--errors N] [--tokens]

A file is read as its ``# text`` lines joined by one space; a text file (``*.txt``) as one sentence a
line. A boundary is the place where one sentence ends and the next begins; an error is a boundary too
many or too few. Peers run as they come; nltk's Punkt is trained, unsupervised, on the text it then
splits, because it ships no Russian model in its package.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from plain_texts import conllu_sentences, conllu_tokens, markdown_table

from letopis.sentences import explain_sentences, split_sentences
from letopis.sentences.tokens import tokenize

Splitter = Callable[[str], list[int]]


def ours(text: str) -> list[int]:
    return [end for _, end in split_sentences(text)]


def razdel_ends(text: str) -> list[int]:
    from razdel import sentenize

    return [sentence.stop for sentence in sentenize(text)]


def nltk_ends(text: str) -> list[int]:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return [end for _, end in PunktSentenceTokenizer(text).span_tokenize(text)]


def spacy_ends(text: str) -> list[int]:
    import spacy

    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    nlp.max_length = max(len(text) + 1, nlp.max_length)
    return [sentence.end_char for sentence in nlp(text).sents]


SPLITTERS: dict[str, Splitter] = {
    "letopis": ours,
    "razdel": razdel_ends,
    "nltk Punkt": nltk_ends,
    "spaCy sentencizer": spacy_ends,
}


def joined(sentences: Iterable[str]) -> tuple[str, set[int]]:
    """Join sentences by one space and give the places where they end, the last one left out."""
    text, ends = "", set()
    for sentence in sentences:
        if text:
            ends.add(len(text))
            text += " "
        text += sentence
    return text, ends


def read_sentences(path: Path) -> list[str]:
    if path.suffix == ".conllu":
        return conllu_sentences(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def boundary_rows(paths: Iterable[Path]) -> list[list[object]]:
    rows: list[list[object]] = []
    for path in paths:
        text, gold = joined(read_sentences(path))
        if not gold:
            continue
        for name, split in SPLITTERS.items():
            try:
                ends = {end for end in split(text) if end < len(text)}
            except ImportError:
                rows.append([path.stem, name, "not installed", "", "", "", ""])
                continue
            many, few = len(ends - gold), len(gold - ends)
            f1 = 2 * len(ends & gold) / (len(ends) + len(gold))
            rows.append([path.stem, name, len(gold), many, few, many + few, f"{f1:.4f}"])
    return rows


def token_rows(paths: Iterable[Path]) -> list[list[object]]:
    from razdel import tokenize as razdel_tokenize

    rows: list[list[object]] = []
    for path in paths:
        if path.suffix != ".conllu":
            continue
        sentences = conllu_tokens(path)
        peers: dict[str, Callable[[str], list[tuple[int, int]]]] = {
            "letopis": tokenize,
            "razdel": lambda text: [(token.start, token.stop) for token in razdel_tokenize(text)],
        }
        for name, cut in peers.items():
            right = given = wanted = 0
            for text, spans in sentences:
                found = cut(text)
                right += len(set(found) & set(spans))
                given += len(found)
                wanted += len(spans)
            rows.append([path.stem, name, wanted, f"{right / given:.4f}", f"{right / wanted:.4f}",
                         f"{2 * right / (given + wanted):.4f}"])  # fmt: skip
    return rows


def print_errors(path: Path, limit: int) -> None:
    text, gold = joined(read_sentences(path))
    ends = {end for end in ours(text) if end < len(text)}
    rules = {decision.position: decision.rule for decision in explain_sentences(text)}
    for end in sorted(ends ^ gold)[:limit]:
        kind = "too many" if end in ends else "too few"
        rule = next((rules[p] for p in range(end, end + 3) if p in rules), "no stop")
        print(f"- {kind} ({rule}): `{text[max(0, end - 60) : end]}` ‖ `{text[end + 1 : end + 50]}`")


def print_token_errors(path: Path, limit: int) -> None:
    for text, spans in conllu_tokens(path):
        found = set(tokenize(text))
        if found == set(spans) or limit <= 0:
            continue
        limit -= 1
        print("- ours", [text[a:b] for a, b in sorted(found - set(spans))],
              "gold", [text[a:b] for a, b in sorted(set(spans) - found)])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, help="CoNLL-U files, text files of one sentence a line, folders")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N of our own errors a file")
    parser.add_argument("--tokens", action="store_true", help="compare tokens instead of sentences")
    arguments = parser.parse_args()
    files: list[Path] = []
    for path in arguments.paths:
        files += sorted([*path.rglob("*.conllu"), *path.rglob("*.txt")]) if path.is_dir() else [path]
    if arguments.tokens:
        print(markdown_table(["file", "tokenizer", "tokens", "precision", "recall", "F1"], token_rows(files)))
    else:
        header = ["file", "splitter", "boundaries", "too many", "too few", "errors", "F1"]
        print(markdown_table(header, boundary_rows(files)))
    for path in files if arguments.errors else []:
        print(f"\n{path.name}\n")
        (print_token_errors if arguments.tokens else print_errors)(path, arguments.errors)


if __name__ == "__main__":
    main()
