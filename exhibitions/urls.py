"""Addresses of the exhibition rooms that know no language; feeds stand with the pages for people."""

from django.urls import path

from exhibitions import views

urlpatterns = [
    path("exhibitions/seen/", views.seen, name="exhibition_seen"),
    path("exhibitions/draft/<str:token>/", views.draft, name="exhibition_draft"),
    path("exhibitions/recordings/<slug:key>/file", views.recording_file, name="recording_file"),
    path(
        "exhibitions/recordings/<slug:key>/captions-<slug:language>.vtt",
        views.recording_captions,
        name="recording_captions",
    ),
    path("oembed/", views.oembed, name="oembed"),
    path("iiif/stories/<uuid:key>/manifest", views.manifest, name="story_manifest"),
    path("iiif/stories/<uuid:key>/collection", views.collection, name="story_collection"),
    path("iiif/stories/<uuid:key>/remarks/<slug:scan>", views.remarks, name="story_remarks"),
]

# for people, in either language
feeds = [
    path("openings.ics", views.openings_ics, name="openings_ics"),
    path("openings.atom", views.OpeningsFeed(), name="openings_atom"),
]
