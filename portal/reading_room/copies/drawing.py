"""What goes into a copy: the plain one, the authenticated one, and the package; one writer for each use."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from catalog import exports
from portal.reading_room.copies.files import digest_of
from portal.reading_room.copies.models import AuthenticatedCopy
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.letterhead import dated, head_of_papers
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.rules.vocabulary import Use
from portal.reading_room.typesetting import signing
from portal.reading_room.typesetting.typeset import qr, typeset_in

WriterOf = Callable[["CopyJob"], tuple[Path, Path]]


@dataclass(frozen=True)
class CopyJob:
    """What a writer needs: the request, its number in the register where it has one, and pages drawn in a folder."""

    access_request: AccessRequest
    entry: AuthenticatedCopy | None
    pages: list[dict]
    folder: Path
    at: datetime


def write_plain(job: CopyJob) -> tuple[Path, Path]:
    """Pages with a foot. All writers return the file, and the one in it whose digest the register keeps."""
    values = {
        **head_of_papers(),
        "code": job.access_request.record.reference_code,
        "pages": job.pages,
        "foot": f"Yêu cầu số {job.access_request.dossier.number}",
    }
    made = job.folder / "made.pdf"
    made.write_bytes(typeset_in(job.folder, "copy", values))
    return made, made


def write_authenticated(job: CopyJob) -> tuple[Path, Path]:
    """Pages behind a certificate, signed as one document."""
    access_request, entry, at = job.access_request, job.entry, job.at
    if entry is None:
        raise ValueError("An authenticated copy has a number of its register.")
    pages, record, head = job.pages, access_request.record, head_of_papers()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("verify_copy", args=[entry.code])
    chosen = f" (trang {access_request.pages})" if access_request.pages else ""
    values = {
        **head,
        "pages": pages,
        "number": entry.shown_number,
        "code": entry.code,
        "address": address,
        "title": "Bản sao có xác thực",
        "reference": record.reference_code,
        "dated": dated(at),
        "officer": str(entry.issued_by or ""),
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
    (job.folder / "qr.svg").write_bytes(qr(address))
    pdf = typeset_in(job.folder, "authenticated", values)
    reason = f"Xác thực bản sao số {entry.shown_number}"
    made = job.folder / "made.pdf"
    made.write_bytes(signing.sign(pdf, reason=reason, place=RoomRules.load().place))
    return made, made


def write_package(job: CopyJob) -> tuple[Path, Path]:
    """A bag (RFC 8493): pages, description as EAD, and the signed certificate, with their digests.

    Written here and not by the package ``bagit``: that writes version 0.97, and changes the working directory of the
    whole process while it does.
    """
    access_request, (certificate, confirmed) = job.access_request, write_authenticated(job)
    record, agency = access_request.record, head_of_papers()["agency"]
    link = settings.WAGTAILADMIN_BASE_URL + reverse("record", args=[record.key])
    described = job.folder / "described.xml"
    reader = access_request.researcher or AnonymousUser()
    described.write_bytes(b"".join(exports.ead(record, reader, agency=agency, address=link)))
    inside = {"data/chung-thuc.pdf": certificate, "data/mo-ta.ead.xml": described}
    inside |= {f"data/trang/{page['file']}": job.folder / page["file"] for page in job.pages}
    lines = "".join(f"{digest_of(path)}  {name}\n" for name, path in inside.items())
    made = job.folder / "made.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as bag:
        bag.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        bag.writestr("bag-info.txt", f"Source-Organization: {agency}\nExternal-Identifier: {record.key}\n")
        bag.writestr("manifest-sha512.txt", lines)
        for name, path in inside.items():
            bag.write(path, name)
    return made, confirmed


WRITERS: dict[Use, WriterOf] = {
    Use.COPY: write_plain,
    Use.AUTHENTICATED: write_authenticated,
    Use.PACKAGE: write_package,
}
