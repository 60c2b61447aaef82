"""Lemmas and tags: one engine a module, all giving :class:`letopis.lemmas.analysis.Analysis`."""
