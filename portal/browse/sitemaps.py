"""The sitemap: published records and pages, made at each request, so that nothing withdrawn lingers."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.models import Page

from catalog.models import Record
from exhibitions.models import ChapterPage, ExhibitionPage
from exhibitions.querysets import open_pages


class RecordSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Record.objects.published().only("key", "updated_at", "path")

    def location(self, item) -> str:
        return reverse("record", args=[item.key])

    def lastmod(self, item) -> datetime:
        return item.updated_at


class OpenPages(PageSitemap):
    """Pages of the site in each of its languages, without exhibitions that have not opened."""

    def items(self) -> QuerySet:
        below = Q()
        for home in self.get_wagtail_site().root_page.get_translations(inclusive=True):
            below |= Q(path__startswith=home.path)
        told = Q(pk__in=open_pages()) | ~Page.objects.type_q(ExhibitionPage, ChapterPage)
        pages = Page.objects.filter(below).live().public().filter(told).order_by("path")
        return pages.defer_streamfields().specific()


SITEMAPS = {"records": RecordSitemap, "pages": OpenPages}
