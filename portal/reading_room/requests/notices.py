"""Mail about requests, in the reader's language, written by the worker from what is true when it is sent.

Nothing secret is in mail: a record is named only while its reader may know of it, an officer is told its code alone,
and no number of a reader's paper is ever written.
"""

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from catalog import access
from portal.reading_room.requests.models import AccessRequest, Dossier
from portal.reading_room.requests.sentences import told_in_mail
from portal.reading_room.requests.vocabulary import NoticeKind, State
from portal.reading_room.rules.mail import send, tell
from portal.reading_room.rules.models import RefusalGround, RoomRules
from portal.reading_room.rules.roles import officers

# they are true of a record that may still be seen
OF_WHAT_IS_OPEN = (NoticeKind.EXTENDED, NoticeKind.NOT_EXTENDED, NoticeKind.OPENED)


def tell_researcher(access_request: AccessRequest, occasion: NoticeKind) -> None:
    mail_researcher.enqueue(access_request.pk, str(occasion))


def tell_after_commit(access_request: AccessRequest) -> None:
    occasion = NoticeKind(access_request.state)
    transaction.on_commit(lambda: tell_researcher(access_request, occasion))


def tell_officers(dossier: Dossier) -> None:
    mail_officers.enqueue(dossier.pk)


def tell_sender(dossier: Dossier) -> None:
    mail_sender.enqueue(dossier.pk)


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
    if occasion in OF_WHAT_IS_OPEN and not named:
        return
    with translation.override(reader.language):
        more = {
            "access_request": access_request,
            "occasion": occasion,
            "sentence": told_in_mail(access_request, NoticeKind(occasion)),
            "title": record.listed_title if named else "",
            # an officer's words may name the record, and go with it
            "reply": access_request.reply if named else "",
        }
        if occasion == State.REFUSED:
            day = timezone.localdate(access_request.decided_at)
            more["basis"] = RefusalGround.of(access_request.reason, day, reader.language)
            more["appeal"] = RoomRules.load().appeal_in(reader.language)
        tell("researcher", reader, more)


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
        tell("sent", reader, {"dossier": dossier, "requests": requests, "reader": reader})


@task()
def mail_officers(pk: int) -> None:
    """Tell the officers that something waits; the records are named by their codes alone."""
    dossier = Dossier.objects.get(pk=pk)
    requests = list(dossier.requests.select_related("record"))
    with translation.override("vi"):
        for officer in officers():
            send("officers", [officer.email], {"dossier": dossier, "requests": requests})
