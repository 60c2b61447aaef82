"""Words lost, added and out of order on the way through each format, beside pandoc and striprtf.

    python benchmarks/ways_in.py [--repeats 3]

The two articles of ``corpus/``, cleaned, get a title, authors, footnotes, a list and a table, and are set by pandoc and
by LibreOffice in every format that these write; each file is read by Letopis and, where it can, by pandoc
(``--to plain``) and striprtf. Marks and numbers of notes and of list items are no words here. The time is the least of
some runs, in a process that has the reader loaded; pandoc's has the start of its own.
"""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from letopis.cleaning.clean import clean_source
from letopis.sources import read_source

ROOT = Path(__file__).parent.parent
HEAD = "---\ntitle: О соглашениях\nauthor: [П. П. Лунин, А. Б. Седова]\nlang: ru\n---\n\n# Введение\n\n"
TABLE = "\n\n| Год | Договоров |\n|-----|-----|\n| 1993 | 12 |\n| 1997 | 48 |\n\n"
LIST = "\n\n1. Дружба и сотрудничество.\n2. Культура и наука.\n\n"
PANDOC = {"docx": "docx", "odt": "odt", "rtf": "rtf", "epub": "epub", "fb2": "fb2", "html": "html",
          "jats": "jats_publishing", "tei": "tei"}  # fmt: skip
OFFICE = ("docx", "odt", "rtf", "html", "epub")


def source_text() -> str:
    """The articles as Markdown: every third paragraph has a footnote."""
    parts = [HEAD]
    notes = []
    for article in sorted((ROOT / "corpus").glob("*/source.txt")):
        text, _ = clean_source(read_source(article))
        for number, paragraph in enumerate(text.split("\n\n")):
            plain = re.sub(r"([\\`*_{}\[\]<>#~^$|@])", r"\\\1", paragraph)
            plain = re.sub(r"^(\w+)([.)])", r"\1\\\2", plain)
            if number % 3 == 0:
                notes.append(f"[^{len(notes) + 1}]: Отчёт управы, вып. {len(notes) + 1}. Вятка, 1890.")
                plain += f"[^{len(notes)}]"
            parts.append(plain)
        parts += [LIST, TABLE]
    return "\n\n".join([*parts, *notes])


def words(text: str) -> list[str]:
    """The words from the introduction on; marks of notes and numbers of items and notes are none."""
    text = re.sub(r"[⁰¹²³⁴-⁹]+|\[\d+\]", "", text[max(0, text.find("Введение")) :])
    return re.findall(r"[^\W\d_]+|\d{2,}", re.sub(r"(?m)^\s*\d+\.?\s", "", text))


def made(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files, each with its maker."""
    (folder / "text.md").write_text(source_text(), encoding="utf-8")
    for form, name in PANDOC.items():
        path = folder / f"text.{form}"
        command = ["pandoc", "-s", "text.md", "-t", name, "-o", path.name]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        yield "pandoc", path
    office = folder / "office"
    for form in OFFICE:
        given = folder / ("text.docx" if form == "odt" else "text.odt")
        command = ["soffice", "--headless", "--convert-to", form, "--outdir", str(office), str(given)]
        subprocess.run(command, check=True, capture_output=True)
        yield "LibreOffice", office / f"text.{form}"


def by_pandoc(path: Path) -> str:
    command = ["pandoc", "-f", path.suffix[1:], "-t", "plain", "--wrap=none", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def by_striprtf(path: Path) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(path.read_text(encoding="latin-1")))


def by_letopis(path: Path) -> str:
    return read_source(path).text


def tools(path: Path) -> Iterator[tuple[str, Callable[[Path], str]]]:
    yield "Letopis", by_letopis
    if path.suffix != ".tei":
        yield "pandoc", by_pandoc
    if path.suffix == ".rtf":
        yield "striprtf", by_striprtf


def measured(read: Callable[[Path], str], path: Path, truth: list[str], repeats: int) -> list[object]:
    """Words lost and added, pairs of neighbours out of order, milliseconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        text = read(path)
        times.append(perf_counter() - start)
    found = words(text)
    lost, added = Counter(truth) - Counter(found), Counter(found) - Counter(truth)
    blocks = difflib.SequenceMatcher(None, truth, found, autojunk=False).get_matching_blocks()
    kept = sum(max(0, block.size - 1) for block in blocks)
    return [lost.total(), added.total(), len(truth) - 1 - kept, f"{1000 * min(times):.0f}"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=3)
    repeats = options.parse_args().repeats
    if not (shutil.which("pandoc") and shutil.which("soffice")):
        raise SystemExit("pandoc and LibreOffice are needed")
    truth = words(re.sub(r"\[\d+\]:?", "", source_text().replace("\\", "").replace("[^", "[")).replace("|", " "))
    print(f"{len(truth)} words\n\n| maker | format | reader | lost | added | pairs out of order | ms |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for maker, path in made(Path(folder)):
            for name, read in tools(path):
                row = measured(read, path, truth, repeats)
                print(f"| {maker} | {path.suffix[1:]} | {name} |", *(f"{cell} |" for cell in row))


if __name__ == "__main__":
    main()
