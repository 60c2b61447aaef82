"""Learning from corrections: a model of one's own out of corrected records, and whether it helped."""

__all__: list[str] = []
