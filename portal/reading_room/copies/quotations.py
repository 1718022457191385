"""What a copy costs: lines of a quotation out of the archive's table, and the reader's reduction."""

from collections.abc import Iterable
from datetime import date

from catalog import access
from portal.reading_room.fees.tables import fees_of, reduction
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.page_lists import count_pages
from portal.reading_room.rules.vocabulary import FeeUnit


def lines_for(requests: Iterable[AccessRequest], *, on: date) -> list[dict]:
    """One line for each fee that a request falls under; amounts are whole đồng, rounded down after the reduction."""
    lines = []
    for each in requests:
        percent = reduction(each.dossier.fee_class, on=on)
        for fee in fees_of(each.use, each.copy_format, on=on):
            count = pages_of(each) if fee.unit == FeeUnit.PAGE else 1
            full = count * fee.amount
            lines.append(
                {
                    "name": fee.name,
                    "name_en": fee.name_en or fee.name,
                    "basis": fee.basis,
                    "code": each.record.reference_code,
                    "request": each.pk,
                    "count": count,
                    "unit": fee.unit,
                    "amount": fee.amount,
                    "percent": percent,
                    "sum": full - full * percent // 100,
                }
            )
    return lines


def pages_of(access_request: AccessRequest) -> int:
    """How many pages are copied: those that were chosen, else all that are scanned or counted, at least one."""
    if access_request.pages:
        return count_pages(access_request.pages)
    record = access_request.record
    return access.scans_handed_out(record).count() or record.page_count or record.sheet_count or 1
