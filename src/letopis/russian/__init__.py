"""General facts of Russian that several rooms ask: the names of states."""

from letopis.russian.states import state_at, state_of

__all__ = ["state_at", "state_of"]
