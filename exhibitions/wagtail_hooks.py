"""Puts the curator's desk into Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import ListingButton
from wagtail.permissions import page_permission_policy

from catalog.desk.choosers import record_chooser
from exhibitions import troubles
from exhibitions.actions import tasks
from exhibitions.models import ChapterPage, CuratorTask, ExhibitionPage
from exhibitions.viewsets.desk import may_curate
from exhibitions.viewsets.drafts import HandingViewSet
from exhibitions.viewsets.group import CuratorsDesk


@hooks.register("register_admin_viewset")
def register_desk() -> list[ViewSet]:
    return [record_chooser, CuratorsDesk(), HandingViewSet()]


@hooks.register("insert_editor_css")
def dress_fields() -> str:
    from django.templatetags.static import static

    return format_html('<link rel="stylesheet" href="{}">', static("exhibitions/desk.css"))


@hooks.register("insert_editor_js")
def spell_addresses() -> str:
    from django.templatetags.static import static

    return format_html('<script type="module" src="{}"></script>', static("exhibitions/slug.js"))


@hooks.register("after_edit_page")
def lead_approvers_home(request, page) -> HttpResponse | None:
    """Whoever approves pages without editing any has no list of pages to be sent back to."""
    if page_permission_policy.user_has_any_permission(request.user, ("add", "change", "publish")):
        return None
    page.refresh_from_db()
    if page.live and not page.has_unpublished_changes:
        messages.success(request, _("“%(title)s” is published.") % {"title": page.title})
    return redirect("wagtailadmin_home")


@hooks.register("construct_homepage_panels")
def put_exhibitions_on_the_desk(request, panels) -> None:
    if may_curate(request.user):
        panels.append(CuratorsWork())


class CuratorsWork(Component):
    """What waits for curators: tasks of open exhibitions."""

    order = 20
    template_name = "exhibitions/desk/home_panel.html"

    def get_context_data(self, parent_context=None) -> dict[str, Any]:
        return {"waiting": CuratorTask.objects.filter(done_at=None).count()}


@hooks.register("before_publish_page")
def hold_what_would_not_be_shown(request, page) -> HttpResponse | None:
    """Where visitors may enter, no block is published that they could not see, unless a curator has answered."""
    if not isinstance(page, ExhibitionPage | ChapterPage) or not tasks.is_seen_at_once(page):
        return None
    key = tasks.key_of(page)
    answers = troubles.answered(key)
    version = page.get_latest_revision_as_object()
    found = troubles.of_page(version, on=timezone.localdate())
    if all(each.mark in answers for each in found):
        return None
    if page.live and page.first_published_at is None:
        # a page that is created and published in one step stands live before this is asked
        type(page).objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    messages.error(
        request,
        _("Saved as a draft, not published: some blocks show records that visitors may not see. Answer them first."),
    )
    return redirect(reverse("exhibition_watch:one", args=[key]))


@hooks.register("before_delete_page")
def tell_before_deletion(request, page) -> None:
    if request.method == "GET":
        tell_of_the_other_language(request, page)


@hooks.register("after_unpublish_page")
def tell_of_the_other_language(request, page) -> None:
    """Taking one language away leaves the other one open; a curator who forgets it is told.

    Of a deletion before it is confirmed; of an unpublished page when it has gone, for Wagtail asks no sooner.
    """
    if not isinstance(page, ExhibitionPage | ChapterPage):
        return
    if page.twin and page.twin.is_open():
        told = _("“%(title)s”, in the other language, stays public until it is taken away as well.")
        messages.warning(request, told % {"title": page.twin.title})


@hooks.register("after_bulk_action")
def tell_after_bulk_action(request, action_type, objects, action_class_instance) -> None:
    if action_type in ("delete", "unpublish"):
        for page in objects:
            tell_of_the_other_language(request, getattr(page, "specific", page))


@hooks.register("register_page_listing_more_buttons")
def offer_draft_link(page, user, next_url=None) -> Iterator:
    if isinstance(page, ExhibitionPage | ChapterPage) and tasks.whole(page).permissions_for_user(user).can_edit():
        yield ListingButton(
            _("Link to the draft"),
            reverse("exhibition_drafts:drafts", args=[page.pk]),
            icon_name="link",
            priority=25,
        )
