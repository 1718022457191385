"""Whether paper is on its shelf, and if not, why and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from catalog.models import Record
from portal.reading_room.loans.models import Absence, Loan
from portal.reading_room.requests.units import unit_of


@dataclass(frozen=True)
class Paper:
    """Whether the paper is on its shelf; if not, why, and the day it can be had again if that is known."""

    is_there: bool
    why: str = ""
    back_on: date | None = None


def paper(record: Record, *, on: date, unit: Record | None = None) -> Paper:
    """Where the paper is: on its shelf, in a reader's hands, or away for a reason that the archive has entered.

    ``unit`` is what leaves the shelf for the record, where that is known already.
    """
    absence = Absence.of(record, on)
    if absence:
        back = absence.until + timedelta(days=1) if absence.until else None
        return Paper(False, str(absence.get_kind_display()), back)
    loan = Loan.objects.filter(unit=unit or unit_of(record), returned_at=None).first()
    if loan:
        return Paper(False, _("In use by another reader"), loan.due_on)
    return Paper(True)
