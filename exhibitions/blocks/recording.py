"""Sound and film."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from exhibitions import captions
from exhibitions.blocks.exhibits import Exhibit, Need, ShowsRecords


class RecordingBlock(ShowsRecords):
    absent = "exhibitions/blocks/absent_recording.html"

    recording = SnippetChooserBlock("exhibitions.Recording", label=_("Recording"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    def exhibits(self, value) -> Iterator[Exhibit]:
        recording = value.get("recording")
        if recording and recording.record_id:
            yield Exhibit(recording.record_id, needs=Need.CONTENT)

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        return iter(())

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        if recording := value.get("recording"):
            context["said"] = captions.lines(recording.said(get_language() or "vi"))
        return {**context, "recording": recording}

    class Meta:
        label = _("Recording")
        icon = "media"
        template = "exhibitions/blocks/recording.html"
