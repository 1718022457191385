"""Whether a copy can be ordered."""

from django.utils.translation import gettext as _

from catalog.vocabulary import Level
from portal.reading_room.requests.handling import Answer
from portal.reading_room.requests.offers import Look


def offer_copy(look: Look) -> Answer | None:
    """A copy of pages, digitised for it where they are not."""
    if not look.is_unit:
        return None
    if look.has_scans:
        return True, _("You choose the pages; you are told the fee before anything is made.")
    return True, _("It is digitised for you; you are told the fee before anything is made.")


def offer_package(look: Look) -> Answer | None:
    """All pages of a file with its description."""
    if look.record.level != Level.FILE:
        return None
    if not look.has_scans:
        return False, _("Only what is digitised can be packed.")
    return True, _("All pages with their description, signed by the archive.")
