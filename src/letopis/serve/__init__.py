"""The workbench: a page on this machine alone, where files are dropped, read, searched and mended."""

__all__: list[str] = []
