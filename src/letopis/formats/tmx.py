"""TMX 1.4b: a translation memory of sentence pairs, for OmegaT, Trados, memoQ and the translate-toolkit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from letopis.errors import InputError
from letopis.files import replacing
from letopis.formats.xml import NO_XML, read_xml


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
    count = 0
    with replacing(path) as file:
        for line, is_unit in _lines(pairs):
            file.write(line.encode("utf-8") + b"\n")
            count += is_unit
    return count


def read_tmx(path: Path) -> list[TranslationPair]:
    """Read the Russian–English units of a TMX file; other languages and markup inside segments are left out.

    Raises:
        InputError: no XML, no TMX, or a score that is no number.
    """
    root = read_xml(path)
    if root.tag != "tmx":
        raise InputError(f"{path}: its root is <{root.tag}>; a TMX file begins with <tmx>")
    pairs: list[TranslationPair] = []
    for unit in root.iter("tu"):
        texts = {}
        for variant in unit.iter("tuv"):
            language = variant.get("{http://www.w3.org/XML/1998/namespace}lang", variant.get("lang", ""))
            segment = variant.find("seg")
            if segment is not None:
                texts[language.lower()[:2]] = "".join(segment.itertext())
        if "ru" in texts and "en" in texts:
            names = unit.get("tuid", "").split()
            english = [name for name in names if re.search(r"-en-s\d+$", name)]
            russian = [name for name in names if name not in english]
            score = next((prop.text for prop in unit.iter("prop") if prop.get("type") == "x-score"), None)
            pairs.append(
                TranslationPair(" ".join(russian), " ".join(english), texts["ru"], texts["en"], _number(score, path))
            )
    return pairs


def _number(score: str | None, path: Path) -> float | None:
    try:
        return float(score) if score else None
    except ValueError:
        raise InputError(f"{path}: x-score {score!r} is no number") from None


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


def _lines(pairs: Iterable[TranslationPair]) -> Iterator[tuple[str, bool]]:
    from letopis import __version__

    yield '<?xml version="1.0" encoding="UTF-8"?>', False
    yield '<!DOCTYPE tmx SYSTEM "tmx14.dtd">', False
    yield '<tmx version="1.4">', False
    yield (
        (
            f'  <header creationtool="letopis" creationtoolversion={quoteattr(__version__)} segtype="sentence" '
            'o-tmf="letopis" adminlang="en" srclang="ru" datatype="plaintext"/>'
        ),
        False,
    )
    yield "  <body>", False
    for pair in pairs:
        if not pair.russian or not pair.english:
            continue
        yield f"    <tu tuid={quoteattr(f'{pair.russian_ids} {pair.english_ids}')}>", True
        if pair.score is not None:
            yield f'      <prop type="x-score">{pair.score:.3f}</prop>', False
        for language, text in (("ru", pair.russian), ("en", pair.english)):
            yield f'      <tuv xml:lang="{language}"><seg>{escape(NO_XML.sub("", text))}</seg></tuv>', False
        yield "    </tu>", False
    yield "  </body>", False
    yield "</tmx>", False
