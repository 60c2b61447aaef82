"""Finding entities: one folder a kind, each with a spaCy component."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.entities.links import Link
    from letopis.entities.spans import Finding

__all__ = ["Finding", "Link"]

__getattr__, __dir__ = lazily(__name__, {"Finding": "spans", "Link": "links"})
