"""The chronicle: agreements and events of many articles in one database, the same agreement once."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.chronicle.build import write_chronicle

__all__ = ["write_chronicle"]

__getattr__, __dir__ = lazily(__name__, {"build": "write_chronicle"})
