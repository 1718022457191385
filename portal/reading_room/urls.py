"""Addresses of the reading room for readers."""

from django.urls import path

from portal.reading_room import views

urlpatterns = [
    path("", views.my_requests, name="my_requests"),
    path("ask/<slug:key>/", views.ask, name="ask"),
    path("requests/<int:pk>/", views.my_request, name="my_request"),
    path("requests/<int:pk>/cancel/", views.cancel, name="cancel_request"),
]
