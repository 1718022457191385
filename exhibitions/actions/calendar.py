"""The calendar at work: runs are planned ahead, opened on their day, closed after their last, each exactly once.

``follow_calendar`` is called every half minute by the worker and may be called by anybody at any time: what is done
already is not done again, and what a downtime left undone is done when the worker is back. A run whose last day passed
meanwhile is never opened; it is marked as missed.
"""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from exhibitions import troubles
from exhibitions.actions import tasks
from exhibitions.models import ExhibitionPage, Occasion, Run

log = logging.getLogger(__name__)
YEARS_AHEAD = 5


def follow_calendar(at: datetime) -> dict[str, int]:
    """Plan, open, hold, close; return how many of each."""
    today = timezone.localdate(at)
    plan(today)
    done = {"opened": 0, "held": 0, "closed": 0, "missed": 0, "nothing": 0}
    for pk in list(Run.objects.due(today).values_list("pk", flat=True)):
        done[_begin(pk, at, today)] += 1
    for pk in list(Run.objects.over(today).values_list("pk", flat=True)):
        done["closed"] += _end(pk, at, today)
    done.pop("nothing", None)
    tasks.close_settled(at=at)
    return done


def source_pages() -> list[ExhibitionPage]:
    """The published page of each exhibition whose occasions count: the Vietnamese one where there is one."""
    chosen: dict = {}
    for page in ExhibitionPage.objects.live().select_related("locale").order_by("pk"):
        known = chosen.get(page.translation_key)
        if known is None or page.locale.language_code == settings.LANGUAGE_CODE:
            chosen[page.translation_key] = page
    return list(chosen.values())


@transaction.atomic
def plan(today: date) -> None:
    """Write the runs of the next years as the occasions of published pages want them; drop plans no longer wanted."""
    wanted = _wanted(today)
    known = {(run.exhibition, run.day_id, run.falls_on): run for run in Run.objects.filter(closed_at=None)}
    for key, run in known.items():
        if key not in wanted:
            # an open one stays until its last day; a worker may have opened this one just now
            Run.objects.planned().filter(pk=run.pk).delete()
        elif (run.opens_on, run.closes_on) != wanted[key]:
            run.opens_on, run.closes_on = wanted[key]
            run.save(update_fields=["opens_on", "closes_on"])
    settled = Run.objects.exclude(closed_at=None)
    done = known.keys() | set(settled.values_list("exhibition", "day_id", "falls_on"))
    fresh = [
        Run(exhibition=key[0], day_id=key[1], falls_on=key[2], opens_on=span[0], closes_on=span[1])
        for key, span in wanted.items()
        # what was over before anybody planned it never was
        if key not in done and span[1] >= today
    ]
    Run.objects.bulk_create(fresh, ignore_conflicts=True)


def _wanted(today: date) -> dict[tuple, tuple[date, date]]:
    """First and last day of each time that an exhibition should be on: by its key, the day, and when that falls."""
    first, last = today - timedelta(days=400), date(today.year + YEARS_AHEAD, 12, 31)
    sources = {page.pk: page.translation_key for page in source_pages()}
    found: dict[tuple, tuple[date, date]] = {}
    for occasion in Occasion.objects.filter(page_id__in=sources).select_related("day"):
        before, after = timedelta(occasion.opens_before), timedelta(occasion.stays_after)
        for day in occasion.falls_on(first, last):
            found[sources[occasion.page_id], occasion.day_id, day] = (day - before, day + after)
    return found


@transaction.atomic
def _begin(pk: int, at: datetime, today: date) -> str:
    """Open one run, hold it back, or mark it as missed; the row is locked, so that two workers do it once."""
    run = Run.objects.planned().select_for_update().filter(pk=pk).first()
    if run is None:
        return "nothing"
    if run.closes_on < today:
        run.closed_at = at
        run.save(update_fields=["closed_at"])
        why = "was held back until it was over" if run.held_at else "passed while nothing was running"
        log.warning("%s %s", run, why)
        return "missed"
    standing = troubles.unanswered(run.exhibition, on=today)
    if standing:
        if run.held_at is None:
            run.held_at = at
            run.save(update_fields=["held_at"])
        tasks.ask_for(standing, at=at)
        return "held"
    run.opened_at, run.held_at = at, None
    run.save(update_fields=["opened_at", "held_at"])
    return "opened"


@transaction.atomic
def _end(pk: int, at: datetime, today: date) -> int:
    run = Run.objects.over(today).select_for_update().filter(pk=pk).first()
    if run is None:
        return 0
    run.closed_at = at
    run.save(update_fields=["closed_at"])
    return 1
