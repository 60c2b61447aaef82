"""Referents and files of names: who a name means by a table of names and by what people have decided."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.authority.link import link_records
    from letopis.authority.tables import read_table

__all__ = ["link_records", "read_table"]

__getattr__, __dir__ = lazily(__name__, {"link": "link_records", "tables": "read_table"})
