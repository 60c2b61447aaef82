"""What a file says of itself, as the record holds it, and doubts whether its text is Russian."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from letopis.dictionary import parses
from letopis.errors import InputError
from letopis.files import parse_toml, read_utf8
from letopis.records import Metadata
from letopis.sources.naming import SOURCE_STEM

Texts: TypeAlias = str | Iterable[tuple[str, str | None]]
"""A text, or several with their languages."""

UNKNOWN = "und"
"""The language of a text of which neither the file nor the letters tell it; so in ISO 639."""

HEAD_LINES = 40
"""Lines from the top in which a DOI or УДК that stands alone is the article's own."""

_DOI = re.compile(r"(?:DOI|ДОИ)?:?\s*(?:https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+?)[.,;]?", re.IGNORECASE)
_UDC_LINE = re.compile(r"\s*УДК:?\s*(?P<udc>\d[\d.:()=\"«»/+\[\]*‒– -]{0,80})")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_FOREIGN = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u052f]")  # without а-я, ё, А-Я, Ё
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_CODES = {"rus": "ru", "eng": "en", "russian": "ru", "english": "en"}


def language_code(said: str | None) -> str | None:
    """Return the ISO 639 code that a file's own word for its language means.

    >>> language_code("ru-RU"), language_code("eng"), language_code("")
    ('ru', 'en', None)
    """
    word = re.split(r"[-_]", (said or "").strip().lower())[0]
    word = _CODES.get(word, word)
    return word if re.fullmatch(r"[a-z]{2,3}", word) else None


def language_of(text: str, said: str | None = None) -> str:
    """Return the language a text is in: what the file says, or Russian where the letters are Russian ones only.

    >>> language_of("О читальнях"), language_of("On reading rooms"), language_of("On reading rooms", "en")
    ('ru', 'und', 'en')
    """
    code = language_code(said)
    if code is not None:
        return code
    russian = len(_RUSSIAN.findall(text))
    return "ru" if russian > len(_LATIN.findall(text)) and not _FOREIGN.search(text) else UNKNOWN


