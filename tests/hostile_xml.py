"""Entities that expand without bound, for the tests of every reader of XML."""

from __future__ import annotations

LAUGHS = '<!ENTITY a0 "ха">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f"<!DOCTYPE x [{LAUGHS}]>"
