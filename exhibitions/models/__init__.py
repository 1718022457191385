"""Exhibitions and what belongs to them, one noun a file."""

from exhibitions.models.calendar import Day, Occasion, Run, Season
from exhibitions.models.pages import ChapterPage, ExhibitionIndexPage, ExhibitionPage, calendar_rows
from exhibitions.models.recordings import Recording
from exhibitions.models.work import Answer, CuratorTask, DraftLink, Tally

__all__ = [
    "Answer",
    "ChapterPage",
    "CuratorTask",
    "Day",
    "DraftLink",
    "ExhibitionIndexPage",
    "ExhibitionPage",
    "Occasion",
    "Recording",
    "Run",
    "Season",
    "Tally",
    "calendar_rows",
]
