"""What rules, dictionary and networks read in the place of a text as it is written; offsets lead back."""

from letopis.folding.fold import Folded, fold_article, fold_text

__all__ = ["Folded", "fold_article", "fold_text"]
