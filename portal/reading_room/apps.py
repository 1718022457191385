"""The reading room at start-up: subjects register what they do for a request, and hear what changes elsewhere."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReadingRoomConfig(AppConfig):
    name = "portal.reading_room"
    label = "reading_room"
    verbose_name = _("Reading room")

    def ready(self) -> None:
        from catalog import hooks
        from catalog.keeping import never_delete
        from catalog.models import DeclaredDay
        from portal.reading_room import upkeep
        from portal.reading_room.copies.models import AuthenticatedCopy, Bill
        from portal.reading_room.loans.models import Loan
        from portal.reading_room.requests.actions import following
        from portal.reading_room.requests.models import AccessRequest, Dossier

        never_delete(Dossier, AccessRequest, Bill, AuthenticatedCopy, Loan)
        _register_uses()
        hooks.on_access_changed(following.follow_access)
        # a day is declared by a form, an import or a shell: whichever it was, deadlines follow
        for signal in (post_save, post_delete):
            signal.connect(upkeep.follow_days, sender=DeclaredDay)
        pre_delete.connect(
            _leave_nothing,
            sender=settings.AUTH_USER_MODEL,
            dispatch_uid="reading_room.leave_nothing",
        )


def _register_uses() -> None:
    """What each subject does for a use, and at which step of a request."""
    from portal.reading_room.copies import actions as copies
    from portal.reading_room.copies.offers import offer_copy, offer_package
    from portal.reading_room.loans.actions import ask_stack
    from portal.reading_room.loans.offers import offer_paper
    from portal.reading_room.requests import handling
    from portal.reading_room.requests.offers import offer_information, offer_online
    from portal.reading_room.rules.uses import USES
    from portal.reading_room.rules.vocabulary import Use

    handling.offer_use(Use.ONLINE, offer_online)
    handling.offer_use(Use.ROOM, offer_paper)
    handling.offer_use(Use.COPY, offer_copy)
    handling.offer_use(Use.AUTHENTICATED, offer_copy)
    handling.offer_use(Use.PACKAGE, offer_package)
    handling.offer_use(Use.INFORMATION, offer_information)
    for use, rules in USES.items():
        if rules.may_cost:
            handling.price_use(use, copies.quote)
    handling.on_prepared(ask_stack)
    handling.on_over(copies.recount)
    handling.on_taken_away(copies.withdraw_number)
    handling.on_erased(copies.erase_file)
    handling.on_undecided(copies.forget_copy)


def _leave_nothing(sender, instance, **kwargs) -> None:
    """An administrator deletes an account on the desk: what the reader left goes with it."""
    from portal.reading_room.privacy import actions as privacy

    privacy.leave_nothing(instance, at=timezone.now())
