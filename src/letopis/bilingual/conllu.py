"""The English side in CoNLL-U: forms alone, with ids and texts that join it to the Russian file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.bilingual.align import Link
from letopis.files import replacing
from letopis.records import Article

_TOKEN = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:[’'-][^\W_]+)*|\S")


def write_english_conllu(path: Path, russian: Article, english: Article, links: Sequence[Link]) -> None:
    """Write the English sentences; ``# aligned`` names the Russian ones by the ids of their own CoNLL-U file.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as file:
        for line in english_conllu_lines(russian, english, links):
            file.write(line.encode("utf-8") + b"\n")


def english_conllu_lines(russian: Article, english: Article, links: Sequence[Link]) -> Iterator[str]:
    """Give the lines of the file; lemma, tag and head are left open.

    >>> from letopis.records import Sentence
    >>> left = Article(id="a", text="Да.", sentences=[Sentence(0, 3)])
    >>> right = Article(id="a-en", language="en", text="Yes.", sentences=[Sentence(0, 4)])
    >>> list(english_conllu_lines(left, right, [Link((0,), (0,), 0.9)]))[1:4]
    ['# sent_id = a-en-s1', '# text = Yes.', '# aligned = a-s1']
    """
    partners = {place: link.russian for link in links for place in link.english}
    yield f"# newdoc id = {english.id}"
    for number, (start, end) in enumerate(english.sentences):
        text = re.sub(r"\s+", " ", english.text[start:end])
        yield f"# sent_id = {english.id}-s{number + 1}"
        yield f"# text = {text}"
        if partners.get(number):
            yield "# aligned = " + " ".join(f"{russian.id}-s{place + 1}" for place in partners[number])
        for index, match in enumerate(_TOKEN.finditer(text), 1):
            joined = match.end() < len(text) and not text[match.end()].isspace()
            yield "\t".join((str(index), match.group(), *"_" * 7, "SpaceAfter=No" if joined else "_"))
        yield ""
