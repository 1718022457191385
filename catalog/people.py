"""Whoever looks or acts: the catalogue does not know which model people are, nor whether they are signed in."""

from typing import Any, Protocol


class Person(Protocol):
    """A user of the installation, or somebody who has not signed in."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_authenticated(self) -> bool: ...
    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


def pk_of(person: Person | None) -> Any:
    """The primary key of whoever did a thing; none where it was the system itself."""
    return None if person is None else person.pk
