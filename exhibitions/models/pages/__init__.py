"""Exhibitions as Wagtail pages: the list of all, one with its cover, its chapters."""

from exhibitions.models.pages.chapter import ChapterPage
from exhibitions.models.pages.exhibition import ExhibitionPage
from exhibitions.models.pages.index import ExhibitionIndexPage, calendar_rows
from exhibitions.models.pages.story import StoryMixin, child_with_slug

__all__ = ["ChapterPage", "ExhibitionIndexPage", "ExhibitionPage", "StoryMixin", "calendar_rows", "child_with_slug"]
