"""The articles on the workbench, and the chunks of data that its page asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import RLock
from typing import Any

from letopis.bilingual.reader import encoded
from letopis.bilingual.reader_data import (
    article_chunk,
    captions,
    forms_chunk,
    index_chunk,
    raw_chunk,
    referents_chunk,
)
from letopis.bilingual.readings import ReaderArticle
from letopis.errors import InputError
from letopis.labels import label_of, labels
from letopis.records import Article

_NUMBERED = re.compile(r"(article|raw)-(\d{1,9})")


class Shelf:
    """Holds articles in their order; each change makes another ``version``. Threads may share it.

    >>> shelf = Shelf([], title="Letopis")
    >>> shelf.add(ReaderArticle(Article(id="a", text="Да.")))
    'a'
    >>> shelf.add(ReaderArticle(Article(id="a", text="Нет."))), shelf.version
    ('a-2', 2)
    """

    def __init__(self, readings: Iterable[ReaderArticle], *, title: str) -> None:
        self.readings = list(readings)
        self.title = title
        self.version = 0
        self._lock = RLock()
        self._made: dict[str, str] = {}

    def articles(self) -> list[Article]:
        """Return the Russian records."""
        with self._lock:
            return [reading.russian for reading in self.readings]

    def number(self, article_id: str) -> int:
        """Return the place of an article."""
        with self._lock:
            for number, reading in enumerate(self.readings):
                if reading.russian.id == article_id:
                    return number
        raise InputError(f"article {article_id!r} is not on the workbench; load the page again")

    def add(self, reading: ReaderArticle) -> str:
        """Put an article at the end and return its id, which gets a number where another has it."""
        import msgspec

        with self._lock:
            wanted = name = reading.russian.id
            taken = {one.id for r in self.readings for one in (r.russian, r.english) if one}
            number = 1
            while name in taken:
                number += 1
                name = f"{wanted}-{number}"
            self.readings.append(replace(reading, russian=msgspec.structs.replace(reading.russian, id=name)))
            self._changed()
            return name

    def put(self, article: Article) -> None:
        """Put a record in the place of the one with its id."""
        with self._lock:
            number = self.number(article.id)
            self.readings[number] = replace(self.readings[number], russian=article)
            self._changed()

    def _changed(self) -> None:
        self.version += 1
        self._made.clear()

    def chunk(self, name: str) -> str | None:
        """Return a chunk as JSON, or nothing where there is none of this name."""
        with self._lock:
            if name not in self._made:
                make = self._maker(name)
                if make is None:
                    return None
                self._made[name] = str(encoded(make()))
            return self._made[name]

    def _maker(self, name: str) -> Callable[[], Any] | None:
        readings = self.readings
        makers: dict[str, Callable[[], Any]] = {
            "captions": captions,
            "index": self._index,
            "referents": lambda: referents_chunk(readings),
            "forms": lambda: forms_chunk(readings),
        }
        match = _NUMBERED.fullmatch(name)
        if match is None or int(match[2]) >= len(readings):
            return makers.get(name)
        reading = readings[int(match[2])]
        return lambda: article_chunk(reading) if match[1] == "article" else raw_chunk(reading)

    def _index(self) -> dict[str, Any]:
        """Return the list of articles, with all labels that a span can be given."""
        used = {e.label for reading in self.readings for e in reading.russian.entities}
        kinds = [label_of(name) for name in [*labels(), *sorted(used - set(labels()))]]
        known = [[kind.css_class, kind.name, kind.one] for kind in kinds]
        return index_chunk(self.readings, self.title) | {"kinds": known, "version": self.version}
