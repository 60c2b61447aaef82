"""The exceptions that Letopis raises on purpose.

Each message is one sentence that names the value, the place and what to do; the command line
prints it as it stands.
"""

from __future__ import annotations


class LetopisError(Exception):
    """Anything that Letopis refuses; the base of all its exceptions."""


class InputError(LetopisError):
    """A file or record that cannot be read or does not say what it should."""


class OutputError(LetopisError):
    """A place that cannot be written."""


class MissingDependencyError(LetopisError):
    """An optional package or model that the asked-for work needs and that is not there."""
