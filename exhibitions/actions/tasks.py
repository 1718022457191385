"""What curators are asked to look at, and how they answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from catalog import access
from catalog.models import Record
from catalog.people import Person, pk_of
from exhibitions import troubles
from exhibitions.models import Answer, ChapterPage, CuratorTask, ExhibitionPage, Run, Tally
from exhibitions.querysets import open_pages


def ask_for(unshown: Iterable[troubles.UnshownExhibit], *, at: datetime) -> int:
    """Create a task for each trouble that has none open; return how many are new."""
    new = 0
    for each in unshown:
        _, is_new = CuratorTask.objects.get_or_create(
            page_id=each.page.pk,
            record_key=each.record_key,
            trouble=each.trouble,
            done_at=None,
            defaults={"created_at": at},
        )
        new += is_new
    return new


def follow_access(roots: Sequence[Record], *, by: Person | None, at: datetime) -> None:
    """Ask the curators of open exhibitions that show a record which has closed; a placeholder stands there by itself.

    What can be seen again is settled. Called inside the transaction that changed the access.
    """
    _close_settled_below(roots, at=at)
    named = ReferenceIndex.objects.filter(
        to_content_type__app_label="catalog",
        to_content_type__model="record",
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
    rows = list(named.values_list("to_object_id", "object_id").distinct())
    shut = {
        record.pk: record
        for record in Record.objects.under(*roots).filter(pk__in={int(pk) for pk, _page in rows}).order_by()
        if not access.is_open_content(record, at=at)
    }
    if not shut:
        return
    touched = {int(page) for pk, page in rows if int(pk) in shut}
    for page in Page.objects.filter(pk__in=touched & open_pages()).specific():
        found = troubles.of_page(page, on=timezone.localdate(at))
        ask_for((each for each in found if each.record and each.record.pk in shut), at=at)


def hold_back(page: Page, *, at: datetime) -> bool:
    """Whether a draft must not be published yet: blocks of it could not be shown, and a task asks its curator."""
    if not isinstance(page, ExhibitionPage | ChapterPage) or not is_seen_at_once(page):
        return False
    return bool(_ask_for_unanswered(page.get_latest_revision_as_object(), page, at=at))


def is_seen_at_once(page: ExhibitionPage | ChapterPage) -> bool:
    """Whether what is published is seen at once; where a day is waited for, the calendar asks before it opens."""
    exhibition = whole(page)
    return exhibition.is_open() or not exhibition.occasions.exists()


def whole(page: ExhibitionPage | ChapterPage) -> ExhibitionPage:
    """The exhibition that a page is, or is a chapter of."""
    return page.exhibition if isinstance(page, ChapterPage) else page


def _ask_for_unanswered(
    version: ExhibitionPage, page: ExhibitionPage, *, at: datetime
) -> list[troubles.UnshownExhibit]:
    known = troubles.answered(key_of(page))
    found = [each for each in troubles.of_page(version, on=timezone.localdate(at)) if each.mark not in known]
    ask_for(found, at=at)
    return found


def follow_publishing(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """What cannot be shown holds a page, whichever door it came through: by hand, approved, scheduled, in bulk.

    A page that nobody could read before is taken back until its curator has answered; one that was open stays, with
    placeholders and a task.
    """
    page = instance.specific
    if not isinstance(page, ExhibitionPage | ChapterPage):
        return
    if not is_seen_at_once(page):
        return
    found = _ask_for_unanswered(page, page, at=page.last_published_at or timezone.now())
    if found and page.first_published_at == page.last_published_at:
        page.unpublish()


def follow_deletion(sender: type[Page], instance: ExhibitionPage, **kwargs: Any) -> None:
    """An exhibition that is gone in every language leaves no run behind; its figures go with it."""
    key = instance.translation_key
    if not ExhibitionPage.objects.filter(translation_key=key).exclude(pk=instance.pk).exists():
        for model in (Run, Answer, Tally):
            model.objects.filter(exhibition=key).delete()


@transaction.atomic
def answer(key: UUID, block: str, record_key: str, trouble: str, *, by: Person | None, at: datetime) -> None:
    """Let a placeholder stand in a block for this record: the exhibition may open as it is."""
    Answer.objects.get_or_create(
        exhibition=key,
        block=block,
        record_key=record_key,
        trouble=trouble,
        defaults={"by_id": pk_of(by), "at": at},
    )


@transaction.atomic
def take_back(key: UUID, block: str, record_key: str, trouble: str) -> None:
    Answer.objects.filter(exhibition=key, block=block, record_key=record_key, trouble=trouble).delete()


def _close_settled_below(roots: Sequence[Record], *, at: datetime) -> None:
    """Close the tasks about records of branches whose access has changed, as far as their trouble is over."""
    tasks = CuratorTask.objects.filter(done_at=None)
    records = Record.objects.under(*roots).filter(key__in=tasks.values("record_key")).order_by()
    _close_those_settled(tasks.filter(record_key__in=list(records.values_list("key", flat=True))), at=at)


def close_settled(*, at: datetime) -> None:
    """Close the tasks whose trouble is over: a record may be seen again, a page has its scan, a region is drawn."""
    _close_those_settled(CuratorTask.objects.filter(done_at=None), at=at)


def _close_those_settled(tasks: QuerySet[CuratorTask], *, at: datetime) -> None:
    keys = list(tasks.values_list("record_key", flat=True))
    known = {record.key: record for record in Record.objects.filter(key__in=keys).order_by()}
    for task in tasks.select_related("page"):
        record = known.get(task.record_key)
        # of what is hidden nothing can be shown, whatever the pages say
        if record is not None and not access.is_open_description(record, at=at):
            continue
        if not _stands_in_the_way(task, at=at):
            CuratorTask.objects.filter(pk=task.pk).update(done_at=at)


def _stands_in_the_way(task: CuratorTask, *, at: datetime) -> bool:
    """Whether the page, as it is or as it was last drafted, cannot show the record, for this reason or another."""
    page, on = task.page.specific, timezone.localdate(at)
    versions = (page, page.get_latest_revision_as_object())
    unshown = (each for version in versions for each in troubles.of_page(version, on=on))
    return any(each.record_key == task.record_key for each in unshown)


@transaction.atomic
def finish(task: CuratorTask, *, by: Person | None, at: datetime) -> None:
    CuratorTask.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=by)


def key_of(page: Page) -> UUID:
    """The exhibition that a page belongs to."""
    return whole(page.specific).translation_key
