"""Persons, organisations and places: a trained tagger and rules over it."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.entities.names.find import find_names

__all__ = ["find_names"]

__getattr__, __dir__ = lazily(__name__, {"find": "find_names"})
