"""The themes that an exhibition may wear: the portal, which knows them, tells of them here when it starts."""

from collections.abc import Callable

_offered: list[Callable[[], list[tuple[str, str]]]] = []


def offer(choices: Callable[[], list[tuple[str, str]]]) -> None:
    """Register what returns the names of themes with their words for people."""
    _offered[:] = [choices]


def choices() -> list[tuple[str, str]]:
    """Names and words of the themes, the empty one first."""
    return [("", "–"), *(_offered[0]() if _offered else [])]
