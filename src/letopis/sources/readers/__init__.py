"""The readers, one module a format; :mod:`letopis.sources.reader` finds whatever stands here."""

__all__: list[str] = []
