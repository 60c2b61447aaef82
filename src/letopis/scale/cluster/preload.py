"""What a worker process of ``local:N`` does first; those of a scheduler elsewhere are not ours to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.scale.worker import import_spacy_without_torch, spare_garbage_collection

if TYPE_CHECKING:
    from distributed import Worker


def dask_setup(worker: Worker) -> None:
    """Make ready as the workers of ``--jobs`` do: no torch for spaCy, and seldom a search for garbage."""
    import_spacy_without_torch()
    spare_garbage_collection()
