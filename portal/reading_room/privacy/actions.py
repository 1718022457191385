"""A reader's own data: shown, exported, erased."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django_tasks_db.models import DBTaskResult

from catalog import access
from catalog.events.log import record_event
from catalog.models import Record
from catalog.records.actions.locking import lock_fonds
from catalog.vocabulary import EventKind
from portal.accounts.models import User
from portal.accounts.personal import PersonalField, erase_row, erased_values, export_row, fields_of
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.vocabulary import LIVING_CARDS, CardState
from portal.reading_room.loans.models import Loan
from portal.reading_room.requests import handling
from portal.reading_room.requests.actions import asking
from portal.reading_room.requests.models import AccessRequest, BasketItem, Dossier, Survey, Word
from portal.reading_room.requests.permissions import can_cancel
from portal.reading_room.requests.states import ALIVE
from portal.reading_room.requests.vocabulary import SHOWN_WORDS, State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models import KeepingTerm
from portal.reading_room.rules.vocabulary import Actor, DataKind
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits.models import Visit
from portal.reading_room.visits.vocabulary import VisitState

TABLES: tuple[type[Model], ...] = (User, ReaderCard, BasketItem, Dossier, AccessRequest, Word, Survey, Loan, Visit)


def forget(dossier: Dossier) -> None:
    """Take the reader and the words out of a dossier; what was asked for, when and how it ended stays."""
    Word.objects.filter(access_request__dossier=dossier).delete()
    Survey.objects.filter(access_request__dossier=dossier).update(**erased_values(Survey))
    Loan.objects.filter(access_request__dossier=dossier).update(**erased_values(Loan))
    dossier.visits.update(**erased_values(Visit))
    dossier.requests.update(**erased_values(AccessRequest))
    erase_row(dossier)


def gather(reader: User) -> dict[str, Any]:
    """Everything that is kept of a reader, in plain words; their own numbers in full."""
    return {
        "account": export_row(reader),
        "cards": [_card(card) for card in reader.cards.all()],
        "dossiers": [_dossier(reader, dossier) for dossier in reader.dossiers.all()],
        "basket": [
            {"record": _code(reader, item.record), **export_row(item)}
            for item in reader.basket.select_related("record")
        ],
        "visits": [
            {"day": f"{visit.day:%Y-%m-%d}", "seat": str(visit.seat), **export_row(visit)}
            for visit in reader.reading_room_visits.select_related("seat")
        ],
    }


def kept_fields() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What is kept of readers: for each table the fields, with their names, what for, and until when."""
    return [
        (
            str(model._meta.verbose_name),
            [(_name(model, field), str(field.purpose), _term(field)) for field in fields_of(model) if field.exported],
        )
        for model in TABLES
        if any(field.exported for field in fields_of(model))
    ]


