"""Addresses of the reading room for readers."""

from django.urls import path

from portal.reading_room import views
from portal.reading_room.cards import views as cards
from portal.reading_room.copies import views as copies
from portal.reading_room.privacy import views as privacy
from portal.reading_room.requests.views import asking, following
from portal.reading_room.visits import views as visits

urlpatterns = [
    path("", views.my_requests, name="my_requests"),
    path("ask/<slug:key>/", asking.ask, name="ask"),
    path("basket/", views.basket, name="basket"),
    path("basket/<int:pk>/remove/", asking.remove, name="basket_remove"),
    path("dossiers/<int:pk>/repeat/", asking.repeat, name="repeat_dossier"),
    path("requests/<int:pk>/", following.my_request, name="my_request"),
    path("requests/<int:pk>/cancel/", following.cancel, name="cancel_request"),
    path("requests/<int:pk>/done/", following.give_up, name="give_up_request"),
    path("requests/<int:pk>/extend/", following.extend, name="extend_request"),
    path("requests/<int:pk>/survey/", following.answer_survey, name="answer_survey"),
    path("visits/", visits.calendar, name="visit_calendar"),
    path("visits/hold/", visits.hold, name="hold_seat"),
    path("visits/<int:pk>/cancel/", visits.cancel, name="cancel_visit"),
    path("visits/<int:pk>/entry.ics", visits.entry, name="visit_entry"),
    path("card/", cards.card, name="reader_card"),
    path("card/end/", cards.end, name="end_card"),
    path("data/", privacy.data, name="my_data"),
    path("data/export/", privacy.export, name="export_data"),
    path("data/erase/", privacy.erase, name="erase_data"),
    path("bills/<int:pk>/", copies.bill, name="my_bill"),
    path("bills/<int:pk>/accept/", copies.accept, name="accept_bill"),
    path("bills/<int:pk>/paper.pdf", copies.paper, name="bill_paper"),
    path("copies/<uuid:ref>/", copies.fetch, name="fetch_copy"),
    path("verify/", copies.find_copy, name="find_copy"),
    path("verify/<slug:code>/", copies.verify, name="verify_copy"),
]
