"""What curators are asked to look at, and how they answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from catalog import access
from catalog.models import Record
from catalog.people import Person
from exhibitions import troubles
from exhibitions.models import Answer, ChapterPage, CuratorTask, ExhibitionPage
from exhibitions.vocabulary import Trouble


def ask_for(standing: Iterable[troubles.Standing], *, at: datetime) -> int:
    """Create a task for each trouble that has none open; return how many are new."""
    new = 0
    for each in standing:
        _, is_new = CuratorTask.objects.get_or_create(
            page_id=each.page.pk,
            record_key=each.record.key if each.record else "",
            trouble=each.trouble,
            done_at=None,
            defaults={"created_at": at},
        )
        new += is_new
    return new


def follow_access(root: Record, *, by, at: datetime) -> None:
    """Ask the curators of open exhibitions that show a record which has closed; a placeholder stands there by itself.

    Called inside the transaction that changed the access.
    """
    named = ReferenceIndex.objects.filter(
        to_content_type__app_label="catalog", to_content_type__model="record",
        base_content_type__app_label="wagtailcore", base_content_type__model="page",
    )  # fmt: skip
    rows = list(named.values_list("to_object_id", "object_id").distinct())
    shut = {
        record.pk: record
        for record in Record.objects.under(root)
        .filter(pk__in={int(pk) for pk, _page in rows})
        .order_by()
        if not access.is_open_content(record, at=at)
    }
    if not shut:
        return
    pages = open_pages()
    for pk, page in {(int(pk), int(page)) for pk, page in rows}:
        if pk in shut and page in pages:
            CuratorTask.objects.get_or_create(
                page_id=page, record_key=shut[pk].key, trouble=_why(shut[pk], at), done_at=None,
                defaults={"created_at": at},
            )  # fmt: skip


def _why(record: Record, at: datetime) -> Trouble:
    return Trouble.ON_REQUEST if access.is_open_description(record, at=at) else Trouble.CLOSED


def open_pages() -> set[int]:
    """Every page that visitors may read in an exhibition: the exhibition and its chapters."""
    exhibitions = list(ExhibitionPage.objects.open_to_public().values_list("pk", "path"))
    paths = {path for _pk, path in exhibitions}
    chapters = ChapterPage.objects.live().values_list("pk", "path")
    return {pk for pk, _path in exhibitions} | {pk for pk, path in chapters if path[:-4] in paths}


@transaction.atomic
def answer(key: UUID, block: str, trouble: str, *, by: Person, at: datetime) -> None:
    """Let a placeholder stand in a block: the exhibition may open as it is."""
    Answer.objects.get_or_create(
        exhibition=key, block=block, trouble=trouble, defaults={"by": by, "at": at}
    )


@transaction.atomic
def take_back(key: UUID, block: str, trouble: str) -> None:
    Answer.objects.filter(exhibition=key, block=block, trouble=trouble).delete()


@transaction.atomic
def finish(task: CuratorTask, *, by: Person, at: datetime) -> None:
    CuratorTask.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=by)


def key_of(page: Page) -> UUID:
    """The exhibition that a page belongs to."""
    page = page.specific
    return (
        page.exhibition.translation_key if isinstance(page, ChapterPage) else page.translation_key
    )
