"""Whoever acts or looks: the catalogue does not know which model people are, nor whether they are signed in."""

from typing import Any, TypeAlias

# settings.AUTH_USER_MODEL, or AnonymousUser for those who look; None for the system itself among those who act
Person: TypeAlias = Any
