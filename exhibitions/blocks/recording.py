"""Sound and film."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from exhibitions import captions
from exhibitions.blocks.exhibits import Chosen, Exhibit, Need, ShowsRecords


class RecordingBlock(ShowsRecords):
    recording = SnippetChooserBlock("exhibitions.Recording", label=_("Recording"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    def exhibits(self, value) -> Iterator[Exhibit]:
        recording = value.get("recording")
        if recording and recording.record_id:
            yield Exhibit(recording.record_id, needs=Need.CONTENT)

    def remarks(self, value) -> Iterator[tuple[Exhibit, str]]:
        return iter(())

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        recording, showing = value.get("recording"), context["showing"]
        if recording and recording.record_id:
            may = bool(showing) and showing.of(Chosen(recording.record_id)).may_see
        else:
            may = recording is not None
        context["recording"] = recording if may else None
        if may:
            context["said"] = captions.lines(recording.said(get_language() or "vi"))
        return context

    class Meta:
        label = _("Recording")
        icon = "media"
        template = "exhibitions/blocks/recording.html"
