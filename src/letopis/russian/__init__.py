"""General facts of Russian that several rooms ask: the names of states, how names of persons and towns decline."""

from letopis.russian.states import state_at, state_of

__all__ = ["state_at", "state_of"]
