"""Sentence pairs: TMX 1.4b for OmegaT, Trados, memoQ and the translate-toolkit, CSV of two columns for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from letopis.files import replacing
from letopis.formats.cells import csv_bytes
from letopis.formats.folders import NO_XML


class TranslationPair(NamedTuple):
    """Sentences that translate each other: ids of both sides parted by spaces, the texts, the score of the link."""

    russian_ids: str
    english_ids: str
    russian: str
    english: str
    score: float | None = None


def write_tmx(path: Path, pairs: Iterable[TranslationPair]) -> int:
    """Write the pairs that have both sides and give their number.

    A ``tuid`` names the sentences of both sides; the score stands in ``<prop type="x-score">``. Characters that XML
    cannot hold are left out.

    Raises:
        OutputError: the file cannot be written.
    """
    whole = [pair for pair in pairs if pair.russian and pair.english]
    with replacing(path) as file:
        file.writelines(line.encode("utf-8") + b"\n" for line in _lines(whole))
    return len(whole)


def write_bilingual_csv(path: Path, pairs: Iterable[TranslationPair]) -> int:
    """Write the pairs as UTF-8 CSV with a header and give their number; a sentence without partner has an empty cell.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = [(pair.russian, pair.english) for pair in pairs]
    with replacing(path) as file:
        file.write(csv_bytes([("russian", "english"), *rows]))
    return len(rows)


def pairs_of(
    sides: tuple[Sequence[str], Sequence[str]],
    ids: tuple[str, str],
    links: Iterable[tuple[Sequence[int], Sequence[int], float]],
) -> list[TranslationPair]:
    """Join the sentences of each link; a side without sentences is empty.

    >>> pairs_of((["Да.", "Нет."], ["Yes and no."]), ("a", "a-en"), [((0, 1), (0,), 0.9)])[0].russian
    'Да. Нет.'
    """
    found: list[TranslationPair] = []
    for left, right, score in links:
        names = [
            " ".join(f"{name}-s{place + 1}" for place in places)
            for name, places in zip(ids, (left, right), strict=True)
        ]
        texts = [" ".join(side[place] for place in places) for side, places in zip(sides, (left, right), strict=True)]
        found.append(TranslationPair(names[0], names[1], texts[0], texts[1], score))
    return found


def _lines(pairs: Iterable[TranslationPair]) -> Iterator[str]:
    from letopis import __version__

    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    yield '<tmx version="1.4">'
    yield (
        f'  <header creationtool="letopis" creationtoolversion={quoteattr(__version__)} segtype="sentence" '
        'o-tmf="letopis" adminlang="en" srclang="ru" datatype="plaintext"/>'
    )
    yield "  <body>"
    for pair in pairs:
        yield f"    <tu tuid={quoteattr(f'{pair.russian_ids} {pair.english_ids}')}>"
        if pair.score is not None:
            yield f'      <prop type="x-score">{pair.score:.3f}</prop>'
        for language, text in (("ru", pair.russian), ("en", pair.english)):
            yield f'      <tuv xml:lang="{language}"><seg>{escape(NO_XML.sub("", text))}</seg></tuv>'
        yield "    </tu>"
    yield "  </body>"
    yield "</tmx>"
