"""The desk for agents and places."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from catalog.models import Agent, Place
from catalog.viewsets.desk import KeptViewSet


class AgentViewSet(KeptViewSet):
    model = Agent
    icon = "group"
    menu_label = _("Agents")
    menu_order = 102
    add_to_admin_menu = True
    list_display = ["name", Column("get_kind_display", label=_("Kind")), "dates"]
    list_filter = ["kind"]
    search_fields = ["name", "name_en", "other_names"]
    panels = [
        FieldPanel(name) for name in ("kind", "name", "name_en", "other_names", "dates", "history")
    ]


class PlaceViewSet(KeptViewSet):
    model = Place
    icon = "site"
    menu_label = _("Places")
    menu_order = 103
    add_to_admin_menu = True
    list_display = ["name", "kind", "valid_from", "valid_to"]
    search_fields = ["name"]
    panels = [FieldPanel(name) for name in ("name", "kind", "valid_from", "valid_to", "note")]
