"""The readers, one module a format; :mod:`letopis.sources.registry` finds whatever stands here."""

__all__: list[str] = []
