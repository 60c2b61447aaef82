"""Lemmas and tags: one engine a module, all giving :class:`letopis.lemmas.analysis.Analysis`."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.lemmas.analysis import Analysis
    from letopis.lemmas.component import load_engine

__all__ = ["Analysis", "load_engine"]

__getattr__, __dir__ = lazily(__name__, {"analysis": "Analysis", "component": "load_engine"})
