"""Sentences about exhibitions and the times that they are on."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from wagtail.query import PageQuerySet

from catalog.models import Record


class RunQuerySet(models.QuerySet):
    def planned(self) -> "RunQuerySet":
        """Not opened yet, and not missed."""
        return self.filter(opened_at=None, closed_at=None)

    def on_now(self) -> "RunQuerySet":
        """Opened, and not closed yet."""
        return self.exclude(opened_at=None).filter(closed_at=None)

    def past(self) -> "RunQuerySet":
        """Opened once, and closed."""
        return self.exclude(opened_at=None).exclude(closed_at=None)

    def due(self, today: date) -> "RunQuerySet":
        """Planned ones whose day of opening has come."""
        return self.planned().filter(opens_on__lte=today)

    def over(self, today: date) -> "RunQuerySet":
        """Open ones whose last day is behind us."""
        return self.on_now().filter(closes_on__lt=today)


def _has_opened() -> Q:
    run, occasion = (apps.get_model("exhibitions", name) for name in ("Run", "Occasion"))
    opened = run.objects.filter(exhibition=OuterRef("translation_key")).exclude(opened_at=None)
    # the occasions that the calendar reads: of the published page in the archive's own language, else of another
    first = apps.get_model("exhibitions", "ExhibitionPage").objects.filter(
        translation_key=OuterRef("page__translation_key"),
        live=True,
        locale__language_code=settings.LANGUAGE_CODE,
    )
    bound = occasion.objects.filter(
        Q(page__locale__language_code=settings.LANGUAGE_CODE) | ~Exists(first),
        page__translation_key=OuterRef("translation_key"),
        page__live=True,
    )
    return Exists(opened) | ~Exists(bound)


class ExhibitionQuerySet(PageQuerySet):
    def open_to_public(self) -> "ExhibitionQuerySet":
        """Published exhibitions that visitors may enter: opened once, or bound to no day at all.

        Publishing says that an exhibition is ready; before its first opening only title and day are announced.
        """
        return self.live().public().filter(_has_opened())

    def with_openness(self) -> "ExhibitionQuerySet":
        """Annotate ``has_opened``: visitors may enter, as far as the calendar goes."""
        return self.annotate(has_opened=Case(When(_has_opened(), then=Value(True)), default=Value(False)))


def open_pages() -> set[int]:
    """Every page that visitors may read in an exhibition: the exhibition and its chapters."""
    exhibition, chapter = (apps.get_model("exhibitions", f"{name}Page") for name in ("Exhibition", "Chapter"))
    opened = dict(exhibition.objects.open_to_public().values_list("path", "pk"))
    chapters = chapter.objects.live().public().values_list("pk", "path")
    return set(opened.values()) | {pk for pk, path in chapters if path[:-4] in opened}


def in_one_language(pages: Iterable, language: str) -> dict[UUID, Any]:
    """One page of each exhibition by its key, in the order given: in this language, else in one that has it.

    ``pages`` come with their locales.
    """
    found: dict[UUID, Any] = {}
    for page in pages:
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return found


def ready_in(language: str) -> dict[UUID, Any]:
    """One published page of each exhibition, opened or still to open, as a language announces it."""
    pages = apps.get_model("exhibitions", "ExhibitionPage").objects.live().public()
    told = pages.select_related("locale").defer_streamfields().order_by("pk")
    return in_one_language(told, language)


def shown_in(record: Record, language: str) -> list:
    """Open exhibitions that show a record, on the cover or in a chapter: in this language where they have it."""
    from wagtail.models import ReferenceIndex

    exhibition = apps.get_model("exhibitions", "ExhibitionPage")
    references = ReferenceIndex.get_references_to(record).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    pages = {int(pk) for pk in references.values_list("object_id", flat=True)}
    chapters = apps.get_model("exhibitions", "ChapterPage").objects.live().public().filter(pk__in=pages)
    above = {path[:-4] for path in chapters.values_list("path", flat=True)}
    shown = exhibition.objects.open_to_public().filter(Q(pk__in=pages) | Q(path__in=above))
    return list(in_one_language(shown.select_related("locale"), language).values())
