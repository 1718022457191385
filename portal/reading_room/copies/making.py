"""Making a copy: whether it can be made, of which pages, and the making."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from catalog import access, pictures
from catalog.models import Scan
from portal.reading_room.copies import files
from portal.reading_room.copies.drawing import WRITERS, CopyJob
from portal.reading_room.copies.files import Made
from portal.reading_room.copies.models import AuthenticatedCopy
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.page_lists import MOST_PAGES, parse_pages
from portal.reading_room.rules.errors import Unavailable
from portal.reading_room.rules.vocabulary import Use
from portal.reading_room.typesetting import signing

LONGEST_SIDE = 2000  # pixels: A4 at 170 dots an inch


class CannotMake(Unavailable):
    """The copy cannot be made; the message says what is missing."""


def make(access_request: AccessRequest, entry: AuthenticatedCopy | None, *, at: datetime) -> Made:
    """Make the file that was asked for and put it where only its reader fetches it. Raises ``CannotMake``.

    Pictures go through a folder, one after another, so that a long document does not fill the memory.
    """
    scans = scans_of(access_request, at=at)
    with translation.override("vi"), tempfile.TemporaryDirectory(prefix="tangthu-copy-") as folder:
        desk = Path(folder)
        pages = _draw(scans, desk)
        job = CopyJob(access_request, entry, pages, desk, at)
        made, confirmed = WRITERS[Use(access_request.use)](job)
        return files.put_away(access_request, made, tuple(scan.key for scan in scans), files.digest_of(confirmed))


def check_can_make(access_request: AccessRequest, *, at: datetime, needs_scans: bool = False) -> None:
    """Raise ``CannotMake`` where a copy is too long, cannot be signed, or (``needs_scans``) its pages are not there."""
    if access_request.use_rules.is_signed and not signing.has_certificate():
        raise CannotMake(_("No certificate is configured for signing; the operator's page says how."))
    scans = scans_of(access_request, at=at)
    if len(scans) > MOST_PAGES or len(parse_pages(access_request.pages)) > MOST_PAGES:
        raise CannotMake(_("More than %(most)s pages do not go into one file; ask for a part.") % {"most": MOST_PAGES})
    if needs_scans and not scans:
        raise CannotMake(_("There are no scans of these pages yet; take them in first."))


def scans_of(access_request: AccessRequest, *, at: datetime) -> list[Scan]:
    """The pages that go into a copy: what the reader had before their eyes when they asked, as far as it may go out.

    Of what was not scanned then, the pages that are there now. Raises ``CannotMake`` where a page has gone since.
    """
    scans = list(access.scans_handed_out(access_request.record, at=at))
    if not access_request.scan_keys:
        found = access_request.choose(scans)
        if scans and len(found) < len(parse_pages(access_request.pages)):
            raise CannotMake(_("Not all pages that were asked for have been scanned."))
        return found
    wanted = set(access_request.scan_keys)
    found = [scan for scan in scans if scan.key in wanted]
    if len(found) < len(wanted):
        raise CannotMake(_("A page has been closed or taken away since it was asked for; refuse it with a word."))
    return found


def _draw(scans: list[Scan], desk: Path) -> list[dict]:
    """Write a picture of each scan into the folder; what a template says of each page."""
    pages = []
    try:
        for place, picture in enumerate(pictures.draw(scans, LONGEST_SIDE), 1):
            name = f"page-{place:04}.jpg"
            (desk / name).write_bytes(picture)
            scan = scans[place - 1]
            pages.append({"file": name, "label": f"Trang {scan.label or scan.order}"})
    except pictures.NoPicture as wrong:
        raise CannotMake(_("A page cannot be drawn; its scan may be damaged.")) from wrong
    return pages
