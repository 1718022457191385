"""The sitemap: published records and pages, made at each request, so that nothing withdrawn lingers."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from catalog.models import Record


class RecordSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Record.objects.published().only("key", "updated_at", "path")

    def location(self, item):
        return reverse("record", args=[item.key])

    def lastmod(self, item):
        return item.updated_at


SITEMAPS = {"records": RecordSitemap, "pages": PageSitemap}
