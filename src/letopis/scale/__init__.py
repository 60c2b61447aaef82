"""From two articles to a library: several processes, runs that go on where they broke off, several machines."""

__all__: list[str] = []
