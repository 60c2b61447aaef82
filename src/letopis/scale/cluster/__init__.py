"""Extraction on a Dask cluster: partitions of the input as tasks, a part of records each, and a manifest."""

__all__: list[str] = []
