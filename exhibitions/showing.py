"""What of a page's records this reader may see, asked once for the whole page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person
from exhibitions.blocks.exhibits import Chosen, Exhibit, Need


@dataclass(frozen=True)
class Shown:
    """A record as this reader may have it: ``record`` is ``None`` where not even its existence may be told."""

    record: Record | None = None
    scan: Scan | None = None
    may_see: bool = False

    def meets(self, need: Need) -> bool:
        """Whether a block that needs as much may be drawn; one that names a record tells what its title tells."""
        if self.record is None:
            return False
        if need is Need.LINK:
            return True
        if need is Need.PICTURE:
            return self.scan is not None
        return self.may_see or (need is Need.NAME and not self.record.title_is_guarded)


ABSENT = Shown()


class Showing:
    """Answers for every block of a page; three questions to the database whatever their number."""

    def __init__(self, reader: Person, exhibits: Iterable[Exhibit], *, with_text: bool = False) -> None:
        wanted = [each for each in exhibits if each.record]
        pages: dict[int, set[int]] = {}
        for each in wanted:
            pages.setdefault(each.record or 0, set()).add(each.page)
        # read afresh: what was withdrawn a moment ago is gone from this page too
        self.records = {
            record.pk: record for record in Record.objects.visible_to(reader).filter(pk__in=pages).order_by()
        }
        self.may_see = access.may_see_contents(reader, self.records.values())
        self._scans: dict[tuple[int, int], Scan] = {}
        if self.may_see:
            asked = Q()
            for pk in self.may_see:
                asked |= Q(record_id=pk, order__in=pages[pk])
            scans = Scan.objects.filter(asked)
            for scan in scans.select_related("text") if with_text else scans:
                self._scans[scan.record_id, scan.order] = scan

    def of(self, chosen, page: int | None = 1) -> Shown:
        """What to show of a record that a block names; ``page`` counts from 1."""
        record = self.records.get(chosen.pk) if chosen else None
        if record is None:
            return ABSENT
        return Shown(record, self._scans.get((record.pk, page or 1)), record.pk in self.may_see)

    def of_exhibit(self, exhibit: Exhibit) -> Shown:
        return self.of(Chosen(exhibit.record), exhibit.page) if exhibit.record else ABSENT


def exhibits_of(stories: Iterable) -> Iterator[Exhibit]:
    """Everything that the blocks of some stories show."""
    for story in stories:
        for child in story:
            if hasattr(child.block, "exhibits"):
                yield from child.block.exhibits(child.value)