@transaction.atomic
def export(reader: User, *, at: datetime) -> bytes:
    """Everything that is kept of a reader as a ZIP: a JSON file, and the letters."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("data.json", json.dumps(gather(reader), ensure_ascii=False, indent=2))
        for card in reader.cards.exclude(letter_name=""):
            if letter := card.letter():
                bundle.writestr(f"letters/{card.pk}-{card.letter_name}", letter)
    record_event(EventKind.READER_DATA, f"user:{reader.pk}", by=reader, at=at, deed="exported")
    return out.getvalue()


@transaction.atomic
def erase(reader: User, *, at: datetime) -> None:
    """Erase a reader: account, card, letters, words and who asked; the figures and the registers' numbers stay.

    Raises ``NotAllowedNow`` while a file is in the reader's hands or a paid copy is not handed over.
    """
    reader = get_user_model().objects.select_for_update().order_by().get(pk=reader.pk)
    check_can_erase(reader)
    record_event(EventKind.READER_DATA, f"user:{reader.pk}", by=None, at=at, deed="erased")
    reader.delete()


@transaction.atomic
def leave_nothing(reader: User, *, at: datetime) -> None:
    """What goes with an account, whoever deletes it: seats, what runs, cards, words, copies, messages."""
    requests = AccessRequest.objects.filter(researcher=reader).select_related("record").order_by("pk")
    # all fonds and then the requests first: somebody may be withdrawing what they are of
    lock_fonds(*(each.record for each in requests))
    for each in requests.select_for_update(of=("self",)):
        if each.state in ALIVE:
            _end(each, reader, at)
        # what was fetched may still be kept for its term
        handling.erase(each, at=at)
    for visit in Visit.objects.filter(reader=reader, state__in=(VisitState.HELD, VisitState.BOOKED)):
        if visit.ends_at > at:
            visits.cancel(visit, by=reader, at=at)
    Visit.objects.filter(reader=reader).update(reader=None)
    for dossier in Dossier.objects.filter(researcher=reader):
        forget(dossier)
    for card in ReaderCard.objects.filter(reader=reader):
        _empty(card, at)
    BasketItem.objects.filter(reader=reader).delete()
    for address in filter(None, (reader.email, reader.phone)):
        DBTaskResult.objects.filter(args_kwargs__icontains=address).delete()


def _empty(card: ReaderCard, at: datetime) -> None:
    if card.state in LIVING_CARDS:
        card.move_to(CardState.ENDED, Actor.READER)
        card.ended_at = at
        card.save(update_fields=["state", "ended_at"])
    erase_row(card)


def check_can_erase(reader: User) -> None:
    """Raise ``NotAllowedNow`` while something is between the reader and the archive."""
    if reader.has_perm("wagtailadmin.access_admin"):
        raise NotAllowedNow(gettext_noop("An account of the staff is ended by the administrator."))
    if Loan.objects.filter(reader=reader, returned_at=None).exists():
        raise NotAllowedNow(gettext_noop("A file is still in the reader's hands."))
    owed = AccessRequest.objects.filter(
        researcher=reader, state__in=(State.PREPARING, State.READY), bill__paid_at__isnull=False
    )
    if owed.exists():
        raise NotAllowedNow(gettext_noop("A copy that was paid for is not handed over yet."))


def _end(access_request: AccessRequest, reader: User, at: datetime) -> None:
    """Take back what can be taken back, end reading that is open, and erase copies that wait."""
    if can_cancel(access_request):
        asking.cancel(access_request, by=reader, at=at)
    elif access_request.state == State.APPROVED:
        asking.give_up(access_request, by=reader, at=at)
    elif access_request.state != State.IN_USE:
        access_request.move_to(State.REVOKED, Actor.ARCHIVE)
        access_request.closed_at = at
        access_request.save()
    handling.take_away(access_request, at=at)


def _card(card: ReaderCard) -> dict[str, Any]:
    return {
        **export_row(card),
        "card_number": card.shown_number,
        "requested": card.requested_at.isoformat(),
        "valid_until": str(card.valid_until or ""),
    }


def _dossier(reader: User, dossier: Dossier) -> dict[str, Any]:
    return {
        "number": dossier.number,
        "submitted": timezone.localtime(dossier.submitted_at).isoformat(),
        **export_row(dossier),
        "requests": [
            {"record": _code(reader, each.record), **export_row(each), **_said(reader, each)}
            for each in dossier.requests.select_related("record")
        ],
        "bills": [
            {"total": bill.total, "paid": str(bill.paid_at or ""), "receipt": bill.receipt_number}
            for bill in dossier.bills.all()
        ],
    }


def _code(reader: User, record: Record) -> str:
    """The code of a record that the reader may still know of."""
    return record.reference_code if access.may_see_description(reader, record) else ""


def _said(reader: User, each: AccessRequest) -> dict[str, Any]:
    """What was said about a request; officers' words may name a record, and go with it."""
    survey = getattr(each, "survey", None)
    answers = {"survey": export_row(survey)} if survey else {}
    words = each.words.filter(kind__in=SHOWN_WORDS)
    if not access.may_see_description(reader, each.record):
        words = words.filter(by=reader)
        return {"reply": "", "words": [export_row(word) for word in words], **answers}
    loan = getattr(each, "loan", None)
    lent = {"handed_over": loan.issued_at.isoformat(), "due": str(loan.due_on)} if loan else {}
    return {"words": [export_row(word) for word in words], **lent, **answers}


def _name(model: type[Model], field: PersonalField) -> str:
    return str(field.label or getattr(model._meta.get_field(field.name), "verbose_name", field.name))


def _term(field: PersonalField) -> str:
    """Until when a field is kept, in words."""
    if field.stays:
        return _("stays, without you")
    if not field.term:
        return _("as long as your account")
    days = KeepingTerm.days_of(DataKind(field.term))
    if field.term == DataKind.SERVED:
        unserved = KeepingTerm.days_of(DataKind.UNSERVED)
        return _("%(n)s days, of what was not served %(unserved)s") % {"n": days, "unserved": unserved}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
