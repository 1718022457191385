"""Short messages to telephones, through a gateway that takes them as mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task


def can_send() -> bool:
    """Whether the operator has named a gateway."""
    return bool(settings.SMS_GATEWAY)


@task()
def send_message(phone: str, text: str) -> None:
    """Send words to a telephone in international form: to ``<digits>@<gateway>``, as operators of gateways take it."""
    digits = phone.lstrip("+")
    EmailMessage("", text, to=[f"{digits}@{settings.SMS_GATEWAY}"]).send()
