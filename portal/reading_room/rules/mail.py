"""Mail and short messages to people."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from portal.accounts import messages
from portal.accounts.models import User


def base_address() -> str:
    return getattr(settings, "BASE_URL", "") or settings.WAGTAILADMIN_BASE_URL


def tell(name: str, reader: User, context: dict, **more: Any) -> None:
    """Tell a reader: by mail, or by a short message with the subject alone where there is no address."""
    if reader.email:
        send(name, [reader.email], context, **more)
    elif reader.phone and messages.can_send():
        subject = render_to_string(f"reading_room/mail/{name}_subject.txt", context)
        messages.send_message.enqueue(reader.phone, f"{' '.join(subject.split())} {base_address()}")


def send(name: str, to: list[str], context: dict, *, attached: tuple[str, bytes, str] | None = None) -> None:
    context = {**context, "base": base_address()}
    subject = " ".join(render_to_string(f"reading_room/mail/{name}_subject.txt", context).split())
    body = render_to_string(f"reading_room/mail/{name}.txt", context)
    message = EmailMessage(subject, body, to=to)
    if attached:
        message.attach(*attached)
    message.send()
