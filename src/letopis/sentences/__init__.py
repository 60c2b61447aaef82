"""Clean text to sentences."""

from letopis.sentences.split import Decision, explain_sentences, split_sentences

__all__ = ["Decision", "explain_sentences", "split_sentences"]
