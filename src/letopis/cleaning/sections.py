"""Sections of an article, told apart in the clean text, and what a reference looks like (GOST 7.1, GOST R 7.0.5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from letopis.cleaning.furniture_rules import has_verb
from letopis.records import Section

LONGEST_REFERENCE = 700
"""Characters of one reference at most."""

ENOUGH = 2
"""Signs that make a reference of what has the length of one."""

_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = r"(?:янв|февр|март|апр|ма[яй]|июн|июл|авг|сент|окт|нояб|дек)[а-я]*"
_DASH = r"(?:[–—-]\s*)?"
_AUTHOR = r"[А-ЯЁA-Z][а-яёa-z’'-]+(?:-[А-ЯЁA-Z][а-яёa-z’'-]+)?,?\s(?:[А-ЯЁA-Z][а-яёa-z]?\.\s?){1,3}"

_SIGNS = tuple(
    (tuple(needed.split()) or ("",), re.compile(pattern))
    for needed, pattern in (
        ("//", r"\s//\s"),
        (
            ":",
            rf"(?:^|[.\s–—-])(?:[МЛ]\.|СПб\.?|Пг\.?|[А-ЯЁA-Z][а-яёa-z-]+(?:\s[А-ЯЁA-Z][а-яёa-z]+)?)\s?:\s?[^.:,]{{2,60}},\s?{_YEAR}\b",
        ),
        ("М., Л., СПб., М.; Л.;", rf"(?:^|[.\s–—-])(?:[МЛ]\.|СПб\.|[МЛ]\.;\s?[А-ЯЁ][а-яё.]+),\s?{_YEAR}\b"),
        ("с. p. стр.", r"(?<!\d\s)\b\d{1,4}\s?(?:с|p|pp|стр)\.(?=\s*(?:$|[–—(\[]))"),
        ("", rf"[.,;:–—\])»]\s*{_DASH}(?:С|Cтр|Стр|с|P|Pp|p|pp|Л|лл?|Л\.\s?д)\.\s?\d+(?:\s?[–—-]\s?\d+)?"),
        (
            "№ o. т. Т. ol. ып. ч. Ч. н. ер. ss.",
            r"(?=[№NnТтVvВвЧчКкСсI])(?:№|[Nn]o\.|[Тт]\.|[Vv]ol\.|[Вв]ып\.|[Чч]\.|[Кк]н\.|[Сс]ер\.|Iss\.)\s?[\dIVXLC]+(?=\s*(?:[.,;:(–—-]|$))",
        ),
        ("URL доступа DOI doi ISBN ISSN", r"\b(?:URL|Режим доступа|DOI|doi|ISBN|ISSN)\b\s?:?"),
        ("обращения ресурс", r"\(?дата\s+обращения|[Ээ]лектронный ресурс"),
        ("ф. Ф.", r"(?:^|[\s.,])(?:Ф|ф)\.\s?[\dР-]+\.?,?\s?(?:Оп|оп)\.\s?\d+"),
        ("Там каз. Ibid Ор.", r"\bТам же\b|\b[Уу]каз\.\s?(?:соч|раб|изд)\.|\bIbid\b|\bОр\.\s?cit\b"),
        ("", rf"^[\W\d]*{_AUTHOR}"),
        ("/", rf"\s/\s{_DASH}(?:под ред|отв\. ред|сост|гл\. ред|пер\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.)"),
        (
            "втореф дис. дисс. учеб. сб. перераб. зд-во",
            r"[Аа]втореф|\bдис(?:с)?\.\s*(?:…|\.\.\.|канд|докт?)|\bучеб\.\s?пособ|\bсб\.\s?(?:ст|науч|тр)|перераб\.|[Ии]зд-во",
        ),
        ("", rf"[.,»]\s?{_DASH}{_YEAR}\s?[.,]\s?{_DASH}(?=№|С\.|Т\.|Вып\.|\d|$)"),
    )
)
"""What a reference bears, each behind letters of which it must have some: few texts do, and these are found fast."""

_PAPER = re.compile(rf"[.,»]\s?{_DASH}{_YEAR}\s?[.,]\s?{_DASH}\d{{1,2}}\s{_MONTH}\b")
_BRACKETED = re.compile(r"\(([^()\n]{8,400})\)|\[([^\[\]\n]{8,400})\]")


def reference_signs(text: str) -> int:
    """Return how many signs of a reference a stretch of text bears.

    >>> reference_signs("Орлова Н. К. Школы Поволжья // Вестник. 2016. № 10. С. 134–136.")
    5
    >>> reference_signs("Договор подписан в Баку 3 мая 1997 г.")
    0
    """
    possible = (sign for needed, sign in _SIGNS if any(map(text.__contains__, needed)))
    found = sum(sign.search(text) is not None for sign in possible)
    return found + ENOUGH * (_PAPER.search(text) is not None)


def is_reference(text: str) -> bool:
    """Return whether a paragraph is one reference: it bears the signs of one and tells of nothing.

    >>> is_reference("Казахстанская правда. – 1997. – 28 февраля."), is_reference("ЦГА. Ф. 105. Оп. 3. Д. 12. Л. 45.")
    (True, True)
    >>> is_reference("Орлова пишет о школах Поволжья (Вестник. 2016. № 10. С. 5).")
    False
    """
    if not 8 <= len(text) <= LONGEST_REFERENCE:
        return False
    signs = reference_signs(text)
    if signs < ENOUGH:
        return False
    outside = _BRACKETED.sub(" ", text)  # prose too may hold a citation in brackets
    return reference_signs(outside) > 0 and (signs > ENOUGH + 1 or not has_verb(outside))


def find_citations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of citations in brackets, brackets included.

    >>> text = "Мост открыт (Правда. – 1997. – 28 февраля) в Баку (столица с 1920 г.)."
    >>> [text[start:end] for start, end in find_citations(text)]
    ['(Правда. – 1997. – 28 февраля)']
    """
    for match in _BRACKETED.finditer(text):
        if is_reference(match.group(1) or match.group(2)):
            yield match.span()