def by_language(texts: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Put texts under their languages; of two in one language the first stays.

    >>> by_language([("О читальнях", None), ("On reading rooms", "en")])
    {'ru': 'О читальнях', 'en': 'On reading rooms'}
    """
    found: dict[str, str] = {}
    for text, said in texts:
        if text.strip():
            found.setdefault(language_of(text, said), " ".join(text.split()))
    return found


def words_by_language(words: Iterable[tuple[str, str | None]]) -> dict[str, list[str]]:
    """Put keywords under their languages; a text with commas or semicolons in it is several.

    >>> words_by_language([("земство; читальни", "ru"), ("zemstvo", "en")])
    {'ru': ['земство', 'читальни'], 'en': ['zemstvo']}
    """
    found: dict[str, list[str]] = {}
    for text, said in words:
        for word in re.split(r"[;,\n]", text):
            if word.strip():
                listed = found.setdefault(language_of(text, said), [])
                listed += [] if word.strip() in listed else [" ".join(word.split()).rstrip(".")]
    return found


def year_in(text: str | None) -> int | None:
    """Return the year of a date in any notation.

    >>> year_in("2019-05-01"), year_in("01.05.2019"), year_in("n. d.")
    (2019, 2019, None)
    """
    found = _YEAR.search(text or "")
    return int(found[1]) if found else None


def doi_in(text: str | None) -> str | None:
    """Return the identifier without address and prefix.

    >>> doi_in("https://doi.org/10.1234/abc.5")
    '10.1234/abc.5'
    """
    found = _DOI.fullmatch((text or "").strip())
    return found["doi"] if found else None


def describe(  # noqa: PLR0913 - what a file may say
    said: str | None,
    *,
    title: Texts = "",
    authors: Iterable[str] = (),
    journal: str | None = None,
    year: str | None = None,
    doi: Iterable[str | None] = (),
    abstract: Texts = "",
    keywords: Texts = "",
) -> Metadata:
    """Make metadata of what a file says, in whatever notation.

    Args:
        said: the file's own word for its language.
        title: in that language, or in those that stand beside the texts; so ``abstract`` and ``keywords``.
        authors: names, several in one text parted by semicolons.
        journal: its name.
        year: a date, or several, of which the first counts.
        doi: identifiers, of which the first that is a DOI counts.
        abstract: as the title.
        keywords: as the title, several in one text parted by commas or semicolons.

    >>> describe("rus", title="О читальнях", authors=["Лунин П. П.; Орлова Н. К."], year="01.05.2019").authors
    ['Лунин П. П.', 'Орлова Н. К.']
    """

    def pairs(texts: Texts) -> list[tuple[str, str | None]]:
        return [(texts, said)] if isinstance(texts, str) else [(text, of or said) for text, of in texts]

    return Metadata(
        title=by_language(pairs(title)),
        authors=[name.strip() for one in authors for name in one.split(";") if name.strip()],
        journal=journal or None,
        year=year_in(year),
        doi=next(filter(None, map(doi_in, doi)), None),
        language=language_code(said),
        abstract=by_language(pairs(abstract)),
        keywords=words_by_language(pairs(keywords)),
    )


def with_own_lines(metadata: Metadata | None, text: str) -> Metadata | None:
    """Add the DOI and the УДК that stand on lines of their own at the top of a text, where the file names none.

    >>> with_own_lines(None, "УДК 94(470)\\nDOI 10.1234/abc.5\\n\\nО читальнях")
    Metadata(title={}, authors=[], journal=None, year=None, doi='10.1234/abc.5', udc='94(470)', ...)
    """
    lines = text[:20_000].splitlines()[:HEAD_LINES]
    doi = {found for line in lines if (found := doi_in(line))}
    udc = {line_of["udc"].strip() for line in lines if (line_of := _UDC_LINE.fullmatch(line))}
    had = metadata or Metadata()
    new = msgspec.structs.replace(had, doi=had.doi or _only(doi), udc=had.udc or _only(udc))
    return None if new == Metadata() else new


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None


LETTERS_READ = 200_000
"""Letters looked at, from the beginning: some forty pages."""

FOREIGN_CYRILLIC = 0.005
"""Share of Cyrillic letters that Russian has not (``ө``, ``і``) from which a text is in doubt."""

LATIN = 0.5
"""Share of Latin letters from which a text is in doubt."""

UNKNOWN_WORDS = 0.35
"""Share of small words outside the dictionary from which a text is in doubt; NEREL's texts have at most .05."""

FEWEST_WORDS = 30
"""Small words below which the dictionary tells nothing."""

_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SMALL_WORD = re.compile(r"\b[а-яё]{3,}\b")


def language_doubts(text: str) -> tuple[str, ...]:
    """Say why a text does not look Russian; nothing where it does, or where there is too little of it.

    >>> language_doubts("Посол прибыл в Баку.")
    ()
    >>> language_doubts("Президент өлкөнүн тышкы саясатын өзү аныктайт.")
    ('does not look Russian: 12 % of its Cyrillic letters are no Russian ones (ө, ү)',)
    """
    sample = text[:LETTERS_READ]
    cyrillic, latin = len("".join(_CYRILLIC.findall(sample))), len(_LATIN_LETTER.findall(sample))
    foreign = _FOREIGN.findall(sample.lower())
    if not cyrillic + latin:
        return ()
    if latin / (cyrillic + latin) > LATIN:
        return (f"does not look Russian: {_percent(latin, cyrillic + latin)} of its letters are Latin",)
    if len(foreign) / cyrillic > FOREIGN_CYRILLIC and len(foreign) > 1:
        letters = ", ".join(sorted(set(foreign), key=lambda letter: -foreign.count(letter))[:5])
        share = _percent(len(foreign), cyrillic)
        return (f"does not look Russian: {share} of its Cyrillic letters are no Russian ones ({letters})",)
    words = Counter(_SMALL_WORD.findall(sample))
    count = words.total()
    unknown = sum(times for word, times in words.items() if not parses(word)[0].known)
    if count >= FEWEST_WORDS and unknown / count > UNKNOWN_WORDS:
        return (f"does not look Russian: {_percent(unknown, count)} of its words are not in the dictionary",)
    return ()


def _percent(part: int, whole: int) -> str:
    return f"{max(1, round(100 * part / whole))} %"


ARTICLE_FILE = "article.toml"
"""The name of the file; it tells of the one article of its folder."""

NOT_KNOWN = "unknown"
"""The value of what people looked for and did not find."""

PLAIN = ("journal", "doi", "udc", "volume", "issue", "pages", "subject", "rights", "provenance")


def with_article_file(metadata: Metadata | None, path: Path) -> Metadata | None:
    """Add what ``article.toml`` says of the article in ``source.txt``; where both tell something, people are believed.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "article.toml").write_text('journal = "Вестник"\\nyear = 2016\\nauthors = "unknown"')
    >>> with_article_file(Metadata(year=2015, authors=["Лунин"]), folder / "source.txt")
    Metadata(title={}, authors=['Лунин'], journal='Вестник', year=2016, ...)
    """
    place = path.with_name(ARTICLE_FILE)
    if path.stem != SOURCE_STEM or not place.is_file():
        return metadata
    told = parse_toml(read_utf8(place), place)
    said = {name: value for name, value in told.items() if value not in (NOT_KNOWN, "", [])}
    title, authors, keywords = (_joined(said.get(name, "")) for name in ("title", "authors", "keywords"))
    told_in = describe(said.get("language"), title=title, authors=[authors], keywords=keywords)
    known: dict[str, Any] = {name: str(said[name]) for name in PLAIN if name in said}
    known |= {name: found for name in ("title", "authors", "keywords", "language") if (found := getattr(told_in, name))}
    if "year" in said:
        known["year"] = year = said["year"]
        if not isinstance(year, int) or isinstance(year, bool):
            raise InputError(f'{place}: year = {year!r} is no year; write a number, as year = 2016, or "{NOT_KNOWN}"')
    whole = msgspec.structs.replace(metadata or Metadata(), **known)
    return None if whole == Metadata() else whole


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
