"""Files made for readers: the copy as PDF, signed or not, and the package; where they lie until they are fetched."""

import hashlib
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog import access, exports, pictures
from catalog.models import Scan
from portal.reading_room.models import AccessRequest, CertifiedCopy, Delivery, RoomRules
from portal.reading_room.page_lists import parse_pages
from portal.reading_room.papers import signing
from portal.reading_room.papers.typesetting import qr, typeset_in
from portal.reading_room.vocabulary import Use

LONGEST_SIDE = 2000  # pixels: A4 at 170 dots an inch
# what a certificate, a signature and a reader's download can bear in one file
MOST_PAGES = 200


class CannotMake(Exception):
    """The copy cannot be made; the message says what is missing."""


@dataclass(frozen=True)
class Made:
    """A file that was made: where it lies, how it is called, what it weighs, and its digest."""

    ref: uuid.UUID
    name: str
    size: int
    sha512: str
    pages: int
    # of the signed document that the verification page is asked about: in a package it lies inside
    certificate_sha512: str


def make(access_request: AccessRequest, certified: CertifiedCopy | None, *, at: datetime) -> Made:
    """Make the file that was asked for and put it where only its reader fetches it. Raises ``CannotMake``.

    Pictures go through a folder, one after another, so that a long document does not fill the memory.
    """
    scans = scans_of(access_request, at=at)
    with translation.override("vi"), tempfile.TemporaryDirectory(prefix="tangthu-copy-") as folder:
        desk = Path(folder)
        pages = _draw(scans, desk)
        made = signed = desk / "made.pdf"
        if certified is None:
            made.write_bytes(_plain(access_request, pages, desk))
        else:
            made.write_bytes(_certified(access_request, certified, pages, desk, at=at))
            if access_request.use == Use.PACKAGE:
                made = _package(access_request, made, pages, desk)
        return _put_away(access_request, made, len(scans), _digest(signed))


def check_can_make(access_request: AccessRequest, *, at: datetime, needs_scans: bool = False) -> None:
    """Raise ``CannotMake`` where a copy is too long, cannot be signed, or (``needs_scans``) its pages are not there."""
    if access_request.use != Use.COPY and not signing.has_certificate():
        raise CannotMake(_("No certificate is configured for signing; the operator's page says how."))
    scans = scans_of(access_request, at=at)
    if len(scans) > MOST_PAGES or len(parse_pages(access_request.pages)) > MOST_PAGES:
        raise CannotMake(_("More than %(most)s pages do not go into one file; ask for a part.") % {"most": MOST_PAGES})
    if needs_scans and not scans:
        raise CannotMake(_("There are no scans of these pages yet; take them in first."))


def chosen_scans(access_request: AccessRequest, scans: Iterable[Scan]) -> list[Scan]:
    """Of a record's scans those that the reader chose by their numbers; all where none are chosen."""
    found, chosen = list(scans), parse_pages(access_request.pages)
    if access_request.use == Use.PACKAGE or not chosen:
        return found
    return [found[number - 1] for number in chosen if number <= len(found)]


def scans_of(access_request: AccessRequest, *, at: datetime) -> list[Scan]:
    """The pages that go into a copy: what the reader had before their eyes when they asked, as far as it may go out.

    Of what was not scanned then, the pages that are there now. Raises ``CannotMake`` where a page has gone since.
    """
    scans = list(access.scans_handed_out(access_request.record, at=at))
    if not access_request.scan_keys:
        found = chosen_scans(access_request, scans)
        if scans and len(found) < len(parse_pages(access_request.pages)):
            raise CannotMake(_("Not all pages that were asked for have been scanned."))
        return found
    wanted = set(access_request.scan_keys)
    found = [scan for scan in scans if scan.key in wanted]
    if len(found) < len(wanted):
        raise CannotMake(_("A page has been closed or taken away since it was asked for; refuse it with a word."))
    return found


def path_of(delivery: Delivery) -> Path:
    return _path(delivery.ref)


def drop_file(ref: uuid.UUID) -> None:
    """Erase a file; one that is gone is gone."""
    _path(ref).unlink(missing_ok=True)


def stray_files() -> Iterable[Path]:
    """Files that no delivery knows: left by an attempt that was interrupted."""
    known = {str(ref) for ref in Delivery.objects.values_list("ref", flat=True)}
    folder = Path(settings.COPY_FILES)
    return [path for path in folder.glob("*") if path.name not in known] if folder.exists() else []