LONGEST_TITLE = 250
"""Characters of a title's paragraph at most."""

LONGEST_HEAD = 90
"""Characters of the head of a list at most."""

LONGEST_ENTRY = 400
"""A longer paragraph under the references that does not begin as an entry is text again."""

SHORTEST_STORY = 120
"""A paragraph from this length on that has a finite verb and no sign of a reference is text."""

TITLE_ZONE = 12
"""Paragraphs at the start among which title, authors and classification stand."""

_PARAGRAPH = re.compile(r"[^\n]+")
_ABSTRACT = re.compile(r"(?i)^(?:аннотация|резюме|реферат|abstract|summary|annotation)\b[.:\s–—-]*")
_KEYWORDS = re.compile(
    r"(?i)^(?:ключевые\s+слова(?:\s+и\s+(?:фразы|словосочетания))?|keywords?|key\s+words?)\b[.:\s–—-]*"
)
_HEAD_WORDS = re.compile(
    r"(?i)(?:список|перечень|использованн\w+|использован\w*|цитир\w+|цитат|пристатейн\w+|рекоменд\w+|основн\w+|дополнит\w+|научн\w+|архивн\w+"
    r"|электронн\w+|опубликованн\w+|неопубликованн\w+|интернет\S*|ресурс\w*|материал\w*|и|к|по|на|статье|теме|литератур\w*|источник\w*|библиограф\w+"
    r"|ссыл\w+|ссылк\w+|сноск\w+|примечани\w+|комментари\w+|references?|bibliography|works|cited|sources?|literature|notes?|footnotes|endnotes|and|list|of|transliterated"
    r"|reference)"
)
_REFERENCES_WORD = re.compile(
    r"(?i)\b(?:литератур[аы]|источник(?:и|ов)|библиограф\w+|ссыл(?:ки|ок)|references|bibliography|works cited|sources"
    r"|literature)\b"
)
_NOTES_WORD = re.compile(r"(?i)\b(?:примечани\w+|сноски|комментарии|notes|footnotes|endnotes)\b")
_HEAD_NUMBER = re.compile(r"^(?:\d{1,2}\.?\s+|[IVX]+\.\s+|§\s*\d+\.?\s+)")
_LIST_HEAD = re.compile(
    r"(?i)^(?:(?:использованная\s+|цитируемая\s+)?литература|(?:библиографический\s+)?список\s+(?:\w+\s+)?(?:литературы|источников)|references|источники)"
    r"\s*[:.]\s*(?=\[?1[\].)]|[А-ЯЁA-Z])"
)
_BODY_HEAD = re.compile(r"(?i)^(?:\d{1,2}\.?\s+|[IVX]+\.\s+)?(?:введение|вступление|introduction)\b\W*$")
_AFTER_REFERENCES = re.compile(
    r"(?i)^(?:сведения\s+об\s+автор\w*|информация\s+об\s+автор\w*|об\s+авторах?|приложение\b.*|about\s+the\s+authors?)\W*$"
)
_ENTRY = re.compile(r"^(?:\[?\d{1,3}[\].]|[А-ЯЁA-Z][\w’'-]+,? (?:[А-ЯЁA-Z]\. ?){1,2})")
_NOTE = re.compile(r"^(\d{1,3}) (?=\S)")
_NOTE_MARK = re.compile(r"^(?:\d{1,3}\s|\*{1,3}\s?|[¹²³⁴-⁹⁰]{1,3}\s?)")
_CAPTION = re.compile(
    r"(?i)^(?:рис(?:унок|\.)|табл(?:ица|\.)|схема|график|диаграмма|карта|фото|илл?\.|fig(?:ure|\.)|table|scheme)"
    r"\s*(?:№\s*)?(?:[а-яa-z]?\d+(?:\.\d+)*[а-яa-z]?|[ivx]+)(?-i:\s*[.:–—)]|\s*$|\s+[А-ЯЁA-Z«])"
)
LONGEST_CAPTION = 300
"""Characters of a caption at most."""
_CLASSIFICATION = re.compile(r"(?i)^(?:удк|ббк|doi|гpнти|грнти|шифр\b|©)")
_NAMES = re.compile(r"^(?:[А-ЯЁA-Z]\. ?){1,2}[А-ЯЁA-Z][\w’'-]+|^[А-ЯЁ][\w-]+ (?:[А-ЯЁ]\. ?){1,2}(?:,|$)")


