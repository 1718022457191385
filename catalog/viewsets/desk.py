"""What every page of the desk shares: who may see it, and whether the menu names it."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.viewsets.base import ViewSet


class DeskViewSet(ViewSet):
    """A viewset for those who hold ``permission``; everyone else is refused and sees no menu entry."""

    permission = ""
    add_to_admin_menu = True

    @property
    def menu_item_class(self):
        permission = self.permission

        class ForThoseWhoMay(super().menu_item_class):  # type: ignore[misc]
            def is_shown(self, request):
                return request.user.has_perm(permission)

        return ForThoseWhoMay

    def check(self, request) -> None:
        """Raise ``PermissionDenied`` unless this person may use the page."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
