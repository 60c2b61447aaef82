"""Finding entities: one folder a kind, each with a spaCy component."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.entities.spans import Link, add_entities, entities_of, register_extensions

__all__ = ["Link", "add_entities", "entities_of", "register_extensions"]

__getattr__, __dir__ = lazily(__name__, {"spans": "Link add_entities entities_of register_extensions"})
