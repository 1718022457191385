"""Blocks of a story, one a file. Those that show records say which (``exhibits``), and are answered once a page."""

from exhibitions.blocks.ask import AskBlock
from exhibitions.blocks.compare import CompareBlock
from exhibitions.blocks.document import DocumentBlock
from exhibitions.blocks.gallery import GalleryBlock
from exhibitions.blocks.map import MapBlock
from exhibitions.blocks.quote import QuoteBlock
from exhibitions.blocks.record import RecordBlock
from exhibitions.blocks.recording import RecordingBlock
from exhibitions.blocks.text import ChapterBlock, TextBlock
from exhibitions.blocks.timeline import TimelineBlock
from exhibitions.blocks.zoom import ZoomBlock

STORY = [
    ("chapter", ChapterBlock()),
    ("text", TextBlock()),
    ("record", RecordBlock()),
    ("zoom", ZoomBlock()),
    ("compare", CompareBlock()),
    ("gallery", GalleryBlock()),
    ("document", DocumentBlock()),
    ("timeline", TimelineBlock()),
    ("map", MapBlock()),
    ("quote", QuoteBlock()),
    ("recording", RecordingBlock()),
    ("ask", AskBlock()),
]

__all__ = ["STORY"]
