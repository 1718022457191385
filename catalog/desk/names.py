"""The desk for agents and places."""

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import EditView

from catalog.authorities.models import Agent, Place
from catalog.desk.viewset import KeptViewSet
from catalog.records.models import Record
from catalog.search.reconciling import put_right


class AgentEditView(EditView):
    """What an agent is found by has changed: the records that name it are indexed anew."""

    @transaction.atomic
    def save_instance(self) -> Model:
        was_published = Agent.objects.filter(pk=self.object.pk, is_published=True).exists()
        agent = super().save_instance()
        keys = Record.objects.filter(agents=agent).order_by().values_list("key", flat=True)
        put_right(list(keys), hides=was_published and not agent.is_published)
        return agent


class AgentViewSet(KeptViewSet):
    model = Agent
    icon = "group"
    menu_label = _("Agents")
    menu_order = 102
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("get_kind_display", label=_("Kind")),
        "dates",
        BooleanColumn("is_published", label=_("Published")),
    ]
    list_filter = ["kind", "is_published"]
    edit_view_class = AgentEditView
    search_fields = ["name", "name_en", "other_names"]
    panels = [
        FieldPanel(name) for name in ("kind", "name", "name_en", "other_names", "dates", "history", "is_published")
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
