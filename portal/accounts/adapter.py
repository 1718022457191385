"""How accounts behave where allauth leaves it to the site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task


@task()
def send_mail(subject: str, body: str, to: list[str], sender: str) -> None:
    """Send one message from the worker: a request must not wait for, or betray itself by, the mail server."""
    EmailMessage(subject, body, sender, to).send()


class ReaderAccounts(DefaultAccountAdapter):
    """Mail goes through the queue, after commit; plain text only."""

    def send_mail(self, template_prefix, email, context):
        message = self.render_mail(template_prefix, email, context)
        transaction.on_commit(
            lambda: send_mail.enqueue(
                message.subject, message.body, list(message.to), message.from_email
            )
        )
