"""Corrected records for the tests of learning, written for them: laws, organisations, and what no name is."""

from __future__ import annotations

from letopis.formats.markup import read_markup
from letopis.labels import Label, register
from letopis.records import Article, Entity
from letopis.sentences import split_sentences

TITLES = ("о печати", "о связи", "о недрах", "об архивах", "о музеях", "о гражданстве", "о выборах", "о культуре")
KINDS = ("Закон", "Кодекс", "Указ")
FRAMES = (
    "{{LAW|{law}}} был принят парламентом {{GPE|Литвы}} в прошлом году.",
    "Депутаты обсудили {{LAW|{law}}} и разошлись.",
    "По словам {{PERSON|Ивана Петрова}}, {{LAW|{law}}} устарел.",
    "В {{GPE|Риге}} вступил в силу {{LAW|{law}}}, сообщили газеты.",
)


def law_records(number: int) -> list[Article]:
    """Records of four sentences each, with a label of one's own."""
    register(Label(name="LAW"))
    laws = [f"{kind} {title}" for title in TITLES for kind in KINDS]
    return [
        marked_record(
            f"law{place}",
            " ".join(frame.format(law=laws[(place * 5 + at * 7) % len(laws)]) for at, frame in enumerate(FRAMES)),
        )
        for place in range(number)
    ]


def marked_record(name: str, marked: str) -> Article:
    """A record of marked text."""
    text, spans = read_markup(marked)
    return Article(
        id=name,
        text=text,
        sentences=split_sentences(text),
        entities=[Entity.at(text, span.start, span.end, span.label, id=number) for number, span in enumerate(spans, 1)],
    )
