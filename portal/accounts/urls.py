"""The reader's own page; everything about passwords and mail belongs to allauth."""

from django.urls import path

from portal.accounts import views

urlpatterns = [path("", views.account, name="account")]
