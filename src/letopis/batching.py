"""Things that follow one another: put together in batches of about one cost, and counted while they last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

Thing = TypeVar("Thing")

Tell = Callable[[str, int, int], None]
"""Called with what is done, how much of it is, and of how much."""


def quiet(what: str, done: int, total: int) -> None:
    """Do nothing: a ``Tell`` that shows no progress."""


STEPS: ContextVar[Tell] = ContextVar("STEPS", default=quiet)
"""What is told of all that :func:`steps` counts; the command line shows it."""


def steps(things: Collection[Thing], what: str) -> Iterator[Thing]:
    """Go through things that take their time, and tell :data:`STEPS` how many are done.

    >>> heard = STEPS.set(lambda *said: print(*said))
    >>> list(steps("аб", "reading"))
    reading 0 2
    reading 1 2
    reading 2 2
    ['а', 'б']
    >>> STEPS.reset(heard)
    """
    tell, total = STEPS.get(), len(things)
    tell(what, 0, total)
    for number, thing in enumerate(things, 1):
        yield thing
        tell(what, number, total)


def batches(
    things: Iterable[Thing],
    size: Callable[[Thing], int],
    largest: int,
    *,
    most: Callable[[int], int] | None = None,
) -> Iterator[list[Thing]]:
    """Put things together in their order; none is left out, and no batch is empty.

    Args:
        things: taken one by one, one ahead of the batch that is given.
        size: of a thing.
        largest: size of a batch; a thing that is larger goes alone.
        most: number of things in a batch, given how many the batches before it held.

    >>> list(batches(["да", "нет", "может быть", "и"], len, 5))
    [['да', 'нет'], ['может быть'], ['и']]
    >>> list(batches("абвг", len, 5, most=lambda given: 3 if given else 1))
    [['а'], ['б', 'в', 'г']]
    """
    batch: list[Thing] = []
    filled = given = 0
    for thing in things:
        own = size(thing)
        if batch and (filled + own > largest or (most is not None and len(batch) >= most(given))):
            yield batch
            given += len(batch)
            batch, filled = [], 0
        batch.append(thing)
        filled += own
    if batch:
        yield batch


def runs(things: Iterable[Thing], joins: Callable[[list[Thing], Thing], bool]) -> list[list[Thing]]:
    """Group things in their order; each joins the group before it where ``joins`` says so, or begins one.

    >>> runs([1, 2, 5, 6, 9], lambda group, thing: thing - group[-1] == 1)
    [[1, 2], [5, 6], [9]]
    """
    groups: list[list[Thing]] = []
    for thing in things:
        if groups and joins(groups[-1], thing):
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return groups
