"""Copies: the quotation and how to pay it, the receipt, the file, and the page that confirms an authenticated copy."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from catalog import access
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.bills import bill_paper, lines_of
from portal.reading_room.copies.models import AuthenticatedCopy, Bill, FinishedCopy
from portal.reading_room.fees import vietqr
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.rules.vocabulary import CopyFormat


@login_required
@never_cache
@require_safe
def bill(request, pk: int) -> HttpResponse:
    """What the copies of a dossier cost, and how to pay."""
    found, rules = _own_bill(request, pk), RoomRules.load()
    can_transfer = bool(rules.bank_bin and rules.bank_account)
    context = {
        "bill": found,
        "lines": _lines(found),
        "rules": rules,
        "is_open": found.requests.filter(state=State.QUOTED).exists(),
        "qr": _code(found, rules) if can_transfer and found.accepted_at and not found.paid_at else "",
    }
    return render(request, "reading_room/bill.html", context)


@login_required
@require_POST
def accept(request, pk: int) -> HttpResponse:
    try:
        copies.accept(_own_bill(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Your copies are made once the fee is paid."))
    except NotAllowedNow:
        messages.info(request, _("There is nothing left to accept here."))
    return redirect("my_bill", pk=pk)


@login_required
@never_cache
@require_safe
def paper(request, pk: int) -> HttpResponse:
    """The quotation, or the receipt once it is paid, as PDF."""
    found = _own_bill(request, pk)
    response = HttpResponse(bill_paper(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="phieu-thu-{found.pk}.pdf"'
    return response


@login_required
@never_cache
@require_GET
def fetch(request, ref) -> HttpResponseBase:
    """The copy itself: for its reader alone, within its term, while the record is not closed.

    Not for HEAD: what is fetched is handed over.
    """
    finished_copy = (
        FinishedCopy.objects.select_related("access_request__record")
        .filter(ref=ref, access_request__researcher=request.user, access_request__copy_format=CopyFormat.PDF)
        .first()
    )
    at = timezone.now()
    if finished_copy is None or not access.may_see_description(request.user, finished_copy.access_request.record):
        raise Http404("No such file.")
    try:
        opened = copies.download(finished_copy, by=request.user, at=at)
    except AccessRequest.DoesNotExist as gone:
        raise Http404("No such file.") from gone
    except NotAllowedNow:
        context = {"finished_copy": finished_copy, "is_over": finished_copy.ends_at <= at}
        return render(request, "reading_room/expired.html", context, status=410)
    response = FileResponse(opened, as_attachment=True, filename=finished_copy.name)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_safe
def find_copy(request) -> HttpResponse:
    """Where a code that stands on paper is typed in."""
    code = "".join(sign for sign in request.GET.get("code", "") if sign.isascii() and sign.isalnum())
    if code:
        return redirect("verify_copy", code=code[:20])
    return render(request, "reading_room/verify.html", {"copy": None, "code": ""})


@never_cache
@require_safe
def verify(request, code: str) -> HttpResponse:
    """Confirm number, date and digest of an authenticated copy, and nothing of what it shows."""
    found = AuthenticatedCopy.objects.filter(code=code.upper().replace("-", "")).exclude(sha512="").first()
    context = {"copy": found, "code": code[:20], "is_test": settings.SIGNING_IS_TEST}
    return render(request, "reading_room/verify.html", context, status=200 if found else 404)


def _own_bill(request, pk: int) -> Bill:
    return get_object_or_404(Bill, pk=pk, dossier__researcher=request.user)


def _lines(found: Bill) -> list[dict]:
    name = "name_en" if translation.get_language() == "en" else "name"
    return [{**line, "name": line[name]} for line in lines_of(found)]


def _code(found: Bill, rules: RoomRules) -> str:
    text = vietqr.payload(
        bank_bin=rules.bank_bin, account=rules.bank_account, amount=found.total, words=found.transfer_words
    )
    return segno.make(text, error="m").svg_data_uri(scale=5, border=2, light="#fff")
