"""Addresses of the exhibition rooms that know no language; feeds stand with the pages for people."""

from django.urls import path

from exhibitions.views import feeds as openings
from exhibitions.views import recordings, sharing, visits

urlpatterns = [
    path("exhibitions/seen/", visits.seen, name="exhibition_seen"),
    path("exhibitions/draft/<str:token>/", visits.draft, name="exhibition_draft"),
    path("exhibitions/draft/<str:token>/<int:pk>/", visits.draft, name="exhibition_draft"),
    path("exhibitions/recordings/<slug:key>/file", recordings.recording_file, name="recording_file"),
    path(
        "exhibitions/recordings/<slug:key>/captions-<slug:language>.vtt",
        recordings.recording_captions,
        name="recording_captions",
    ),
    path("oembed/", sharing.oembed, name="oembed"),
    path("iiif/stories/<uuid:key>/manifest", sharing.manifest, name="story_manifest"),
    path("iiif/stories/<uuid:key>/collection", sharing.collection, name="story_collection"),
    path("iiif/stories/<uuid:key>/remarks/<slug:scan>", sharing.remarks, name="story_remarks"),
]

# for people, in either language
feeds = [
    path("openings.ics", openings.openings_ics, name="openings_ics"),
    path("openings.atom", openings.OpeningsFeed(), name="openings_atom"),
]
