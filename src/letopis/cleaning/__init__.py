"""Raw text to clean text, with the map back."""

from letopis.cleaning.clean import clean_source, clean_text

__all__ = ["clean_source", "clean_text"]
