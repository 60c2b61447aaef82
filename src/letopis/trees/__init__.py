"""Trees of Universal Dependencies under sentences: a head and a relation for every word.

Sentences are parsed when something asks: :func:`letopis.trees.component.parse`, or the component with
``when = "always"``.
"""
