"""Persons, organisations and places: a trained tagger and rules over it."""

from letopis.entities.names.find import find_names

__all__ = ["find_names"]
