"""What a reader does with requests: send them, answer, ask for more time, take them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.models import Record
from catalog.records.actions import access as opening
from portal.accounts.models import User
from portal.reading_room.requests import clock, handling, notices, permissions
from portal.reading_room.requests.actions.locking import lock_own, say
from portal.reading_room.requests.models import AccessRequest, BasketItem, Dossier
from portal.reading_room.requests.vocabulary import NoticeKind, State, WordKind
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.locking import lock_reader
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import Actor, CopyFormat, FeeClass, Use


@dataclass(frozen=True)
class Wish:
    """One record, and what is wanted of it."""

    record: Record
    use: str = Use.ONLINE
    pages: str = ""
    copy_format: str = CopyFormat.PDF
    wish: str = ""


@transaction.atomic
def submit(
    wishes: Iterable[Wish],
    *,
    by: User,
    purpose: str,
    purpose_text: str,
    at: datetime,
    fee_class: str = FeeClass.OTHER,
) -> Dossier:
    """Send what a reader wants as one dossier. Raises ``permissions.CannotAsk``; then nothing is sent.

    The scans that a copy is wanted of are written down now: a page number means the page that the reader saw.
    """
    lock_reader(by)
    dossier = Dossier.objects.create(
        researcher=by, purpose=purpose, purpose_text=purpose_text, fee_class=fee_class, submitted_at=at
    )
    for each in wishes:
        permissions.check_can_ask(by, each.record, each.use, at=at)
        access_request = AccessRequest(
            dossier=dossier,
            record=each.record,
            researcher=by,
            use=each.use,
            pages=each.pages,
            copy_format=USES[Use(each.use)].format_for(each.copy_format),
            wish=each.wish,
            submitted_at=at,
        )
        if access_request.is_copy:
            scans = access.scans_handed_out(each.record, at=at)
            access_request.scan_keys = [scan.key for scan in access_request.choose(scans)]
        clock.start(access_request, on=timezone.localdate(at))
        access_request.save()
    transaction.on_commit(lambda: notices.tell_officers(dossier))
    transaction.on_commit(lambda: notices.tell_sender(dossier))
    return dossier


@transaction.atomic
def send_basket(
    *, by: User, purpose: str, purpose_text: str, at: datetime, fee_class: str = FeeClass.OTHER
) -> Dossier | None:
    """Send the basket and empty it; ``None`` where it is empty, as at the second of two clicks.

    What cannot be asked for any more, because the record has closed or has opened meanwhile, stays in the basket.
    """
    lock_reader(by)
    items = BasketItem.objects.filter(reader_id=by.pk).select_related("record")
    able = [each for each in items if permissions.can_ask(by, each.record, each.use, at=at)]
    if not able:
        return None
    wishes = [Wish(each.record, each.use, each.pages, each.copy_format, each.wish) for each in able]
    dossier = submit(wishes, by=by, purpose=purpose, purpose_text=purpose_text, at=at, fee_class=fee_class)
    BasketItem.objects.filter(pk__in=[each.pk for each in able]).delete()
    return dossier


@transaction.atomic
def answer(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> AccessRequest:
    """The reader answers; the clock goes on."""
    access_request = lock_own(access_request, by)
    access_request.move_to(State.SUBMITTED, Actor.READER)
    clock.resume(access_request, on=timezone.localdate(at))
    access_request.save()
    say(access_request, WordKind.ANSWER, text, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_officers(access_request.dossier))
    return access_request


@transaction.atomic
def ask_extension(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> AccessRequest:
    """The reader asks for more time with what is open to them. Raises ``NotAllowedNow``."""
    access_request = lock_own(access_request, by)
    permissions.check_can_extend(access_request, at=at)
    access_request.extension_asked_at = at
    access_request.save(update_fields=["extension_asked_at"])
    say(access_request, WordKind.EXTENSION, text, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_officers(access_request.dossier))
    return access_request


@transaction.atomic
def cancel(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """The reader takes the request back. Raises ``NotAllowedNow`` once it is paid for or handed over."""
    access_request = lock_own(access_request, by)
    permissions.check_can_cancel(access_request)
    access_request.move_to(State.CANCELLED, Actor.READER)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    handling.finish(access_request, at=at)
    return access_request


@transaction.atomic
def give_up(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """The reader is done before the term ends; the viewer closes. Raises ``NotAllowedNow`` where nothing is open."""
    access_request = lock_own(access_request, by, ends_reading=True)
    # a copy and paper come to the same state by being handed over, which is not the reader's word
    if access_request.state != State.APPROVED:
        raise NotAllowedNow(gettext_noop("Only a reading is given up."))
    access_request.move_to(State.CLOSED, Actor.READER)
    if access_request.grant and access_request.grant.revoked_at is None:
        opening.revoke(access_request.grant, by=by, at=at)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    transaction.on_commit(lambda: notices.tell_researcher(access_request, NoticeKind(access_request.state)))
    return access_request
