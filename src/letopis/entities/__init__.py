"""Finding entities: one folder a kind, each with a spaCy component."""
