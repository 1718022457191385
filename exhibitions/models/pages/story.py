"""What every page of an exhibition shares: a stream that shows records, and who is reading which version of it."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from exhibitions import sharing, themes
from exhibitions.blocks.exhibits import Exhibit
from exhibitions.models.calendar import Run
from exhibitions.showing import Showing, exhibits_of

INLINE = ["bold", "italic", "link"]


class StoryMixin:
    """A page whose stream shows records: previews, drafts and visitors are answered in the same way."""

    def exhibits(self) -> list[Exhibit]:
        """Everything that the page shows, in its order."""
        return list(exhibits_of([self.story]))  # type: ignore[attr-defined]

    def showing(self, reader, beside: Iterable[Exhibit] = ()) -> Showing:
        """Answers for everything that the page shows, and for what stands ``beside`` it, such as the cover."""
        has_documents = any(child.block_type == "document" for child in self.story)  # type: ignore[attr-defined]
        return Showing(reader, [*self.exhibits(), *beside], with_text=has_documents)


def child_with_slug(model, parent: Page, path_components: list[str]) -> Any:
    """The child of a page that the next part of an address names, or nothing; asked for in one question."""
    if not path_components:
        return None
    found = model.objects.child_of(parent).filter(slug=path_components[0]).select_related("locale")
    if hasattr(found, "with_openness"):
        found = found.select_related("locale", "cover_record").with_openness()
    return found.first()


def is_draft(request) -> bool:
    """Whether what is read is a draft: the editor's preview, or a link that a curator handed out."""
    return getattr(request, "is_preview", False)


def theme_and_sharing(request, exhibition, showing: Showing, run: Run | None = None) -> dict:
    """Give the page its theme; say what others may use of an open exhibition, or until when a draft is lent."""
    themes.apply(exhibition.theme)
    if is_draft(request):
        return {"draft_until": getattr(request, "draft_until", None)}
    return {"published": sharing.published(request, exhibition, showing, run)}
