"""Addresses: machines' first (no language), then people's (Vietnamese plain, English under /en/)."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from exhibitions.urls import feeds
from portal import desk, pages
from portal.browse.sitemaps import SITEMAPS
from portal.theming import serving

handler404 = "portal.pages.not_found"
handler500 = "portal.pages.broken"

urlpatterns = [
    # one door for everyone: allauth's, with its limits on guessing and its confirmed addresses
    # Wagtail's own form for guarded pages and documents asks for no second factor and knows no limits
    re_path(
        r"^(?:en/)?_util/login/\Z",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("desk/login/", pages.desk_door),
    path("desk/account/", desk.account),
    # pictures and sheets that Wagtail would decode and unpack in the server itself, and a view that fails on purpose
    re_path(r"^desk/(?:images|documents|redirects/import|failwhale)/(?P<rest>.*)\Z", desk.not_here),
    path("desk/", include(wagtailadmin_urls)),
    path("", include("exhibitions.urls")),
    path("iiif/", include("iiif.urls")),
    path("language/", set_language, name="set_language"),
    path("robots.txt", pages.robots, name="robots"),
    re_path(
        r"^themes/(?P<name>[\w-]+)-(?P<digest>[0-9a-f]{12})\.css\Z",
        serving.stylesheet,
        name="theme",
    ),
    path("-/live", pages.live, name="live"),
    path("-/ready", pages.ready, name="ready"),
    path(
        "sitemap.xml",
        sitemap_index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemaps"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemaps"),
    *i18n_patterns(
        path("account/", include("portal.accounts.urls")),
        path("account/", include("allauth.urls")),
        path("reading-room/", include("portal.reading_room.urls")),
        path("", include(feeds)),
        path("search/", include("portal.search.urls")),
        path("", include("portal.browse.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
