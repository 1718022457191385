"""Who may look: the only answer in the product. Every surface that shows, counts or hints asks here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from catalog import rule
from catalog.authorities.models import Agent
from catalog.people import Person
from catalog.records.models import AccessGrant, Record, Scan
from catalog.records.querysets import ScanQuerySet
from catalog.rule import sees_everything
from catalog.vocabulary import strictness

# what must be read of a record, or is read through it, before anything is asked about it
COLUMNS = rule.COLUMNS

# what may be said of a record whose true title is guarded
# nothing that somebody wrote freely: a reason or a condition may name what the title hides
HARMLESS = ("reference_code", "date_text", "extent")


@dataclass(frozen=True)
class Decision:
    """What a reader may have of a record, and what to tell them where they may not."""

    description: bool
    content: bool
    is_open: bool
    seal: str
    reason: str = ""
    opens_on: date | None = None
    granted_until: date | None = None


def may_see_description(reader: Person, record: Record, *, at: datetime | None = None) -> bool:
    """Whether this reader may know that the record exists."""
    if is_open_description(record, at=at):
        return True
    return sees_everything(reader)


def may_see_content(reader: Person, record: Record, *, at: datetime | None = None) -> bool:
    """Whether this reader may see the record's scans, cheapest reason first."""
    if is_open_content(record, at=at):
        return True
    if not reader.is_authenticated:
        return False
    if sees_everything(reader):
        return True
    return is_open_description(record, at=at) and grant_for(reader, record, at=at) is not None


def may_see_preview(reader: Person, record: Record, *, at: datetime | None = None) -> bool:
    """Whether this reader may see small pictures of the scans: everybody, where the archive allows it."""
    return shows_previews(record, at=at) or may_see_content(reader, record, at=at)


def may_see_contents(reader: Person, records: Iterable[Record], *, at: datetime | None = None) -> set[int]:
    """Of many records those whose scans this reader may see, by primary key; one query for all grants."""
    at = at or timezone.now()
    everything, opened = sees_everything(reader), set[str]()
    if reader.is_authenticated and not everything:
        grants = AccessGrant.objects.filter(reader_id=reader.pk).active(at)
        opened = set(grants.values_list("record__path", flat=True))
    return {
        record.pk
        for record in records
        if everything
        or is_open_content(record, at=at)
        or (is_open_description(record, at=at) and not opened.isdisjoint(record.ancestor_paths))
    }


def is_open_description(record: Record, *, at: datetime | None = None) -> bool:
    """Whether the description is public at a moment: not closed, and no embargo holds it."""
    return rule.is_public(record, _day(at))


def is_held(record: Record, *, at: datetime | None = None) -> bool:
    """Whether an embargo closes the record at a moment, whatever its level is."""
    return rule.is_held(record, _day(at))


def is_open_content(record: Record, *, at: datetime | None = None) -> bool:
    """Whether everybody may see the scans, so that they may be served without asking who looks."""
    return rule.is_open(record, _day(at))


def shows_previews(record: Record, *, at: datetime | None = None) -> bool:
    """Whether everybody may see small pictures of the scans although the scans are not open."""
    return rule.shows_previews(record, _day(at))


def _day(at: datetime | None) -> date:
    return timezone.localdate(at or timezone.now())


def grant_for(reader: Person, record: Record, *, at: datetime | None = None) -> AccessGrant | None:
    """The longest grant that opens this record, or one above it, to the reader now."""
    return (
        AccessGrant.objects.filter(reader_id=reader.pk, record__path__in=record.ancestor_paths)
        .active(at or timezone.now())
        .order_by("-ends_at")
        .first()
    )


def opens_by_moving(record: Record, under: Record, *, at: datetime | None = None) -> bool:
    """Whether more people could see a record below another one than where it is: what closes it may stand above it."""
    level, embargo = rule.inherited(record, under)
    held = record.effective_embargo or date.min
    return strictness(level) < strictness(record.effective_access) or max(embargo or date.min, _day(at)) < held


def may_see_history(reader: Person, agent: Agent) -> bool:
    """Whether this reader may read of an agent what open records do not say: history, dates, other names.

    One open record makes an agent's name known; what else is written of it may come from records that are closed.
    """
    return agent.is_published or sees_everything(reader)


def may_download(reader: Person, record: Record, *, at: datetime | None = None) -> bool:
    """Whether this reader may take the scans along: what is open to everyone, and what was granted so."""
    if is_open_content(record, at=at):
        return True
    if not reader.is_authenticated or not is_open_description(record, at=at):
        return False
    return (
        AccessGrant.objects.filter(reader_id=reader.pk, record__path__in=record.ancestor_paths, may_download=True)
        .active(at or timezone.now())
        .exists()
    )


def scans_handed_out(record: Record, *, at: datetime | None = None) -> ScanQuerySet:
    """The scans that go along when a record is handed out whole: its own and those below, in order.

    What lies below under a stricter level stays behind: the decision was about this record.
    """
    return (
        Scan.objects.under(record)
        .visible_to(None, _day(at))
        .filter(record__effective_access=record.effective_access)
        .select_related("record")
        .order_by("record__path", "order", "pk")
    )


def decide(reader: Person, record: Record, *, at: datetime | None = None) -> Decision:
    """Answer once for a page that shows a record: description, content, why not, until when."""
    content = may_see_content(reader, record, at=at)
    grant = None
    if content and not is_open_content(record, at=at) and not sees_everything(reader):
        grant = grant_for(reader, record, at=at)
    return Decision(
        description=content or may_see_description(reader, record, at=at),
        content=content,
        is_open=is_open_content(record, at=at),
        seal=rule.seal(record, _day(at)),
        reason="" if record.title_is_guarded and not content else record.access_reason,
        opens_on=record.effective_embargo,
        granted_until=grant.last_day if grant else None,
    )
