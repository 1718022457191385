"""What the curator's pages share: who may use them, and how exhibitions are named there."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from catalog.access import sees_everything
from exhibitions.models import (
    ExhibitionPage,
)


def may_curate(person) -> bool:
    """Curators: those who may add or change pages, and may know of every record that could be shown."""
    from wagtail.permissions import page_permission_policy

    return bool(
        sees_everything(person) and page_permission_policy.user_has_any_permission(person, ("add", "change", "publish"))
    )


def may_edit(request) -> None:
    """Raise ``PermissionDenied`` for those who do not curate."""
    if not may_curate(request.user):
        raise PermissionDenied


class CuratorsViewSet(ViewSet):
    """Shared by the pages here: who may see them, and whether the menu names them."""

    add_to_admin_menu = False  # the group has one entry for all

    @property
    def menu_item_class(self) -> type[MenuItem]:
        class ForCurators(super().menu_item_class):  # type: ignore[misc]
            def is_shown(self, request) -> bool:
                return may_curate(request.user)

        return ForCurators


def known_pages() -> dict:
    """One page of each exhibition by its key, the Vietnamese one where there is one."""
    pages = ExhibitionPage.objects.select_related("locale").order_by("-locale__language_code", "pk")
    found: dict = {}
    for page in pages:
        found.setdefault(page.translation_key, page)
    return found
