"""The queue in front of the renderers: a few at work, a few waiting, everybody else is told to come back.

Places are counted so that a flood of renderings never holds every thread of the server: tiles pass beside it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Full(Exception):
    """Nobody can be taken in just now; ``RETRY_SECONDS`` says when to ask again."""


RETRY_SECONDS = 5


class RenderQueue:
    """``at_work`` renderers at a time, ``waiting`` more for at most ``patience`` seconds."""

    def __init__(self, *, at_work: int, waiting: int, patience: float) -> None:
        self.patience = patience
        self._places = threading.BoundedSemaphore(at_work + waiting)
        self._renderers = threading.BoundedSemaphore(at_work)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a renderer and hold it. Raises ``Full``."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            if not self._renderers.acquire(timeout=self.patience):
                raise Full
            try:
                yield
            finally:
                self._renderers.release()
        finally:
            self._places.release()
