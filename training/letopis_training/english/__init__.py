"""Training of the tagger of the English side."""
