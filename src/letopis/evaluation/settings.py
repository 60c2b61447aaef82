"""The numbers that an evaluation starts from; no imports, so that the command line can show them at once."""

from __future__ import annotations

RESAMPLES = 10_000
"""Resamples of a bootstrap and shuffles of a test, unless told."""

SEED = 20_160_101
"""The seed of the random numbers, unless told: equal input gives equal intervals."""

LEVEL = 0.95
"""Coverage of the intervals."""
