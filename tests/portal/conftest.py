"""Exhibitions stand on the portal's pages too."""

from tests.exhibitions.conftest import exhibition, houses, national_day

__all__ = ["exhibition", "houses", "national_day"]
