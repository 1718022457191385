"""Mail to readers and officers, in the reader's language, written by the worker from what is true when it is sent.

Nothing secret is in mail: a record is named only while its reader may know of it, an officer is told its code alone,
and no number of a reader's paper is ever written.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task
from icalendar import Calendar, Event

from catalog import access
from portal.accounts import messages
from portal.accounts.models import User
from portal.reading_room.models import (
    AccessRequest,
    Dossier,
    Fee,
    FeeReduction,
    MoneyChange,
    ReaderCard,
    RefusalGround,
    RoomRules,
    Visit,
)
from portal.reading_room.vocabulary import NoticeKind, State, VisitState


def tell_researcher(access_request: AccessRequest, occasion: NoticeKind) -> None:
    mail_researcher.enqueue(access_request.pk, str(occasion))


def tell_after_commit(access_request: AccessRequest) -> None:
    occasion = NoticeKind(access_request.state)
    transaction.on_commit(lambda: tell_researcher(access_request, occasion))


def tell_officers(dossier: Dossier) -> None:
    mail_officers.enqueue(dossier.pk)


def tell_sender(dossier: Dossier) -> None:
    mail_sender.enqueue(dossier.pk)


def tell_of_visit(visit: Visit) -> None:
    mail_visitor.enqueue(visit.pk, str(visit.state))


def tell_of_card(card: ReaderCard) -> None:
    mail_card_holder.enqueue(card.pk, str(card.state))


def tell_officers_of_card(card: ReaderCard) -> None:
    mail_officers_of_card.enqueue(card.pk)


def tell_director(change: MoneyChange, *, also: list[str] | None = None) -> None:
    mail_director.enqueue(change.pk, str(change.state), sorted({*directors(), *(also or ())}))


def directors() -> list[str]:
    """Who hears of changes of fees and account: the director, or where none is named the administrators."""
    named = RoomRules.load().director_email
    if named:
        return [named]
    users = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return [each for each in users.values_list("email", flat=True) if each]


@task()
def mail_director(pk: int, occasion: str, to: list[str]) -> None:
    """Tell the director that fees or the account are to change, have changed, or do not: from what to what, and who."""
    change = MoneyChange.objects.select_related("asked_by", "decided_by").get(pk=pk)
    with translation.override("vi"):
        for each in to:
            _send(
                "money",
                [each],
                {"change": change, "occasion": occasion, "rows": differences(change)},
            )


def differences(change: MoneyChange) -> list[dict]:
    """The fields that a change touches, with what they are called, were and become."""
    tables: dict[str, type[Model]] = {"account": RoomRules, "fee": Fee, "reduction": FeeReduction}
    names = change.after or change.before
    fields = [field for field in tables[change.table]._meta.concrete_fields if field.name in names]
    rows = [
        {
            "label": field.verbose_name,
            "before": _shown(field, change.before.get(field.name)),
            "after": _shown(field, change.after.get(field.name)),
        }
        for field in fields
    ]
    return [row for row in rows if row["before"] != row["after"]]


def _shown(field, value) -> str:
    return "" if value is None else str(dict(field.flatchoices or ()).get(value, value))


@task()
def mail_researcher(pk: int, occasion: str) -> None:
    """Tell the reader what became of the request; the title is named only while they may know it.

    Where the request has gone on meanwhile, nothing is sent: another message tells what is true now.
    """
    access_request = (
        AccessRequest.objects.select_related("record", "researcher", "grant", "dossier", "bill").filter(pk=pk).first()
    )
    if access_request is None or access_request.researcher is None:
        return
    if occasion in State.values and access_request.state != occasion:
        return
    reader, record = access_request.researcher, access_request.record
    named = occasion != State.REVOKED and access.may_see_description(reader, record)
    with translation.override(reader.language):
        more = {
            "access_request": access_request,
            "occasion": occasion,
            "title": record.listed_title if named else "",
        }
        if occasion == State.REFUSED:
            day = timezone.localdate(access_request.decided_at)
            more["basis"] = RefusalGround.of(access_request.reason, day, reader.language)
            more["appeal"] = RoomRules.load().appeal_in(reader.language)
        _tell("researcher", reader, more)


@task()
def mail_sender(pk: int) -> None:
    """Confirm to the reader what was sent, with the day by which the archive answers."""
    dossier = Dossier.objects.select_related("researcher").get(pk=pk)
    reader = dossier.researcher
    if reader is None:
        return
    requests = [
        {"request": each, "title": each.record.listed_title}
        for each in dossier.requests.select_related("record")
        if access.may_see_description(reader, each.record)
    ]
    with translation.override(reader.language):
        _tell("sent", reader, {"dossier": dossier, "requests": requests, "reader": reader})


@task()
def mail_officers(pk: int) -> None:
    """Tell the officers that something waits; the records are named by their codes alone."""
    from portal.reading_room.permissions import officers

    dossier = Dossier.objects.get(pk=pk)
    requests = list(dossier.requests.select_related("record"))
    with translation.override("vi"):
        for officer in officers():
            _send("officers", [officer.email], {"dossier": dossier, "requests": requests})


@task()
def mail_visitor(pk: int, state: str) -> None:
    """Tell the reader of a visit, with an entry for a calendar (RFC 5545) that a cancellation takes out again."""
    visit = Visit.objects.select_related("reader", "seat").filter(pk=pk).first()
    if visit is None or visit.reader is None or visit.state != state:
        return
    with translation.override(visit.reader.language):
        invitation = ("phong-doc.ics", calendar_entry(visit), "text/calendar")
        _tell("visit", visit.reader, {"visit": visit}, attached=invitation)


@task()
def mail_card_holder(pk: int, state: str) -> None:
    """Tell the reader what became of the application for a card."""
    card = ReaderCard.objects.select_related("reader").filter(pk=pk).first()
    if card is None or card.reader is None or card.state != state:
        return
    with translation.override(card.reader.language):
        _tell("card", card.reader, {"card": card})


@task()
def mail_officers_of_card(pk: int) -> None:
    """Tell the officers that a card is applied for; by whom, they see on the desk."""
    from portal.reading_room.permissions import officers

    with translation.override("vi"):
        for officer in officers():
            _send("card_officers", [officer.email], {"pk": pk})


def calendar_entry(visit: Visit) -> bytes:
    """The visit as an iCalendar object (RFC 5545), or its cancellation; nothing in it says what is read."""
    rules, cancelled = RoomRules.load(), visit.state in (VisitState.CANCELLED, VisitState.MOVED_OUT)
    language = translation.get_language() or "vi"
    agency = rules.agency_en if language == "en" and rules.agency_en else rules.agency
    calendar = Calendar()
    calendar.add("prodid", "-//Tang Thu//reading room//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"visit-{visit.pk}@{_host()}")
    event.add("sequence", 1 if cancelled else 0)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", visit.starts_at)
    event.add("dtend", visit.ends_at)
    event.add("summary", translation.gettext("Reading room") + (f", {agency}" if agency else ""))
    event.add("location", str(visit.seat))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    return calendar.to_ical()


def _base() -> str:
    return getattr(settings, "BASE_URL", "") or settings.WAGTAILADMIN_BASE_URL


def _host() -> str:
    return _base().partition("//")[2].partition(":")[0]


def _tell(name: str, reader: User, context: dict, **more) -> None:
    """Tell a reader: by mail, or by a short message with the subject alone where there is no address."""
    if reader.email:
        _send(name, [reader.email], context, **more)
    elif reader.phone and messages.can_send():
        subject = render_to_string(f"reading_room/mail/{name}_subject.txt", context)
        messages.send_message.enqueue(reader.phone, f"{' '.join(subject.split())} {_base()}")


def _send(name: str, to: list[str], context: dict, *, attached: tuple[str, bytes, str] | None = None) -> None:
    context = {**context, "base": _base()}
    subject = " ".join(render_to_string(f"reading_room/mail/{name}_subject.txt", context).split())
    body = render_to_string(f"reading_room/mail/{name}.txt", context)
    message = EmailMessage(subject, body, to=to)
    if attached:
        message.attach(*attached)
    message.send()
