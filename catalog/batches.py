"""Many things in lists that are short enough for one statement."""

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in their order, in lists of ``size``; the last may be shorter, and without items there is none."""
    rest = iter(items)
    while batch := list(itertools.islice(rest, size)):
        yield batch
