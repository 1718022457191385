"""The desk for days off and working days."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.workdays.models import DeclaredDay


class DeclaredDayViewSet(SnippetViewSet):
    model = DeclaredDay
    icon = "calendar-alt"
    menu_label = _("Days off and swap days")
    menu_order = 900
    add_to_settings_menu = True
    list_display = ["on", Column("get_declared_display", label=_("Declared")), "reason", "source"]
    list_filter = ["declared"]
    search_backend_name = None
    search_fields = ["reason", "reason_en", "source"]
    inspect_view_enabled = False
    copy_view_enabled = False
