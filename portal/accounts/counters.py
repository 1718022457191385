"""Counters of tries that all processes of a machine share."""

import secrets
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache

# one in so many writes looks for what has expired
SWEEP = 50


class SharedCache(FileBasedCache):
    """Files in a folder: nothing to install. What cannot be read or written is missing, and keeps nobody out.

    Django's own clears a third of all entries at random where there are many: whoever tries many names would clear the
    counters of the one that matters. Here only what has expired goes.
    """

    def get(self, key, default=None, version=None) -> Any:
        try:
            return super().get(key, default, version)
        except OSError:
            return default

    def has_key(self, key, version=None) -> bool:
        try:
            return super().has_key(key, version)
        except OSError:
            return False

    def set(self, *args, **kwargs) -> None:
        try:
            super().set(*args, **kwargs)
        except OSError:
            return

    def touch(self, *args, **kwargs) -> bool:
        try:
            return super().touch(*args, **kwargs)
        except OSError:
            return False

    def _cull(self) -> None:
        if secrets.randbelow(SWEEP):
            return
        for name in self._list_cache_files():  # type: ignore[attr-defined]
            path = Path(name)
            try:
                with path.open("rb") as entry:
                    self._is_expired(entry)  # type: ignore[attr-defined]  # takes away what has
            except OSError:
                continue
