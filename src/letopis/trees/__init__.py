"""Trees of Universal Dependencies under sentences: a head and a relation for every word.

Sentences are parsed when something asks, by :func:`parse`, or by the component with ``when = "always"``.
"""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.trees.component import parse

__all__ = ["parse"]

__getattr__, __dir__ = lazily(__name__, {"component": "parse"})