def head_of_papers() -> dict:
    """The archive's head as it stands on papers."""
    rules = RoomRules.load()
    return {
        "superior": rules.superior,
        "agency": rules.agency or settings.WAGTAIL_SITE_NAME,
        "signer_title": rules.signer_title,
    }


def dated(at: datetime) -> str:
    """Place and date as an official paper writes them (Decree 30/2020, appendix I)."""
    day, place = timezone.localdate(at), RoomRules.load().place
    # days below 10 and the months of January and February are written with a nought in front
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    words = f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else words[0].upper() + words[1:]


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


def _plain(access_request: AccessRequest, pages: list[dict], desk: Path) -> bytes:
    values = {
        **head_of_papers(),
        "code": access_request.record.reference_code,
        "pages": pages,
        "foot": f"Yêu cầu số {access_request.dossier.number}",
    }
    return typeset_in(desk, "copy", values)


def _certified(
    access_request: AccessRequest,
    certified: CertifiedCopy,
    pages: list[dict],
    desk: Path,
    *,
    at: datetime,
) -> bytes:
    record, head = access_request.record, head_of_papers()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("verify_copy", args=[certified.code])
    chosen = f" (trang {access_request.pages})" if access_request.pages else ""
    values = {
        **head,
        "pages": pages,
        "number": certified.shown_number,
        "code": certified.code,
        "address": address,
        "title": "Bản sao có xác thực",
        "reference": record.reference_code,
        "dated": dated(at),
        "officer": str(certified.issued_by or ""),
        "facts": [
            ["Tài liệu:", record.title],
            ["Số ký hiệu:", record.reference_code],
            ["Thời gian:", record.date_text],
            ["Số trang sao:", f"{len(pages)}{chosen}"],
            ["Yêu cầu số:", access_request.dossier.number],
        ],
        "wording": f"Bản sao này được sao từ bản số hóa của tài liệu đang bảo quản tại {head['agency']} và có nội dung "
        "đúng với bản số hóa đó. Chữ ký số nằm tại dấu BẢN SAO trên trang này.",
        "how": "Quét mã hoặc mở địa chỉ sau để đối chiếu số, ngày và mã băm SHA-512 của tệp:",
        "warning": "BẢN THỬ: chứng thư số dùng để ký chỉ là chứng thư thử, không có giá trị pháp lý."
        if settings.SIGNING_IS_TEST
        else "",
    }
    (desk / "qr.svg").write_bytes(qr(address))
    pdf = typeset_in(desk, "certified", values)
    reason = f"Xác thực bản sao số {certified.shown_number}"
    return signing.sign(pdf, reason=reason, place=RoomRules.load().place)


def _package(access_request: AccessRequest, certificate: Path, pages: list[dict], desk: Path) -> Path:
    """A bag (RFC 8493): pages, description as EAD, and the signed certificate, with their digests.

    Written here and not by the package ``bagit``: that writes version 0.97, and changes the working directory of the
    whole process while it does.
    """
    record, agency = access_request.record, head_of_papers()["agency"]
    link = settings.WAGTAILADMIN_BASE_URL + reverse("record", args=[record.key])
    described = desk / "described.xml"
    reader = access_request.researcher or AnonymousUser()
    described.write_bytes(b"".join(exports.ead(record, reader, agency=agency, address=link)))
    inside = {"data/chung-thuc.pdf": certificate, "data/mo-ta.ead.xml": described}
    inside |= {f"data/trang/{page['file']}": desk / page["file"] for page in pages}
    lines = "".join(f"{_digest(path)}  {name}\n" for name, path in inside.items())
    made = desk / "made.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as bag:
        bag.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        bag.writestr("bag-info.txt", f"Source-Organization: {agency}\nExternal-Identifier: {record.key}\n")
        bag.writestr("manifest-sha512.txt", lines)
        for name, path in inside.items():
            bag.write(path, name)
    return made


def _put_away(access_request: AccessRequest, made: Path, pages: int, signed: str) -> Made:
    code = (access_request.record.reference_code or access_request.record.key)[:100]
    kind = "-ban-sao" if access_request.use == Use.COPY else "-xac-thuc"
    name = "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in code) + kind
    ref = uuid.uuid4()
    path = _path(ref)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    shutil.copyfile(made, unfinished)
    unfinished.replace(path)
    return Made(ref, name + made.suffix, path.stat().st_size, _digest(path), pages, signed)


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha512").hexdigest()


def _path(ref: uuid.UUID) -> Path:
    return Path(settings.COPY_FILES) / f"{ref}"
