"""The text layer of a scan: every word with its box and how sure the reader was, packed into one small value."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.records.models.scans import Scan
from catalog.vocabulary import TextSource


class ScanText(models.Model):
    """The words of one page. How ``words`` is packed is known to ``iiif.text.words`` alone."""

    scan = models.OneToOneField(Scan, on_delete=models.CASCADE, related_name="text", primary_key=True)
    source = models.CharField(max_length=10, choices=TextSource.choices)
    words = models.BinaryField()
    word_count = models.PositiveIntegerField()
    confidence = models.PositiveSmallIntegerField(null=True, help_text="mean, 0 to 100")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")

    def __str__(self) -> str:
        return f"{self.scan} ({self.word_count})"
