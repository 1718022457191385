"""Sound and film, with the words that are heard."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_cleanup import cleanup
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from catalog import access, keys
from catalog.models import Record
from exhibitions import captions

SOUND = ("mp3", "ogg", "oga", "opus", "wav", "m4a", "flac")
FILM = ("mp4", "webm")
MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


@cleanup.select  # a file that was replaced or whose recording was deleted does not stay behind
class Recording(models.Model):
    """A recording that exhibitions play; with a record, whoever may see the record's content may hear it."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to="recordings", validators=[FileExtensionValidator([*SOUND, *FILM])])
    record = models.ForeignKey(
        Record,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("record"),
    )
    captions = models.TextField(
        _("captions"),
        blank=True,
        help_text=_("As WebVTT. They are shown while it plays and can be read beside it."),
    )
    captions_en = models.TextField(_("captions in English"), blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldPanel("file"),
        FieldPanel("record"),
        MultiFieldPanel([FieldPanel("captions"), FieldPanel("captions_en")], heading=_("Words")),
        FieldPanel("credit"),
    ]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        for name in ("captions", "captions_en"):
            text = getattr(self, name)
            if text.strip() and not captions.is_timed(text):
                raise ValidationError({name: _("Captions need times: 00:00.000 --> 00:04.000.")})

    @property
    def ending(self) -> str:
        return (self.file.name or "").rpartition(".")[2].lower()

    @property
    def is_film(self) -> bool:
        return self.ending in FILM

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.ending, "application/octet-stream")

    def may_be_heard(self, reader) -> bool:
        return self.record is None or access.may_see_content(reader, self.record)

    def said(self, language: str) -> str:
        """The captions of a language, or those that there are."""
        return (self.captions_en if language == "en" else self.captions) or self.captions or self.captions_en
