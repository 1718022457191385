"""Counters of tries that all processes of a machine share."""

from django.core.cache.backends.filebased import FileBasedCache


class SharedCache(FileBasedCache):
    """Files in a folder: nothing to install. A disk that is full forgets counts, and keeps nobody from signing in."""

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
