"""Training of the models that Letopis ships; needs torch, and Stanza for Stanza's models."""
