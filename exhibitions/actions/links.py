"""Addresses under which a draft is seen without an account."""

from datetime import datetime, timedelta

from wagtail.models import Page

from catalog.people import Person, pk_of
from exhibitions.models import DraftLink


def hand_out(page: Page, *, by: Person | None, at: datetime, days: int) -> DraftLink:
    """Make an address of a page's draft that holds for so many days."""
    expires_at = at + timedelta(days=days)
    return DraftLink.objects.create(page_id=page.pk, made_by_id=pk_of(by), made_at=at, expires_at=expires_at)


def end(link: DraftLink, *, at: datetime) -> None:
    """Make an address worthless from now on."""
    DraftLink.objects.filter(pk=link.pk, expires_at__gt=at).update(expires_at=at)
