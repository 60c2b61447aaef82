"""Corrections in doccano and back: push, pull, three-way merge, and a server of one's own."""

__all__: list[str] = []
