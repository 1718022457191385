"""Mail to readers and officers, in the reader's language, written by the worker from what is true when it is sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from catalog import access
from portal.reading_room.models import AccessRequest
from portal.reading_room.permissions import officers
from portal.reading_room.vocabulary import State


def tell_researcher(access_request: AccessRequest) -> None:
    mail_researcher.enqueue(access_request.pk)


def tell_officers(access_request: AccessRequest) -> None:
    mail_officers.enqueue(access_request.pk)


@task()
def mail_researcher(pk: int) -> None:
    """Tell the reader what became of the request; the title is named only while they may know it."""
    access_request = AccessRequest.objects.select_related("record", "researcher", "grant").get(
        pk=pk
    )
    reader, record = access_request.researcher, access_request.record
    ended = access_request.state == State.REVOKED
    named = not ended and access.may_see_description(reader, record)
    with translation.override(reader.language):
        _send(
            "researcher", access_request, [reader.email], title=record.listed_title if named else ""
        )


@task()
def mail_officers(pk: int) -> None:
    """Tell the officers that something waits; the record is named by its code alone."""
    access_request = AccessRequest.objects.select_related("record", "researcher").get(pk=pk)
    with translation.override("vi"):
        for officer in officers():
            _send("officers", access_request, [officer.email], title="")


def _send(name: str, access_request: AccessRequest, to: list[str], *, title: str) -> None:
    context = {
        "access_request": access_request,
        "title": title,
        "base": getattr(settings, "BASE_URL", "") or settings.WAGTAILADMIN_BASE_URL,
    }
    subject = " ".join(render_to_string(f"reading_room/mail/{name}_subject.txt", context).split())
    EmailMessage(subject, render_to_string(f"reading_room/mail/{name}.txt", context), to=to).send()
