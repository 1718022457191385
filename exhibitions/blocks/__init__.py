"""Blocks of a story, one a file."""

from exhibitions.blocks.quote import QuoteBlock
from exhibitions.blocks.record import RecordBlock
from exhibitions.blocks.text import ChapterBlock, TextBlock
from exhibitions.blocks.zoom import ZoomBlock

STORY = [
    ("chapter", ChapterBlock()),
    ("text", TextBlock()),
    ("record", RecordBlock()),
    ("zoom", ZoomBlock()),
    ("quote", QuoteBlock()),
]

__all__ = ["STORY", "ChapterBlock", "QuoteBlock", "RecordBlock", "TextBlock", "ZoomBlock"]
