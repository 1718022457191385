"""Files made for readers: the copy as PDF, signed or not, and the package; where they lie until they are fetched."""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from catalog import access, exports, faces
from catalog.models import Scan
from portal.reading_room.models import AccessRequest, CertifiedCopy, Delivery, RoomRules
from portal.reading_room.page_lists import parse_pages
from portal.reading_room.papers import signing
from portal.reading_room.papers.typesetting import qr, typeset
from portal.reading_room.vocabulary import Use

LONGEST_SIDE = 2000  # pixels: A4 at 170 dots an inch
MOST_PAGES = 400


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


def make(access_request: AccessRequest, certified: CertifiedCopy | None, *, at: datetime) -> Made:
    """Make the file that was asked for and put it where only its reader fetches it. Raises ``CannotMake``."""
    scans = scans_of(access_request, at=at)
    if not scans:
        raise CannotMake("There are no scans of these pages yet; take them in first.")
    if len(scans) > MOST_PAGES:
        raise CannotMake(f"More than {MOST_PAGES} pages do not go into one file; ask for a part.")
    with translation.override("vi"):
        if certified is None:
            data = _plain(access_request, scans)
        else:
            data = _certified(access_request, certified, scans, at=at)
            if access_request.use == Use.PACKAGE:
                data = _package(access_request, data, scans)
    suffix = "zip" if access_request.use == Use.PACKAGE else "pdf"
    code = access_request.record.reference_code or access_request.record.key
    name = "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in code)
    ref = uuid.uuid4()
    _write(ref, data)
    return Made(ref, f"{name}.{suffix}", len(data), hashlib.sha512(data).hexdigest(), len(scans))


def scans_of(access_request: AccessRequest, *, at: datetime) -> list[Scan]:
    """The pages that go into a copy: those that were chosen, out of what may be handed out with the record."""
    scans = list(access.scans_handed_out(access_request.record, at=at))
    chosen = parse_pages(access_request.pages)
    if access_request.use == Use.PACKAGE or not chosen:
        return scans
    return [scans[number - 1] for number in chosen if number <= len(scans)]


def path_of(delivery: Delivery) -> Path:
    return _path(delivery.ref)


def drop(delivery: Delivery) -> None:
    """Erase the file; one that is gone is gone."""
    _path(delivery.ref).unlink(missing_ok=True)


def head_of_papers() -> dict:
    """The archive's head as it stands on papers."""
    rules = RoomRules.load()
    return {"superior": rules.superior, "agency": rules.agency or settings.WAGTAIL_SITE_NAME,
            "signer_title": rules.signer_title}  # fmt: skip


def dated(at: datetime) -> str:
    """Place and date as an official paper writes them (Decree 30/2020, appendix I)."""
    day, place = timezone.localdate(at), RoomRules.load().place
    # days below 10 and the months of January and February are written with a nought in front
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    words = f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else words[0].upper() + words[1:]


def _pictures(scans: list[Scan]) -> Iterator[bytes]:
    try:
        yield from faces.pictures(scans, LONGEST_SIDE)
    except faces.NoPicture as wrong:
        raise CannotMake("A page of this document cannot be read; see its fixity.") from wrong


def _leaves(scans: list[Scan]) -> tuple[list[dict], dict[str, bytes]]:
    files = {f"page-{place}.jpg": data for place, data in enumerate(_pictures(scans), 1)}
    pages = [
        {"file": name, "label": f"Trang {scan.label or scan.order}"}
        for name, scan in zip(files, scans, strict=True)
    ]
    return pages, files


def _plain(access_request: AccessRequest, scans: list[Scan]) -> bytes:
    pages, files = _leaves(scans)
    values = {
        **head_of_papers(), "code": access_request.record.reference_code, "pages": pages,
        "foot": f"Yêu cầu số {access_request.dossier.number}",
    }  # fmt: skip
    return typeset("copy", values, files)


def _certified(
    access_request: AccessRequest, certified: CertifiedCopy, scans: list[Scan], *, at: datetime
) -> bytes:
    pages, files = _leaves(scans)
    record, head = access_request.record, head_of_papers()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("verify_copy", args=[certified.code])
    values = {
        **head, "pages": pages, "number": certified.shown_number, "code": certified.code, "address": address,
        "title": "Bản sao có xác thực", "reference": record.reference_code, "dated": dated(at),
        "officer": str(certified.issued_by or ""),
        "facts": [
            ["Tài liệu:", record.title],
            ["Số ký hiệu:", record.reference_code],
            ["Thời gian:", record.date_text],
            ["Số trang sao:", f"{len(scans)}" + (f" (trang {access_request.pages})" if access_request.pages else "")],
            ["Yêu cầu số:", access_request.dossier.number],
        ],
        "wording": f"Bản sao này được sao từ bản số hóa của tài liệu đang bảo quản tại {head['agency']} và có nội dung "
                   "đúng với bản số hóa đó. Chữ ký số nằm tại dấu BẢN SAO trên trang này.",
        "how": "Quét mã hoặc mở địa chỉ sau để đối chiếu số, ngày và mã băm SHA-512 của tệp:",
        "warning": "BẢN THỬ: chứng thư số dùng để ký chỉ là chứng thư thử, không có giá trị pháp lý."
                   if settings.SIGNING_IS_TEST else "",
    }  # fmt: skip
    files["qr.svg"] = qr(address)
    pdf = typeset("certified", values, files)
    try:
        return signing.sign(
            pdf,
            reason=f"Xác thực bản sao số {certified.shown_number}",
            place=RoomRules.load().place,
        )
    except signing.NoCertificate as wrong:
        raise CannotMake(str(wrong)) from wrong


def _package(access_request: AccessRequest, certificate: bytes, scans: list[Scan]) -> bytes:
    """A bag (RFC 8493): pages, description as EAD, and the signed certificate, with their digests."""
    record = access_request.record
    link = settings.WAGTAILADMIN_BASE_URL + reverse("record", args=[record.key])
    agency = head_of_papers()["agency"]
    described = exports.ead(record, access_request.researcher, agency=agency, address=link)
    inside = {"data/chung-thuc.pdf": certificate, "data/mo-ta.ead.xml": b"".join(described)}
    for place, picture in enumerate(_pictures(scans), 1):
        inside[f"data/trang/{place:04}.jpg"] = picture
    lines = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {name}\n" for name, data in inside.items()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bag:
        bag.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        bag.writestr(
            "bag-info.txt", f"Source-Organization: {agency}\nExternal-Identifier: {record.key}\n"
        )
        bag.writestr("manifest-sha512.txt", lines)
        for name, data in inside.items():
            bag.writestr(name, data)
    return out.getvalue()


def _write(ref: uuid.UUID, data: bytes) -> None:
    path = _path(ref)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def _path(ref: uuid.UUID) -> Path:
    return Path(settings.COPY_FILES) / f"{ref}"
