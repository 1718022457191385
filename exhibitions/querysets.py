"""Sentences about exhibitions."""

from wagtail.models import Page, ReferenceIndex

from catalog.models import Record


def shown_in(record: Record, language: str) -> list[Page]:
    """Public exhibitions of a language in which a record is shown."""
    from exhibitions.models import ExhibitionPage

    references = ReferenceIndex.get_references_to(record).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    pages = {int(pk) for pk in references.values_list("object_id", flat=True)}
    return list(
        ExhibitionPage.objects.live().public().filter(pk__in=pages, locale__language_code=language)
    )
