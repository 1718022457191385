"""What every page of the desk shares: who may see it, whether the menu names it, and that nothing is deleted."""

from typing import Any, Never

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.urls import URLPattern
from django.utils.functional import classproperty
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


class DeskViewSet(ViewSet):
    """A viewset for those who hold ``permission``; everyone else is refused and sees no menu entry."""

    permission = ""
    add_to_admin_menu = True

    @property
    def menu_item_class(self) -> type[MenuItem]:
        permission = self.permission

        class ForThoseWhoMay(super().menu_item_class):  # type: ignore[misc]
            def is_shown(self, request) -> bool:
                return request.user.has_perm(permission)

        return ForThoseWhoMay

    def check(self, request) -> None:
        """Raise ``PermissionDenied`` unless this person may use the page."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied


class _NeverDeleted(ModelPermissionPolicy):
    """An administrator may do everything but delete."""

    def user_has_permission(self, user, action) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return super().user_has_any_permission(user, [each for each in actions if each != "delete"])


class _ListWithoutTicks(IndexView):
    """Nothing can be done to many rows at once, so there is nothing to tick."""

    @property
    def columns(self) -> list:
        return [column for column in super().columns if column.name != "bulk_actions"]


class KeptViewSet(SnippetViewSet):
    """What is never deleted, by nobody and by no route: its key stands in books and in the event log."""

    index_view_class = _ListWithoutTicks
    index_template_name = "wagtailadmin/generic/index.html"  # the one of snippets has buttons for ticked rows
    copy_view_enabled = False
    inspect_view_enabled = False
    # the database's own search takes a minute over 20,000 records; codes and titles are looked up plainly
    search_backend_name = None

    @property
    def permission_policy(self) -> "_NeverDeleted":
        return _NeverDeleted(self.model)

    def get_common_view_kwargs(self, **kwargs) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [route for route in super().get_urlpatterns() if route.name != "delete"]


class NotDeletedInBulk(DeleteBulkAction):
    """Takes the place of Wagtail's bulk deletion, which asks no permission policy, for what is never deleted."""

    @classproperty
    def models(cls) -> list[type[Model]]:
        return [model for model in get_snippet_models() if isinstance(model.snippet_viewset, KeptViewSet)]

    def dispatch(self, request, *args, **kwargs) -> Never:
        raise Http404("Nothing of this kind is deleted.")
