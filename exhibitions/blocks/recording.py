"""Sound and film."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class RecordingBlock(blocks.StructBlock):
    recording = SnippetChooserBlock("exhibitions.Recording", label=_("Recording"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        recording = value.get("recording")
        may = bool(recording and request and recording.may_be_heard(request.user))
        context["recording"] = recording if may else None
        if may:
            from exhibitions.captions import lines

            context["said"] = lines(recording.said(get_language() or "vi"))
        return context

    class Meta:
        label = _("Recording")
        icon = "media"
        template = "exhibitions/blocks/recording.html"
