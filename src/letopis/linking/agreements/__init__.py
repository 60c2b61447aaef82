"""Which mentions are one agreement: by head, sides, date and title, within an article and then across articles."""

__all__: list[str] = []
