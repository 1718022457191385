"""Mail about readers' cards."""

from django.utils import translation
from django_tasks import task

from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.rules.mail import send, tell
from portal.reading_room.rules.roles import officers


def tell_of_card(card: ReaderCard) -> None:
    mail_card_holder.enqueue(card.pk, str(card.state))


def tell_officers_of_card(card: ReaderCard) -> None:
    mail_officers_of_card.enqueue(card.pk)


@task()
def mail_card_holder(pk: int, state: str) -> None:
    """Tell the reader what became of the application for a card."""
    card = ReaderCard.objects.select_related("reader").filter(pk=pk).first()
    if card is None or card.reader is None or card.state != state:
        return
    with translation.override(card.reader.language):
        tell("card", card.reader, {"card": card})


@task()
def mail_officers_of_card(pk: int) -> None:
    """Tell the officers that a card is applied for; by whom, they see on the desk."""
    with translation.override("vi"):
        for officer in officers():
            send("card_officers", [officer.email], {"pk": pk})
