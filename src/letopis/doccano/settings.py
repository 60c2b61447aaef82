"""What a command asks of this room before it does anything; nothing else is imported for it."""

from pathlib import Path

PARTS = ("paragraph", "sentence", "article")
"""What an example in doccano can hold."""

ORDERS = ("text", "uncertain", "gain")
"""The orders of examples."""

DEFAULT_FOLDER = Path("annotations/.doccano")
"""The folder for what was pushed."""
