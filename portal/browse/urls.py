"""Addresses of the public catalogue."""

from django.urls import path

from portal.browse import views

urlpatterns = [
    path("fonds/", views.fonds, name="fonds"),
    path("r/<slug:key>/", views.record, name="record"),
    path("r/<slug:key>/children/", views.children, name="record_children"),
    path("r/<slug:key>/qr.svg", views.qr, name="record_qr"),
    path("r/<slug:key>/read/", views.read, name="record_read"),
    path("r/<slug:key>/ead.xml", views.ead, name="record_ead"),
    path("r/<slug:key>/dc.xml", views.dublin_core, name="record_dublin_core"),
    path("agent/<slug:key>/", views.agent, name="agent"),
    path("place/<slug:key>/", views.place, name="place"),
]