def _is_head(text: str, word: re.Pattern[str]) -> bool:
    """Return whether a short paragraph names a list and nothing else."""
    if len(text) > LONGEST_HEAD or not word.search(text):
        return False
    words = re.findall(r"[^\W\d_][\w-]*", _HEAD_NUMBER.sub("", text))
    return all(_HEAD_WORDS.fullmatch(one) for one in words)


HEADS: Mapping[str, Callable[[str], object]] = {
    "references": lambda text: _is_head(text, _REFERENCES_WORD) or _LIST_HEAD.match(text),
    "footnotes": lambda text: _is_head(text, _NOTES_WORD),
    "abstract": _ABSTRACT.match,
    "keywords": _KEYWORDS.match,
    "body": lambda text: _BODY_HEAD.match(text) or _AFTER_REFERENCES.match(text),
}
"""What opens a section, in the order in which it is asked: ``Список использованных источников и литературы``,
``Примечания``, ``Аннотация. …``, ``Ключевые слова: …``, ``Введение`` or, behind the references, ``Об авторе``."""


def find_sections(text: str) -> list[Section]:
    """Return the sections of a clean text, in order, without gaps but for white space; none for an empty text.

    >>> article = "О сводах\\n\\nАннотация. Кратко.\\n\\nСвод составлен.\\n\\nЛитература\\n\\n1. Зимин А. А."
    >>> [(s.kind, article[s.start_offset : s.end_offset][:8]) for s in find_sections(article)]
    [('title', 'О сводах'), ('abstract', 'Аннотаци'), ('body', 'Свод сос'), ('references', 'Литерату')]
    """
    paragraphs = list(_PARAGRAPH.finditer(text))
    sections: list[Section] = []
    for paragraph, kind in zip(paragraphs, _kinds([one.group() for one in paragraphs]), strict=True):
        start = paragraph.start()
        if sections and sections[-1].kind == kind:
            start = sections.pop().start_offset
        sections.append(Section(kind=kind, start_offset=start, end_offset=paragraph.end()))
    return sections


def _kinds(paragraphs: Sequence[str]) -> list[str]:
    kinds: list[str] = []
    titles = [place < TITLE_ZONE and _titlelike(text) for place, text in enumerate(paragraphs)]
    state = "title" if len(paragraphs) > 1 and titles[0] else "body"
    head_alone = False
    for text, titlelike in zip(paragraphs, titles, strict=True):
        head = next((kind for kind, opens in HEADS.items() if opens(text)), None)
        if head is not None:
            state = head
        elif state in {"abstract", "keywords"} and not head_alone:
            state = "title" if titlelike and not re.search(r"[а-яё]", text) else "body"  # once more, in English
        elif (state == "title" and not titlelike) or (state == "references" and _text_again(text)):
            state = "body"
        head_alone = any(match and match.end() == len(text) for match in (_ABSTRACT.match(text), _KEYWORDS.match(text)))
        kinds.append(state)
    for place in range(_first_note(paragraphs), len(kinds)):
        kinds[place] = "footnotes"
    _mark_without_head(paragraphs, kinds)
    return kinds


def _mark_without_head(paragraphs: Sequence[str], kinds: list[str]) -> None:
    """Mark what no head announces: captions, notes at the foot of a page, lists of references."""
    for place, text in enumerate(paragraphs):
        if kinds[place] not in {"body", "title"}:
            continue
        if len(text) <= LONGEST_CAPTION and _CAPTION.match(text):
            kinds[place] = "caption"
        elif is_reference(text):
            kinds[place] = "footnotes" if _NOTE_MARK.match(text) else "references"


def _first_note(paragraphs: Sequence[str]) -> int:
    """Return the place of the first of the numbered notes that end a text, as the PDF reader sets them there."""
    place = len(paragraphs)
    wanted: int | None = None
    while place > 0 and (match := _NOTE.match(paragraphs[place - 1])) is not None:
        number = int(match.group(1))
        if wanted is not None and number != wanted:
            break
        place, wanted = place - 1, number - 1
    return place if wanted == 0 else len(paragraphs)


def _text_again(text: str) -> bool:
    """Return whether a paragraph under the references is none: it is too long, or tells something and cites nothing."""
    if _ENTRY.match(text):
        return False
    tells = len(text) > SHORTEST_STORY and not reference_signs(text) and has_verb(text)
    return tells or len(text) > LONGEST_ENTRY


def _titlelike(text: str) -> bool:
    """Return whether a paragraph may be a title: short, without a stop, or names and numbers of a title's."""
    stopped = text.endswith((".", "!", "…", ":", ";", "-"))
    return len(text) <= LONGEST_TITLE and (not stopped or bool(_CLASSIFICATION.match(text) or _NAMES.match(text)))
