"""Doors of Wagtail's desk that are other here: nothing uploaded is decoded or unpacked in the server itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel


class AccountWithoutPicture(AccountView):
    """One's own account, without the form that decodes whatever picture somebody sends."""

    def get_panels(self) -> list:
        return [each for each in super().get_panels() if not isinstance(each, AvatarSettingsPanel)]


# as Wagtail guards every page of its desk
account = never_cache(require_admin_access(AccountWithoutPicture.as_view()))


def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A form of Wagtail's that this portal does not offer."""
    raise Http404("No such page.")
