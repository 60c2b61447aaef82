"""Read the project's docstrings as Markdown: examples become code blocks, Sphinx roles the name that they give."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:func|class|meth|data|mod|attr|exc):`~?(?:letopis\.)?([^`]+)`")
_EXAMPLE = re.compile(r"^>>>.*(?:\n(?!\s*$).*)*", re.MULTILINE)


class Readable(griffe.Extension):
    """An extension of griffe, which reads the sources for the Python reference."""

    def on_module(self, *, mod: griffe.Module, **_: Any) -> None:
        """Rewrite the docstring of a module."""
        _rewrite(mod)

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a class, a function or an attribute."""
        if not obj.is_module:
            _rewrite(obj)


def _rewrite(obj: griffe.Object) -> None:
    if obj.docstring is not None:
        obj.docstring.value = readable(obj.docstring.value)


def readable(docstring: str) -> str:
    r"""Return a docstring as Markdown.

    >>> readable(">>> [1][0]\n1\n\nSee :func:`~letopis.load`.")
    '```pycon\n>>> [1][0]\n1\n```\n\nSee `load`.'
    """
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found.group()}\n```", _ROLE.sub(r"`\1`", docstring))
