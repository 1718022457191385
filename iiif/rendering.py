"""A whole document as one PDF, for readers who want to take it home."""

import io
import threading
from collections.abc import Iterable, Iterator

import pypdfium2
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import access
from catalog.models import Scan
from catalog.pictures import NoPicture
from iiif import fixity, gate, shelves
from iiif.image import parameters
from iiif.image.buckets import Unreachable
from iiif.image.packs import shelf
from iiif.image.queue import RETRY_SECONDS, Full, RenderQueue
from iiif.image.transforms import BrokenPack, render
from iiif.presentation.contents import DocumentPage, Leaf, gather
from iiif.presentation.manifests import PDF_PAGES
from iiif.presentation.views import find

# one file at a time: PDFium is not made for threads, and a long document must not hold up single pictures
queue = RenderQueue(at_work=1, waiting=1, patience=20)
_pdfium = threading.Lock()
LONGEST = 2400  # pixels: A4 at 200 dots an inch
DOTS_AN_INCH = 200


@require_safe
def pdf(request, key: str) -> HttpResponseBase:
    """What is open to everyone is handed out, and what was granted with a download; the rest is read here."""
    record, reader = find(request, key)
    is_granted = not access.is_open_content(record) and access.may_download(reader, record)
    contents = gather(record, reader if is_granted else AnonymousUser())
    is_whole = all(page.may_view for page in contents.pages) if is_granted else contents.is_open
    if not contents.pages or not is_whole or len(contents.pages) > PDF_PAGES:
        raise Http404("No such file.")
    try:
        with queue.turn(), _pdfium:
            made = _write(contents.pages)
    except Full:
        return _not_now("Too many files are being made just now.", later=True)
    except Unreachable:
        return _not_now("The store of pictures does not answer just now.", later=True)
    except BrokenPack:
        return _not_now("A page of this document is damaged.", later=False)
    answer = FileResponse(made, as_attachment=True, filename=f"{key}.pdf", content_type="application/pdf")
    if is_granted:
        return gate.guarded(answer)
    answer["Cache-Control"] = gate.open_cache()
    return answer


def _not_now(text: str, *, later: bool) -> HttpResponse:
    """503 in words; ``later`` says when to try again, which helps where nothing is damaged."""
    response = HttpResponse(f"{text}\n", status=503, content_type="text/plain")
    if later:
        response["Retry-After"] = str(RETRY_SECONDS)
    return gate.guarded(response)


def pictures_for_copies(scans: Iterable[Scan], longest: int) -> Iterator[bytes]:
    """What ``catalog.pictures.draw`` promises."""
    try:
        yield from pictures(scans, longest)
    except (BrokenPack, Unreachable) as wrong:
        raise NoPicture(str(wrong)) from wrong


def pictures(scans: Iterable[Leaf | Scan], at_most: int) -> Iterator[bytes]:
    """Scans as JPEG, the longer side ``at_most`` pixels. Raises ``BrokenPack``, ``Unreachable``."""
    for scan in scans:
        longest = min(at_most, max(scan.width, scan.height), settings.IIIF_MAX_WIDTH)
        wanted = parameters.parse(
            "full",
            f"!{longest},{longest}",
            "0",
            "default.jpg",
            width=scan.width,
            height=scan.height,
            max_width=settings.IIIF_MAX_WIDTH,
            max_area=settings.IIIF_MAX_AREA,
        )
        try:
            copy = shelf.open(shelves.pack_path(scan))
            yield render(wanted, width=scan.width, height=scan.height, read=copy.get)
        except fixity.UNREADABLE as wrong:
            row = Scan.objects.select_related("record").get(pk=scan.pk)
            fixity.note(row, fixity.damage_of(wrong), at=timezone.now())
            raise BrokenPack(scan.key) from wrong


def _write(pages: list[DocumentPage]) -> io.BytesIO:
    """JPEG pages are put into the PDF as they are, without another loss."""
    document = pypdfium2.PdfDocument.new()
    for picture in pictures((page.scan for page in pages), LONGEST):
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(picture), inline=True)
        width, height = (side * 72 / DOTS_AN_INCH for side in image.get_px_size())
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = document.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
        sheet.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    out.seek(0)
    return out
