"""Whether paper can be asked for: where it is, and when it can be had again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.reading_room.loans.availability import paper
from portal.reading_room.requests.handling import Answer
from portal.reading_room.requests.offers import Look


def offer_paper(look: Look) -> Answer | None:
    """The original in the reading room."""
    if not look.is_unit:
        return None
    away = paper(look.record, on=timezone.localdate(look.at))
    if not away.is_there:
        if away.back_on:
            return True, _("%(why)s; it can be had again from %(day)s.") % {
                "why": away.why,
                "day": f"{away.back_on:%d/%m/%Y}",
            }
        return False, _("%(why)s; nobody can say yet until when.") % {"why": away.why}
    if look.has_scans:
        return True, _("It is digitised, and the original is spared: say why the pictures are not enough.")
    return True, _("It lies on paper: choose a day and a seat.")
