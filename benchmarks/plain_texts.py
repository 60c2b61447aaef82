"""What the benchmarks of cleaning and sentences share: reading folders of texts, and Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\ufeff"))
"""Characters that no cleaner should leave, and that a clean text therefore should not hold."""


def conllu_sentences(path: Path) -> list[str]:
    """Return the ``# text`` lines of a CoNLL-U file, white space collapsed."""
    marker = "# text = "
    lines = path.read_text(encoding="utf-8").splitlines()
    return [" ".join(line[len(marker) :].split()) for line in lines if line.startswith(marker)]


def conllu_tokens(path: Path) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return each sentence's ``# text`` with the spans of its gold tokens (surface ones where words are contracted).

    A sentence whose tokens do not rebuild its text is left out.
    """
    found: list[tuple[str, list[tuple[int, int]]]] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, forms, covered = "", [], 0
        for line in block.splitlines():
            if line.startswith("# text = "):
                text = line[len("# text = ") :]
            columns = line.split("\t")
            if len(columns) < 10 or "." in columns[0]:
                continue
            if "-" in columns[0]:
                covered = int(columns[0].split("-")[1])
            elif int(columns[0]) <= covered:
                continue
            forms.append(columns[1])
        spans, place = [], 0
        for form in forms:
            place += len(text[place:]) - len(text[place:].lstrip())
            if not text.startswith(form, place):
                break
            spans.append((place, place + len(form)))
            place += len(form)
        if forms and len(spans) == len(forms):
            found.append((text, spans))
    return found


def clean_paragraphs(folder: Path) -> list[tuple[str, list[str]]]:
    """Return name and paragraphs of every ``*.txt`` and ``*.conllu`` below a folder (or of one such file).

    Each line of a ``*.txt`` is a paragraph; of a ``*.conllu`` every ten sentences are.
    """
    files = [folder] if folder.is_file() else sorted([*folder.rglob("*.txt"), *folder.rglob("*.conllu")])
    found: list[tuple[str, list[str]]] = []
    for path in files:
        if path.suffix == ".conllu":
            sentences = conllu_sentences(path)
            paragraphs = [" ".join(sentences[i : i + 10]) for i in range(0, len(sentences), 10)]
        else:
            lines = path.read_text(encoding="utf-8").translate(_INVISIBLE).splitlines()
            paragraphs = [" ".join(line.split()) for line in lines]
        paragraphs = [paragraph for paragraph in paragraphs if paragraph]
        if paragraphs:
            found.append((path.stem, paragraphs))
    return found


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table in Markdown; columns after the first are set right."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def thinned(text: str, turn: int) -> str:
    """Return a text that comes for the so-many-th time, from 0: it lacks other words each time but the first."""
    words = text.split(" ")
    return " ".join(word for place, word in enumerate(words) if not turn or place % (4 + turn) != turn % 4)
