"""Raw text to clean text, with the map back."""

from letopis.cleaning.clean import clean_text

__all__ = ["clean_text"]
