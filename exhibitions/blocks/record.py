"""A record of the catalogue, shown as the reader may see it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from catalog import access
from catalog.models import Record


class ShowsRecord(blocks.StructBlock):
    """What every block does that shows a record: ask the catalogue, and turn to a placeholder where it says no."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        record = value.get("record")
        context["shown"] = context["scan"] = None
        if request is None or record is None:
            return context
        # a fresh row: the block's value may have been loaded before the record was withdrawn
        record = Record.objects.filter(pk=record.pk).first()
        if record is None:
            return context
        decision = access.decide(request.user, record)
        if decision.description:
            context["shown"] = record
        if decision.content:
            page = value.get("page") or 1
            context["scan"] = record.scans.filter(order=page).first()
        return context


class RecordBlock(ShowsRecord):
    """One page of a record as a picture, with caption and credit."""

    record = SnippetChooserBlock("catalog.Record", label=_("Record"))
    page = blocks.IntegerBlock(label=_("Page"), default=1, min_value=1)
    caption = blocks.RichTextBlock(label=_("Caption"), features=["bold", "italic"], required=False)
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, help_text=_("Left empty, it is made from the record.")
    )
    alt = blocks.CharBlock(
        label=_("What is to be seen"), max_length=300, help_text=_("For those who cannot see it.")
    )

    class Meta:
        label = _("Record")
        icon = "image"
        template = "exhibitions/blocks/record.html"
